/* What the page asks the archive; what can't be had is null, and the page goes on without it. */

export class Archive {
  /** `here`: the address of the workbench; `version`: the number of the text that is shown. */
  constructor(here, version) {
    this.here = here;
    this.version = version;
  }

  /** The answer; null where none is to be had, {gone} where what was asked about is not there. */
  async ask(question) {
    try {
      const query = new URLSearchParams({ version: this.version, ...question });
      const response = await fetch(`${this.here}ask/?${query}`, { signal: AbortSignal.timeout(8000) });
      if (response.status === 409) return { gone: true };
      return response.ok ? await response.json() : null;
    } catch {
      return null;
    }
  }

  /** A list, as the server writes it. */
  async fragment(address) {
    try {
      const response = await fetch(`${address}&fragment=1`, { signal: AbortSignal.timeout(15000) });
      return response.ok && !response.redirected ? await response.text() : null;
    } catch {
      return null;
    }
  }
}

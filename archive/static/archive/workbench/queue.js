/* What was done and is not saved yet: kept in the browser, sent in order, sent again.

   Each action has a name of its own, and the server does it once however often it is sent. */

// An action that breaks the server this often is set aside, so that the others go on.
const PATIENCE = 5;
const KEPT = "verbatim.workbench."; // what begins the names of what is kept in the browser
const LATER = [1000, 2000, 4000, 8000, 15000];

export function fresh(length = 16) {
  const letters = "abcdefghijklmnopqrstuvwxyz234567";
  return [...crypto.getRandomValues(new Uint8Array(length))].map((n) => letters[n & 31]).join("");
}

/** What waits to be sent for other versions of a text: how many actions, by version number. */
export function waitingElsewhere(text, version) {
  const found = new Map();
  try {
    for (const key of Object.keys(localStorage).filter((one) => one.startsWith(`${KEPT}${text}.`))) {
      const [other] = key.slice(KEPT.length + text.length + 1).split(".");
      const { items, refused } = JSON.parse(localStorage.getItem(key));
      const n = items.length + refused.length;
      if (other !== version && n) found.set(other, (found.get(other) ?? 0) + n);
    }
  } catch {
    // nothing readable was left behind
  }
  return found;
}

export class Queue {
  /** `place`: what the actions are kept under. `user`: the key of the person whose page it is.
      `on`: answered, refused, changed (functions). */
  constructor(place, address, user, csrf, on) {
    this.place = `${KEPT}${place}.`;
    this.key = this.place + fresh(8);
    this.address = address;
    this.user = user;
    this.csrf = csrf;
    this.on = on;
    this.items = [];
    this.refused = [];
    this.trouble = "";
    this.failures = 0;
    this.broken = 0; // answers of 500 to the action that is being sent
    this.sending = null;
    this.timer = 0;
    this.adopt();
    addEventListener("online", () => this.pump());
  }

  /** Take over what earlier pages on this text could not send. */
  adopt() {
    try {
      for (const key of Object.keys(localStorage).filter((one) => one.startsWith(this.place))) {
        const kept = JSON.parse(localStorage.getItem(key));
        this.items.push(...kept.items.map(({ held: _held, ...item }) => item));
        this.refused.push(...kept.refused);
        localStorage.removeItem(key);
      }
    } catch {
      // nothing readable was left behind
    }
    this.keep();
  }

  keep() {
    const { items, refused } = this;
    try {
      if (items.length || refused.length) {
        localStorage.setItem(this.key, JSON.stringify({ items, refused }));
      } else {
        localStorage.removeItem(this.key);
      }
    } catch {
      // full or forbidden: it is still sent from this page, but does not outlive it
    }
    this.on.changed();
  }

  /** Keep an action and send it; a `held` one is kept at once and sent when it is released. */
  add(action, held = false) {
    const item = { id: fresh(), ...action, ...(held && { held }) };
    this.items.push(item);
    this.keep();
    this.pump();
    return item;
  }

  /** Send a held action as it is now; nothing where it was taken back meanwhile. */
  release(item, action) {
    if (!this.items.includes(item)) return;
    Object.assign(item, action);
    delete item.held;
    this.keep();
    this.pump();
  }

  /** Take back the newest action that was not sent yet; whether there was one. */
  takeBack() {
    if (!this.items.length || this.items.at(-1) === this.sending) return false;
    this.items.pop();
    this.keep();
    return true;
  }

  forget(refusal) {
    this.refused = this.refused.filter((one) => one !== refusal);
    this.keep();
  }

  async pump() {
    if (this.sending || !this.items.length || this.items[0].held) return;
    clearTimeout(this.timer);
    this.sending = this.items[0];
    const result = await this.send(this.sending);
    const action = this.sending;
    this.sending = null;
    if (result.again) {
      this.trouble = result.trouble;
      this.timer = setTimeout(() => this.pump(), LATER[Math.min(this.failures++, 4)]);
      this.on.changed();
      return;
    }
    this.trouble = "";
    this.failures = this.broken = 0;
    this.items = this.items.filter((item) => item !== action);
    if (result.error) this.refused.push({ action, error: result.error });
    this.keep();
    if (result.error) this.on.refused(action);
    else this.on.answered(result.answer, action);
    this.pump();
  }

  async send(action) {
    let response;
    try {
      response = await fetch(this.address, {
        method: "POST",
        headers: {
          "Content-Type": "application/json",
          "X-CSRFToken": this.csrf(),
          "X-Page-Of": this.user, // another may be signed in by now: nothing is done in their name
          Prefer: "respond-async", // search may take it up after the answer
        },
        body: JSON.stringify(action),
        signal: AbortSignal.timeout(20000),
      });
    } catch {
      return { again: true, trouble: "offline" };
    }
    if (response.status === 500 && ++this.broken >= PATIENCE) {
      this.broken = 0;
      return { error: `${response.status} ${response.statusText}` };
    }
    if (response.status >= 500 || response.status === 429) return { again: true, trouble: "offline" };
    const answer = await response.json().catch(() => null);
    if (answer?.other) return { again: true, trouble: answer.error };
    // a page instead of an answer is the sign-in form, or the refusal of an old token
    if (response.status === 401 || !answer) return { again: true, trouble: "signed-out" };
    return response.ok ? { answer } : { error: answer.error };
  }
}

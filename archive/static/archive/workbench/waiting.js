/* What waits to be sent, and what was refused: told in a note, and shaded in the text. */

import { waitingElsewhere } from "./queue.js";

export class Waiting {
  /** `box` is the note; `page` has user, document, version and here, its address; `reopen` opens
      the form of a refused action again. */
  constructor(box, source, words, page, reopen) {
    Object.assign(this, { box, source, words, page, reopen });
  }

  show(queue) {
    this.shade(queue.items);
    const parts = queue.refused.map((refusal) => this.refusal(queue, refusal));
    if (queue.trouble && queue.items.length) {
      const { words } = this;
      parts.unshift(line(`${words(queue.trouble)} (${words("waiting")} ${queue.items.length})`));
    }
    this.tell(...parts, ...this.elsewhere());
  }

  /** Links to the other versions for which something was done here that is not sent yet. */
  elsewhere() {
    const { user, document: uid, version, here } = this.page;
    return [...waitingElsewhere(`${user}.${uid}`, version)].map(([number, n]) => {
      const p = line(`${this.words("left-behind")} `);
      const link = document.createElement("a");
      link.href = `${here}?version=${number}`;
      link.textContent = `${this.words("text-number")} ${number} (${n})`;
      p.append(link);
      return p;
    });
  }

  tell(...parts) {
    this.box.hidden = !parts.length;
    this.box.replaceChildren(...parts);
  }

  shade(items) {
    if (!CSS.highlights) return;
    const spans = items.flatMap((action) => [action.span, ...(action.row ?? [])]).filter(Boolean);
    const read = spans.map((one) => (typeof one === "string" ? JSON.parse(one) : one));
    const ranges = read.map((span) => this.source.rangeOf(span.start, span.end));
    CSS.highlights.set("waiting", new Highlight(...ranges));
  }

  refusal(queue, refusal) {
    const p = line(`${this.words("refused")} ${refusal.error} `);
    if (refusal.action.span) {
      p.append(
        button(this.words("open-again"), async () => {
          if (await this.reopen(refusal.action)) queue.forget(refusal);
        }),
        " ",
      );
    }
    p.append(button(this.words("discard"), () => queue.forget(refusal)));
    return p;
  }
}

export function line(text) {
  const p = document.createElement("p");
  p.textContent = text;
  return p;
}

function button(label, does) {
  const made = Object.assign(document.createElement("button"), { type: "button", textContent: label });
  made.className = "link";
  made.addEventListener("click", does);
  return made;
}

/* The panel at the right: a form on a selection, a list to be looked through, or what is marked. */

import { fresh } from "./queue.js";
import { Sheet } from "./sheet.js";

export class Forms {
  /** `bench` has source, queue, recent, ask, fragment, send, words, say and done. */
  constructor(panel, bench) {
    this.panel = panel;
    this.bench = bench;
    this.start = [...panel.childNodes];
    this.open = null; // the element shown instead of the start, if any
    this.sheet = null;
    panel.addEventListener("submit", (event) => this.submitted(event));
    panel.addEventListener("click", (event) => this.clicked(event));
    panel.addEventListener("keydown", (event) => this.key(event));
  }

  show(element) {
    this.panel.replaceChildren(element);
    this.open = element;
    this.sheet = null;
    // on a phone the panel is below the text
    if (matchMedia("(max-width: 60rem)").matches) element.scrollIntoView({ block: "start" });
  }

  close() {
    this.clear();
    this.bench.done();
  }

  clear() {
    this.open = this.sheet = null;
    this.panel.replaceChildren(...this.start);
  }

  /** Put away what only tells something; whether the panel is free now. */
  dismiss() {
    if (this.open && !this.open.matches("form")) this.clear();
    return !this.open;
  }

  begin(kind, span, more = {}) {
    const sheet = new Sheet(kind, span, this.bench, more);
    this.show(sheet.form);
    this.sheet = sheet;
    sheet.focus();
  }

  submitted(event) {
    const form = event.target;
    if (form.matches(".listing")) {
      event.preventDefault();
      this.sendListing(form, event.submitter);
    } else if (this.sheet && form === this.sheet.form) {
      event.preventDefault();
      this.send(this.sheet);
    }
  }

  /** The form closes at once; what was asked for it is waited for behind the scenes. */
  async send(sheet) {
    if (!sheet.form.reportValidity()) return;
    const item = this.bench.queue.add(sheet.action(), true);
    this.close();
    await sheet.filled();
    this.bench.queue.release(item, sheet.action());
  }

  sendListing(form, pressed) {
    const data = new FormData(form);
    if (pressed?.name === "dismiss") {
      this.dismissName(pressed);
      return;
    }
    if (pressed?.value === "offer") {
      this.close();
      this.bench.send({ do: "offer" });
      return;
    }
    if (form.dataset.do === "answer") {
      const keys = data.getAll("keys");
      this.close();
      if (keys.length) this.bench.send({ do: "answer", keys, to: pressed?.value ?? "accept" });
      return;
    }
    const action = { do: form.dataset.do, row: data.getAll("row") };
    for (const [name, value] of data) if (/^(kind|entity)-/.test(name)) action[name] = value;
    if (form.dataset.do === "entity") {
      const made = { uid: fresh(12), name: data.get("name"), kind: data.get("kind") };
      action.entity = data.get("entity") === "new" ? { new: made } : { uid: data.get("entity") };
    }
    this.close();
    if (action.row.length) this.bench.send(action);
  }

  /** A candidate that is no name goes from the list, which stays open. */
  dismissName(button) {
    const group = button.closest(".name-group");
    const next = group.nextElementSibling ?? group.previousElementSibling;
    this.bench.send({ do: "dismiss", words: JSON.parse(button.value) });
    group.remove();
    (next?.querySelector("button, input") ?? this.open.querySelector("button.go"))?.focus();
  }

  /** A list to be looked through, as the server writes it. */
  async list(address) {
    this.panel.textContent = this.bench.words("loading");
    const html = await this.bench.fragment(address);
    if (html === null) {
      this.close();
      this.bench.say(this.bench.words("not-reached"));
      return;
    }
    const content = document.createElement("template");
    content.innerHTML = html;
    this.show(content.content.firstElementChild);
    this.open.querySelector("button.go, .cancel")?.focus({ preventScroll: true });
    this.panel.parentElement.scrollTop = 0;
  }

  clicked(event) {
    if (event.target.closest("[data-cancel], .listing .cancel")) {
      event.preventDefault();
      this.close();
    } else if (event.target.closest("[data-another]")) {
      this.sheet.another();
    }
  }

  key(event) {
    if (!this.open) return;
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    } else if (event.key === "x" && !event.target.matches("select, [type=text], textarea")) {
      event.target.closest(".name-group")?.querySelector("[name=dismiss]")?.click();
    } else if (event.key === "Enter" && !event.shiftKey && this.sheet) {
      if (event.target.closest("button, a, summary")) return;
      event.preventDefault();
      const picker = this.sheet.pickers.get(event.target);
      if (picker?.asks && picker.active < 0) {
        event.target.reportValidity();
        return;
      }
      if (picker?.open) {
        picker.choose();
        if (this.sheet.kind !== "entity") return;
      }
      this.sheet.form.requestSubmit();
    }
  }
}

/* The forms at the right: opened on a selection, filled by what the archive guesses, sent whole. */

import { places } from "./moving.js";
import { Picker } from "./picking.js";
import { fresh } from "./queue.js";

export class Forms {
  /** `bench` has source, ask, send, words and done. */
  constructor(panel, bench) {
    this.panel = panel;
    this.bench = bench;
    this.start = [...panel.childNodes];
    this.form = null;
    this.recent = []; // entities chosen or made on this page, for when the archive can't be reached
    panel.addEventListener("submit", (event) => this.submitted(event));
    panel.addEventListener("click", (event) => this.clicked(event));
    panel.addEventListener("keydown", (event) => this.key(event));
    panel.addEventListener("picked", (event) => this.picked(event));
  }

  get open() {
    return this.form !== null;
  }

  show(...nodes) {
    this.panel.replaceChildren(...nodes);
    this.form = this.panel.firstElementChild;
    this.pickers = new Map();
    this.rows = [];
    this.about = null;
  }

  close() {
    this.form = null;
    this.panel.replaceChildren(...this.start);
    this.bench.done();
  }

  /** A form of this kind for a span; `given` are values instead of guesses. */
  begin(kind, span, given = null, key = null, seen = null) {
    const content = template(`form-${kind}`);
    this.show(content);
    // not on the form itself, where a field of the same name would hide it
    const about = { kind, span, key, seen, touched: false, guessed: Promise.resolve() };
    this.about = about;
    this.form.querySelector("[data-quote]").textContent = span.quote;
    this.form.querySelector("[data-quote]").lang = this.bench.source.root.lang;
    this.form.addEventListener("input", () => (about.touched = true), { once: true });
    this.pick(this.form);
    this[kind]?.(given);
    for (const [name, value] of Object.entries(given ?? {})) this.put(name, value);
    const first = this.form.querySelector("input:not([type=radio],[type=checkbox]), textarea");
    const field = kind === "claim" ? this.form.elements.statement : first;
    (field ?? this.form.querySelector("button.go")).focus({ preventScroll: true });
    if (field?.select && kind !== "claim") field.select();
  }

  pick(element) {
    for (const input of element.querySelectorAll("[data-pick]")) {
      const making = input.dataset.new !== undefined;
      const kind = input.dataset.pick;
      this.pickers.set(input, new Picker(input, (q) => this.look(kind, q), this.bench.words, making));
    }
  }

  async look(kind, q) {
    const { start, end } = this.about?.span ?? {};
    const found = await this.bench.ask({ for: kind, q, ...(start !== undefined && { start, end }) });
    if (found || kind !== "entities") return found;
    const asked = q.trim().toLowerCase();
    const choices = this.recent.filter((one) => one.name.toLowerCase().includes(asked));
    return { choices: choices.map((one) => ({ ...one, sure: one.name.toLowerCase() === asked })) };
  }

  put(name, value) {
    const field = this.form?.elements?.[name];
    if (!field || value === null || typeof value === "object") return;
    if (field instanceof RadioNodeList || field.type !== "checkbox") field.value = value;
  }

  /* Each kind fills its own form. */

  entity(given) {
    const input = this.form.elements.entity;
    const picker = this.pickers.get(input);
    if (given?.entity) picker.set(given.entity);
    else {
      input.value = this.about.span.quote.replace(/\s+/g, " ");
      picker.ready = picker.search(input.value).then(() => this.kind(picker));
    }
    this.others();
    input.addEventListener("input", () => picker.ready.then(() => this.kind(picker)));
  }

  /** The kind of a new entity is asked only where a new one would be made. */
  kind(picker) {
    if (!this.form || !picker.input.isConnected) return;
    const value = picker.chosen ?? picker.choices[picker.active];
    const box = picker.input.closest("p").nextElementSibling;
    box.hidden = !value?.make;
    if (value?.make) box.querySelector("select").value = value.kind;
    const alias = this.form.querySelector("[data-alias]");
    if (alias) alias.hidden = !value?.uid || value.name === this.about.span.quote || value.why === this.about.span.quote;
  }

  /** Every other place of the words, to be looked through. */
  others() {
    const { source, isMarked } = this.bench;
    const { start, quote } = this.about.span;
    const found = places(source.text, quote).filter((one) => one.start !== start && !isMarked(one));
    this.form.querySelector("[data-places]").textContent = found.length;
    if (this.about.key || !found.length) {
      this.form.elements.every.closest("p").hidden = true;
      this.form.elements.every.checked = false;
      return;
    }
    const list = this.form.querySelector("[data-list]");
    for (const one of found) {
      const label = document.createElement("label");
      const box = Object.assign(document.createElement("input"), { type: "checkbox", checked: true });
      box.dataset.start = one.start;
      const words = document.createElement("span");
      words.className = "kw";
      const bold = document.createElement("b");
      bold.textContent = quote;
      const text = source.text;
      words.append(text.slice(Math.max(0, one.start - 28), one.start), bold, text.slice(one.end, one.end + 28));
      label.append(box, " ", words);
      label.className = "choice";
      list.append(label);
    }
    this.form.elements.every.addEventListener("change", (event) => {
      for (const box of list.querySelectorAll("input")) box.checked = event.target.checked;
    });
  }

  claim(given) {
    if (given) {
      for (const one of given.attributions?.length ? given.attributions : [{}]) this.attribution(one);
      return;
    }
    const { start, end } = this.about.span;
    const { form, about } = this;
    this.attribution({});
    form.elements.mode.value = "narrator";
    form.elements.statement.value = this.about.span.quote.replace(/\s+/g, " ");
    this.about.guessed = this.bench.ask({ for: "claim", start, end }).then((guess) => {
      if (!guess || this.form !== form || about.touched) return;
      for (const name of ["statement", "mode", "said"]) this.put(name, guess[name]);
      this.form.querySelector("[data-attributions]").replaceChildren();
      this.rows = [];
      for (const one of guess.attributions) this.attribution(one);
    });
  }

  attribution(values) {
    const box = template("form-attribution");
    this.form.querySelector("[data-attributions]").append(box);
    this.pick(box);
    this.rows.push(box);
    for (const name of ["as_worded", "capacity"]) field(box, name).value = values[name] ?? "";
    for (const name of ["entity", "via"]) {
      if (values[name]) this.pickers.get(field(box, name)).set(values[name]);
    }
    const input = field(box, "entity");
    input.addEventListener("input", () => {
      const picker = this.pickers.get(input);
      picker.ready.then(() => this.kind(picker));
    });
  }

  date(given) {
    if (given) return;
    const { start, end } = this.about.span;
    const { form, about } = this;
    about.guessed = this.bench.ask({ for: "date", start, end }).then((guess) => {
      if (!guess || this.form !== form) return;
      form.querySelector("[data-work]").textContent = guess.work;
      if (about.touched) return;
      this.put("edtf", guess.edtf);
      this.put("type", guess.type);
      if (form.elements.edtf === document.activeElement) form.elements.edtf.select();
    });
  }

  evidence(given) {
    const picker = this.pickers.get(this.form.elements.claim);
    if (given) {
      this.form.elements.claim.closest("p").hidden = true;
      this.form.elements.claim.required = false;
    } else {
      picker.ready = picker.search("");
    }
  }

  /* What a form says. */

  chosen(input) {
    const value = this.pickers.get(input).value();
    if (!value?.make) {
      if (value?.uid && input.dataset.pick === "entities") this.recent.push(value);
      return value && { uid: value.uid };
    }
    const kind = input.closest("p").nextElementSibling.querySelector("select").value || value.kind;
    const made = { uid: fresh(12), name: value.make, kind };
    this.recent.push({ ...made, kind_label: "" });
    return { new: made };
  }

  action() {
    const { form } = this;
    const read = (name) => form.elements[name]?.value ?? "";
    const span = this.about.span;
    const base = this.about.key ? { do: "change", key: this.about.key, seen: this.about.seen } : { do: this.about.kind };
    switch (this.about.kind) {
      case "entity": {
        const boxes = [...form.querySelectorAll("[data-list] input:checked")];
        const starts = boxes.map((box) => Number(box.dataset.start));
        const row = [span, ...starts.map((start) => ({ start, end: start + span.quote.length, quote: span.quote }))];
        return { ...base, row, entity: this.chosen(form.elements.entity), alias: form.elements.alias.checked };
      }
      case "claim":
        return {
          ...base, span, statement: read("statement"), mode: read("mode"), said: read("said"),
          attributions: this.rows.map((box) => ({
            as_worded: field(box, "as_worded").value,
            capacity: field(box, "capacity").value,
            entity: this.chosen(field(box, "entity")),
            via: this.chosen(field(box, "via")),
          })),
        };
      case "date":
        return { ...base, span, edtf: read("edtf").trim(), type: read("type") };
      case "note":
        return { ...base, span, text: read("text"), kind: read("kind"), audience: read("audience") };
      case "evidence":
        return { ...base, span, note: read("note"), ...(this.about.key ? {} : { claim: this.chosen(form.elements.claim) }) };
      default:
        return { ...base, span };
    }
  }

  async submitted(event) {
    const form = event.target;
    if (form.matches(".listing")) {
      event.preventDefault();
      this.sendListing(form);
    } else if (form === this.form) {
      event.preventDefault();
      // a key is quicker than an answer: what was asked is waited for, a short while
      await Promise.race([
        Promise.all([this.about.guessed, ...[...this.pickers.values()].map((one) => one.ready)]),
        new Promise((done) => setTimeout(done, 3000)),
      ]);
      if (this.form !== form || !form.reportValidity()) return;
      const action = this.action();
      this.close();
      this.bench.send(action);
    }
  }

  sendListing(form) {
    const data = new FormData(form);
    const action = { do: form.dataset.do, row: data.getAll("row") };
    for (const [name, value] of data) if (name.startsWith("kind-")) action[name] = value;
    if (form.dataset.do === "entity") {
      const made = { uid: fresh(12), name: data.get("name"), kind: data.get("kind") };
      action.entity = data.get("entity") === "new" ? { new: made } : { uid: data.get("entity") };
    }
    this.close();
    if (action.row.length) this.bench.send(action);
  }

  /** A list to be looked through, as the server writes it. */
  async list(address) {
    this.panel.textContent = this.bench.words("loading");
    const html = await this.bench.fragment(address);
    if (html === null) {
      this.close();
      return this.bench.say(this.bench.words("not-reached"));
    }
    const content = document.createElement("template");
    content.innerHTML = html;
    this.show(content.content.firstElementChild);
    this.form.querySelector("button.go, .cancel")?.focus({ preventScroll: true });
    this.panel.parentElement.scrollTop = 0;
    return undefined;
  }

  clicked(event) {
    if (event.target.closest("[data-cancel], .listing .cancel")) {
      event.preventDefault();
      this.close();
    } else if (event.target.closest("[data-another]")) {
      this.attribution({});
      field(this.rows.at(-1), "entity").focus();
    }
  }

  picked(event) {
    const picker = this.pickers?.get(event.target);
    if (picker) this.kind(picker);
  }

  key(event) {
    if (!this.form) return;
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    } else if (event.key === "Enter" && !event.shiftKey && this.form.requestSubmit) {
      const picker = this.pickers?.get(event.target);
      if (event.target.closest("button, a, summary")) return;
      event.preventDefault();
      if (picker?.open) {
        picker.choose();
        if (this.about.kind !== "entity") return;
      }
      this.form.requestSubmit();
    }
  }
}

export function template(id) {
  return document.getElementById(id).content.firstElementChild.cloneNode(true);
}

function field(box, name) {
  return box.querySelector(`[name=${name}]`);
}

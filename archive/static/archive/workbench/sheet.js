/* One form on one selection: filled by what the archive guesses, read as one action. */

import { places } from "./moving.js";
import { Picker } from "./picking.js";
import { fresh } from "./queue.js";

const CONTEXT = 28; // characters beside a place in the list

export function template(id) {
  return document.getElementById(id).content.firstElementChild.cloneNode(true);
}

const field = (box, name) => box.querySelector(`[name=${name}]`);
const onOneLine = (words) => words.replace(/\s+/g, " ");

export class Sheet {
  /** `given` are values instead of guesses; `key` and `seen` name what is changed. */
  constructor(kind, span, bench, { given = null, key = null, seen = null } = {}) {
    Object.assign(this, { kind, span, bench, key, seen });
    this.form = template(`form-${kind}`);
    this.pickers = new Map();
    this.rows = [];
    this.touched = false;
    this.teachable = null; // whether the words are a name and no description, once it is known
    this.guessed = Promise.resolve();
    const quote = this.form.querySelector("[data-quote]");
    quote.textContent = span.quote;
    quote.lang = bench.source.root.lang;
    this.form.addEventListener("input", () => (this.touched = true), { once: true });
    this.pick(this.form);
    this[kind]?.(given);
    for (const [name, value] of Object.entries(given ?? {})) this.put(name, value);
  }

  focus() {
    const first = this.form.querySelector("input:not([type=radio],[type=checkbox]), textarea");
    const target = this.kind === "claim" ? this.form.elements.statement : first;
    (target ?? this.form.querySelector("button.go")).focus({ preventScroll: true });
    if (target && this.kind !== "claim") target.select();
  }

  /** Everything that was asked for this form, at most three seconds of it. */
  filled() {
    const asked = [this.guessed, ...[...this.pickers.values()].map((one) => one.ready)];
    return Promise.race([Promise.all(asked), new Promise((done) => setTimeout(done, 3000))]);
  }

  put(name, value) {
    const target = this.form.elements[name];
    if (!target || value === null || typeof value === "object") return;
    if (target instanceof RadioNodeList || target.type !== "checkbox") target.value = value;
  }

  pick(element) {
    for (const input of element.querySelectorAll("[data-pick]")) {
      const look = (q) => this.look(input.dataset.pick, q);
      const picker = new Picker(input, look, this.bench.words, input.dataset.new !== undefined);
      this.pickers.set(input, picker);
      for (const event of ["input", "picked"]) {
        input.addEventListener(event, () => picker.ready.then(() => this.showKind(picker)));
      }
    }
  }

  async look(kind, q) {
    const { start, end } = this.span;
    const found = await this.bench.ask({ for: kind, q, start, end });
    if (found && "teachable" in found) this.teachable = found.teachable;
    if (found?.settled) this.showSettled(found);
    if (found || kind !== "entities") return found;
    // the archive can't be reached: what was chosen on this page before
    const asked = q.trim().toLowerCase();
    const choices = this.bench.recent.filter((one) => one.name.toLowerCase().includes(asked));
    return { choices: choices.map((one) => ({ ...one, sure: one.name.toLowerCase() === asked })) };
  }

  /** Claims that fit and may not be chosen, with the reason and a way on. */
  showSettled({ settled, why }) {
    const box = this.form.querySelector("[data-settled]");
    const links = settled.flatMap(({ name, address }) => {
      const link = Object.assign(document.createElement("a"), { href: address, textContent: name });
      return [" ", Object.assign(link, { target: "_blank", rel: "noopener" })];
    });
    box.replaceChildren(why, ...links);
    box.hidden = !why;
  }

  /** The kind is asked only where a new entity would be made. */
  showKind(picker) {
    const value = picker.chosen ?? picker.choices[picker.active];
    const box = picker.input.closest("p").nextElementSibling;
    if (!box?.matches(".new")) return;
    box.hidden = !value?.make;
    if (value?.make) box.querySelector("select").value = value.kind;
    const alias = this.form.querySelector("[data-alias]");
    const called = value && [value.name, value.why].includes(this.span.quote);
    if (alias) alias.hidden = !value?.uid || called || this.teachable === false;
  }

  /* Each kind fills its own form. */

  entity(given) {
    const input = this.form.elements.entity;
    const picker = this.pickers.get(input);
    if (given?.entity) picker.set(given.entity);
    else {
      input.value = onOneLine(this.span.quote);
      picker.ready = picker.search(input.value).then(() => this.showKind(picker));
    }
    this.others();
  }

  /** Every other place of the words, to be looked through. */
  others() {
    const { start, quote } = this.span;
    const { source, isMarked } = this.bench;
    const found = places(source.text, quote).filter((one) => one.start !== start && !isMarked(one));
    const every = this.form.elements.every;
    this.form.querySelector("[data-places]").textContent = found.length;
    if (this.key || !found.length) {
      every.closest("p").hidden = true;
      every.checked = false;
      return;
    }
    const list = this.form.querySelector("[data-list]");
    list.append(...found.map((one) => this.place(one)));
    every.addEventListener("change", () => {
      for (const box of list.querySelectorAll("input")) box.checked = every.checked;
    });
  }

  place({ start, end, quote }) {
    const box = Object.assign(document.createElement("input"), { type: "checkbox", checked: true });
    box.dataset.start = start;
    const bold = document.createElement("b");
    bold.textContent = quote;
    const words = document.createElement("span");
    words.className = "kw";
    const { text } = this.bench.source;
    words.append(text.slice(Math.max(0, start - CONTEXT), start), bold, text.slice(end, end + CONTEXT));
    const label = document.createElement("label");
    label.className = "choice";
    label.append(box, " ", words);
    return label;
  }

  claim(given) {
    if (given) {
      for (const one of given.attributions?.length ? given.attributions : [{}]) this.attribution(one);
      return;
    }
    const { start, end, quote } = this.span;
    this.attribution({});
    this.put("mode", "narrator");
    this.put("statement", onOneLine(quote));
    this.guessed = this.bench.ask({ for: "claim", start, end }).then((guess) => {
      if (!guess || this.touched) return;
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
  }

  another() {
    this.attribution({});
    field(this.rows.at(-1), "entity").focus();
  }

  date(given) {
    if (given) return;
    const { start, end } = this.span;
    this.guessed = this.bench.ask({ for: "date", start, end }).then((guess) => {
      if (!guess) return;
      this.form.querySelector("[data-work]").textContent = guess.work;
      if (this.touched) return;
      this.put("edtf", guess.edtf);
      this.put("type", guess.type);
      const { edtf } = this.form.elements;
      if (edtf === document.activeElement) edtf.select();
    });
  }

  evidence(given) {
    const { claim } = this.form.elements;
    const picker = this.pickers.get(claim);
    if (given?.claim && !this.key) picker.set(given.claim);
    else if (!this.key) picker.ready = picker.search("");
    else {
      claim.closest("p").hidden = true;
      claim.required = false;
    }
  }

  /* What the form says. */

  chosen(input) {
    const value = this.pickers.get(input).value();
    if (!value) return null;
    const ofEntities = input.dataset.pick === "entities";
    if (!value.make) {
      if (ofEntities) this.bench.recent.unshift({ uid: value.uid, name: value.name });
      return { uid: value.uid, name: value.name }; // the name for a form that is opened again
    }
    const kind = input.closest("p").nextElementSibling.querySelector("select").value || value.kind;
    const made = { uid: fresh(12), name: value.make, kind };
    this.bench.recent.push({ uid: made.uid, name: made.name });
    return { new: made };
  }

  action() {
    const { span, key, seen, kind } = this;
    const base = key ? { do: "change", key, seen, span } : { do: kind, span };
    const { elements } = this.form;
    const read = (...names) => Object.fromEntries(names.map((name) => [name, elements[name].value.trim()]));
    switch (kind) {
      case "entity":
        return { ...base, row: this.spans(), entity: this.chosen(elements.entity), alias: elements.alias.checked };
      case "claim":
        return { ...base, ...read("statement", "mode", "said", "said_language"), attributions: this.rows.map((row) => this.said(row)) };
      case "date":
        return { ...base, ...read("edtf", "type") };
      case "note":
        return { ...base, ...read("text", "kind", "audience") };
      case "evidence":
        return { ...base, ...read("note"), ...(key ? {} : { claim: this.chosen(elements.claim) }) };
      default:
        return base;
    }
  }

  said(row) {
    return {
      as_worded: field(row, "as_worded").value,
      capacity: field(row, "capacity").value,
      entity: this.chosen(field(row, "entity")),
      via: this.chosen(field(row, "via")),
    };
  }

  /** The selection and the other places that are chosen. */
  spans() {
    const { quote } = this.span;
    const boxes = [...this.form.querySelectorAll("[data-list] input:checked")];
    const starts = boxes.map((box) => Number(box.dataset.start));
    return [this.span, ...starts.map((start) => ({ start, end: start + quote.length, quote }))];
  }
}

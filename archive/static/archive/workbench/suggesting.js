/* Suggestions: one is under the cursor, is told below its paragraph, and is answered by one key. */

import { template } from "./sheet.js";

export class Suggestions {
  /** `bench` has source, moves, words, say, send and edit. */
  constructor(bench) {
    this.bench = bench;
    this.all = [];
    this.current = null; // the key of the one under the cursor
  }

  get at() {
    return this.all.findIndex((one) => one.key === this.current);
  }

  take(all) {
    this.all = all;
    if (this.at < 0) this.current = null;
    this.show();
  }

  /** To the next or previous one; at first to the one behind the cursor. */
  step(forward) {
    const { all, bench } = this;
    if (!all.length) {
      bench.say(bench.words("no-more"));
      return;
    }
    const from = bench.moves.focus?.start ?? 0;
    const first = Math.max(all.findIndex((one) => one.start >= from), 0);
    const next = this.at < 0 ? first : this.at + (forward ? 1 : -1);
    this.current = all[(next + all.length) % all.length].key;
    this.show(true);
  }

  answer(to) {
    const { at } = this;
    if (at < 0) {
      this.step(true);
      return;
    }
    const [one] = this.all.splice(at, 1);
    this.current = this.all[at]?.key ?? this.all.at(-1)?.key ?? null;
    this.show(true);
    this.bench.send({ do: "answer", keys: [one.decided_as], to });
  }

  show(scroll) {
    const { source, moves } = this.bench;
    source.root.querySelector(".sug")?.remove();
    for (const mark of source.root.querySelectorAll(".now")) mark.classList.remove("now");
    const one = this.all[this.at];
    if (!one) return;
    for (const mark of source.root.querySelectorAll(`[data-k~="${one.key}"]`)) {
      mark.classList.add("now");
    }
    const box = this.box(one);
    source.paragraphs[source.indexAt(one.start)].after(box);
    moves.take({ start: one.start, end: one.end });
    if (scroll) box.scrollIntoView({ block: "nearest" });
  }

  box(one) {
    const box = template("sug");
    const put = (name, text) => (box.querySelector(`[data-${name}]`).textContent = text);
    put("what", `${one.what}?`);
    put("label", one.label);
    put("rule", one.rule);
    put("count", `${this.at + 1} ${this.bench.words("of")} ${this.all.length}`);
    const on = (name, does) => box.querySelector(`[data-${name}]`).addEventListener("click", does);
    on("accept", () => this.answer("accept"));
    on("reject", () => this.answer("reject"));
    on("edit", () => this.bench.edit(one.key));
    return box;
  }
}

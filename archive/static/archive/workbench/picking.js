/* A field that finds rows by what is typed, the likeliest first. */

export class Picker {
  /** `ask(q)` resolves to {choices, kind?}; `making` adds "new: …" at the end. */
  constructor(input, ask, words, making) {
    this.input = input;
    this.ask = ask;
    this.words = words;
    this.making = making;
    this.chosen = null;
    this.choices = [];
    this.active = -1;
    this.asked = 0;
    this.asks = false; // more than one is called so, and none was chosen
    this.ready = Promise.resolve();
    this.list = document.createElement("ul");
    this.list.className = "wb-choices";
    this.list.setAttribute("role", "listbox");
    this.list.id = `choices-${Math.random().toString(36).slice(2)}`;
    this.list.hidden = true;
    input.after(this.list);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-controls", this.list.id);
    input.setAttribute("aria-expanded", "false");
    input.addEventListener("input", () => this.typed());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => setTimeout(() => this.close(), 150));
  }

  typed() {
    this.chosen = null;
    this.askWhich(false);
    clearTimeout(this.timer);
    this.ready = new Promise((done) => {
      this.timer = setTimeout(() => this.search(this.input.value).then(done), 90);
    });
  }

  /** Ask for these words and show what comes; the sure one is active. */
  async search(q) {
    const number = ++this.asked;
    const found = await this.ask(q);
    if (number !== this.asked) return;
    this.choices = (found?.choices ?? []).map((choice) => ({ ...choice }));
    const words = q.trim();
    if (this.making && words) this.choices.push({ make: words, kind: found?.kind ?? "person" });
    const sure = this.choices.findIndex((choice) => choice.sure);
    this.active = sure >= 0 ? sure : this.making ? this.choices.length - 1 : 0;
    this.askWhich(this.choices.filter((choice) => choice.sure).length > 1);
    if (this.asks) this.active = -1;
    this.draw();
  }

  /** What two are called alike is never guessed: the field is not valid until one is chosen. */
  askWhich(asks) {
    this.asks = asks;
    this.input.setCustomValidity(asks ? this.words("which") : "");
  }

  draw() {
    this.list.replaceChildren(
      ...this.choices.map((choice, n) => {
        const item = document.createElement("li");
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", String(n === this.active));
        item.append(choice.make ? `${this.words("new")} “${choice.make}”` : choice.name);
        const more = [choice.kind_label, choice.why].filter(Boolean).join(", ");
        if (more) {
          const small = document.createElement("span");
          small.className = "n";
          small.textContent = ` ${more}`;
          item.append(small);
        }
        item.addEventListener("mousedown", (event) => {
          event.preventDefault();
          this.choose(n);
        });
        return item;
      }),
    );
    this.list.hidden = !this.choices.length;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
  }

  key(event) {
    if (this.list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      const from = this.active < 0 && step < 0 ? 0 : this.active;
      this.active = (from + step + this.choices.length) % this.choices.length;
      this.draw();
    }
  }

  choose(n = this.active) {
    const choice = this.choices[n];
    if (!choice) return;
    this.set(choice.make ? { make: choice.make, kind: choice.kind } : choice);
    this.input.dispatchEvent(new CustomEvent("picked", { bubbles: true, detail: this.chosen }));
  }

  set(choice) {
    this.chosen = choice;
    this.askWhich(false);
    this.input.value = choice ? (choice.make ?? choice.name) : "";
    this.close();
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
  }

  get open() {
    return !this.list.hidden;
  }

  /** What is chosen: a row, {make}, or null for an empty field. Typed words are matched or made. */
  value() {
    const words = this.input.value.trim();
    if (!words) return null;
    if (this.chosen) return this.chosen;
    if (this.asks) return null;
    const active = this.choices[this.active];
    const same = this.choices.find((choice) => choice.name === words) ?? (this.open && active);
    if (same) return same;
    return this.making ? { make: words, kind: this.choices.at(-1)?.kind ?? "person" } : null;
  }
}

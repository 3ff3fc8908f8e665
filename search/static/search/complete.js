/* Completion of a box, after the WAI-ARIA combobox pattern with a list popup.

   Focus stays in the box; the option that the arrow keys have reached is told by
   aria-activedescendant. Without this file the box is a plain one.

   In the search box an option leads to what it names. A list with `data-box` belongs to the box of
   that name, in which an option of one of `data-kinds` is put, and the form is sent. */

const SHORTEST = 2; // letters from which on there is something to complete
const PAUSE = 120; // milliseconds without a key before the server is asked

class Completion {
  /** `list`: the hidden list beside the box, which carries address and words. */
  constructor(list) {
    this.list = list;
    this.form = list.closest("form");
    this.narrows = Boolean(list.dataset.box);
    this.box = this.form.elements[list.dataset.box ?? "q"];
    this.said = list.parentElement.querySelector("[data-said]");
    this.found = [];
    this.at = -1; // the option reached; -1 is the box itself
    this.asked = "";
    this.timer = 0;
    this.request = null;
    const roles = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false",
                    "aria-controls": list.id };
    Object.entries(roles).forEach(([name, value]) => this.box.setAttribute(name, value));
    this.box.addEventListener("input", () => this.later());
    this.box.addEventListener("keydown", (event) => this.key(event));
    this.box.addEventListener("blur", () => this.close());
    this.form.addEventListener("submit", () => this.close());
    // Before the click, so that the box keeps the focus and the list does not close under it.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.choose(this.options.indexOf(option));
    });
  }

  get options() {
    return [...this.list.children];
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    const typed = this.box.value.trim();
    this.request?.abort();
    if (typed.length < SHORTEST) {
      this.close();
      return;
    }
    this.request = new AbortController();
    const address = `${this.list.dataset.complete}?q=${encodeURIComponent(typed)}`;
    try {
      const response = await fetch(address, { signal: this.request.signal });
      const { completions } = await response.json();
      this.show(completions.filter(({ kind }) => this.takes(kind)));
    } catch {
      this.close(); // away, or overtaken by the next key: the box works without
    }
  }

  takes(kind) {
    return !this.narrows || this.list.dataset.kinds.split(" ").includes(kind);
  }

  show(completions) {
    if (document.activeElement !== this.box || !completions.length) {
      this.close();
      return;
    }
    this.found = completions;
    this.reach(-1);
    this.list.replaceChildren(...completions.map((each, at) => this.option(each, at)));
    this.list.hidden = false;
    this.box.setAttribute("aria-expanded", "true");
    this.said.textContent = this.list.dataset.found.replace("{count}", completions.length);
  }

  option({ kind, text, count }, at) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${at}`;
    option.className = kind;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    const what = document.createElement("span");
    what.textContent = text;
    what.dir = "auto";
    const how = document.createElement("span");
    how.className = "n";
    how.textContent = [this.list.dataset[kind], count].filter((part) => part ?? false).join(" · ");
    option.append(what, " ", how);
    return option;
  }

  reach(at) {
    const before = this.options[this.at];
    before?.setAttribute("aria-selected", "false");
    this.at = at;
    const here = this.options[at];
    if (here) {
      here.setAttribute("aria-selected", "true");
      here.scrollIntoView({ block: "nearest" });
      this.box.setAttribute("aria-activedescendant", here.id);
    } else {
      this.box.removeAttribute("aria-activedescendant");
    }
  }

  close() {
    clearTimeout(this.timer);
    this.request?.abort();
    this.reach(-1);
    this.list.hidden = true;
    this.box.setAttribute("aria-expanded", "false");
    this.said.textContent = "";
  }

  choose(at) {
    const { kind, text, value, url } = this.found[at];
    this.close();
    if (kind === "word" || this.narrows) {
      this.box.value = this.narrows ? value : text;
      this.form.requestSubmit();
    } else {
      location.assign(url);
    }
  }

  key(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const open = !this.list.hidden;
    const count = this.options.length;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) {
        this.ask();
      } else {
        // The box itself is one more stop of the round.
        const step = event.key === "ArrowDown" ? 1 : -1;
        this.reach(((this.at + 1 + step + count + 1) % (count + 1)) - 1);
      }
    } else if (event.key === "Escape" && open) {
      event.preventDefault(); // the first only closes the list; the next empties the box
      this.close();
    } else if (event.key === "Enter" && open && this.at >= 0) {
      event.preventDefault();
      this.choose(this.at);
    }
  }
}

document.querySelectorAll("[data-complete]").forEach((list) => new Completion(list));

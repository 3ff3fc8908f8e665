/* The workbench: selecting, marking by one key, answering suggestions, undo. See docs/workbench.md. */

import { Forms } from "./forms.js";
import { Moves, nextQuotation } from "./moving.js";
import { Source } from "./offsets.js";
import { Queue } from "./queue.js";
import { template } from "./sheet.js";

const MARKS = { e: "entity", c: "claim", d: "date", n: "note", v: "evidence", b: "boilerplate" };
const KIND_OF_FORM = { mention: "entity", dating: "date" };
const byId = (id) => document.getElementById(id);

const root = byId("text");
const { version, document: uid, user, here } = root.dataset;
const source = new Source(root);
const moves = new Moves(source, root.lang);
const pop = byId("pop");
const dictionary = new Map(
  [...template("words").children].map((word) => [word.dataset.word, word.textContent]),
);
const words = (name) => dictionary.get(name) ?? name;
const csrf = () =>
  document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ??
  document.querySelector("[name=csrfmiddlewaretoken]").value;

const stale = new Map(); // paragraphs that the server has drawn anew, by number
let state = null; // the newest counts, until they are shown
let pressed = false; // whether the mouse is selecting
const touch = matchMedia("(pointer: coarse)");
let clicked = 0;
let settled = 0;
let suggestions = [];
let current = null; // the key of the suggestion under the cursor
let names = null; // spans of names, asked for once

/* Asking and sending */

async function ask(question) {
  try {
    const query = new URLSearchParams({ version, ...question });
    const response = await fetch(`${here}ask/?${query}`, { signal: AbortSignal.timeout(8000) });
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}

async function fragment(address) {
  try {
    const response = await fetch(`${address}&fragment=1`, { signal: AbortSignal.timeout(15000) });
    return response.ok && !response.redirected ? await response.text() : null;
  } catch {
    return null;
  }
}

const queue = new Queue(`${user}.${uid}.${version}`, `${here}act/?version=${version}`, csrf, {
  answered,
  changed: () => queueMicrotask(showQueue),
});

function send(action) {
  queue.add(action);
}

function answered(answer) {
  for (const [n, html] of Object.entries(answer.paragraphs)) stale.set(n, html);
  say(answer.said);
  state = answer;
  draw();
}

/** Draw what has changed, but not under a mouse that is selecting; a selection stays. */
function draw() {
  if (pressed) return;
  const span = forms.open ? null : selection();
  for (const [n, html] of stale) byId(`p${n}`).innerHTML = html;
  if (span && stale.size) source.select(span);
  stale.clear();
  if (state) takeState(state);
  state = null;
}

function takeState(state) {
  for (const mark of root.querySelectorAll("[data-of]")) {
    const number = String(state.numbers[mark.dataset.of] ?? "");
    if (mark.dataset.n !== number) mark.dataset.n = number;
  }
  byId("tally").textContent = state.tally;
  byId("undo-form").hidden = !state.undo;
  byId("undo-form").querySelector("button").title = state.undo;
  const publish = byId("publish-form");
  if (publish.querySelector("button").value === "publish") {
    publish.hidden = !state.publishable;
    publish.querySelector("button").textContent = state.publish;
  } else {
    publish.hidden = !state.drafts;
  }
  suggestions = state.suggestions;
  byId("list-suggestions").hidden = !suggestions.length;
  if (current && !suggestions.some((one) => one.key === current)) current = null;
  showSuggestion();
}

function say(sentence) {
  byId("said").textContent = sentence;
}

/* What waits: words in a note, and marked in the text until the server has them */

function showQueue() {
  if (CSS.highlights) {
    const spans = queue.items.flatMap((action) => [action.span, ...(action.row ?? [])]);
    const read = spans.filter(Boolean).map((one) => (typeof one === "string" ? JSON.parse(one) : one));
    const ranges = read.map((span) => source.rangeOf(span.start, span.end));
    CSS.highlights.set("waiting", new Highlight(...ranges));
  }
  const box = byId("trouble");
  const parts = [];
  if (queue.trouble && queue.items.length) {
    parts.push(line(`${words(queue.trouble)} (${words("waiting")} ${queue.items.length})`));
  }
  for (const refusal of queue.refused) parts.push(refused(refusal));
  box.hidden = !parts.length;
  box.replaceChildren(...parts);
}

function line(text) {
  const p = document.createElement("p");
  p.textContent = text;
  return p;
}

function refused(refusal) {
  const p = line(`${words("refused")} ${refusal.error} `);
  const { action } = refusal;
  const kind = action.do === "change" ? null : action.do;
  if (kind && byId(`form-${kind}`)) {
    p.append(button(words("open-again"), () => {
      queue.forget(refusal);
      const given = { ...action, attributions: action.attributions?.map(spoken) };
      given.entity = spokenOne(action.entity);
      forms.begin(kind, action.span ?? action.row[0], { given });
    }), " ");
  }
  p.append(button(words("discard"), () => queue.forget(refusal)));
  return p;
}

const spokenOne = (one) => (one?.new ? { make: one.new.name, kind: one.new.kind } : null);
const spoken = (one) => ({ ...one, entity: spokenOne(one.entity), via: null });

function button(label, does) {
  const made = Object.assign(document.createElement("button"), { type: "button", textContent: label });
  made.className = "link";
  made.addEventListener("click", does);
  return made;
}

/* Selecting */

const isMarked = (span) => source.keysAt(span.start).some((key) => key.startsWith("mention:"));
const isClaimed = (span) => source.keysAt(span.start + 1).some((key) => key.startsWith("claim:"));

function selection() {
  return source.selected();
}

function choose(span) {
  if (!span) return say(words("no-more"));
  source.select(span);
  const [node] = source.pointAt(span.start, true);
  const box = node.parentElement.getBoundingClientRect();
  if (box.top < 60 || box.bottom > innerHeight - 60) node.parentElement.scrollIntoView({ block: "center" });
  return showPop();
}

function showPop() {
  const span = !forms.open && selection();
  pop.hidden = !span;
  if (!span || matchMedia("(max-width: 40rem)").matches) return;
  const box = document.getSelection().getRangeAt(0).getBoundingClientRect();
  const left = Math.min(Math.max(8, box.left), document.documentElement.clientWidth - pop.offsetWidth - 8);
  pop.style.left = `${left + scrollX}px`;
  pop.style.top = `${box.bottom + scrollY + 6}px`;
}

function begin(kind) {
  const span = selection();
  if (!span) return say(words("select-first"));
  if (forms.sheet?.touched) return say(words("finish-first"));
  moves.take(span);
  pop.hidden = true;
  return forms.begin(kind, span);
}

document.addEventListener("selectionchange", () => {
  if (forms.open) return;
  if (!selection()) pop.hidden = true;
  else if (touch.matches) {
    clearTimeout(settled);
    settled = setTimeout(touched, 300);
  }
});

/** A finger selects without a mouse button that is let go. */
function touched() {
  const span = selection();
  if (!span || !forms.dismiss()) return;
  moves.take(span);
  showPop();
}
root.addEventListener("mousedown", () => (pressed = true));
document.addEventListener("mouseup", () => setTimeout(() => {
  const ours = pressed;
  pressed = false;
  draw();
  const span = selection();
  if (!ours || !span || !forms.dismiss()) return;
  moves.take(span);
  showPop();
}));
root.addEventListener("click", (event) => {
  clearTimeout(clicked);
  if (selection()) return;
  const marks = event.target.closest("[data-k]");
  const place = document.getSelection();
  if (place?.rangeCount) {
    const at = source.offsetOf(place.anchorNode, place.anchorOffset);
    moves.focus = moves.anchor = { start: at, end: at };
  }
  // a double click selects, so one click waits whether it is the first of two
  if (marks) clicked = setTimeout(() => showHere(marks.dataset.k.split(" ")), 250);
});
pop.addEventListener("mousedown", (event) => event.preventDefault());
pop.addEventListener("click", (event) => {
  const kind = event.target.closest("[data-do]")?.dataset.do;
  if (kind) begin(kind);
});

async function nextName() {
  names ??= (await ask({ for: "names" }))?.names ?? null;
  const from = moves.focus?.end ?? 0;
  const found = names?.find(([start, end]) => start >= from && !isMarked({ start, end }));
  if (!found) return say(words("no-more"));
  const span = source.span(...found);
  moves.take(span);
  return choose(span);
}

function quotation() {
  const span = nextQuotation(source.text, moves.focus?.end ?? 0, (one) => !isClaimed(one));
  if (span) moves.take(span);
  choose(span);
}

/* What is marked at a place */

async function showHere(keys) {
  const box = template("form-here");
  forms.show(box);
  const rows = await Promise.all(keys.map((key) => ask({ for: "row", key })));
  for (const row of rows.filter(Boolean)) {
    const item = template("row-here");
    item.querySelector("[data-what]").textContent = row.what;
    item.querySelector("[data-label]").textContent = row.label;
    item.querySelector("[data-review]").textContent = row.review_label;
    item.querySelector("[data-edit]").addEventListener("click", () => edit(row));
    item.querySelector("[data-delete]").addEventListener("click", () => {
      forms.close();
      send({ do: "delete", key: row.key });
    });
    for (const one of item.querySelectorAll("button")) one.hidden = row.locked;
    item.querySelector("[data-form]").href = row.address;
    if (row.kind === "boilerplate") item.querySelector("[data-edit]").hidden = true;
    box.querySelector("[data-rows]").append(item);
  }
  if (forms.open === box) box.querySelector("button")?.focus();
}

async function edit(rowOrKey) {
  const row = typeof rowOrKey === "string" ? await ask({ for: "row", key: rowOrKey }) : rowOrKey;
  if (!row) return;
  const [start, end] = row.span || [0, 0];
  const span = { start, end, quote: row.quote };
  const { key, seen, values: given } = row;
  forms.begin(KIND_OF_FORM[row.kind] ?? row.kind, span, { given, key, seen });
}

/* Suggestions */

function step(forward) {
  if (!suggestions.length) return say(words("no-more"));
  const at = suggestions.findIndex((one) => one.key === current);
  const from = moves.focus?.start ?? 0;
  const fresh = suggestions.findIndex((one) => one.start >= from);
  const next = at < 0 ? Math.max(fresh, 0) : at + (forward ? 1 : -1);
  current = suggestions[(next + suggestions.length) % suggestions.length].key;
  return showSuggestion(true);
}

function showSuggestion(scroll) {
  root.querySelector(".sug")?.remove();
  for (const mark of root.querySelectorAll(".now")) mark.classList.remove("now");
  const at = suggestions.findIndex((one) => one.key === current);
  if (at < 0) return;
  const one = suggestions[at];
  for (const mark of root.querySelectorAll(`[data-k~="${one.key}"]`)) mark.classList.add("now");
  const box = template("sug");
  box.querySelector("[data-what]").textContent = `${one.what}?`;
  box.querySelector("[data-label]").textContent = one.label;
  box.querySelector("[data-rule]").textContent = one.rule;
  box.querySelector("[data-count]").textContent = `${at + 1} ${words("of")} ${suggestions.length}`;
  box.querySelector("[data-accept]").addEventListener("click", () => answer("accept"));
  box.querySelector("[data-reject]").addEventListener("click", () => answer("reject"));
  box.querySelector("[data-edit]").addEventListener("click", () => edit(one.key));
  source.paragraphs[source.indexAt(one.start)].after(box);
  moves.focus = moves.anchor = { start: one.start, end: one.end };
  if (scroll) box.scrollIntoView({ block: "nearest" });
}

function answer(to) {
  const at = suggestions.findIndex((one) => one.key === current);
  if (at < 0) return step(true);
  const [one] = suggestions.splice(at, 1);
  current = suggestions[at]?.key ?? suggestions.at(-1)?.key ?? null;
  showSuggestion(true);
  return send({ do: "answer", keys: [one.key], to });
}

function undo() {
  if (queue.takeBack()) return say(words("taken-back"));
  return send({ do: "undo" });
}

/* Keys */

const forms = new Forms(byId("panel-body"), {
  source, ask, send, words, say, fragment, isMarked,
  queue,
  recent: [], // entities chosen or made on this page, for when the archive can't be reached
  done() {
    document.getSelection().removeAllRanges();
    pop.hidden = true;
    root.focus({ preventScroll: true });
    if (matchMedia("(max-width: 60rem)").matches && moves.focus) {
      source.paragraphs[source.indexAt(moves.focus.start)].scrollIntoView({ block: "center" });
    }
  },
});

function arrow(event) {
  const onwards = root.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
  const forward = event.key === onwards || event.key === "ArrowDown";
  const sideways = event.key === "ArrowLeft" || event.key === "ArrowRight";
  if (event.altKey) return choose(moves.nudge(forward));
  return choose(moves.move(sideways ? "word" : "sentence", forward, event.shiftKey));
}

const innermost = () => source.keysAt(selection()?.start ?? moves.focus?.start ?? 0).at(-1);

const KEYS = {
  j: () => step(true),
  k: () => step(false),
  a: () => answer("accept"),
  x: () => answer("reject"),
  u: undo,
  w: nextName,
  q: quotation,
  s: () => choose(moves.sentence()),
  p: () => !byId("publish-form").hidden && send({ do: byId("publish").value }),
  "?": () => forms.show(template("keys")),
  E: () => forms.list(byId("list-names").href),
  D: () => forms.list(byId("list-dates").href),
  A: () => forms.list(byId("list-suggestions").href),
  Enter: () => innermost() && showHere(source.keysAt(selection()?.start ?? moves.focus.start)),
  Delete: () => innermost() && send({ do: "delete", key: innermost() }),
  Escape: () => (forms.open ? forms.close() : document.getSelection().removeAllRanges()),
};
KEYS.Backspace = KEYS.Delete;

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey) return;
  const field = event.target.closest("input, textarea, select, button, a, summary");
  if (field && (event.key === "Enter" || event.key === " " || !field.matches("button, a, summary"))) return;
  const inText = !field;
  if (event.key.startsWith("Arrow") && inText && (event.target === root || moves.focus)) {
    event.preventDefault();
    arrow(event);
    return;
  }
  if (event.altKey) return;
  const does = MARKS[event.key] ? () => begin(MARKS[event.key]) : KEYS[event.key];
  if (!does) return;
  event.preventDefault();
  does();
});

/* Forms of the page that are sent without leaving it */

for (const [id, does] of [["undo-form", undo], ["publish-form", () => KEYS.p()]]) {
  byId(id).addEventListener("submit", (event) => {
    event.preventDefault();
    does();
  });
}
for (const id of ["list-names", "list-dates", "list-suggestions"]) {
  byId(id).addEventListener("click", (event) => {
    event.preventDefault();
    forms.list(event.currentTarget.href);
  });
}

document.documentElement.classList.add("scripted");
if (!source.whole) {
  byId("trouble").hidden = false;
  byId("trouble").replaceChildren(line(words("differs")));
  pop.remove();
} else {
  ask({ for: "state" }).then((answer) => answer && takeState(answer));
  queue.pump();
}

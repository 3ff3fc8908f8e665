/* The workbench: selecting, marking by one key, answering suggestions, undo. See docs/workbench.md. */

import { Archive } from "./asking.js";
import { Forms } from "./forms.js";
import { Moves, nextQuotation } from "./moving.js";
import { Source } from "./offsets.js";
import { Queue } from "./queue.js";
import { template } from "./sheet.js";
import { Suggestions } from "./suggesting.js";
import { Teaching } from "./teaching.js";
import { line, Waiting } from "./waiting.js";

const MARKS = { e: "entity", c: "claim", d: "date", n: "note", v: "evidence", b: "boilerplate" };
const KIND_OF_FORM = { mention: "entity", dating: "date" };
const AT_ONCE = 100; // paragraphs that are asked for at once: an address has its limits
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
let latest = null; // the newest answer
// the drafts that this page shows, each with its state: what is published or sent to review
let shown = byId("publish-form").elements.shown.value.split(" ");
let pressed = false; // whether the mouse is selecting
const touch = matchMedia("(pointer: coarse)");
let clicked = 0;
let settled = 0;
let names = null; // spans of names, asked for once

/* Asking and sending */

const archive = new Archive(here, version);
const ask = (question) => archive.ask(question);
const fragment = (address) => archive.fragment(address);

const waiting = new Waiting(byId("trouble"), source, words, root.dataset, reopen);
const suggestions = new Suggestions({ source, moves, words, say, send, edit });
const teaching = new Teaching(byId("offers"), send);
const queue = new Queue(`${user}.${uid}.${version}`, `${here}act/?version=${version}`, user, csrf, {
  answered,
  refused: catchUp, // what it was about is not as this page shows it
  changed: () => queueMicrotask(() => waiting.show(queue)),
});

function send(action) {
  queue.add(action);
}

function answered(answer) {
  keepOwn(answer);
  say(answer.said);
  teaching.take(answer.offers);
  redraw(answer);
}

/** Take in what is so now, and draw what others have marked since, too. */
async function redraw(answer) {
  for (const [n, html] of Object.entries(answer.paragraphs ?? {})) {
    stale.set(n, html);
    byId(`p${n}`).dataset.drawn = answer.drawn[n] ?? "";
  }
  state = latest = answer;
  draw();
  const other = source.paragraphs.filter((p) => p.dataset.drawn !== (answer.drawn[p.dataset.n] ?? ""));
  if (!other.length) return;
  const of = other.slice(0, AT_ONCE).map((p) => p.dataset.n);
  const more = await ask({ for: "paragraphs", of: of.join(".") });
  // an answer that came meanwhile is newer, and has asked for itself; this one asks for the rest
  if (more && latest === answer) redraw(more);
}

async function catchUp() {
  const before = latest;
  const now = await ask({ for: "state" });
  if (now && latest === before) redraw(now);
}

/** What was made here before "publish" was pressed, and was not saved yet then, is meant too. */
function keepOwn({ keys, shown: now }) {
  const own = now.filter((one) => keys.includes(one.split("=")[0]));
  for (const item of queue.items.filter((one) => one.shown)) item.shown = [...item.shown, ...own];
}

/** Draw what has changed, but not under a mouse that is selecting; a selection stays. */
function draw() {
  if (pressed) return;
  const span = forms.open ? null : selection();
  for (const [n, html] of stale) byId(`p${n}`).innerHTML = html;
  if (span && stale.size) source.select(span);
  if (stale.size) waiting.shade(queue.items);
  stale.clear();
  if (state) takeState(state);
  state = null;
}

function takeState(state) {
  // nobody publishes what this page does not show yet
  const drawn = new Set([...root.querySelectorAll("[data-k]")].flatMap((one) => one.dataset.k.split(" ")));
  shown = state.shown.filter((one) => drawn.has(one.split("=")[0]));
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
  byId("list-suggestions").hidden = !state.suggestions.length;
  // what is answered here and still on its way is no suggestion any more
  const given = new Set(queue.items.flatMap((item) => (item.do === "answer" ? item.keys : [])));
  suggestions.take(state.suggestions.filter((one) => !given.has(one.decided_as)));
}

function say(sentence) {
  byId("said").textContent = sentence;
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
  for (const row of rows.filter((one) => one && !one.gone)) {
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
  if (row.gone) {
    say(words("gone"));
    catchUp();
    return;
  }
  const [start, end] = row.span || [0, 0];
  const span = { start, end, quote: row.quote };
  const { key, seen, values: given } = row;
  forms.begin(KIND_OF_FORM[row.kind] ?? row.kind, span, { given, key, seen });
}

/** Open the form of an action that was refused, as it was filled; whether that could be done. */
async function reopen(action) {
  const attributions = action.attributions?.map((one) => ({
    ...one, entity: named(one.entity), via: named(one.via),
  }));
  const given = { ...action, attributions, entity: named(action.entity), claim: named(action.claim) };
  if (forms.sheet?.touched) {
    say(words("finish-first"));
    return false;
  }
  if (action.do !== "change") {
    forms.begin(action.do, action.span, { given });
    return true;
  }
  const row = await ask({ for: "row", key: action.key });
  if (!row) {
    say(words("not-reached"));
    return false;
  }
  const [kind] = action.key.split(":");
  // what was deleted meanwhile is made anew of what was written
  const { key, seen } = row.gone ? {} : row;
  if (row.gone) say(words("made-anew"));
  forms.begin(KIND_OF_FORM[kind] ?? kind, action.span, { given, key, seen });
  return true;
}

/** A row as a field shows it, from how an action names it. */
function named(one) {
  if (one?.new) return { make: one.new.name, kind: one.new.kind };
  return forms.bench.recent.find((known) => known.uid === one?.uid) ?? (one?.name ? one : null);
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
  j: () => suggestions.step(true),
  k: () => suggestions.step(false),
  a: () => suggestions.answer("accept"),
  x: () => suggestions.answer("reject"),
  u: undo,
  t: () => teaching.teach(),
  w: nextName,
  q: quotation,
  s: () => choose(moves.sentence()),
  p: () => !byId("publish-form").hidden && send({ do: byId("publish").value, shown }),
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
  waiting.tell(line(words("differs")));
  pop.remove();
} else {
  root.setAttribute("aria-busy", "true"); // until the suggestions are here, keys find none
  ask({ for: "state" })
    .then((answer) => answer && redraw(answer))
    .finally(() => root.removeAttribute("aria-busy"));
  queue.pump();
  addEventListener("storage", () => waiting.show(queue)); // another window sends what waited
  document.addEventListener("visibilitychange", () => document.hidden || queue.items.length || catchUp());
}

// The reading view with a script: links to selected words, keys through the claims, print.
// Everything else on the page works without it.

const NOT_TEXT = ".pn, .cn, .ce";
const NOTES = ".ours, .boiler";
const text = document.querySelector(".text");
const pop = document.querySelector("#pop");
const dialog = document.querySelector("#keys");
const onOff = document.querySelector("#keys-on");

// --- Selected words ---

/** Code points of the version's text up to a place in the page, or null outside of the text. */
function offset(node, at) {
  const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
  const paragraph = element?.closest("[data-start]");
  if (!paragraph) return null;
  const range = document.createRange();
  range.selectNodeContents(paragraph);
  range.setEnd(node, at);
  let count = Number(paragraph.dataset.start);
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const piece = walker.currentNode;
    if (piece.parentElement.closest(NOT_TEXT)) continue;
    if (!range.intersectsNode(piece)) break;
    const whole = piece !== range.endContainer;
    count += [...(whole ? piece.data : piece.data.slice(0, range.endOffset))].length;
    if (!whole) break;
  }
  return count;
}

function selected() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return null;
  const start = offset(range.startContainer, range.startOffset);
  const end = offset(range.endContainer, range.endOffset);
  return start === null || end === null || end <= start ? null : { start, end, range };
}

const INTO = /[\p{L}\p{N}\p{M}]+$/u;
const ONWARD = /^[\p{L}\p{N}\p{M}]+/u;
const UNSPACED = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ua4cf\uf900-\ufaff]/;

/** How many characters of the word that a place cuts stand before it and after it. */
function torn(node, at) {
  if (node.nodeType !== Node.TEXT_NODE) return [0, 0];
  const before = INTO.exec(node.data.slice(0, at))?.[0] ?? "";
  const after = ONWARD.exec(node.data.slice(at))?.[0] ?? "";
  return before && after && !UNSPACED.test(before + after) ? [[...before].length, [...after].length] : [0, 0];
}

/** What is selected, with the whole of the words that its ends cut: half a word can't be cited. */
function cited() {
  const found = selected();
  if (!found) return null;
  const { range } = found;
  const [before] = torn(range.startContainer, range.startOffset);
  const [, after] = torn(range.endContainer, range.endOffset);
  return { start: found.start - before, end: found.end + after, range };
}

/** The source between two places of the page: its characters alone, a blank line between blocks. */
function source(range) {
  const taken = [];
  for (const paragraph of text.querySelectorAll("[data-start]")) {
    if (!range.intersectsNode(paragraph)) continue;
    let words = "";
    const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const piece = walker.currentNode;
      if (piece.parentElement.closest(NOT_TEXT) || !range.intersectsNode(piece)) continue;
      const end = piece === range.endContainer ? range.endOffset : piece.data.length;
      words += piece.data.slice(piece === range.startContainer ? range.startOffset : 0, end);
    }
    if (words) taken.push(words);
  }
  return taken.join("\n\n");
}

/** The element in which a selection begins; of a place between two nodes, the second. */
function beginning(range) {
  const { startContainer: node, startOffset: at } = range;
  const inside = node.nodeType === Node.ELEMENT_NODE ? (node.childNodes[at] ?? node) : node;
  return inside.nodeType === Node.ELEMENT_NODE ? inside : inside.parentElement;
}

/** What is selected from the text on is copied as the source has it, without the archive's words. */
function copy(event) {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return;
  const range = selection.getRangeAt(0);
  const first = beginning(range);
  if (!text.contains(first) || first.closest(NOTES)) return;
  const after = range.cloneRange();
  after.setStartAfter(text);
  if (!text.contains(range.endContainer) && after.toString().trim()) return;
  const words = source(range);
  if (!words) return;
  event.clipboardData.setData("text/plain", words);
  event.preventDefault();
}

/** While a selection begins in the text, the notes beside it are left out of it. */
function begin(event) {
  text.classList.toggle("taking", !event.target.closest(NOTES));
}

/** A third click takes the whole paragraph: the marks within would end it. */
function whole(event) {
  const paragraph = event.target.closest("[data-start]");
  if (event.detail === 3 && paragraph) getSelection().selectAllChildren(paragraph);
}

function offer() {
  const found = cited();
  pop.hidden = !found;
  if (!found) return;
  const query = new URLSearchParams({
    version: text.dataset.version,
    passage: `${found.start}-${found.end}`,
  });
  pop.querySelector("[data-to=words]").href = `?${query}#c${found.start}-${found.end}`;
  pop.querySelector("[data-to=cite]").href = `?${query}#cite`;
  const box = found.range.getBoundingClientRect();
  pop.style.setProperty("top", `${box.bottom + scrollY + 8}px`);
  pop.style.setProperty("left", `${Math.max(8, box.left + scrollX)}px`);
}

/** An address such as #c120-180 names words: the server marks them. */
function follow() {
  const named = /^#c(\d+)-(\d+)$/.exec(location.hash);
  if (!named || document.getElementById(location.hash.slice(1))) return;
  const query = new URLSearchParams(location.search);
  if (query.has("passage")) return;
  query.set("passage", `${named[1]}-${named[2]}`);
  location.replace(`?${query}${location.hash}`);
}

// --- Keys ---

const stored = () => localStorage.getItem("keys") !== "off";

function step(by) {
  const claims = [...document.querySelectorAll(".claim[id^=c-]")];
  if (!claims.length) return;
  const now = claims.findIndex((claim) => `#${claim.id}` === location.hash);
  const next = claims[Math.min(Math.max(now + by, 0), claims.length - 1)];
  location.replace(`#${next.id}`); // a step is no page to go back to
  next.querySelector(".no").focus({ preventScroll: true });
}

const keys = {
  j: () => step(1),
  k: () => step(-1),
  "/": () => document.querySelector("#dq")?.focus(),
  "?": () => dialog.showModal(),
  n: () => document.querySelector("#hits [rel=next]")?.click(),
  p: () => document.querySelector("#hits [rel=prev]")?.click(),
  c: () => pop.hidden || pop.querySelector("a").focus(),
};

/** Escape leads out of the field that a key led into; what was typed stays. */
function leave(event) {
  if (event.key !== "Escape" || event.target.id !== "dq" || event.isComposing || !stored()) return;
  event.preventDefault();
  event.target.blur();
}

function press(event) {
  leave(event);
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || dialog.open) return;
  const act = keys[event.key];
  if (!act || (!stored() && event.key !== "?")) return;
  event.preventDefault();
  act();
}

// --- Print: the reason behind each "why" ---

let closed = [];
function unfold() {
  closed = [...document.querySelectorAll(".claims details:not([open]), .record details:not([open])")];
  for (const details of closed) details.open = true;
}
function fold() {
  for (const details of closed) details.open = false;
}

if (text && pop && dialog) {
  const open = document.querySelector("#keys-open");
  open.hidden = false;
  open.addEventListener("click", () => dialog.showModal());
  onOff.checked = stored();
  onOff.addEventListener("change", () => localStorage.setItem("keys", onOff.checked ? "on" : "off"));
  document.addEventListener("keydown", press);
  document.addEventListener("selectionchange", offer);
  document.addEventListener("copy", copy);
  text.addEventListener("pointerdown", begin);
  text.addEventListener("click", whole);
  addEventListener("hashchange", follow);
  follow();
}
addEventListener("beforeprint", unfold);
addEventListener("afterprint", fold);

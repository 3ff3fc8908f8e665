/* Offsets of the text, in UTF-16 units, and places in the page.

   The element's textContent is the version's text, character by character: a CR is there as a
   character of its own, and whatever is drawn beside the words comes from CSS. The server turns
   the offsets into code points and saves nothing unless the quote stands exactly there. */

const HIGH = /[\uD800-\uDBFF]/;
const LOW = /[\uDC00-\uDFFF]/;

export class Source {
  /** `root` holds paragraphs that say where they start and end; read once, before any drawing. */
  constructor(root) {
    this.root = root;
    this.text = root.textContent;
    this.paragraphs = [...root.children].filter((child) => child.dataset.start !== undefined);
  }

  /** Whether the page shows as many units as the server keeps. */
  get whole() {
    return this.text.length === Number(this.root.dataset.length);
  }

  start(paragraph) {
    return Number(paragraph.dataset.start);
  }

  end(paragraph) {
    return Number(paragraph.dataset.end);
  }

  /** The paragraph in which a node stands, or null. */
  paragraphOf(node) {
    const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
    const found = element?.closest("[data-start]");
    return found && this.root.contains(found) ? found : null;
  }

  /** The index of the paragraph that holds this offset, or the last one before it. */
  indexAt(offset) {
    let low = 0;
    let high = this.paragraphs.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.start(this.paragraphs[middle]) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The offset of a place in the page; outside the paragraphs it is that of the next one. */
  offsetOf(node, offset) {
    const range = document.createRange();
    const paragraph = this.paragraphOf(node);
    if (paragraph) {
      range.selectNodeContents(paragraph);
      range.setEnd(node, offset);
      return this.start(paragraph) + range.toString().length;
    }
    for (const one of this.paragraphs) {
      range.selectNode(one);
      if (range.comparePoint(node, offset) < 0) return this.start(one);
    }
    return this.paragraphs.length ? this.end(this.paragraphs.at(-1)) : 0;
  }

  /** The place of an offset: a text node and an offset in it; `before` its character, or behind
      the one that ends there. */
  pointAt(offset, before = false) {
    const paragraph = this.paragraphs[this.indexAt(offset)];
    let left = Math.min(Math.max(offset, this.start(paragraph)), this.end(paragraph));
    left -= this.start(paragraph);
    const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
    let node = walker.nextNode();
    const passed = () => (before ? left >= node.data.length : left > node.data.length);
    for (let next = walker.nextNode(); next && passed(); next = walker.nextNode()) {
      left -= node.data.length;
      node = next;
    }
    return [node, Math.min(left, node.data.length)];
  }

  rangeOf(start, end) {
    const range = document.createRange();
    range.setStart(...this.pointAt(start, true));
    range.setEnd(...this.pointAt(end));
    return range;
  }

  /** The span without white space at its edges, never half a character; null where nothing is. */
  span(start, end) {
    let [first, last] = [Math.min(start, end), Math.max(start, end)];
    const text = this.text;
    if (LOW.test(text.charAt(first)) && HIGH.test(text.charAt(first - 1))) first -= 1;
    if (LOW.test(text.charAt(last)) && HIGH.test(text.charAt(last - 1))) last += 1;
    while (first < last && /\s/.test(text[first])) first += 1;
    while (last > first && /\s/.test(text[last - 1])) last -= 1;
    return first < last ? { start: first, end: last, quote: text.slice(first, last) } : null;
  }

  /** What is selected in the text, or null. */
  selected(selection = document.getSelection()) {
    if (!selection?.rangeCount) return null;
    const range = selection.getRangeAt(0);
    if (range.collapsed || !this.root.contains(range.startContainer)) return null;
    const start = this.offsetOf(range.startContainer, range.startOffset);
    const end = this.root.contains(range.endContainer)
      ? this.offsetOf(range.endContainer, range.endOffset)
      : this.text.length;
    return this.span(start, end);
  }

  select(span) {
    const selection = document.getSelection();
    selection.removeAllRanges();
    selection.addRange(this.rangeOf(span.start, span.end));
  }

  /** The keys of the annotations over an offset, the innermost last. */
  keysAt(offset) {
    if (!this.paragraphs.length) return [];
    const [node] = this.pointAt(offset, true);
    const marks = node.parentElement.closest("[data-k]");
    return (marks?.dataset.k ?? "").split(" ").filter(Boolean);
  }
}

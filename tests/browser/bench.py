"""A hand on the workbench: it selects, types and clicks, and counts what it does.

An action is one key (with Shift or Alt held), one click, one double click, one drag, or one field
filled.
"""

from typing import Any

from django.urls import reverse

PLACE = """([quote, occurrence]) => {
  const root = document.getElementById("text");
  const text = root.textContent;
  let at = -1;
  for (let n = 0; n < occurrence; n++) at = text.indexOf(quote, at + 1);
  if (at < 0) throw new Error("not in the text: " + quote);
  const place = (offset) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node; (node = walker.nextNode()); offset -= node.data.length) {
      if (offset <= node.data.length && node.parentElement.closest("[data-start]")) {
        return [node, offset];
      }
    }
  };
  const range = document.createRange();
  range.setStart(...place(at));
  range.setEnd(...place(at + quote.length));
  range.startContainer.parentElement.scrollIntoView({ block: "center" });
  const boxes = [...range.getClientRects()].filter((box) => box.width > 0);
  const [first, last] = [boxes[0], boxes.at(-1)];
  return [first.left + 1, first.top + first.height / 2, last.right - 1, last.top + last.height / 2];
}"""


class Hand:
    """Works on one page, which is a workbench."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.actions = 0

    def open(self, document: Any) -> None:
        """Go to the workbench of a document; not counted."""
        address = reverse("admin:archive_document_workbench", args=[document.uid])
        self.page.goto(self.page.address + address)
        self.page.wait_for_selector("#text:not([aria-busy])")

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)
            self.actions += 1

    def click(self, target: str) -> None:
        """Click on something."""
        self.page.locator(target).first.click()
        self.actions += 1

    def fill(self, target: str, words: str) -> None:
        """Fill a field."""
        self.page.locator(target).first.fill(words)
        self.actions += 1

    def choose(self, target: str, value: str) -> None:
        """Choose from a list."""
        self.page.locator(target).first.select_option(value)
        self.actions += 1

    def drag(self, quote: str, occurrence: int = 1) -> None:
        """Select words with the mouse; again where an answer moved them as the hand came."""
        for _attempt in range(5):
            left, top, right, bottom = self.page.evaluate(PLACE, [quote, occurrence])
            self.page.mouse.move(left, top)
            self.page.mouse.down()
            self.page.mouse.move(right, bottom, steps=3)
            self.page.mouse.up()
            found = self.selected()
            if found.split() == quote.split():
                break
            # words that are selected would be carried away by the next press on them
            self.page.evaluate("document.getSelection().removeAllRanges()")
        else:
            raise AssertionError(f"The mouse selects {found!r}, not {quote!r}")
        self.actions += 1

    def double_click(self, word: str, occurrence: int = 1) -> None:
        """Select a word by a double click."""
        left, top, right, bottom = self.page.evaluate(PLACE, [word, occurrence])
        self.page.mouse.dblclick((left + right) / 2, (top + bottom) / 2)
        self.actions += 1

    def settle(self) -> None:
        """Wait until everything was sent and answered; not counted."""
        self.page.wait_for_function(
            "() => Object.keys(localStorage).every((key) => !key.startsWith('verbatim.workbench'))"
        )
        self.page.wait_for_load_state("networkidle")

    def selected(self) -> str:
        """The words that are selected now."""
        words: str = self.page.evaluate("() => document.getSelection().toString()")
        return words

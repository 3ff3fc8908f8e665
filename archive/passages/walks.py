"""How far two texts go on alike from a place in each."""

from archive.passages.tokens import mistyped

PENALTY = 3  # for a token that differs, against a point for one that is equal
DROP = 12  # points lost at which two texts have parted
SKIP = 4  # tokens left out, written over or put in between, after which a text may go on
AT_ONCE = 20  # tokens compared at once, to be quick
# How many old and new tokens may be passed, the nearest first.
RESUMING = sorted(((x, y) for x in range(SKIP + 1) for y in range(SKIP + 1) if x or y), key=sum)


class Walk:
    """How far two texts go on alike, forwards or backwards."""

    def __init__(self, old: list[int], new: list[int], words: list[str]) -> None:
        self._old = old
        self._new = new
        self._words = words

    def from_(self, i: int, j: int, most: int) -> tuple[int, int, int]:
        """From old token i and new token j, over at most `most` old tokens.

        Returns the best score on the way (a point for an equal token, none for one that is only
        mistyped, PENALTY off for another), and how many old and new tokens it took. Ends when the
        score is DROP under the best, as in a sequence search (the X-drop of BLAST).
        """
        old, new = self._old, self._new
        score = best = 0
        best_at = (i, j)
        a, b = i, j
        stop = min(len(old), i + most)
        while a < stop:
            if old[a : a + AT_ONCE] == new[b : b + AT_ONCE] and a + AT_ONCE <= stop:
                score, a, b = score + AT_ONCE, a + AT_ONCE, b + AT_ONCE
                if score > best:
                    best, best_at = score, (a, b)
                continue
            if b < len(new) and old[a] == new[b]:
                score, a, b = score + 1, a + 1, b + 1
                if score > best:
                    best, best_at = score, (a, b)
                continue
            x, y = self._resumed(a, b)
            if x > stop or x < 0:
                break
            score -= self._price(a, x, b, y)
            if score < best - DROP:
                break
            a, b = x, y
        return best, best_at[0] - i, best_at[1] - j

    def unbroken(self, i: int, j: int, most: int) -> int:
        """How many tokens are equal in a row; counted up to `most`."""
        old, new = self._old, self._new
        most = min(len(old) - i, len(new) - j, most)
        return next((k for k in range(most) if old[i + k] != new[j + k]), most)

    def _price(self, a: int, x: int, b: int, y: int) -> int:
        """What it costs to pass from old a to x and new b to y."""
        if x - a == y - b == 1 and mistyped(self._words[self._old[a]], self._words[self._new[b]]):
            return 0
        return PENALTY * max(x - a, y - b)

    def _resumed(self, a: int, b: int) -> tuple[int, int]:
        """The nearest tokens at which both texts are alike again, if within SKIP; else -1, -1."""
        old, new = self._old, self._new
        last_old, last_new = len(old) - 1, len(new) - 1
        for skipped, put_in in RESUMING:
            x, y = a + skipped, b + put_in
            if x < last_old and y < last_new and old[x] == new[y] and old[x + 1] == new[y + 1]:
                return x, y
        return -1, -1

"""What is said of a citation that was verified, as sentences: the first is the verdict."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from archive.verification import Outcome, Sought, Spelling

NOWHERE = gettext_lazy("These words do not stand in this archive’s copy.")
NOT_IN_PASSAGE = gettext_lazy(
    "These words do not stand in the passage of this claim. The rest of the text is not open here."
)
THERE = gettext_lazy("These words stand there.")
_SPELLINGS = {
    Spelling.PUNCTUATION: gettext_lazy(
        "The text writes them with other quotation marks, apostrophes or dashes."
    ),
    Spelling.CASE: gettext_lazy("The text writes them with other capital letters."),
    Spelling.SHORTENED: gettext_lazy(
        "The quotation leaves words out; its parts stand there in their order, and below with what "
        "stands between them."
    ),
}
_OUTCOMES = {
    Outcome.MOVED: gettext_lazy(
        "These words have moved: the same words stand elsewhere in the newest text."
    ),
    Outcome.CHANGED: gettext_lazy("These words were changed in the newest text."),
    Outcome.UNSURE: gettext_lazy(
        "These words stand in the cited version; where they stand in the newest text can’t be told."
    ),
    Outcome.GONE: gettext_lazy(
        "These words stand in the cited version, and are gone from the newest text."
    ),
}


def verdict(
    found: Sought, state: Outcome | None, *, version: int, asked: int | None, shown: int
) -> list[str]:
    """The sentences on words that stand in a version.

    `state` is what became of them in the newest text, None where that was not asked; `version` is
    where they were found, `asked` what the address names, `shown` the version read first.
    """
    said = [*_version(version, asked, shown), *_place(found, version)]
    if state in _OUTCOMES:
        said.append(str(_OUTCOMES[state]))
    if found.spelling in _SPELLINGS:
        said = [*(said or [str(THERE)]), str(_SPELLINGS[found.spelling])]
    return said or [str(THERE)]


def _version(version: int, asked: int | None, shown: int) -> list[str]:
    names = {"n": version, "asked": asked, "shown": shown}
    if asked is not None and asked != version:
        return [
            _(
                "These words stand in version %(n)s, not in version %(asked)s, which the address "
                "names."
            )
            % names
        ]
    if asked is None and version != shown:
        return [
            _(
                "These words stand in version %(n)s. The address names no version, and version "
                "%(shown)s is read first."
            )
            % names
        ]
    return []


def _place(found: Sought, version: int) -> list[str]:
    count = found.count
    said = []
    if not found.there:
        said.append(
            _("Moved: these words stand in version %(n)s, but not where the address says.")
            % {"n": version}
        )
    if count > 1:
        said.append(
            ngettext(
                "These words stand %(count)s time in version %(n)s.",
                "These words stand %(count)s times in version %(n)s.",
                count,
            )
            % {"count": count, "n": version}
        )
    return said

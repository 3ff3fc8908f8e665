"""What `manage.py suggest` offers: each makes a suggester for one run."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from archive.suggest import claims, dates, entities, links
from archive.suggest.making import Suggested
from archive.suggest.texts import Text

Suggester = Callable[[Sequence[Text]], Suggested]

KINDS: dict[str, Callable[[], Suggester]] = {
    # in this order: claims look for their speakers among the mentions
    "entities": entities.Suggester,
    "dates": lambda: dates.suggest,
    "claims": lambda: claims.suggest,
    "links": links.Suggester,  # last: they compare claims, those of this run too
}

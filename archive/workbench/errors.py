"""What the workbench refuses: each is one sentence that names the thing and the repair."""

from __future__ import annotations

from typing import Any


class Refused(ValueError):
    """An action that can't be done; nothing was changed. `field` is the field to look at."""

    status = 422

    def __init__(self, sentence: str, field: str = "", **more: Any) -> None:
        super().__init__(sentence)
        self.field = field
        self.more = more


class Forbidden(Refused):
    """An action that this person may not do."""

    status = 403


class Changed(Refused):
    """An action on something that somebody else has changed or removed meanwhile."""

    status = 409

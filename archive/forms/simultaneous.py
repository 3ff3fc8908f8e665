"""A form that notices when somebody else saved the row after it was opened."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from archive.simultaneous import lock, state_of


class Noticing:
    """Put before a ModelForm: `seen` is the state of the row that the page showed.

    A form that does not say what it showed is refused like one that showed something else.
    """

    overtaken = False

    def clean(self: Any) -> Any:
        """Refuse to save over what the person at the form has not seen; what they wrote stays."""
        cleaned = super().clean()  # type: ignore[misc]
        seen = self.data.get("seen", "")
        if self.instance.pk:
            lock(self.instance)
        if self.instance.pk and seen != state_of(self.instance):
            self.overtaken = True
            self.add_error(None, _overtaken() if seen else _unread())
        return cleaned


def _overtaken() -> str:
    return _(
        "Somebody else has saved this since you opened it. Nothing of yours is lost: "
        "compare below, then save again to keep yours, or open the page anew."
    )


def _unread() -> str:
    return _(
        "The form does not say in which state you read this, so somebody may have saved it since. "
        "Nothing of yours is lost: compare below, then save again to keep yours, or open the page "
        "anew."
    )

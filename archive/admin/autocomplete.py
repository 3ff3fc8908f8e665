"""What is offered while typing: enough words to tell two rows of the same name apart."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.views.autocomplete import AutocompleteJsonView


class ArchiveAutocomplete(AutocompleteJsonView):
    """Django's answer, with the label that the model's admin gives, where it gives one."""

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        """One choice: its key and its label."""
        result = super().serialize_result(obj, to_field_name)
        label = getattr(self.model_admin, "choice_label", None)
        return result | {"text": label(obj)} if label else result

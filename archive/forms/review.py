"""Forms of what is reviewed: only the states that the user may give are offered."""

from __future__ import annotations

from typing import Any

from django import forms

from archive import review


class ReviewedForm(forms.ModelForm):
    """A form of an annotation or link; the admin sets `user` on a class of its own."""

    user: Any = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.user is not None and "review" in self.fields:
            field: Any = self.fields["review"]
            # while a change is proposed to what is settled, its state is not part of that
            field.disabled = review.is_locked(self.user, self.instance)
            field.choices = list(review.choices_for(self.user, self.instance))

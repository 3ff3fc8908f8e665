"""Fields that several forms share."""

from __future__ import annotations

from typing import Any

from django import forms


def plain_newlines(text: str) -> str:
    """The text with the line ends that were typed: a browser sends each as CR and LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


class TextField(forms.CharField):
    """A text, its white space kept and its line ends as LF."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("strip", False)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        """The text with LF at its line ends; raises nothing."""
        return plain_newlines(super().to_python(value) or "")

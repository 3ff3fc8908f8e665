"""Dates: what they are (`values`), how they are said (`wording`), what a text means by them."""

from archive.dates.values import DateValue, InvalidDate, Precision, is_valid, read
from archive.dates.wording import in_words

__all__ = ["DateValue", "InvalidDate", "Precision", "in_words", "is_valid", "read"]

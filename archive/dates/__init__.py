"""Dates: what they are and how they are said (`values`), and what a text means by them."""

from archive.dates.values import DateValue, InvalidDate, Precision, in_words, is_valid, read

__all__ = ["DateValue", "InvalidDate", "Precision", "in_words", "is_valid", "read"]

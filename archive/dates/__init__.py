"""Dates: what they are and how they are said (`values`), and what a text means by them."""

from archive.dates.evidence import Bounds, Evidence, bounds_of
from archive.dates.explain import explain
from archive.dates.reading import Basis, Status, Type
from archive.dates.resolver import ResolvedDate, resolve
from archive.dates.values import DateValue, InvalidDate, Precision, in_words, is_valid, read

__all__ = [
    "Basis",
    "Bounds",
    "DateValue",
    "Evidence",
    "InvalidDate",
    "Precision",
    "ResolvedDate",
    "Status",
    "Type",
    "bounds_of",
    "explain",
    "in_words",
    "is_valid",
    "read",
    "resolve",
]

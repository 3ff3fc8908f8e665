"""Suggestions: annotations that rules propose. None is public until a person accepts it."""

"""The forms in which the archive is written; one file a noun."""

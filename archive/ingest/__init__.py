"""How documents come in: a reader makes records of a file, `planning` makes rows of a record,
`keeping` writes them, `running` goes from one to the other and reports.

A new format is one module in `archive.ingest.readers` and one line in its table.
"""

"""The workbench: what an annotator does to a text, as rows, and how it is undone.

`desk` shows, `actions` does, `journal` takes back; `guessing`, `names` and `finding` propose.
"""

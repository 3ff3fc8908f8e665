"""Is what is kept still what was kept? Each check reads, and changes nothing.

What a check yields is a Fault (something to repair) or a Remark (something to know). What the
index holds is checked in `search.auditing`.
"""

from __future__ import annotations

from archive.audit.dates import dates
from archive.audit.faults import Check, Fault, Remark, Watch, named
from archive.audit.originals import originals
from archive.audit.passages import passages
from archive.audit.rows import rows
from archive.audit.storage import storage
from archive.audit.texts import texts

# in this order: what lies at the bottom first
CHECKS: dict[str, Check] = {
    "database": storage,
    "rows": rows,
    "originals": originals,
    "texts": texts,
    "passages": passages,
    "dates": dates,
}

__all__ = ["CHECKS", "Check", "Fault", "Remark", "Watch", "named"]

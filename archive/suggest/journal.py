"""The first line of history of many new rows, written by the database itself.

django-simple-history builds an object for each line and saves it; of a run over an archive that was
the longest part. The lines are the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connections, router
from django.db.models import CharField, DateTimeField, IntegerField, Value
from django.utils import timezone

BATCH = 400  # rows a statement: SQLite took 999 parameters before version 3.32


def write_created(rows: Sequence[Any], reason: str) -> None:
    """Write that these rows, of one model and saved just now, were created, and why."""
    if not rows:
        return
    model = type(rows[0])
    lines = model.history.model
    by = lines.get_default_history_user(rows[0])
    same = {
        "history_date": Value(timezone.now(), DateTimeField()),
        "history_type": Value("+", CharField()),
        "history_change_reason": Value(reason, CharField()),
        "history_user_id": Value(by.pk if by else None, IntegerField()),
    }
    names = [field.attname for field in lines.tracked_fields]
    columns = [*(field.column for field in lines.tracked_fields), *same]
    using = router.db_for_write(lines)
    quoted = connections[using].ops.quote_name
    into = f"INSERT INTO {quoted(lines._meta.db_table)} ({', '.join(map(quoted, columns))}) "
    for at in range(0, len(rows), BATCH):
        created = model._default_manager.filter(pk__in=[row.pk for row in rows[at : at + BATCH]])
        lines_of = created.order_by("pk").annotate(**_renamed(same))
        select, parameters = lines_of.values_list(*names, *_renamed(same)).query.sql_with_params()
        with connections[using].cursor() as cursor:
            cursor.execute(into + select, parameters)


def _renamed(values: dict[str, Value]) -> dict[str, Value]:
    """Annotations may not be called like what a model has."""
    return {f"line_{name}": value for name, value in values.items()}

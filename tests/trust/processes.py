"""Processes of their own for tests that kill or race: the same database and index as the test's."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]


def environment() -> dict[str, str]:
    """The test's database and index, as the environment of another process."""
    name = settings.DATABASES["default"]["NAME"]
    return os.environ | {
        "DATABASE_URL": f"sqlite:///{name}",
        "SEARCH_URL": f"whoosh:{settings.SEARCH['OPTIONS']['PATH']}",
        "SEARCH_WRITER": str(settings.SEARCH["OPTIONS"]["WRITER"]),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SECRET_KEY": "for tests only",
        "DEBUG": "1",
    }


def manage(*arguments: str, **options: Any) -> subprocess.Popen[str]:
    """A `manage.py` command, started."""
    return start([sys.executable, str(ROOT / "manage.py"), *arguments], **options)


def python(script: str, *arguments: str, **options: Any) -> subprocess.Popen[str]:
    """A script with Django set up, started."""
    head = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import django; django.setup()\n"
    return start([sys.executable, "-c", head + script, *arguments], **options)


def start(command: list[str], **options: Any) -> subprocess.Popen[str]:
    """A process whose output is kept."""
    return subprocess.Popen(
        command,
        env=environment() | options.pop("env", {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


def start_at(arguments: list[str], said: Any) -> subprocess.Popen[bytes]:
    """Python with these arguments in the project's folder; what it says goes to a file."""
    return subprocess.Popen(
        [sys.executable, *arguments], cwd=ROOT, env=environment(), stdout=said, stderr=said
    )

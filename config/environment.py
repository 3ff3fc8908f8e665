"""The environment that settings are read from: the process's own, then the file VAR_DIR/env.

Imported before Django, so it knows nothing of settings.
"""

import os
import secrets
from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parent.parent


def from_base(path: str) -> Path:
    """A path as written in the environment; relative ones are from BASE_DIR."""
    return BASE_DIR / path


def var_dir() -> Path:
    """The folder of everything that is not code: database, originals, index, env."""
    return from_base(os.environ.get("VAR_DIR", "var"))


def read_environment() -> environ.Env:
    """The process's environment, topped up (never overridden) from VAR_DIR/env."""
    file = var_dir() / "env"
    if file.is_file():
        environ.Env.read_env(file, overwrite=False)
    return environ.Env()


def prepare_quickstart() -> None:
    """Write VAR_DIR/env (mode 0600) with a fresh SECRET_KEY and DEBUG=1, unless it is there."""
    file = var_dir() / "env"
    if file.exists():
        return
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as env:
        env.write(f"SECRET_KEY={secrets.token_urlsafe(50)}\nDEBUG=1\n")

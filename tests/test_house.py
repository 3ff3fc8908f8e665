"""The house stands: one-way imports, small files, and nothing that the docs forget."""

import ast
import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from tests.slow import SLOW

ROOT = Path(__file__).resolve().parent.parent
CODE = [
    path
    for app in ("archive", "search", "config")
    for path in sorted((ROOT / app).rglob("*.py"))
    if "migrations" not in path.parts
]


def imported(path: Path) -> set[str]:
    """The top-level packages that a file imports, wherever in the file."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


def named(path: Path) -> str:
    """A file by its path in the project."""
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", CODE, ids=named)
def test_imports_run_one_way(path):
    app = path.relative_to(ROOT).parts[0]
    forbidden = {"archive": {"search", "config"}, "search": {"config"}, "config": set()}[app]
    assert not imported(path) & (forbidden | {"tests"})


@pytest.mark.parametrize("path", CODE, ids=named)
def test_a_file_stays_small_enough_to_read(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


def test_every_test_that_is_called_slow_is_there():
    for name in SLOW:
        path, _colons, test = name.partition("::")
        assert (ROOT / path).exists(), name
        assert f"def {test}(" in (ROOT / path).read_text(encoding="utf-8") or not test, name


def documented() -> str:
    """The README and every page of docs/, as one text."""
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    return "\n".join(page.read_text(encoding="utf-8") for page in pages)


def settings_read() -> set[str]:
    """Every name that the settings take from the environment."""
    names = {"VAR_DIR", "DJANGO_SUPERUSER_PASSWORD"}
    for path in (ROOT / "config").glob("*.py"):
        names |= set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', path.read_text(encoding="utf-8")))
    return names


def test_every_setting_is_documented():
    text = documented()
    assert not {name for name in settings_read() if f"`{name}`" not in text}


def test_every_command_is_documented():
    ours = {name for name, app in get_commands().items() if app in ("archive", "search")}
    assert ours
    text = documented()
    assert not {name for name in ours if not re.search(rf"`{name}\b", text)}


def test_every_facet_is_documented():
    from search.schema import CLAIM_FACETS, DOCUMENT_FACETS

    text = documented()
    assert not {name for name in (*DOCUMENT_FACETS, *CLAIM_FACETS) if f"`{name}`" not in text}

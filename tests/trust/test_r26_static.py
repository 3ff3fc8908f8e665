"""TRUST 26: the short ways round Django's safety stand nowhere without a written reason."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted(
    path
    for app in ("archive", "search", "config")
    for path in (ROOT / app).rglob("*.py")
    if "migrations" not in path.parts
)
TEMPLATES = sorted((ROOT / "templates").rglob("*.*ml"))
DANGEROUS_CALLS = {"mark_safe", "SafeString", "raw", "extra", "eval", "exec"}
DANGEROUS_IMPORTS = {"pickle", "marshal", "shelve"}

# file -> name -> why it is sound there
REASONS: dict[str, dict[str, str]] = {
    "archive/ingest/readers/jsonl.py": {"raw": "reads a field of a JSON line; no SQL is near"},
    "archive/markup.py": {"SafeString": "of one constant, an attribute without any data in it"},
    "archive/originals.py": {
        "except BaseException": "takes the half-written file away, Ctrl-C too, and raises again"
    },
    "search/backends/whoosh/generations.py": {
        "except BaseException": "takes the half-built index away, Ctrl-C too, and raises again"
    },
    "search/backends/whoosh/layout.py": {
        "pickle": "Whoosh's own format of a block; the index folder is 0700 and never imported from"
    },
}


def dangers(path: Path) -> set[str]:
    """The names of this file that need a reason."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in DANGEROUS_CALLS:
                found.add(name)
            if name in ("filter", "exclude", "get") and any(
                keyword.arg is None and "request" in ast.unparse(keyword.value)
                for keyword in node.keywords
            ):
                found.add("filter(**request)")
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names} & DANGEROUS_IMPORTS
        if isinstance(node, ast.ImportFrom) and node.module in DANGEROUS_IMPORTS:
            found.add(node.module)
        if isinstance(node, ast.ExceptHandler):
            caught = ast.unparse(node.type) if node.type else "everything"
            if caught in ("everything", "Exception", "BaseException"):
                found.add(f"except {caught}")
    return found


def test_the_check_itself_sees_them(tmp_path):
    bad = tmp_path / "bad.py"
    bad.write_text(
        "import pickle\nA.objects.filter(**request.GET)\nmark_safe('x')\n"
        "try:\n    pass\nexcept Exception:\n    pass\n"
    )
    assert dangers(bad) == {"pickle", "filter(**request)", "mark_safe", "except Exception"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_r26_no_file_goes_round_the_safety_without_a_reason(path):
    assert dangers(path) == set(REASONS.get(str(path.relative_to(ROOT)), {}))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_r26_no_template_switches_escaping_off(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\|\s*safe\b|\bautoescape\s+off|\|\s*safeseq\b", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_r26_no_template_has_an_inline_style_or_script(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=\"", text)

"""TRUST.md 24: a production that is set up right, no key no start, ten wrong passwords lock."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.makers import make_user


def manage(tmp_path: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """manage.py in a process of its own, with no other settings than these."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments],
        env={**kept, "VAR_DIR": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_r24_the_deployment_check_is_clean_with_production_settings(tmp_path):
    done = manage(
        tmp_path,
        "check",
        "--deploy",
        "--fail-level",
        "WARNING",
        SECRET_KEY="a-key-of-sixty-characters-that-nobody-else-knows-0123456789-abc",
        ALLOWED_HOSTS="archive.example",
    )
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_r24_without_a_secret_key_nothing_starts_and_the_repair_is_named(tmp_path):
    done = manage(tmp_path, "check")
    assert done.returncode != 0
    assert "SECRET_KEY is not set" in done.stderr
    assert "quickstart" in done.stderr


@pytest.mark.django_db
def test_r24_ten_wrong_passwords_lock_even_the_right_one_out():
    make_user("annotator")
    client = Client()
    login = reverse("admin:login")

    def attempt(password: str) -> int:
        return client.post(login, {"username": "annotator", "password": password}).status_code

    answers = [attempt(f"wrong {n}") for n in range(10)]
    assert answers[:9] == [200] * 9
    assert answers[9] == 429
    assert attempt("a long pass phrase") == 429
    # another account at the same address is not locked with it
    make_user("reviewer")
    other = client.post(login, {"username": "reviewer", "password": "a long pass phrase"})
    assert other.status_code == 302

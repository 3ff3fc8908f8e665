"""The site's settings under test: a VAR_DIR of its own for each worker, nothing from outside."""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")
ENOUGH = 2 * 2**30  # bytes that must be free there

# Where memory can be had as a disk, tests write there: thousands of small files, each put on the
# disk for good, take minutes. Benchmarks, which use these settings too, stay with the disk.
if "pytest" in sys.modules and "TMPDIR" not in os.environ and os.access(MEMORY, os.W_OK):  # noqa: SIM102
    if shutil.disk_usage(MEMORY).free > ENOUGH:
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)

for name in ("DATABASE_URL", "SEARCH_URL", "ARCHIVE_NAME", "DEFAULT_ACCESS", "ASSESSMENTS"):
    os.environ.pop(name, None)
os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="verbatim-tests-")
atexit.register(shutil.rmtree, os.environ["VAR_DIR"], ignore_errors=True)
os.environ["SECRET_KEY"] = "for tests only"
os.environ["DEBUG"] = "1"

from config.settings import *  # noqa: E402, F403
from config.settings import DATABASES, VAR_DIR  # noqa: E402

DEBUG = False
# A file and not memory: threads see the locks that a real site sees.
DATABASES["default"]["TEST"] = {"NAME": str(Path(VAR_DIR) / "test.sqlite3")}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# WhiteNoise warns of a folder that is not there, and warnings are errors here.
(Path(VAR_DIR) / "static").mkdir()

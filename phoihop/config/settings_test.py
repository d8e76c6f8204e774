"""Settings of the test suite: the same program, with cheap password hashing and a throw-away data folder."""

import os
import tempfile

os.environ.setdefault("PHOIHOP_VAR", tempfile.mkdtemp(prefix="phoihop-test-"))

from phoihop.config.settings import *  # noqa: F403
from phoihop.config.settings import DATABASES, VAR

# Each worker of a parallel run has files of its own: one test's altered evidence is no other test's business.
FILES_ROOT = VAR / os.environ.get("PYTEST_XDIST_WORKER", "alone") / "files"
PAGES_ROOT = FILES_ROOT.parent / "pages"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DATABASES["default"]["CONN_MAX_AGE"] = 0  # threads of a test's server end with their connections
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in life: a database in memory locks whole tables between threads, which no installation ever does.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"

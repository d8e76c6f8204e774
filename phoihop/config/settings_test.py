"""Settings of the test suite: the same program, with cheap password hashing and a throw-away data folder."""

import os
import tempfile

os.environ.setdefault("PHOIHOP_VAR", tempfile.mkdtemp(prefix="phoihop-test-"))

from phoihop.config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

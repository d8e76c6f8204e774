"""What is copied comes back whole, and a damaged copy is refused."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = "import sys; sys.argv[0] = 'phoihop'; from phoihop.config.command import main; main()"
WRITE = (
    "import django; django.setup()\nfrom phoihop.base import ensure; ensure.database()\n"
    "from django.conf import settings\nfrom phoihop.journal.actions import record\n"
    "[record('x.y', by=None, facts={'n': n}) for n in range(7)]\n"
    "(settings.FILES_ROOT / 'ab').mkdir(parents=True)\n(settings.FILES_ROOT / 'ab' / 'cd').write_bytes(b'paper')"
)


def run(var: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PHOIHOP_")}
    environment = {**kept, "PHOIHOP_VAR": str(var), "DJANGO_SETTINGS_MODULE": "phoihop.config.settings"}
    program = arguments if arguments == (WRITE,) else (PROGRAM, *arguments)
    command = [sys.executable, "-c", *program]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A backup of an installation with seven entries in its log and one stored file."""
    assert run(tmp_path / "office", WRITE).returncode == 0
    done = run(tmp_path / "office", "backup", str(tmp_path / "copies"))
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.strip())


def test_a_backup_comes_back_whole_and_overwrites_nothing(copy: Path, tmp_path: Path) -> None:
    back = run(tmp_path / "new", "restore", str(copy))
    assert back.returncode == 0, back.stderr
    assert (tmp_path / "new" / "files" / "ab" / "cd").read_bytes() == b"paper"
    assert "7" in run(tmp_path / "new", "verify_log").stdout
    again = run(tmp_path / "new", "restore", str(copy))
    assert again.returncode == 1
    assert "đã có dữ liệu" in again.stderr


@pytest.mark.parametrize("name", ["database", "files/ab/cd", "backup.json"])
def test_a_damaged_backup_is_refused_by_name(copy: Path, tmp_path: Path, name: str) -> None:
    data = bytearray((copy / name).read_bytes())
    data[-1] ^= 1
    (copy / name).write_bytes(data)
    back = run(tmp_path / "new", "restore", str(copy))
    assert back.returncode == 1
    assert name in back.stderr
    assert not (tmp_path / "new" / "phoihop.sqlite3").exists()

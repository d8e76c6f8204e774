"""A copy of everything the program keeps, and the way back: database, stored files, and a list with their hashes."""

import hashlib
import json
import shutil
import sqlite3
import subprocess
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from phoihop.base import clock
from phoihop.base.errors import Reason, Refusal
from phoihop.journal import queries as journal

LIST = "backup.json"
DATABASE = "database"
FILES = "files"


def backup(folder: Path) -> Path:
    """Copy the database (while people work) and then the files into a new folder inside `folder`; returns it.

    Files are never changed or removed once stored, so a copy taken after the database holds all that it names.
    """
    place = folder / f"phoihop-{clock.machine_now():%Y%m%d-%H%M%S}"
    if place.exists():
        raise Refusal([Reason(_("%(folder)s đã có. Chờ một giây rồi chạy lại.") % {"folder": place})])
    (place / FILES).mkdir(parents=True)
    seq, digest = journal.head()
    _copy_database(place / DATABASE)
    if settings.FILES_ROOT.exists():
        shutil.copytree(settings.FILES_ROOT, place / FILES, dirs_exist_ok=True)
    said = {"vendor": connection.vendor, "log": {"seq": seq, "hash": digest}, "hashes": _hashes(place)}
    (place / LIST).write_text(json.dumps(said, indent=1))
    return place


def check(place: Path) -> dict[str, object]:
    """The list of a backup; refuses when a file of it is missing or not as it was written."""
    if not (place / LIST).exists():
        raise Refusal(
            [Reason(_("%(folder)s không phải bản sao lưu: thiếu %(name)s.") % {"folder": place, "name": LIST})]
        )
    said, then = _listed(place)
    now = _hashes(place)
    bad = sorted(name for name in {*now, *then} if now.get(name) != then.get(name))
    if bad:
        raise Refusal(map(_damaged, bad))
    return said


def _listed(place: Path) -> tuple[dict[str, object], dict[str, str]]:
    """What the list says, and its hashes by file; refuses a list that is none."""
    try:
        said = json.loads((place / LIST).read_text(encoding="utf-8"))
        return said, dict(said["hashes"])
    except (ValueError, KeyError, TypeError) as broken:
        raise Refusal([_damaged(LIST)]) from broken


def _damaged(name: str) -> Reason:
    return Reason(_("Tệp %(name)s của bản sao lưu thiếu hoặc đã bị đổi.") % {"name": name})


def restore(place: Path) -> None:
    """Put a backup into an empty installation of the same kind of database; refuses to overwrite anything."""
    said = check(place)
    if said["vendor"] != connection.vendor:
        words = _(
            "Bản sao lưu là của %(theirs)s, máy này dùng %(ours)s. Đặt PHOIHOP_DATABASE_URL cho khớp rồi chạy lại."
        )
        raise Refusal([Reason(words % {"theirs": said["vendor"], "ours": connection.vendor})])
    files = settings.FILES_ROOT
    if connection.introspection.table_names() or (files.exists() and any(files.iterdir())):
        raise Refusal([Reason(_("Máy này đã có dữ liệu. Khôi phục vào thư mục và cơ sở dữ liệu còn trống."))])
    connection.close()
    if connection.vendor == "sqlite":
        target = Path(str(connection.settings_dict["NAME"]))
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(place / DATABASE, target)
    else:
        _run_postgres("pg_restore", "--no-owner", "--exit-on-error", str(place / DATABASE))
    shutil.copytree(place / FILES, files, dirs_exist_ok=True)


def _copy_database(target: Path) -> None:
    if connection.vendor == "sqlite":
        with sqlite3.connect(str(connection.settings_dict["NAME"])) as source:
            source.execute("VACUUM INTO ?", [str(target)])
        source.close()
    else:
        _run_postgres("pg_dump", "--format=custom", "--no-owner", "--file", str(target))


def _run_postgres(program: str, *arguments: str) -> None:
    given = connection.settings_dict
    named = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    environment = {name: str(given[key]) for name, key in named.items() if given[key]}
    found = shutil.which(program)
    if found is None:
        raise Refusal([Reason(_("Máy này chưa có %(name)s. Cài gói postgresql-client.") % {"name": program})])
    database = ["--dbname", environment["PGDATABASE"]] if program == "pg_restore" else []
    command = [found, *database, *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise Refusal([Reason(f"{program}: {done.stderr.strip()}")])


def _hashes(place: Path) -> dict[str, str]:
    found = {}
    for path in sorted(place.rglob("*")):
        if path.is_file() and path.name != LIST:
            with path.open("rb") as file:
                found[str(path.relative_to(place))] = hashlib.file_digest(file, "sha256").hexdigest()
    return found

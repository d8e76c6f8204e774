"""The gate against its corpus: no marked file passes, honest ones do, and of what is refused nothing stays anywhere."""

import os
import tempfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from phoihop.base.errors import Refusal
from phoihop.documents import gate
from phoihop.documents.actions import keep_upload
from phoihop.documents.models import File
from tests.cast import Cast
from tests.documents import corpus

MOST_FALSE = 0.05


def sent(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name.rpartition("~")[2], data)


def test_no_marked_file_passes(tmp_path: Path) -> None:
    files = corpus.marked(tmp_path)
    assert len(files) >= 60
    assert [name for name, data in files.items() if not gate.check_upload(sent(name, data), "file")] == []


def test_honest_files_pass(tmp_path: Path) -> None:
    files = corpus.honest(tmp_path)
    stopped = [name for name, data in files.items() if gate.check_upload(sent(name, data), "file")]
    assert len(stopped) <= MOST_FALSE * len(files), stopped


@pytest.mark.django_db
def test_of_refused_bytes_nothing_stays(cast: Cast, settings: Any, tmp_path: Path, monkeypatch: Any) -> None:
    """A word that stands in each refused file is looked for in the store, the temporary folder and the database."""
    store, scratch = tmp_path / "files", tmp_path / "tmp"
    store.mkdir()
    scratch.mkdir()
    settings.FILES_ROOT = store
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    secret = "Chiến-dịch-Hoa-Ban-7731"
    files = {
        "ke-hoach.docx": corpus.word(secret, "TỐI MẬT"),
        "so-lieu.xlsx": corpus.sheet(lambda book, page: (page.write(3, 0, secret), page.write(4, 0, "MẬT"))),
        "ghi-chu.txt": f"{secret}\nTUYỆT MẬT\n".encode(),
    }
    for name, data in files.items():
        with pytest.raises(Refusal):
            keep_upload(by=cast.clerk_a1, upload=sent(name, data))
    assert File.objects.count() == 0
    assert [path for folder in (store, scratch) for path in folder.rglob("*") if path.is_file()] == []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            assert secret not in str(cursor.fetchall()), table
    assert os.listdir(scratch) == []

"""What somebody sends stays in memory until the gate has seen it, and what is far too large is not even read."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile, SimpleUploadedFile
from django.test import RequestFactory

from phoihop.config import asgi
from phoihop.documents import gate


def test_a_large_file_is_counted_but_not_put_aside(settings: Any) -> None:
    settings.UPLOAD_LIMIT = 100_000
    sent = RequestFactory().post("/", {"file": SimpleUploadedFile("a.pdf", b"%PDF-" + bytes(300_000))})
    file = sent.FILES["file"]
    assert isinstance(file, InMemoryUploadedFile)
    assert (file.size, len(file.read())) == (300_005, 100_001)
    assert "quá mức" in str(gate.check_upload(file, "file")[0])


def test_a_small_file_arrives_whole(settings: Any) -> None:
    settings.UPLOAD_LIMIT = 100_000
    body = bytes(range(256)) * 390
    file = RequestFactory().post("/", {"file": SimpleUploadedFile("a.bin", body)}).FILES["file"]
    assert file.read() == body


def test_a_body_over_the_limit_is_refused_unread(settings: Any) -> None:
    said: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        raise AssertionError("the body was read")

    async def send(message: dict[str, Any]) -> None:
        said.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/viec/",
        "query_string": b"",
        "headers": [(b"content-length", str(settings.BODY_LIMIT + 1).encode())],
    }
    with ThreadPoolExecutor(1) as thread:  # a browser test that ran here before leaves a loop running in this thread
        thread.submit(asyncio.run, asgi.application(scope, receive, send)).result()
    assert said[0]["status"] == 413
    assert "đã gõ vẫn còn" in said[1]["body"].decode()

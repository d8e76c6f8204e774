"""A scripted browser over one kept connection: sends commands as the screens' script does, with its own key."""

import asyncio
import json
import secrets
from typing import Any
from urllib.parse import urlencode

from bench.conference.stage import CSRF


class Refused(Exception):
    """The program answered that it will not."""


class Console:
    """Sends one command after another. A broken connection raises OSError or EOFError; the next command opens anew."""

    def __init__(self, port: int, conference: int, session: str) -> None:
        self.port, self.conference = port, conference
        self.cookie = f"sessionid={session}; csrftoken={CSRF}"
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None

    async def command(self, verb: str, key: str = "", **fields: object) -> int:
        """The number of the log after it; asks again with the same key when told nothing."""
        form = urlencode({"key": key or secrets.token_hex(11), **fields}, doseq=True).encode()
        head = self._head("POST", f"/hoi-nghi/{self.conference}/lenh/{verb}", "application/json")
        head += f"X-CSRFToken: {CSRF}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        head += f"Content-Length: {len(form)}\r\n"
        status, body = await self._ask(head.encode() + b"\r\n" + form)
        if status == 422:
            raise Refused("; ".join(reason["text"] for reason in json.loads(body)["reasons"]))
        if status != 200:
            raise RuntimeError(f"{verb}: {status} {body[:200]!r}")
        return int(json.loads(body)["seq"])

    async def beat(self, delay_ms: int) -> None:
        """What a site's console says of its line, twice a minute."""
        form = urlencode({"delay_ms": delay_ms, "tier": "data"}).encode()
        head = self._head("POST", f"/hoi-nghi/{self.conference}/phong/diem-cau/nhip", "application/json")
        head += f"X-CSRFToken: {CSRF}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        await self._ask(f"{head}Content-Length: {len(form)}\r\n\r\n".encode() + form)

    async def get(self, path: str, accept: str = "text/html") -> tuple[int, bytes]:
        return await self._ask(self._head("GET", path, accept).encode() + b"\r\n")

    def _head(self, method: str, path: str, accept: str) -> str:
        host = f"Host: 127.0.0.1:{self.port}"
        return f"{method} {path} HTTP/1.1\r\n{host}\r\nAccept: {accept}\r\nCookie: {self.cookie}\r\n"

    async def _ask(self, request: bytes) -> tuple[int, bytes]:
        """As browsers do, once more over a new connection where the kept one was closed while nothing was asked."""
        if self.writer is not None:
            try:
                return await self._ask_once(request)
            except (asyncio.IncompleteReadError, ConnectionError):
                pass
        return await self._ask_once(request)

    async def _ask_once(self, request: bytes) -> tuple[int, bytes]:
        try:
            if self.writer is None:
                self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port, limit=2**22)
            assert self.reader is not None
            self.writer.write(request)
            head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
            status = int(head.split(" ", 2)[1])
            if status in (204, 304):
                body = b""
            elif "transfer-encoding: chunked" in head:
                body = await self._chunks(self.reader)
            else:
                length = next(line for line in head.split("\r\n") if line.startswith("content-length:"))
                body = await self.reader.readexactly(int(length.split(":")[1]))
            if "connection: close" in head:
                self.close()
            return status, body
        except BaseException:
            self.close()
            raise

    @staticmethod
    async def _chunks(reader: asyncio.StreamReader) -> bytes:
        body = b""
        while size := int(await reader.readline(), 16):
            body += await reader.readexactly(size)
            await reader.readline()
        await reader.readline()
        return body

    def close(self) -> None:
        if self.writer is not None:
            self.writer.close()
        self.reader = self.writer = None


async def gather_all(jobs: list[Any]) -> list[Any]:
    """All at once; the first failure ends the rest."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(job) for job in jobs]
    return [task.result() for task in tasks]

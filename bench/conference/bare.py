"""What is compared with: a bare event stream on uvicorn, a queue for each reader, that sends bytes it was given.

    python -m bench.conference.bare FILE PORT    FILE: {group: [base64 of each push]}

GET /live?nhom=<group> reads; POST /push/<number> sends the push of that number to every reader of each group.
"""

import asyncio
import base64
import json
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import uvicorn

pushes: dict[str, list[bytes]] = {}
queues: dict[str, set[asyncio.Queue[bytes]]] = {}


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    if scope["method"] == "POST":
        number = int(scope["path"].rpartition("/")[2])
        for group, waiting in queues.items():
            for queue in waiting:
                queue.put_nowait(pushes[group][number])
        await answer(send, b"{}")
    elif scope["path"] == "/live":
        await stream(parse_qs(scope["query_string"].decode())["nhom"][0], receive, send)
    else:
        await answer(send, b"ok")


async def answer(send: Any, body: bytes) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(body))]})
    await send({"type": "http.response.body", "body": body})


async def stream(group: str, receive: Any, send: Any) -> None:
    queue: asyncio.Queue[bytes] = asyncio.Queue()
    queues.setdefault(group, set()).add(queue)
    try:
        headers = [(b"content-type", b"text/event-stream")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b": here\n\n", "more_body": True})
        while True:
            await send({"type": "http.response.body", "body": await queue.get(), "more_body": True})
    finally:
        queues[group].discard(queue)


if __name__ == "__main__":
    for name, bodies in json.loads(Path(sys.argv[1]).read_text()).items():
        pushes[name] = [base64.b64decode(body) for body in bodies]
    uvicorn.run(application, port=int(sys.argv[2]), lifespan="off", log_level="warning", timeout_graceful_shutdown=1)

"""One command makes the database and serves everything; what it serves answers."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

PROGRAM = "import sys; sys.argv = ['phoihop', *sys.argv[1:]]; from phoihop.config.command import main; main()"
ALL_IN_ONE = (
    "import django; django.setup()\nfrom phoihop.base import ensure; ensure.database()\n"
    "from phoihop.ops import server\nimport sys; server.run_all(int(sys.argv[1]))"
)


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PHOIHOP_")}
    return {**kept, "PHOIHOP_VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "phoihop.config.settings"}


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def ask(port: int, path: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(1200):
        assert process.poll() is None
        try:
            ask(port, "/suc-khoe")
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server never listened")


@pytest.fixture(params=["all in one", "apart"])
def server(request: pytest.FixtureRequest, environment: dict[str, str]) -> Iterator[tuple[int, int]]:
    """(port of pages, port of the stream) of a running server; it has to end by itself when told to."""
    port = free_port()
    apart = [PROGRAM, "serve", "--port", str(port), "--workers", "1"]
    command = [ALL_IN_ONE, str(port)] if request.param == "all in one" else apart
    process = subprocess.Popen([sys.executable, "-c", *command], env=environment)
    try:
        wait_for(port, process)
        stream = port if request.param == "all in one" else port + 1
        if stream != port:
            wait_for(stream, process)
        yield port, stream
    finally:
        process.terminate()
        process.wait(timeout=60)


def test_pages_stream_and_health_answer(server: tuple[int, int]) -> None:
    pages, stream = server
    status, text = ask(pages, "/nhat-ky/")
    assert status == 200
    assert 'name="password"' in text, "a visitor is led to the sign-in page"
    assert ask(stream, "/live")[0] == 403
    assert ask(pages, "/suc-khoe")[1].strip()
    assert ask(pages, "/static/base/css/ground.css")[0] == 200


def test_any_command_makes_its_database_and_keeps_its_output_clean(environment: dict[str, str], tmp_path: Path) -> None:
    done = [
        subprocess.run([sys.executable, "-c", PROGRAM, "verify_log"], env=environment, capture_output=True, text=True)
        for _ in range(2)
    ]
    assert [run.returncode for run in done] == [0, 0]
    assert (tmp_path / "phoihop.sqlite3").exists()
    assert done[0].stdout == done[1].stdout
    assert "cơ sở dữ liệu" in done[0].stderr
    assert done[1].stderr == ""

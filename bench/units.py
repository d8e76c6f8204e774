"""The page of all units of a day: processor time beside a bare view of the framework; eight readers at once."""

import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import RequestFactory

from bench import province
from bench.measure import Row, alternately, median, p95
from phoihop.base import clock
from phoihop.orgs.models import UnitVersion

PAGE = "/don-vi/?on=2021-12-14"
LIMIT = 0.010
READERS, READS = 8, 25
BARE = """<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Đơn vị</title></head><body><table>
<thead><tr><th>Mã</th><th>Tên</th><th>Cấp</th><th>Loại</th><th>Thuộc</th></tr></thead><tbody>
{% for unit in units %}<tr><td>{{ unit.code }}</td><td>{{ unit.name_vi }}</td><td>{{ unit.get_level_display() }}</td>
<td>{{ unit.get_type_display() }}</td><td>{{ unit.parent_id or "" }}</td></tr>{% endfor %}
</tbody></table></body></html>"""


def bare(request: HttpRequest) -> HttpResponse:
    """The same units in the same template engine and nothing else: no session, no rights, no frame, no tree."""
    day = "2021-12-14"
    units = UnitVersion.objects.filter(valid_from__lte=day, valid_to__gte=day).order_by("code")
    return HttpResponse(_template().render({"units": units}, request))


def _template() -> Any:
    if not hasattr(_template, "made"):
        _template.made = engines.all()[0].from_string(BARE)  # type: ignore[attr-defined]
    return _template.made  # type: ignore[attr-defined]


def rows() -> list[Row]:
    with clock.standing_at(province.DAY):
        client, request = province.browser(), RequestFactory().get("/")
        assert client.get(PAGE).content.count(b"/dia-ban/") >= 204
        ours, theirs = alternately(lambda: client.get(PAGE), lambda: bare(request), 100, time.process_time)
        key = client.cookies[settings.SESSION_COOKIE_NAME].value
    beside = "a bare view, same table and database"
    size = len(client.get(PAGE, HTTP_ACCEPT_ENCODING="gzip").content)
    alone, parallel = _read_over_http(key)
    return [
        Row(
            "page of 217 units, processor time", median(ours), beside, median(theirs), LIMIT, f"{size // 1024} KB sent"
        ),
        Row(f"page of 217 units, {READERS} readers at once, p95", p95(parallel), "one reader, p95", p95(alone)),
    ]


def _read_over_http(key: str) -> tuple[list[float], list[float]]:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = int(found.getsockname()[1])
    program = "import sys; sys.argv[0] = 'phoihop'; from phoihop.config.command import main; main()"
    command = [sys.executable, "-c", program, "serve", "--port", str(port)]
    server = subprocess.Popen(command, env=os.environ)
    try:
        _wait(port)
        _read(port, key, READS)
        alone = _read(port, key, READS)
        taken: list[float] = []
        threads = [threading.Thread(target=lambda: taken.extend(_read(port, key, READS))) for _ in range(READERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return alone, sorted(taken)
    finally:
        server.terminate()
        server.wait()


def _wait(port: int) -> None:
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server never listened")


def _read(port: int, key: str, times: int) -> list[float]:
    taken = []
    line = http.client.HTTPConnection("127.0.0.1", port)
    for _ in range(times):
        start = time.perf_counter()
        line.request("GET", PAGE, headers={"Cookie": f"sessionid={key}", "Accept-Encoding": "gzip"})
        answer = line.getresponse()
        answer.read()
        assert answer.status == 200
        taken.append(time.perf_counter() - start)
    return sorted(taken)

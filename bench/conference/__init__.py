"""The conference: a thousand open screens, many ballots, a weak line, roll call, and a web process killed fifty times.

All on one machine over loopback: readers and hands share the processor with the server, so ratios count.
"""

import time
from pathlib import Path

from bench.conference import fanout, hands, kills, stage, weak
from bench.conference.fanout import Run
from bench.conference.stage import ROOT, Server, Stage
from bench.measure import Row, median, p95

FOLDER = ROOT / "build" / "bench-conference"
BARE = "the same bytes from a bare uvicorn"


def rows() -> list[Row]:
    made = stage.build(FOLDER)
    found: list[Row] = []
    with stage.serving(made) as server:
        time.sleep(3)
        found += _fan_out(made, server, FOLDER)
        found += _hands(made, server)
        found += _weak(made, server)
        found.append(_kills(made, server))
    return found


def _p99(taken: list[float]) -> float:
    return taken[min(len(taken) - 1, round(0.99 * (len(taken) - 1)))]


def _fan_out(made: Stage, server: Server, folder: Path) -> list[Row]:
    ours, report, seqs = fanout.ours(made, server)
    bare = fanout.bare(made, folder, report, seqs)
    said = f"median {median(ours.taken) * 1000:.0f} beside {median(bare.taken) * 1000:.0f} ms"
    return [
        Row(
            f"command to the last of {ours.screens} screens, p99", _p99(ours.taken), BARE, _p99(bare.taken), 0.15, said
        ),
        Row(
            "processor time of a command and its push",
            ours.processor,
            BARE,
            bare.processor,
            3 * bare.processor,
            f"memory a screen {_kib(ours)} beside {_kib(bare)}; {ours.sent // len(seqs)} bytes a push",
        ),
    ]


def _kib(run: Run) -> str:
    return f"{run.resident / 1024:.1f} KiB"


def _hands(made: Stage, server: Server) -> list[Row]:
    seconds, taps = hands.roll_call(made, server)
    ballots = hands.vote(made, server)
    counted = f"{ballots.lost} lost, {ballots.double} double, {ballots.repeated} sent twice"
    alone = median(ballots.answered)
    return [
        Row(f"roll call: {len(made.halls)} consoles, {taps} taps", seconds, "", 0, 60.0),
        Row(
            "500 secret ballots at all sites at once",
            ballots.seconds,
            "one ballot, median",
            alone,
            10.0,
            counted,
            bool(ballots.lost or ballots.double),
        ),
    ]


def _weak(made: Stage, server: Server) -> list[Row]:
    taken = weak.confirmed(made, server)
    back = weak.returned(made, server)
    hour = weak.idle(made, server)
    trip = "the line's own delay"
    state = (
        f"{back.missed} entries missed; same parts: {_yes(back.same)}; place in the queue kept: {_yes(back.place_kept)}"
    )
    size = f"{hour / 1e6:.2f} MB of 1 MB"
    return [
        Row("64 kbit/s, 800 ms: hand and ballot confirmed, p95", p95(taken), trip, weak.DELAY, 5.0),
        Row(
            "cut off, back where the others are",
            back.seconds,
            trip,
            weak.DELAY,
            5.0,
            state,
            not (back.same and back.place_kept),
        ),
        Row("an idle hour of a site's line", 0, "", 0, None, size, hour > 1e6),
    ]


def _kills(made: Stage, server: Server) -> Row:
    start = time.perf_counter()
    said = kills.play(made, server, actions=900, kills=50)
    counted = f"{said.lost} lost, {said.double} double, {said.sent_again} sent again"
    what = f"{said.actions} actions, web process killed {said.kills} times"
    return Row(what, time.perf_counter() - start, "", 0, None, counted, bool(said.lost or said.double or said.broken))


def _yes(true: bool) -> str:
    return "yes" if true else "NO"

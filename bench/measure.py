"""Timing, and how a row of the result is written."""

import gc
import platform
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Row:
    """One line: what, how long it took, what it is compared with and how long that took beside it.

    `ours` and `theirs` in seconds. `limit` in seconds, None where the line only states. `note`: statements, sizes.
    """

    what: str
    ours: float
    beside: str
    theirs: float
    limit: float | None = None
    note: str = ""
    broken: bool = False
    """True when something other than time is not as promised (the number of statements)."""

    @property
    def missed(self) -> bool:
        return self.broken or (self.limit is not None and self.ours > self.limit)


def times(run: Callable[[], Any], repeat: int, clock: Callable[[], float] = time.perf_counter) -> list[float]:
    """Seconds of each run, in rising order, after one run that warms caches."""
    run()
    gc.collect()
    taken = []
    for _ in range(repeat):
        start = clock()
        run()
        taken.append(clock() - start)
    return sorted(taken)


def p95(taken: list[float]) -> float:
    return taken[min(len(taken) - 1, round(0.95 * (len(taken) - 1)))]


def median(taken: list[float]) -> float:
    return taken[len(taken) // 2]


def alternately(
    ours: Callable[[], Any], theirs: Callable[[], Any], repeat: int, clock: Callable[[], float] = time.perf_counter
) -> tuple[list[float], list[float]]:
    """Both, turn by turn, so that whatever else the machine does falls on both alike."""
    ours(), theirs()
    gc.collect()
    mine: list[float] = []
    other: list[float] = []
    for _ in range(repeat):
        for run, kept in ((ours, mine), (theirs, other)):
            start = clock()
            run()
            kept.append(clock() - start)
    return sorted(mine), sorted(other)


def written(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"


def table(rows: list[Row]) -> str:
    """The result as text, one line a row."""
    lines = [("what", "ours", "limit", "beside it", "its time", "ratio", "")]
    for row in rows:
        limit = written(row.limit) if row.limit is not None else ""
        ratio = f"{row.ours / row.theirs:.1f}" if row.theirs else ""
        note = f"{row.note}{' MISSED' if row.missed else ''}".strip()
        lines.append((row.what, written(row.ours), limit, row.beside, written(row.theirs), ratio, note))
    widths = [max(len(line[i]) for line in lines) for i in range(7)]
    text = ["  ".join(part.ljust(width) for part, width in zip(line, widths, strict=True)).rstrip() for line in lines]
    text.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join([f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()}", *text])

"""kill -9 of the web process amid a conference over HTTP: nothing confirmed is lost, nothing is done twice."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.conference import kills, stage


def test_what_was_confirmed_survives_and_what_is_sent_again_is_done_once(tmp_path: Path) -> None:
    hall = stage.build(tmp_path / "var", sites=3, seats=8)
    # A thread of its own: a browser test that ran here before leaves a loop running in this one.
    with stage.serving(hall) as server, ThreadPoolExecutor(1) as thread:
        said = thread.submit(kills.play, hall, server, actions=120, kills=6, lanes=4).result()
    assert (said.kills, said.actions) == (6, 120)
    assert said.sent_again > 0, "no kill fell into a command"
    assert (said.lost, said.double, said.broken) == (0, 0, False)

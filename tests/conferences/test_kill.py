"""kill -9 of the web process amid a conference over HTTP: nothing confirmed is lost, nothing is done twice."""

from pathlib import Path

from bench.conference import kills, stage


def test_what_was_confirmed_survives_and_what_is_sent_again_is_done_once(tmp_path: Path) -> None:
    hall = stage.build(tmp_path / "var", sites=3, seats=8)
    with stage.serving(hall) as server:
        said = kills.play(hall, server, actions=120, kills=6, lanes=4)
    assert (said.kills, said.actions) == (6, 120)
    assert said.sent_again > 0, "no kill fell into a command"
    assert (said.lost, said.double, said.broken) == (0, 0, False)

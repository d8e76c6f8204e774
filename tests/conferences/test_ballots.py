"""Ballots: one each whatever is repeated, the tally is the ledger, and a secret one joins no person to a choice."""

import random
import re
import threading
from collections import Counter
from typing import Any

import pytest
from django.core import serializers
from django.db import connection

from phoihop.base.errors import Refusal
from phoihop.conferences import actions, queries
from phoihop.conferences.models import Ballot, Conference, Delegate, LogEntry, PinGuess, Vote
from phoihop.conferences.rules import MOST_WRONG, pin_of
from tests.cast import Cast
from tests.conferences.crowd import Hall, gather
from tests.conferences.world import World, build, key


def open_a_vote(world: World, method: str, options: int = 3) -> Vote:
    vote = actions.put_question(
        by=world.cast.secretary,
        conference=world.fresh(),
        question=f"Thông qua nội dung {key()}",
        method=method,
        options=[f"Phương án {one + 1}" for one in range(options)],
    )
    actions.open_vote(by=world.cast.leader, conference=world.conference, vote=vote, key=key())
    return vote


def seat_everybody(world: World, halls: list[Hall]) -> None:
    marks = {seat.pk: "room" for hall in halls for seat in hall.seats}
    actions.mark(by=world.cast.secretary, conference=world.conference, marks=marks, key=key())
    world.open()


def cast(world: World, hall: Hall, vote: Vote, seat: Delegate, choice: str, by_key: str) -> LogEntry:
    return actions.cast_at_site(
        by=hall.contact,
        conference=world.conference,
        vote=vote,
        seat=seat,
        choice=choice,
        pin=pin_of(seat),
        key=by_key,
    )


@pytest.mark.django_db
def test_five_hundred_ballots_of_thirty_sites_count_once_each(world: World) -> None:
    halls = gather(world)
    seat_everybody(world, halls)
    vote = open_a_vote(world, "named")
    dice = random.Random(4)
    voters = dice.sample([(hall, seat) for hall in halls for seat in hall.seats], 500)
    chosen: dict[int, str] = {}
    refused = 0
    for hall, seat in voters:
        choice = dice.choice(("o1", "o2", "o3"))
        chosen[seat.pk] = choice
        entry = cast(world, hall, vote, seat, choice, f"ballot-{seat.pk}")
        again = dice.random()
        if again < 0.05:
            assert cast(world, hall, vote, seat, choice, f"ballot-{seat.pk}") == entry
        elif again < 0.08:
            with pytest.raises(Refusal, match="Mỗi người một phiếu"):
                cast(world, hall, vote, seat, "o1", key())
            refused += 1
    assert refused
    closed = actions.close_vote(by=world.cast.leader, conference=world.conference, vote=vote, key=key())
    ledger = dict(Ballot.objects.filter(vote=vote).values_list("delegate", "choice"))
    said = LogEntry.objects.filter(verb="vote.cast").values_list("facts", flat=True)
    assert ledger == chosen
    assert {facts["delegate"]: facts["choice"] for facts in said} == chosen
    assert len(said) == 500
    assert closed.facts["counts"] == dict(sorted(Counter(chosen.values()).items()))
    assert queries.verify_log(world.fresh()) is None


@pytest.mark.django_db
def test_a_key_used_for_one_seat_confirms_no_ballot_of_another(world: World) -> None:
    (hall,) = gather(world, sites=1, seats=2)
    seat_everybody(world, [hall])
    vote = open_a_vote(world, "secret")
    cast(world, hall, vote, hall.seats[0], "o1", "same")
    with pytest.raises(Refusal, match="đã dùng cho việc khác"):
        cast(world, hall, vote, hall.seats[1], "o2", "same")
    assert Ballot.objects.get().delegate == hall.seats[0]


def everything_kept() -> str:
    """The whole database as text: on SQLite as `.dump` writes it, elsewhere row by row."""
    if connection.vendor == "sqlite":
        return "\n".join(connection.connection.iterdump())
    from django.apps import apps

    rows = [row for model in apps.get_models() for row in model._default_manager.order_by("pk")]
    return serializers.serialize("jsonl", rows, ensure_ascii=False)


def vote_secretly(world: World, hall: Hall, choices: dict[int, str]) -> tuple[Vote, str]:
    """Everybody in the hall votes in the order of `choices`; gives the vote and what is kept before it is closed."""
    vote = open_a_vote(world, "secret", options=2)
    seats = {seat.pk: seat for seat in hall.seats}
    for seat, choice in choices.items():
        cast(world, hall, vote, seats[seat], choice, f"{vote.pk}-{seat}")
    return vote, everything_kept()


@pytest.mark.django_db
def test_no_row_and_no_order_of_rows_joins_a_person_and_a_choice(world: World) -> None:
    """Two votes of the same people in the same order, chosen the other way round with the same sums: what is kept of
    them differs in nothing but what names the vote and the moment."""
    (hall,) = gather(world, sites=1, seats=8)
    seat_everybody(world, [hall])
    order = random.Random(8).sample([seat.pk for seat in hall.seats], 8)
    one_way = {seat: "o1" if place % 2 else "o2" for place, seat in enumerate(order)}
    other_way = {seat: "o2" if choice == "o1" else "o1" for seat, choice in one_way.items()}
    first, after_first = vote_secretly(world, hall, one_way)
    actions.close_vote(by=world.cast.leader, conference=world.conference, vote=first, key=key())
    second, after_second = vote_secretly(world, hall, other_way)
    for vote, text in ((first, after_first), (second, after_second)):
        holding = [line for line in text.splitlines() if re.search(r"\bo[12]\b", line) and "conferences" in line]
        about = [line for line in holding if not _names_only_the_vote(line)]
        assert about == [], "a choice stands in a row of its own"
        entries = LogEntry.objects.filter(verb="vote.cast", facts__vote=vote.pk).order_by("seq")
        assert [entry.facts for entry in entries] == [{"vote": vote.pk, "delegate": seat} for seat in order]
        ballots = Ballot.objects.filter(vote=vote).order_by("pk").values_list("delegate", "is_secret", "choice")
        assert list(ballots) == [(seat, True, "") for seat in order]
        assert Vote.objects.get(pk=vote.pk).secret_counts == {"o1": 4, "o2": 4}
    kept = Vote.objects.filter(pk__in=[first.pk, second.pk]).values_list("secret_counts", "options", "method")
    assert len({str(row) for row in kept}) == 1


def _names_only_the_vote(line: str) -> bool:
    """The row of a vote (its options and its urn), and the entries that open and close it."""
    return any(mark in line for mark in ("conferences_vote", "conferences.vote", "vote.opened", "vote.closed"))


@pytest.mark.django_db(transaction=True)
def test_ballots_of_all_sites_at_once_are_counted_once_each() -> None:
    """Six computers, each voting for its people and repeating every other request at the same time as its neighbour."""
    world, halls, vote = _running()
    refused: list[str] = []

    def console(hall: Hall) -> None:
        for place, seat in enumerate(hall.seats):
            for by_key in (f"k-{seat.pk}", f"k-{seat.pk}", f"other-{seat.pk}")[: 1 + place % 3]:
                try:
                    cast(world, hall, vote, seat, f"o{1 + place % 3}", by_key)
                except Refusal as refusal:
                    refused.append(str(refusal))
        connection.close()

    together([(console, hall) for hall in halls] + [(console, hall) for hall in halls])
    counts = Vote.objects.get(pk=vote.pk).secret_counts
    assert counts == {"o1": 2 * len(halls), "o2": 2 * len(halls), "o3": len(halls)}
    assert Ballot.objects.count() == 5 * len(halls)
    assert LogEntry.objects.filter(verb="vote.cast").count() == 5 * len(halls)
    assert all("Mỗi người một phiếu" in said for said in refused)
    conference = Conference.objects.get(pk=world.conference.pk)
    assert queries.verify_log(conference) is None
    assert len(queries.room_now(conference.pk, conference.last_seq, conference.log_hash).polls[vote.pk].voted) == 30


@pytest.mark.django_db(transaction=True)
def test_many_wrong_pins_at_once_are_no_more_tries_than_one_after_another() -> None:
    world, halls, vote = _running()
    seat, said = halls[0].seats[0], []
    wrong = next(f"{digits:04}" for digits in range(10000) if f"{digits:04}" != pin_of(seat))

    def guess(_number: int) -> None:
        try:
            actions.cast_at_site(
                by=halls[0].contact,
                conference=world.conference,
                vote=vote,
                seat=seat,
                choice="o1",
                pin=wrong,
                key=key(),
            )
        except Refusal as refusal:
            said.append(str(refusal))
        connection.close()

    together([(guess, number) for number in range(12)])
    assert Counter("bị khóa" in one for one in said) == {False: MOST_WRONG, True: 12 - MOST_WRONG}
    assert PinGuess.objects.get(delegate=seat).wrong == MOST_WRONG


def _running() -> tuple[World, list[Hall], Vote]:
    from phoihop.base import clock
    from tests import cast as standing

    with clock.standing_at(standing.DAY):
        people: Cast = standing.bring_on()
        world = build(people)
        halls = gather(world, sites=6, seats=5)
        seat_everybody(world, halls)
        return world, halls, open_a_vote(world, "secret")


def together(jobs: list[tuple[Any, Any]]) -> None:
    threads = [threading.Thread(target=run, args=(given,)) for run, given in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
        assert not thread.is_alive()

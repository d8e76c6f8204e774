"""The speakers' queue: one order whatever the room forgot, a morning put in order by hand, and no site that starves."""

from collections import Counter
from itertools import pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from phoihop.conferences.formulas import Asking, in_order
from phoihop.conferences.formulas.queue import PRIORITY

KINDS = sorted(PRIORITY, key=PRIORITY.__getitem__)
askings = st.lists(st.tuples(st.integers(0, 4), st.sampled_from(KINDS)), max_size=12).map(
    lambda rows: [Asking(seat, site, kind, seat + 1) for seat, (site, kind) in enumerate(rows)]
)
heard = st.dictionaries(st.integers(0, 4), st.integers(0, 3))


@given(askings, heard, st.randoms())
def test_the_order_does_not_depend_on_how_the_askings_are_kept(
    asked: list[Asking], counts: dict[int, int], dice
) -> None:
    mixed = list(asked)
    dice.shuffle(mixed)
    assert in_order(mixed, counts) == in_order(asked, counts)


@given(askings, heard)
def test_nobody_is_before_who_has_a_better_claim(asked: list[Asking], counts: dict[int, int]) -> None:
    queue = in_order(asked, counts)
    assert sorted(one.delegate for one in queue) == sorted(one.delegate for one in asked)
    for ahead, behind in pairwise(queue):
        better = [
            (KINDS.index(ahead.kind), KINDS.index(behind.kind)),
            (counts.get(ahead.site, 0), counts.get(behind.site, 0)),
            (ahead.seq, behind.seq),
        ]
        first_difference = next(pair for pair in better if pair[0] != pair[1])
        assert first_difference[0] < first_difference[1]


def test_a_morning_goes_as_it_was_put_in_order_by_hand() -> None:
    waiting: dict[str, Asking] = {}
    counts: Counter[int] = Counter()
    names: dict[int, str] = {}
    lines = Path(__file__).with_name("queue_order.csv").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate((line for line in lines if not line.startswith("#")), 1):
        does, seat, site, kind, expected = line.split(",")
        if does == "ask":
            names[number] = seat
            waiting[seat] = Asking(number, ord(site), kind, number)
        else:
            del waiting[seat]
            counts[ord(site)] += does == "give"
        order = [names[one.delegate] for one in in_order(waiting.values(), counts)]
        assert order == expected.split(), f"line {number}: {line}"


happenings = st.lists(
    st.one_of(
        st.tuples(st.just("ask"), st.integers(0, 4), st.sampled_from(KINDS)),
        st.tuples(st.just("give"), st.just(0), st.just("")),
        st.tuples(st.just("give out of turn"), st.integers(0, 30), st.just("")),
    ),
    max_size=80,
)


@given(happenings)
def test_no_site_waits_for_more_speakers_than_promised(happened: list[tuple[str, int, str]]) -> None:
    """From the instant a site comes to wait in a priority each other site passes it no more often than the bound."""
    waiting: dict[int, Asking] = {}
    counts: Counter[int] = Counter()
    since: dict[tuple[int, str], tuple[Counter[int], Counter[int]]] = {}
    for number, (does, value, kind) in enumerate(happened, 1):
        if does == "ask":
            waiting[number] = Asking(number, value, kind, number)
            since.setdefault((value, kind), (Counter(counts), Counter()))
            continue
        queue = in_order(waiting.values(), counts)
        if not queue:
            continue
        given_to = queue[value % len(queue)] if does == "give out of turn" else queue[0]
        del waiting[given_to.delegate]
        for (site, priority), (then, passed) in since.items():
            if site != given_to.site and does == "give" and priority == given_to.kind:
                passed[given_to.site] += 1
                assert passed[given_to.site] <= then[site] - then[given_to.site] + 1
        counts[given_to.site] += 1
        # The site has had a turn: what it still asks waits anew.
        for key in [key for key in since if key[0] == given_to.site]:
            del since[key]
        for one in waiting.values():
            if one.site == given_to.site:
                since[one.site, one.kind] = (Counter(counts), Counter())

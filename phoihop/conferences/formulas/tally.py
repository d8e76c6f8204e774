"""Counting: how many make a quorum, what a vote came to."""

from collections.abc import Iterable


def quorum_need(rule: str, entitled: int) -> int:
    """How many entitled seats must be present: more than half, or at least two thirds."""
    if rule == "two_thirds":
        return -(-2 * entitled // 3)
    return entitled // 2 + 1


def tally_of(options: Iterable[str], choices: Iterable[str]) -> dict[str, int]:
    """Option → how many chose it, every option named, in the order of the question."""
    counts = dict.fromkeys(options, 0)
    for choice in choices:
        counts[choice] += 1
    return counts

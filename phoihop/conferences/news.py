"""Telling open screens that the log of a conference grew: its number, never content."""

from phoihop.base import news

TOPIC = "conference"


def topic(conference_id: int) -> str:
    """What the open screens of one conference follow."""
    return f"{TOPIC}:{conference_id}"


def told(conference_id: int) -> None:
    """Within the verb's transaction: after the commit every stream looks at the log from where it stood."""
    news.tell(topic(conference_id))

"""What a task comes from, in words and with its page. An upper room says it for its own records in its `sources.py`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models

from phoihop.base.numbers import format_date, format_moment
from phoihop.base.text import named
from phoihop.duties import rules
from phoihop.duties.models import Directive, Duty, Programme, Situation
from phoihop.orgs.models import Post


@dataclass(frozen=True, slots=True)
class Source:
    """What work follows from. `to` is the name of its page, then what stands in the address; empty where the post may
    not open it."""

    text: str
    to: tuple[Any, ...] = ()
    tail: str = ""


Says = Callable[[Any, Post], Source]
_says: dict[type[models.Model], Says] = {}


def says_source(kind: type[models.Model]) -> Callable[[Says], Says]:
    """Register the decorated function as saying what a record of this kind is called, and where it opens for a post."""

    def register(says: Says) -> Says:
        _says[kind] = says
        return says

    return register


def source_of(origin: models.Model | None, post: Post) -> Source | None:
    """The source in words; None for work that comes from nothing on record, or of a kind that nobody names."""
    says = _says.get(type(origin)) if origin is not None else None
    return says(origin, post) if says else None


@says_source(Duty)
def _duty(duty: Duty, post: Post) -> Source:
    to = ("duties:regulation", duty.article.regulation_id) if post.can("regulation.read") else ()
    return Source(f"{duty.code} · {named(duty, 'title')}", to, f"#muc-{duty.article_id}")


@says_source(Programme)
def _programme(programme: Programme, post: Post) -> Source:
    text = f"{programme.number}, {format_date(programme.issued_on)} · {named(programme, 'title')}"
    return Source(text, ("tasks:programme", programme.pk))


@says_source(Directive)
def _directive(directive: Directive, post: Post) -> Source:
    text = f"{directive.number}, {directive.issuer}, {format_date(directive.issued_on)} · {named(directive, 'title')}"
    return Source(text, ("tasks:directive", directive.pk))


@says_source(Situation)
def _situation(situation: Situation, post: Post) -> Source:
    """What was reported in a campaign; who has no part in the campaign does not open it."""
    campaign = situation.slot.campaign
    seen = rules.visible_campaigns(post).filter(pk=campaign.pk).exists()
    text = f"{named(campaign, 'title')} · {format_moment(situation.slot.at)}"
    return Source(text, ("tasks:campaign", campaign.pk) if seen else ())

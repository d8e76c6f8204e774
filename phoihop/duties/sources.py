"""What a task comes from, in words and with its page. An upper room says it for its own records when it loads."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models

from phoihop.base.numbers import format_date
from phoihop.base.text import named
from phoihop.duties.models import Directive, Duty, Programme


@dataclass(frozen=True, slots=True)
class Source:
    """What work follows from. `route` and `key` name its page; empty where it has none."""

    text: str
    route: str = ""
    key: int = 0
    tail: str = ""


Says = Callable[[Any], Source]
_says: dict[type[models.Model], Says] = {}


def says_origin(kind: type[models.Model]) -> Callable[[Says], Says]:
    """Register the decorated function as saying what a record of this kind is called and where it opens."""

    def register(says: Says) -> Says:
        _says[kind] = says
        return says

    return register


def source_of(origin: models.Model | None) -> Source | None:
    """The source in words; None for work that comes from nothing on record, or of a kind that nobody names."""
    says = _says.get(type(origin)) if origin is not None else None
    return says(origin) if says else None


@says_origin(Duty)
def _duty(duty: Duty) -> Source:
    regulation = duty.article.regulation_id
    return Source(f"{duty.code} · {named(duty, 'title')}", "duties:regulation", regulation, f"#muc-{duty.article_id}")


@says_origin(Programme)
def _programme(programme: Programme) -> Source:
    text = f"{programme.number}, {format_date(programme.issued_on)} · {named(programme, 'title')}"
    return Source(text, "tasks:programme", programme.pk)


@says_origin(Directive)
def _directive(directive: Directive) -> Source:
    text = f"{directive.number}, {directive.issuer}, {format_date(directive.issued_on)} · {named(directive, 'title')}"
    return Source(text, "tasks:directive", directive.pk)

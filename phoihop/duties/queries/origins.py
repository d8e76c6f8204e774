"""What a task comes from, as an address names it: "programme:3", "directive:12", "duty:7", "campaign:2"."""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q

from phoihop.base.numbers import parse_key
from phoihop.duties import rules
from phoihop.duties.models import Campaign, Directive, Duty, Programme, Situation

ORIGINS: dict[str, type[models.Model]] = {
    "programme": Programme,
    "directive": Directive,
    "duty": Duty,
    "campaign": Campaign,
    "situation": Situation,
}


def origin_word(thing: models.Model) -> str:
    """How an address names the thing."""
    return f"{next(word for word, model in _known().items() if isinstance(thing, model))}:{thing.pk}"


def of_origin(word: str) -> Q | None:
    """The condition that a share's task comes from what is named; None for a word that names nothing."""
    kind, _colon, pk = word.partition(":")
    key = parse_key(pk)
    known = _known()
    if kind not in known or key is None:
        return None
    from_it = Q(task__origin_type=ContentType.objects.get_for_model(known[kind]), task__origin_id=key)
    if kind == "campaign":  # and from what was reported in it
        reported = Situation.objects.filter(slot__campaign_id=key).values("pk")
        of_situation = ContentType.objects.get_for_model(Situation)
        return from_it | Q(task__origin_type=of_situation, task__origin_id__in=reported)
    return from_it


def _known() -> dict[str, type[models.Model]]:
    """Those of this room and those that upper rooms registered."""
    return ORIGINS | {word: one.model for word, one in rules.origins().items()}

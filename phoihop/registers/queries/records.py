"""Lists and pages of models and operations."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, F, Q, Sum
from django.utils.translation import gettext as _

from phoihop.base import clock
from phoihop.base.text import collation_key, named
from phoihop.duties.models import Period, Task
from phoihop.orgs.models import Body, Post
from phoihop.orgs.queries import Place, Tree, tree
from phoihop.registers import rules
from phoihop.registers.models import Evidence, Model, ModelSite, Operation
from phoihop.registers.queries.sets import models_in


@dataclass(frozen=True, slots=True)
class ModelRow:
    """One model in the list of a year."""

    pk: int
    code: str
    name: str
    unit: str
    unit_id: int
    field: str
    built_on: datetime.date
    ended_on: datetime.date | None
    confirmed: bool
    standing: str
    """ "kept", "new", "waiting" (not confirmed), "ended" (before the period's end) or "later" """
    sites: int
    groups: int

    @property
    def word(self) -> str:
        words = {
            "kept": _("duy trì"),
            "new": _("xây dựng mới"),
            "waiting": _("chờ xác nhận"),
            "ended": _("đã kết thúc"),
            "later": _("sau kỳ này"),
        }
        return words[self.standing]

    @property
    def tone(self) -> str:
        tones = {"kept": "accepted", "new": "accepted", "waiting": "pending", "ended": "empty", "later": "empty"}
        return tones[self.standing]


def model_rows(post: Post, period: Period) -> list[ModelRow]:
    """The models the post may see, as they stand in the period: three statements however many. Code order."""
    kept = set(models_in("models.kept", period).values_list("pk", flat=True))
    on_the_day = Q(sites__valid_from__lte=period.ends_on, sites__valid_to__gte=period.ends_on)
    rows = rules.visible_models(post, period.ends_on).annotate(
        n_sites=Count("sites", filter=on_the_day), n_groups=Sum("sites__groups", filter=on_the_day)
    )
    day = tree(period.ends_on)
    return [
        ModelRow(
            pk=m.pk,
            code=m.code,
            name=named(m, "name"),
            unit=day.name(m.unit_id),
            unit_id=m.unit_id,
            field=m.field_vi,
            built_on=m.built_on,
            ended_on=m.ended_on,
            confirmed=m.confirmed_at is not None,
            standing=_standing(m, period, kept),
            sites=m.n_sites,
            groups=m.n_groups or 0,
        )
        for m in rows.order_by("code")
    ]


def _standing(model: Model, period: Period, kept: set[int]) -> str:
    if model.confirmed_at is None:
        return "waiting"
    if model.pk in kept:
        return "kept"
    if model.built_on > period.ends_on:
        return "later"
    return "new" if model.built_on >= period.starts_on else "ended"


@dataclass(frozen=True, slots=True)
class ModelPage:
    """All there is about one model."""

    model: Model
    unit: str
    sites: list[tuple[ModelSite, str]]
    """With the unit's name."""
    evidence: list[Evidence]

    @property
    def groups(self) -> int:
        return sum(site.groups for site, _name in self.sites)


def model_page(post: Post, pk: int) -> ModelPage | None:
    """The model, or None when there is none or the post may not see it."""
    today = clock.today()
    rows = rules.visible_models(post, today).select_related("unit", "recorded_by__body", "confirmed_by__body")
    model = rows.filter(pk=pk).first()
    if model is None:
        return None
    day = tree(today)
    then = tree(model.built_on)
    sites = [(s, day.name(s.unit_id) or then.name(s.unit_id)) for s in model.sites.order_by("valid_from", "pk")]
    name = day.name(model.unit_id) or then.name(model.unit_id)
    return ModelPage(model, name, sites, list(model.evidence.select_related("file").order_by("fact_on", "pk")))


@dataclass(frozen=True, slots=True)
class OperationRow:
    """A joint operation: its code, its bodies, its days."""

    operation: Operation
    bodies: list[str]
    joint: bool
    """Whether bodies of two levels take part, so that it counts."""
    tasks: list[Task] = field(default_factory=list)
    """Given to both sides, without content."""

    @property
    def pk(self) -> int:
        return int(self.operation.pk)


def operation_rows(post: Post, period: Period | None = None) -> list[OperationRow]:
    """The operations the post may see, newest first; with a period, those opened or under way in it."""
    rows = rules.visible_operations(post, clock.today())
    if period is not None:
        running = Q(closed_on__isnull=True) | Q(closed_on__gte=period.starts_on)
        rows = rows.filter(running, opened_on__lte=period.ends_on)
    joint = set(
        rows.annotate(
            levels=Count(
                "bodies__body__unit__versions__level",
                distinct=True,
                filter=Q(
                    bodies__body__unit__versions__valid_from__lte=F("opened_on"),
                    bodies__body__unit__versions__valid_to__gte=F("opened_on"),
                ),
            )
        )
        .filter(levels__gte=2)
        .values_list("pk", flat=True)
    )
    found = []
    tasks = tasks_of(rows)
    for operation in rows.prefetch_related("bodies__body").order_by("-opened_on", "code"):
        bodies = [named(line.body, "name") for line in operation.bodies.all()]
        found.append(OperationRow(operation, bodies, operation.pk in joint, tasks.get(operation.pk, [])))
    return found


def tasks_of(operations: Iterable[Operation]) -> dict[int, list[Task]]:
    """Operation → the tasks given because of it, in the order in which they were. One statement."""
    kind = ContentType.objects.get_for_model(Operation)
    rows = Task.objects.filter(origin_type=kind, origin_id__in=[one.pk for one in operations])
    found: dict[int, list[Task]] = {}
    for task in rows.order_by("pk"):
        found.setdefault(task.origin_id or 0, []).append(task)
    return found


def bodies_to_choose(post: Post) -> list[Body]:
    """The bodies at those units of the post's branch that have others below them, uppermost first."""
    day: Tree = tree()
    units = [p.unit_id for p in day.subtree(post.body.unit_id) if day.below(p.unit_id)]
    order = {unit_id: n for n, unit_id in enumerate(units)}
    bodies = Body.objects.filter(unit_id__in=units, valid_to__gte=day.on, valid_from__lte=day.on)
    chosen = bodies.exclude(kind=Body.Kind.OPERATORS)
    return sorted(chosen, key=lambda body: (order[body.unit_id], collation_key(body.name_vi)))


def places_to_choose(post: Post) -> list[Place]:
    """The units of the post's branch today, for the sites of a model."""
    return tree().subtree(post.body.unit_id)

"""Setting a conference up: what it is, and its agenda. By the secretary, until it is opened."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from phoihop.base import clock
from phoihop.base.errors import refuse
from phoihop.base.text import nfc
from phoihop.conferences import queries, rules
from phoihop.conferences.actions.papers import add_draft
from phoihop.conferences.models import AgendaItem, Conference, Delegate, Speech
from phoihop.conferences.papers.letters import letters
from phoihop.conferences.rules import Plan
from phoihop.conferences.usual import usual
from phoihop.documents.actions import keep_upload
from phoihop.documents.gate import Upload
from phoihop.journal.actions import queue_mails, record
from phoihop.orgs.models import Post

_PLAIN = (
    "title_vi",
    "title_en",
    "period",
    "starts_at",
    "ends_at",
    "place_vi",
    "chair",
    "quorum",
    "speech_seconds",
    "video",
    "video_link",
    "is_recorded",
)


@transaction.atomic
def create_conference(*, by: Post, plan: Plan) -> Conference:
    """A conference of the post's unit, in preparation; needs "conference.write".

    The last conference of the same regulations that was held becomes the one before it, the year's report its first
    paper, and a usual agenda is laid out: what was concluded then and is not done opens it.
    """
    refuse(rules.why_not_plan(by, plan))
    day = timezone.localtime(plan.starts_at).date()
    made = Conference.objects.create(
        **_plain(plan),
        code=queries.next_code(plan.period),
        unit_id=by.body.unit_id,
        secretary=by,
        edition=queries.edition_for(plan.regulations, plan.period),
        previous=queries.last_closed(by.body.unit_id, plan.regulations, plan.starts_at),
        created_by=by,
        created_at=clock.now(),
    )
    made.regulations.set(plan.regulations)
    made.deputies.set(plan.deputies)
    unfinished = bool(queries.follow_up(made))
    first = [item for item in usual(day).agenda if unfinished or item.kind != AgendaItem.Kind.FOLLOW_UP]
    AgendaItem.objects.bulk_create(
        AgendaItem(
            conference=made,
            order=order,
            kind=item.kind,
            title_vi=item.title_vi,
            title_en=item.title_en,
            minutes=item.minutes,
        )
        for order, item in enumerate(first, 1)
    )
    facts = {"code": made.code, "title": made.title_vi, "on": day, "items": len(first)}
    record("conference.created", by=by, about=made, facts=facts)
    add_draft(by=by, conference=made)
    return made


def _plain(plan: Plan) -> dict[str, Any]:
    values = {name: getattr(plan, name) for name in _PLAIN}
    return {name: nfc(value) if isinstance(value, str) else value for name, value in values.items()}


@transaction.atomic
def change_conference(*, by: Post, conference: Conference, plan: Plan) -> Conference:
    """Change what a conference is to be, until it is opened. Once it was called, everybody invited is told what
    changed. The secretary."""
    held = Conference.objects.select_for_update().get(pk=conference.pk)
    refuse(rules.why_not_prepare(by, held) or rules.why_not_plan(by, plan, starts_before=held.starts_at))
    values = _plain(plan)
    changed = [name for name, value in values.items() if getattr(held, name) != value]
    for name, now in (("regulations", plan.regulations), ("deputies", plan.deputies)):
        if {one.pk for one in now} != set(getattr(held, name).values_list("pk", flat=True)):
            getattr(held, name).set(now)
            changed.append(name)
    if not changed:
        return held
    for name, value in values.items():
        setattr(held, name, value)
    held.edition = held.edition or queries.edition_for(plan.regulations, plan.period)
    held.previous = queries.last_closed(held.unit_id, plan.regulations, plan.starts_at)
    held.save(update_fields=[*values, "edition", "previous"])
    if held.state == Conference.State.CALLED and set(changed) & {"starts_at", "ends_at", "place_vi", "chair"}:
        with override("vi"):
            key = f"change.{clock.now():%Y%m%d%H%M%S}"
            queue_mails(letters(held, queries.invited_posts(held), _("Có thay đổi về thời gian, nơi họp"), key))
    facts = {"code": held.code, "changed": changed, "starts_at": held.starts_at, "place": held.place_vi}
    record("conference.changed", by=by, about=held, facts=facts)
    add_draft(by=by, conference=held)
    return held


@transaction.atomic
def add_item(
    *,
    by: Post,
    conference: Conference,
    kind: str,
    title_vi: str,
    minutes: int,
    title_en: str = "",
    speaker: Delegate | None = None,
) -> AgendaItem:
    """A point at the end of the agenda; before what closes the conference, unless it closes it itself."""
    refuse(rules.why_not_item(by, conference, title=title_vi, minutes=minutes, speaker=speaker))
    items = list(conference.items.all())
    made = AgendaItem(
        conference=conference,
        order=0,
        kind=kind,
        title_vi=nfc(title_vi),
        title_en=nfc(title_en),
        minutes=minutes,
        speaker=speaker,
    )
    last = (AgendaItem.Kind.CONCLUSION, AgendaItem.Kind.CLOSING)
    ends = [n for n, item in enumerate(items) if item.kind in last] if kind not in last else []
    items.insert(ends[0] if ends else len(items), made)
    made.order = len(items)
    made.save()
    _number(items)
    facts = {"title": made.title_vi, "minutes": minutes}
    record("conference.item_added", by=by, about=conference, facts=facts)
    return made


def _number(items: list[AgendaItem]) -> None:
    for order, item in enumerate(items, 1):
        item.order = order
    AgendaItem.objects.bulk_update(items, ["order"])


@transaction.atomic
def change_item(
    *,
    by: Post,
    item: AgendaItem,
    kind: str,
    title_vi: str,
    minutes: int,
    title_en: str = "",
    speaker: Delegate | None = None,
) -> None:
    """Change a point of the agenda. The secretary."""
    refuse(rules.why_not_item(by, item.conference, title=title_vi, minutes=minutes, speaker=speaker))
    item.kind, item.title_vi, item.title_en = kind, nfc(title_vi), nfc(title_en)
    item.minutes, item.speaker = minutes, speaker
    item.save(update_fields=["kind", "title_vi", "title_en", "minutes", "speaker"])
    facts = {"title": item.title_vi, "minutes": minutes}
    record("conference.item_changed", by=by, about=item.conference, facts=facts)


@transaction.atomic
def move_item(*, by: Post, item: AgendaItem, up: bool) -> None:
    """One place up or down; at the end of the list nothing happens. The secretary."""
    refuse(rules.why_not_prepare(by, item.conference))
    items = list(item.conference.items.all())
    at = [one.pk for one in items].index(item.pk)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(items):
        return
    items[at], items[to] = items[to], items[at]
    _number(items)
    record("conference.item_moved", by=by, about=item.conference, facts={"title": item.title_vi})


@transaction.atomic
def remove_item(*, by: Post, item: AgendaItem) -> None:
    """Take a point off the agenda, with the speeches registered for it. The secretary."""
    refuse(rules.why_not_prepare(by, item.conference))
    conference, facts = item.conference, {"title": item.title_vi, "speeches": item.speeches.count()}
    item.delete()
    _number(list(conference.items.all()))
    record("conference.item_removed", by=by, about=conference, facts=facts)


@transaction.atomic
def register_speech(
    *, by: Post, item: AgendaItem, delegate: Delegate, title_vi: str, upload: Upload | None = None
) -> Speech:
    """Register a speech for an item before the conference: it has its place in the queue then.

    The delegate, his site's contact, or the secretary.
    """
    part = rules.part_of(by, item.conference)
    refuse(rules.why_not_register_speech(part, item, delegate, title_vi))
    made = Speech.objects.create(
        item=item,
        delegate=delegate,
        title_vi=nfc(title_vi),
        file=keep_upload(by=by, upload=upload) if upload else None,
        at=clock.now(),
    )
    facts = {"title": made.title_vi, "delegate": delegate.pk}
    record("conference.speech_registered", by=by, about=delegate, facts=facts)
    return made


@transaction.atomic
def withdraw_speech(*, by: Post, speech: Speech) -> None:
    """Take a registered speech back before the conference. The delegate, his site's contact, or the secretary."""
    conference, delegate = speech.item.conference, speech.delegate
    part = rules.part_of(by, conference)
    refuse(rules.why_not_speak_for(part, delegate) or rules.why_not_withdraw_speech(conference))
    facts = {"title": speech.title_vi, "delegate": delegate.pk}
    speech.delete()
    record("conference.speech_withdrawn", by=by, about=delegate, facts=facts)

"""Campaigns: planned, started, reported on from the field slot by slot, closed with a report that is sealed."""

import datetime
import hashlib
import secrets
from collections.abc import Collection, Mapping
from decimal import Decimal

from django.db import transaction

from phoihop.base import clock
from phoihop.base.errors import refuse
from phoihop.base.flow import move
from phoihop.base.numbers import format_moment
from phoihop.base.text import nfc
from phoihop.documents.actions import keep_upload
from phoihop.documents.gate import Upload
from phoihop.duties import kinds, queries, rules
from phoihop.duties.actions.tasks import assign
from phoihop.duties.models import Campaign, CampaignUnit, Situation, Slot, Task
from phoihop.duties.rules import NewCampaign, NewTask
from phoihop.journal.actions import record
from phoihop.orgs.models import Post


@transaction.atomic
def plan_campaign(*, by: Post, campaign: NewCampaign, file: Upload | None = None) -> Campaign:
    """A plan with its units and slots, run by the planner's unit. `file` is the paper. Needs "campaign.write"."""
    refuse(rules.why_not_plan_campaign(by, campaign))
    assert campaign.period is not None
    kept = keep_upload(by=by, upload=file) if file else None
    made = Campaign.objects.create(
        code=nfc(campaign.code),
        kind=campaign.kind,
        title_vi=nfc(campaign.title_vi),
        title_en=nfc(campaign.title_en),
        regulation=campaign.regulation,
        period=campaign.period,
        unit_id=by.body.unit_id,
        starts_on=campaign.starts_on,
        ends_on=campaign.ends_on,
        fields=[field.plain for field in campaign.fields],
        file=kept,
        planned_by=by,
        planned_at=clock.now(),
    )
    units = list(dict.fromkeys(campaign.units))
    CampaignUnit.objects.bulk_create(CampaignUnit(campaign=made, unit_id=unit_id) for unit_id in units)
    _make_slots(made, campaign.slots)
    facts = {"code": made.code, "from": made.starts_on, "to": made.ends_on, "units": units}
    record("campaign.planned", by=by, about=made, facts=facts)
    return made


def _make_slots(campaign: Campaign, moments: Collection[datetime.datetime]) -> None:
    kind = kinds.kind_of(campaign.kind, campaign.starts_on)
    assert kind is not None
    Slot.objects.bulk_create(
        Slot(campaign=campaign, at=moment, opens_at=moment - kind.opens_before, due_at=moment + kind.grace)
        for moment in sorted(set(moments))
    )


@transaction.atomic
def set_slots(*, by: Post, campaign: Campaign, slots: Collection[datetime.datetime]) -> Campaign:
    """Other moments of report (aware), until the campaign starts. The running unit, with "campaign.write"."""
    kept = _locked(campaign)
    refuse(rules.why_not_set_slots(by, kept, slots))
    kept.slots.all().delete()
    _make_slots(kept, slots)
    record("campaign.slots_set", by=by, about=kept, facts={"slots": sorted(set(slots))})
    return kept


@transaction.atomic
def start_campaign(*, by: Post, campaign: Campaign) -> Campaign:
    """From now on the units report; they are told. The running unit, with "campaign.write"."""
    refuse(rules.why_not_start_campaign(by, campaign))
    move(campaign, "start", started_at=clock.now())
    units = list(campaign.participants.values_list("unit_id", flat=True))
    record("campaign.started", by=by, about=campaign, facts={"code": campaign.code, "units": units})
    return campaign


@transaction.atomic
def report_situation(
    *,
    by: Post,
    slot: Slot,
    unit_id: int,
    level: str,
    numbers: Mapping[str, Decimal] | None = None,
    note: str = "",
    key: str = "",
) -> Situation:
    """What a unit says of a slot; said again it is a correction, and what was said before stays. Needs "task.write".

    The unit's own posts, or those directly above in its place. `key` is made by whoever sends: the same words under the
    same key, arriving again over a weak link, give back what is there and do nothing. Needs `slot.campaign`.
    """
    campaign = slot.campaign = _locked(slot.campaign)
    given = {code: value for code, value in (numbers or {}).items() if value is not None}
    text = nfc(note)
    refuse(rules.why_not_report_situation(by, slot, unit_id, level=level, numbers=given, note=text, key=key))
    said = {code: f"{value.normalize():f}" for code, value in sorted(given.items())}
    mark = hashlib.sha256(repr((key or secrets.token_hex(8), level, said, text)).encode()).hexdigest()
    before = list(slot.situations.filter(unit_id=unit_id).order_by("revision"))
    again = next((one for one in before if one.key == mark), None)
    if again is not None:
        return again
    situation = Situation.objects.create(
        slot=slot,
        unit_id=unit_id,
        revision=len(before) + 1,
        level=level,
        numbers=said,
        note=text,
        by=by,
        at=clock.now(),
        key=mark,
    )
    name = rules.unit_name(unit_id, campaign.starts_on)
    situation.journal_subject = f"{campaign.title_vi} · {name} · {format_moment(slot.at)}"
    facts = {"level": level, "revision": situation.revision, "remark": text, "unit": unit_id}
    verb = "campaign.trouble" if level == Situation.Level.TROUBLE else "campaign.reported"
    record(verb, by=by, about=situation, facts=facts)
    return situation


@transaction.atomic
def answer_trouble(
    *,
    by: Post,
    situation: Situation,
    title_vi: str,
    due_on: datetime.date,
    leads: Collection[int],
    product_vi: str = "",
) -> Task:
    """Give work for a trouble that was reported: a task of the campaign whose origin is that report.

    The running unit, with "campaign.write" and "task.assign". Needs `situation.slot.campaign`.
    """
    refuse(rules.why_not_answer_trouble(by, situation))
    campaign = situation.slot.campaign
    given = Task.objects.filter(code__startswith=f"{campaign.code}-").count()
    task = NewTask(
        code=f"{campaign.code}-{given + 1:02}",
        kind=Task.Kind.CAMPAIGN,
        title_vi=title_vi,
        product_vi=product_vi,
        period=campaign.period,
        regulation=campaign.regulation,
        due_on=due_on,
        origin=situation,
        needs_evidence=False,
    )
    return assign(by=by, task=task, leads=leads)


@transaction.atomic
def close_campaign(*, by: Post, campaign: Campaign, text: str) -> Campaign:
    """End it: nothing more is reported; the words are kept and sealed with all that was. Numbers stay derived.

    The running unit, with "campaign.write".
    """
    _locked(campaign)
    refuse(rules.why_not_close_campaign(by, campaign, text))
    words = nfc(text)
    seal = queries.seal_of(campaign, words)
    move(campaign, "close", closed_at=clock.now(), closed_by=by, closing_text=words, seal=seal)
    record("campaign.closed", by=by, about=campaign, facts={"code": campaign.code, "sha256": seal})
    return campaign


def _locked(campaign: Campaign) -> Campaign:
    """The campaign as it is now, held until the transaction ends: no report slips in while it is being closed."""
    return Campaign.objects.select_for_update().get(pk=campaign.pk)

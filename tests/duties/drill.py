"""A campaign for tests: an election on the cast's day in all communes of the planner's branch."""

import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from phoihop.duties import actions, kinds, queries, rules
from phoihop.duties.models import Campaign, Situation, Slot
from phoihop.orgs.models import Post
from tests.cast import DAY
from tests.duties.office import Office


def at(hour: int, minute: int = 0) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(DAY, datetime.time(hour, minute)))


def plan(office: Office, by: Post | None = None, **facts: Any) -> Campaign:
    """An election on the cast's day, in all communes of the planner's branch, with its usual slots and numbers."""
    who = by or office.cast.secretary
    kind = kinds.kind_of("election", DAY)
    assert kind is not None
    usual = {
        "code": "BC",
        "kind": "election",
        "title_vi": "Bảo vệ bầu cử",
        "period": office.year,
        "starts_on": DAY,
        "ends_on": DAY,
        "units": queries.leaves(who.body.unit_id, DAY),
        "slots": kind.usual_slots(DAY, DAY),
        "fields": kind.fields,
    }
    return actions.plan_campaign(by=who, campaign=rules.NewCampaign(**{**usual, **facts}))


def running(office: Office, by: Post | None = None, **facts: Any) -> Campaign:
    return actions.start_campaign(by=by or office.cast.secretary, campaign=plan(office, by, **facts))


def slot_of(campaign: Campaign, hour: int) -> Slot:
    return Slot.objects.select_related("campaign").get(campaign=campaign, at=at(hour))


def report(office: Office, campaign: Campaign, unit: str, hour: int, by: Post, **said: Any) -> Situation:
    facts = {"level": "calm", "numbers": {"voted": Decimal("31.5")}, **said}
    return actions.report_situation(by=by, slot=slot_of(campaign, hour), unit_id=office.cast.units[unit].pk, **facts)

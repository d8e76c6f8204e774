"""Load the demonstration: into an empty database only, in one transaction, with a progress the caller shows."""

import datetime

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from phoihop.base import clock
from phoihop.base.errors import Reason, Refusal
from phoihop.base.models import Instance
from phoihop.journal.actions import record
from phoihop.journal.models import Notice
from phoihop.ops.demo import (
    campaigns,
    conferences,
    directions,
    editions,
    ground,
    matters,
    movement,
    posts,
    reports,
    rulebook,
    standards,
    work,
)
from phoihop.ops.demo.story import Progress, Story
from phoihop.orgs.models import Unit

STANDS_ON = datetime.date(2022, 1, 13)
SCENES_BETWEEN_STATISTICS = 150


def is_loaded() -> bool:
    return Instance.objects.filter(pk=1, demonstration=True).exists()


@transaction.atomic
def load(progress: Progress) -> None:
    """Play the story from November 2019 to the eve of the conference and mark the database as a demonstration.

    Refused where there are units already. One transaction: a load that is broken off leaves an empty database.
    """
    if Unit.objects.exists():
        raise Refusal([Reason(_("Cơ sở dữ liệu này đã có đơn vị. Dữ liệu minh hoạ chỉ nạp vào cơ sở dữ liệu trống."))])
    with override("vi"):
        Instance.objects.update_or_create(pk=1, defaults={"demonstration": True, "stands_on": STANDS_ON})
        story = Story(ends=timezone.make_aware(datetime.datetime.combine(STANDS_ON, datetime.time())))
        with clock.standing_at(datetime.datetime(2019, 11, 12, 8)):
            record("ops.load_demo", by=None, facts={"stands_on": STANDS_ON.isoformat()})
            ground.load_units()
            cast = ground.people()
            posts.further_posts(cast)
            rulebook.regulations(cast)
            rulebook.periods(cast)
            rulebook.indicators(cast)
            editions.choose(cast)
        for year in (2020, 2021):
            standards.tell(story, cast, year)
        movement.tell(story, cast)
        work.tell(story, cast)
        matters.tell(story, cast)
        campaigns.tell(story, cast)
        reports.tell(story, cast)
        editions.tell(story, cast)
        directions.tell(story, cast)
        conferences.tell(story, cast)
        story.at("2021-02-01T09:00", lambda: reports.lock_2020(cast))
        standards.correct(story, cast)
        standards.take_up_again(story, cast)
        story.at("2021-05-20T09:00", lambda: rulebook.amend(cast))
        story.at("2022-01-10T17:00", _read_what_is_old)
        story.play(_with_statistics(progress))
    clock.instance.cache_clear()


def _with_statistics(progress: Progress) -> Progress:
    """Within one long transaction nobody else brings PostgreSQL's statistics up to date, and its plans go astray."""

    def told(done: int, of: int, moment: datetime.datetime) -> None:
        if connection.vendor == "postgresql" and done % SCENES_BETWEEN_STATISTICS == 0:
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        progress(done, of, moment)

    return told


def _read_what_is_old() -> None:
    """People have seen what reached their desks before the last days."""
    Notice.objects.filter(read_at=None).update(read_at=clock.now())

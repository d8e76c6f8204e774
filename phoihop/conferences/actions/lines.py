"""A site's line tested, and whether all is ready for the conference."""

from django.db import transaction
from django.utils.translation import gettext as _

from phoihop.base import clock
from phoihop.base.errors import Reason, refuse
from phoihop.base.text import nfc
from phoihop.conferences import queries, rules
from phoihop.conferences.formulas import Measured, faults_of, tier_of
from phoihop.conferences.models import Conference, LineTest, Readiness, Site
from phoihop.journal.actions import record
from phoihop.orgs.models import Post

LONGEST_KEY = 64


@transaction.atomic
def record_line_test(
    *, by: Post, conference: Conference, site: Site, line: Measured, browser: str, key: str, by_hand: bool = False
) -> LineTest:
    """Keep what a site's computer measured, or what its contact says by hand. The same key again adds nothing.

    The site's contact, until the conference is over.
    """
    part = rules.part_of(by, conference)
    refuse(rules.why_not_record_line_test(conference, part, site, line, browser))
    if not 0 < len(key) <= LONGEST_KEY:
        refuse([Reason(_("Lệnh gửi lên thiếu dấu nhận dạng. Tải lại trang rồi làm lại."))])
    Site.objects.select_for_update().get(pk=site.pk)
    done = site.tests.filter(key=key).first()
    if done is not None:
        return done
    test = LineTest.objects.create(
        site=site,
        has_camera=line.has_camera,
        has_sound=line.has_sound,
        down_kbps=line.down_kbps,
        up_kbps=line.up_kbps,
        delay_ms=line.delay_ms,
        clock_ms=line.clock_ms,
        can_video=line.can_video,
        browser=nfc(browser)[:200],
        tier=tier_of(line),
        faults=faults_of(line),
        by_hand=by_hand,
        key=key,
        by=by,
        at=clock.now(),
    )
    facts = {"conference": conference.pk, "result": test.get_tier_display(), "faults": test.faults}
    record("conference.line_tested", by=by, about=site, facts=facts)
    return test


@transaction.atomic
def say_ready(*, by: Post, conference: Conference, is_ready: bool, reason: str) -> Readiness:
    """Go or no-go before a conference; a further decision follows, none is changed. The chair or the secretary."""
    held = Conference.objects.select_for_update().get(pk=conference.pk)
    now = queries.ready_of(held)
    refuse(rules.why_not_say_ready(held, rules.part_of(by, held), is_ready, reason, now.unwell))
    said = Readiness.objects.create(
        conference=held,
        is_ready=is_ready,
        reason=nfc(reason),
        faults=now.unwell,
        uplink_kbps=now.uplink_kbps,
        by=by,
        by_label=by.journal_label,
        at=clock.now(),
    )
    verb = "conference.ready" if is_ready else "conference.not_ready"
    record(verb, by=by, about=held, facts={"code": held.code, "reason": said.reason})
    return said

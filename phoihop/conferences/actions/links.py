"""What a site's console says of its line: no event, so neither log nor journal; overwritten each time."""

from django.db import transaction

from phoihop.base import clock
from phoihop.conferences import news
from phoihop.conferences.formulas import link_state
from phoihop.conferences.models import Conference, LineTest, Link, Site
from phoihop.orgs.models import Post


@transaction.atomic
def line_seen(*, by: Post, conference: Conference, site: Site, delay_ms: int, tier: str) -> Link:
    """The site's line as its contact's console measured it; the screens are told where it turned good or weak."""
    before = Link.objects.filter(site=site).first()
    kept = {"delay_ms": delay_ms, "tier": tier if tier in LineTest.Tier.values else "", "seen_at": clock.machine_now()}
    link, _made = Link.objects.update_or_create(site=site, defaults=kept)
    silent = (link.seen_at - before.seen_at).total_seconds() if before else None
    was = link_state(True, False, before.delay_ms, silent or 0) if before else ""
    if was != link_state(True, False, delay_ms, 0) or (before and before.tier != link.tier):
        news.told(conference.pk)
    return link

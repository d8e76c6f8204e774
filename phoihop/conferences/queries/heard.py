"""How often each site was heard: in this conference, and in the earlier ones of the same caller."""

from collections import Counter
from dataclasses import dataclass

from phoihop.conferences.formulas import Room
from phoihop.conferences.models import Conference, LogEntry, Site


@dataclass(frozen=True)
class Heard:
    """A site: speeches here; speeches of its unit in earlier conferences, and to how many of them it was linked."""

    site: Site
    here: int
    before: int
    linked: int

    @property
    def never(self) -> bool:
        """Neither here nor before, although it was linked before."""
        return self.here == 0 and self.before == 0 and self.linked > 0


def heard(conference: Conference, room: Room) -> list[Heard]:
    """Who was heard least comes first: here, then over the years; the host's site is left out. Three statements."""
    earlier = Conference.objects.filter(unit_id=conference.unit_id, state="closed", starts_at__lt=conference.starts_at)
    sites = dict(Site.objects.filter(conference__in=earlier).values_list("pk", "unit_id"))
    given = LogEntry.objects.filter(conference__in=earlier, verb="floor.given").values_list("facts", flat=True)
    speeches = Counter(sites.get(facts["site"]) for facts in given)
    linked = Counter(sites.values())
    rows = [
        Heard(site, room.heard.get(site.pk, 0), speeches[site.unit_id], linked[site.unit_id])
        for site in conference.sites.filter(is_host=False).order_by("order", "pk")
    ]
    return sorted(rows, key=lambda one: (one.here, one.before, one.site.order))

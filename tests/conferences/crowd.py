"""A conference of the size of the province: thirty further sites of twenty seats, every contact with an account."""

from dataclasses import dataclass, field

from phoihop.accounts.models import User
from phoihop.conferences.models import Delegate, Site
from phoihop.orgs.models import Body, Holding, Person, Post, Unit, UnitVersion
from tests.cast import SINCE
from tests.conferences.world import World

SITES, SEATS = 30, 20


@dataclass
class Hall:
    """One site of the crowd: its contact, who can sign in, and its seats in order."""

    site: Site
    contact: Post
    seats: list[Delegate] = field(default_factory=list)


def gather(world: World, *, sites: int = SITES, seats: int = SEATS) -> list[Hall]:
    """Add them to the conference of the world."""
    conference, province = world.conference, world.cast.units["province"]
    halls: list[Hall] = []
    for number in range(sites):
        name = f"Huyện Mường Xa {number + 1}"
        unit = Unit.objects.create()
        UnitVersion.objects.create(
            unit=unit,
            code=f"95{number:02}",
            level="district",
            type="huyen",
            name_vi=name,
            parent=province,
            valid_from=SINCE,
        )
        body = Body.objects.create(unit=unit, kind=Body.Kind.POLICE, name_vi=f"Công an {name}", valid_from=SINCE)
        contact = Post.objects.create(body=body, title_vi="Cán bộ trực", role="reviewer", valid_from=SINCE)
        contact.acting_user_id = account(contact, f"hall_{number}").pk
        site = Site.objects.create(
            conference=conference, unit=unit, name_vi=f"Điểm cầu {name}", order=10 + number, contact=contact
        )
        posts = Post.objects.bulk_create(
            Post(body=body, title_vi=f"Ủy viên {one + 1}", role="delegate", precedence=one, valid_from=SINCE)
            for one in range(seats)
        )
        taken = Delegate.objects.bulk_create(
            Delegate(conference=conference, site=site, post=post, label=post.journal_label, precedence=one)
            for one, post in enumerate(posts)
        )
        halls.append(Hall(site, contact, taken))
    return halls


def account(post: Post, name: str) -> User:
    """An account nobody knows a password of."""
    user = User.objects.create(username=name, password="!")
    Holding.objects.create(person=Person.objects.create(user=user), post=post, valid_from=SINCE)
    return user

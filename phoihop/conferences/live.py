"""Who opens a screen of the room, and what the log is told of a site's console: joined, or away for too long.

Knows nothing of connections, which are `config.room_stream`'s; what is sent to them is `papers.pushes`.
"""

from dataclasses import dataclass

from phoihop.conferences import actions, queries, rules
from phoihop.conferences.models import Conference, Site
from phoihop.orgs.models import Post


@dataclass(frozen=True)
class Joined:
    """Whose screen it is: the post, and its site or seat where what is private of it is told apart."""

    post: Post
    conference: Conference
    site: Site | None


def join(post: Post, conference_id: int, group: str) -> Joined | int:
    """The right to the screen, or the status of the refusal: 404 for what the post does not see, 403 for no part."""
    conference = rules.visible_conferences(post).filter(pk=conference_id).first()
    if conference is None or group not in rules.GROUPS:
        return 404
    part = rules.part_of(post, conference)
    if rules.why_not_join(post, conference, group, part):
        return 403
    return Joined(post, conference, part.site if group == "site" else None)


def sites_there(conference_id: int) -> list[int]:
    """Sites that the log says are there; after a restart those that do not come back are lost."""
    conference = Conference.objects.get(pk=conference_id)
    room = queries.room_now(conference.pk, conference.last_seq, conference.log_hash)
    return [site for site in room.joined if site not in room.lost]


def came(joined: Joined) -> None:
    """A site's console opened its screen."""
    if joined.site is not None:
        actions.site_joined(by=joined.post, conference=joined.conference, site=joined.site)


def stayed_away(conference_id: int, site: int) -> None:
    """A site's console was silent for too long."""
    found = Site.objects.filter(pk=site, conference_id=conference_id).select_related("conference").first()
    if found is not None:
        actions.site_lost(conference=found.conference, site=found)

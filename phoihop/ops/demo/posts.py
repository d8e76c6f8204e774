"""Those who sit in conferences: the usual posts at the province and in each district, unnamed, most without account."""

from phoihop.ops.demo.data import read
from phoihop.ops.demo.ground import SINCE, Cast, add_post, words_of
from phoihop.orgs import actions
from phoihop.orgs.models import Body
from phoihop.orgs.queries import Place

ROLE = "delegate"


def further_posts(cast: Cast) -> None:
    """The posts of the data file at their bodies; those with a user name there can be entered from the first page."""
    _add(cast, cast.province, "province", "")
    for district in cast.districts():
        _add(cast, district, "district", f"h{district.code}.")


def _add(cast: Cast, place: Place, level: str, user: str) -> None:
    material = read("posts")
    bodies: dict[str, Body] = {body.kind: body for body in Body.objects.filter(unit_id=place.unit_id)}
    _seat, kind, bare = words_of(place) if level == "district" else ("", "", "")
    for of_kind, named in material["bodies"][level].items():
        bodies[of_kind] = actions.add_body(
            by=None,
            unit_id=place.unit_id,
            kind=of_kind,
            name_vi=named["name_vi"].format(kind=kind, bare=bare),
            name_en=named["name_en"].format(kind=kind, bare=bare),
            symbol=named["symbol"],
            valid_from=SINCE,
        )
    here = [facts for facts in material[level] if place.code in facts.get("only", [place.code])]
    for number, facts in enumerate(here, start=1):
        username = f"{user}{facts['username']}" if "username" in facts else ""
        body = bodies[facts["body"]]
        post = add_post(body, facts["title_vi"], facts["title_en"], ROLE, username, 40 + number)
        if username:
            cast.seats[place.code, facts["username"]] = post

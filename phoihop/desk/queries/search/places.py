"""Units through all of time, and the bodies and posts of the branch."""

import datetime

from django.utils.translation import gettext as _

from phoihop.base import clock
from phoihop.base.numbers import format_date
from phoihop.base.text import named
from phoihop.desk.queries.search.shapes import Group, Hit, Scope, best, is_code
from phoihop.orgs import roles
from phoihop.orgs.formulas import bare_name
from phoihop.orgs.models import BEGINNING, OPEN_END, Body, Post
from phoihop.orgs.queries import Named, all_versions, tree

SEPARATE = 20
"""Added to the rank of what fits only together with the name of the superior unit or body."""


def units(scope: Scope) -> Group:
    """Every unit that has or had a fitting name or code: identity and history are open to all who may read units."""
    found = Group("don-vi", _("Đơn vị"))
    if not scope.post.can("units.read"):
        return found
    today = clock.today()
    by_unit: dict[int, list[Named]] = {}
    for version in all_versions():
        by_unit.setdefault(version.unit_id, []).append(version)
    for unit_id, versions in by_unit.items():
        fitting = [(rank, v) for v in versions if (rank := _rank(scope, v, by_unit)) is not None]
        if fitting:
            rank, version = min(fitting, key=lambda one: (one[0], not one[1].valid_on(today), one[1].valid_from))
            found.hits.append(_unit(scope, unit_id, version, rank, versions, by_unit))
    return found


def _rank(scope: Scope, version: Named, by_unit: dict[int, list[Named]]) -> int | None:
    wanted = scope.wanted
    if version.code == wanted.phrase or (len(wanted.phrase) > 2 and version.code.startswith(wanted.phrase)):
        return 0
    rank = best((wanted.rank(version.name), wanted.rank(bare_name(version.name, version.type))))
    if rank is not None or len(wanted.words) < 2 or not wanted.in_part(version.name):
        return rank
    above = _superior(version, by_unit)
    if above is None or wanted.rank(above.name) is not None:
        return None
    together = wanted.rank(f"{version.name}, {above.name}")
    return None if together is None else SEPARATE + together


def _superior(version: Named, by_unit: dict[int, list[Named]]) -> Named | None:
    above = by_unit.get(version.parent_id or 0, [])
    return next((one for one in above if one.valid_on(version.valid_from)), above[0] if above else None)


def _unit(
    scope: Scope, unit_id: int, version: Named, rank: int, versions: list[Named], by_unit: dict[int, list[Named]]
) -> Hit:
    today = clock.today()
    above = _superior(version, by_unit)
    about = [_("mã %(code)s") % {"code": version.code}, above.name if above else "", _days(version)]
    others = dict.fromkeys(one.name for one in versions if one.name != version.name)
    if others:
        about.append(_("tên khác: %(names)s") % {"names": ", ".join(others)})
    then = version.valid_from if version.valid_from > today else version.valid_to
    return Hit(
        version.name,
        ("desk:unit", unit_id),
        rank,
        " · ".join(part for part in about if part),
        tail="" if version.valid_on(today) else f"?on={then}",
        exactly=is_code(scope.wanted, version.code),
        order=(not version.valid_on(today), version.level == "commune"),
    )


def _days(version: Named) -> str:
    first, last = _day(version.valid_from, BEGINNING), _day(version.valid_to, OPEN_END)
    if first and last:
        return _("từ %(first)s đến %(last)s") % {"first": first, "last": last}
    if first:
        return _("từ %(first)s") % {"first": first}
    return _("đến %(last)s") % {"last": last} if last else ""


def _day(day: datetime.date, boundless: datetime.date) -> str:
    return "" if day == boundless else format_date(day)


def bodies(scope: Scope) -> Group:
    """Bodies and posts of the branch as it stands today. Two statements."""
    found = Group("co-quan", _("Cơ quan và chức vụ"))
    if not scope.post.can("units.read"):
        return found
    wanted, today = scope.wanted, clock.today()
    day = tree(today)
    branch = {place.unit_id: place for place in day.subtree(scope.post.body.unit_id)}
    fields = ("pk", "unit_id", "name_vi", "name_en", "symbol")
    rows = Body.objects.filter(unit__in=branch, valid_from__lte=today, valid_to__gte=today)
    here = {row.pk: row for row in rows.values_list(*fields, named=True)}
    for body in here.values():
        rank = best((wanted.rank(body.name_vi), wanted.rank(body.name_en), wanted.rank(body.symbol)))
        if rank is not None:
            about = " · ".join(part for part in (branch[body.unit_id].name, body.symbol) if part)
            to = ("desk:unit", body.unit_id)
            found.hits.append(Hit(named(body, "name"), to, rank, about, tail="#co-quan", order=0))
    posts = Post.objects.filter(body__unit__in=branch, valid_from__lte=today, valid_to__gte=today)
    for post in posts.values_list("body_id", "title_vi", "title_en", "role", named=True):
        of = here.get(post.body_id)
        rank = best((wanted.rank(post.title_vi), wanted.rank(post.title_en)))
        if of is not None and rank is None and wanted.in_part(post.title_vi) and wanted.rank(of.name_vi) is None:
            together = wanted.rank(f"{post.title_vi}, {of.name_vi}")
            rank = None if together is None else SEPARATE + together
        if of is not None and rank is not None:
            about = f"{named(of, 'name')} · {roles.ROLES[post.role][0]}"
            to = ("desk:unit", of.unit_id)
            found.hits.append(Hit(named(post, "title"), to, rank, about, tail="#co-quan", order=1))
    return found

"""The ground of the demonstration: real units, the bodies at them, and posts known by their office only."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from phoihop.accounts.models import User
from phoihop.orgs import actions
from phoihop.orgs import data as real_units
from phoihop.orgs.forms import read_lists
from phoihop.orgs.models import Body, Post
from phoihop.orgs.queries import Place, Tree, tree

SINCE = datetime.date(2019, 11, 12)
LISTS = ("units_history_sonla.csv", "unit_changes_20250201_sonla.csv", "unit_changes_20250701_sonla.csv")
PROVINCE = "14"
SEAT_WORDS = {"thanh_pho": ("Thành ủy", "thành phố"), "huyen": ("Huyện ủy", "huyện")}


@dataclass
class Cast:
    """Who acts: posts by name. District and commune posts are keyed by the unit's code of 2021."""

    tree: Tree
    secretary: Post
    leader: Post
    deputy: Post
    leaders: dict[str, Post] = field(default_factory=dict)
    reviewers: dict[str, Post] = field(default_factory=dict)
    recognisers: dict[str, Post] = field(default_factory=dict)
    clerks: dict[str, Post] = field(default_factory=dict)
    bodies: dict[tuple[str, str], Body] = field(default_factory=dict)
    """(kind, unit code) -> body."""
    seats: dict[tuple[str, str], Post] = field(default_factory=dict)
    """(unit code, name in the data file) -> a post that only sits in conferences, where it can be entered."""

    @property
    def province(self) -> Place:
        return self.tree.roots()[0]

    def districts(self) -> tuple[Place, ...]:
        return self.tree.below(self.province.unit_id)

    def communes(self, district: Place) -> tuple[Place, ...]:
        return self.tree.below(district.unit_id)

    def all_communes(self) -> Iterator[tuple[Place, Place]]:
        """(district, commune) throughout the province."""
        for district in self.districts():
            for commune in self.communes(district):
                yield district, commune


def load_units() -> None:
    """The real units of the province through both reforms."""
    folder = Path(real_units.__path__[0]) / "sonla"
    lists = read_lists((name, (folder / name).read_bytes()) for name in LISTS)
    actions.load_units(by=None, versions=lists.versions, changes=lists.changes)


def people() -> Cast:
    """Bodies and posts of the province, its districts and communes; each post has an account without a password."""
    on = tree(datetime.date(2021, 12, 31))
    seat = on.roots()[0]
    police = _body(seat, "police_committee", "Đảng ủy Công an tỉnh", "Provincial police Party committee", "ĐUCA")
    inspection = _body(
        seat,
        "inspection_committee",
        "Ủy ban Kiểm tra Đảng ủy Công an tỉnh",
        "Inspection committee of the police committee",
        "UBKTĐUCA",
    )
    office = _body(seat, "office", "Văn phòng Đảng ủy Công an tỉnh", "Office of the police committee", "VPĐUCA")
    machine = _body(seat, "operators", "Tổ vận hành hệ thống", "Operators", "")
    leader = add_post(police, "Bí thư Đảng ủy", "Secretary of the committee", "leader", "tinh.bithu", 10)
    secretary = add_post(office, "Thư ký quy chế", "Secretary of the regulation", "secretary", "tinh.thuky", 30)
    deputy = add_post(police, "Phó Bí thư Thường trực", "Standing deputy secretary", "leader", "tinh.phobithu", 20)
    cast = Cast(tree=on, leader=leader, deputy=deputy, secretary=secretary)
    add_post(inspection, "Chủ nhiệm Ủy ban Kiểm tra", "Chair of inspection", "inspector", "tinh.ubkt", 40)
    add_post(office, "Cán bộ báo chí", "Press officer", "press", "tinh.baochi", 60)
    add_post(machine, "Người vận hành", "Operator", "operator", "tinh.vanhanh", 90)
    cast.bodies = {("police_committee", PROVINCE): police, ("inspection_committee", PROVINCE): inspection}
    for district in on.below(seat.unit_id):
        _district(cast, district)
    return cast


def _district(cast: Cast, district: Place) -> None:
    seat, kind, bare = words_of(district)
    named = f"{seat} {bare}"
    standing = _body(district, "standing_committee", f"Thường trực {named}", f"Standing body, {bare} committee", "HU")
    inspection = _body(
        district, "inspection_committee", f"Ủy ban Kiểm tra {named}", f"Inspection committee, {bare}", "UBKT"
    )
    council = _body(
        district, "peoples_committee", f"Ủy ban nhân dân {kind} {bare}", f"People's Committee, {bare}", "UBND"
    )
    user = f"h{district.code}"
    cast.leaders[district.code] = add_post(
        standing, "Phó Bí thư Thường trực", "Standing deputy secretary", "leader", f"{user}.thuongtruc", 10
    )
    cast.reviewers[district.code] = add_post(
        standing, "Cán bộ tổng hợp", "Reviewing officer", "reviewer", f"{user}.tonghop", 30
    )
    cast.recognisers[district.code] = add_post(
        council, "Chủ tịch Ủy ban nhân dân", "Chair of the People's Committee", "recogniser", f"{user}.chutich", 20
    )
    add_post(
        inspection, "Chủ nhiệm Ủy ban Kiểm tra", "Chair of the inspection committee", "inspector", f"{user}.ubkt", 40
    )
    cast.bodies["standing_committee", district.code] = standing
    for commune in cast.communes(district):
        committee = _body(
            commune,
            "standing_committee",
            f"Đảng ủy {commune.name[0].lower()}{commune.name[1:]}",
            f"Party committee, {commune.name}",
            "ĐU",
        )
        cast.clerks[commune.code] = add_post(committee, "Cán bộ tổng hợp", "Clerk", "clerk", f"x{commune.code}", 50)


def _body(place: Place, kind: str, name_vi: str, name_en: str, symbol: str) -> Body:
    return actions.add_body(
        by=None, unit_id=place.unit_id, kind=kind, name_vi=name_vi, name_en=name_en, symbol=symbol, valid_from=SINCE
    )


def words_of(district: Place) -> tuple[str, str, str]:
    """("Huyện ủy", "huyện", "Mai Sơn")."""
    seat, kind = SEAT_WORDS[district.type]
    return seat, kind, district.name.split(" ", 1 if kind == "huyện" else 2)[-1]


def add_post(body: Body, title_vi: str, title_en: str, role: str, username: str, precedence: int) -> Post:
    """A post with somebody in it who signs in without a password; without a user name nobody signs in for it."""
    post = actions.add_post(
        by=None, body=body, title_vi=title_vi, title_en=title_en, role=role, precedence=precedence, valid_from=SINCE
    )
    if not username:
        return post
    user = User(username=username)
    user.set_unusable_password()
    user.save()
    person = actions.add_person(by=None, user=user)
    actions.hold_post(by=None, post=post, person=person, since=SINCE)
    return post

"""The standing cast: one province, two districts, four communes, their committees, eleven posts and a stranger.

All are invented. The tree stands from 2010 on; `DAY` is the day on which tests usually stand. Posts are named by role
and place: `cast.clerk_a1` is the clerk of the first commune of district A. Every post has an account of the same name.

    Tây Phong (90)
      A  huyện Mường Thượng (901)    a1  xã Nà Pang (90101)     a2  thị trấn Chợ Mới (90102)
      B  huyện Mường Hạ (902)        b1  xã Bản Lầu (90201)     b2  xã Chiềng Ơn (90202)
    Đông Giang (91), a province that has nothing to do with it, from which the stranger comes
"""

import datetime
from dataclasses import dataclass, fields

from django.test import Client

from phoihop.accounts.models import User
from phoihop.orgs.models import Body, Holding, Person, Post, Unit, UnitVersion

DAY = datetime.date(2022, 1, 13)
SINCE = datetime.date(2010, 1, 1)
PASSWORD = "Nha-San-2022-Tay"

UNITS = {
    "province": (None, "90", "province", "tinh", "Tỉnh Tây Phong"),
    "a": ("province", "901", "district", "huyen", "Huyện Mường Thượng"),
    "b": ("province", "902", "district", "huyen", "Huyện Mường Hạ"),
    "a1": ("a", "90101", "commune", "xa", "Xã Nà Pang"),
    "a2": ("a", "90102", "commune", "thi_tran", "Thị trấn Chợ Mới"),
    "b1": ("b", "90201", "commune", "xa", "Xã Bản Lầu"),
    "b2": ("b", "90202", "commune", "xa", "Xã Chiềng Ơn"),
    "elsewhere": (None, "91", "province", "tinh", "Tỉnh Đông Giang"),
}
POSTS = {
    "secretary": ("province", Body.Kind.POLICE_COMMITTEE, "Thư ký quy chế"),
    "leader": ("province", Body.Kind.POLICE_COMMITTEE, "Bí thư Đảng ủy"),
    "inspector": ("province", Body.Kind.INSPECTION_COMMITTEE, "Ủy viên Ủy ban Kiểm tra"),
    "operator": ("province", Body.Kind.OPERATORS, "Người vận hành"),
    "recogniser": ("province", Body.Kind.PEOPLES_COMMITTEE, "Chủ tịch"),
    "leader_a": ("a", Body.Kind.STANDING_COMMITTEE, "Phó Bí thư Thường trực"),
    "reviewer_a": ("a", Body.Kind.POLICE, "Cán bộ duyệt"),
    "reviewer_b": ("b", Body.Kind.POLICE, "Cán bộ duyệt"),
    "clerk_a1": ("a1", Body.Kind.STANDING_COMMITTEE, "Cán bộ tổng hợp"),
    "clerk_a2": ("a2", Body.Kind.STANDING_COMMITTEE, "Cán bộ tổng hợp"),
    "clerk_b1": ("b1", Body.Kind.STANDING_COMMITTEE, "Cán bộ tổng hợp"),
    "stranger": ("elsewhere", Body.Kind.STANDING_COMMITTEE, "Cán bộ tổng hợp"),
}
COMMITTEES = {
    "province": (Body.Kind.STANDING_COMMITTEE, Body.Kind.OFFICE),
    "a": (Body.Kind.STANDING_COMMITTEE, Body.Kind.PEOPLES_COMMITTEE),
    "b": (Body.Kind.STANDING_COMMITTEE, Body.Kind.PEOPLES_COMMITTEE),
}


@dataclass(frozen=True)
class Cast:
    units: dict[str, Unit]
    secretary: Post
    leader: Post
    inspector: Post
    operator: Post
    recogniser: Post
    leader_a: Post
    reviewer_a: Post
    reviewer_b: Post
    clerk_a1: Post
    clerk_a2: Post
    clerk_b1: Post
    stranger: Post

    def posts(self) -> dict[str, Post]:
        """Every post by name, the stranger last."""
        return {field.name: getattr(self, field.name) for field in fields(self) if field.name != "units"}


def bring_on() -> Cast:
    """Put the whole cast into an empty database."""
    units: dict[str, Unit] = {}
    for name, (parent, code, level, kind, label) in UNITS.items():
        units[name] = Unit.objects.create()
        UnitVersion.objects.create(
            unit=units[name],
            code=code,
            level=level,
            type=kind,
            name_vi=label,
            parent=units[parent] if parent else None,
            valid_from=SINCE,
        )
    bodies: dict[tuple[str, str], Body] = {}
    wanted = [(place, kind) for place, kind, _ in POSTS.values()]
    wanted += [(place, kind) for place, kinds in COMMITTEES.items() for kind in kinds]
    for place, kind in dict.fromkeys(wanted):
        label = f"{Body.Kind(kind).label.capitalize()} {UNITS[place][4]}"
        bodies[place, kind] = Body.objects.create(unit=units[place], kind=kind, name_vi=label, valid_from=SINCE)
    posts = {name: _post(name, bodies[place, kind], title) for name, (place, kind, title) in POSTS.items()}
    return Cast(units=units, **posts)


def _post(name: str, body: Body, title: str) -> Post:
    role = "clerk" if name == "stranger" else name.split("_")[0]
    post = Post.objects.create(body=body, title_vi=title, role=role, valid_from=SINCE)
    user = User.objects.create_user(username=name, password=PASSWORD)
    person = Person.objects.create(user=user)
    Holding.objects.create(person=person, post=post, valid_from=SINCE)
    post.acting_user_id = user.pk
    return post


def signed_in(post: Post) -> Client:
    """A browser in which the holder of the post has signed in."""
    client = Client()
    client.force_login(User.objects.get(pk=post.acting_user_id))
    return client

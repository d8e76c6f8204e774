"""What a command of the room brings with it, read from its form. Judges nothing but that the thing named is there."""

from functools import cached_property
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from phoihop.base.errors import Reason, Refusal
from phoihop.base.numbers import parse_key
from phoihop.conferences.models import AgendaItem, Conference, Delegate, Paper, Site, Vote
from phoihop.conferences.rules import Part, part_of
from phoihop.orgs.models import Post

Thing = TypeVar("Thing", bound=Model)
MOST = 32_000


class Given:
    """The fields of one command about one conference, each read when it is asked for."""

    def __init__(self, conference: Conference, post: Post, fields: QueryDict) -> None:
        self.conference, self.post, self.fields = conference, post, fields

    @cached_property
    def part(self) -> Part:
        """Of whoever sends it: asked for where the form leaves something out."""
        return part_of(self.post, self.conference)

    def text(self, name: str) -> str:
        return str(self.fields.get(name, ""))

    def has(self, name: str) -> bool:
        return bool(self.text(name).strip())

    @property
    def key(self) -> str:
        return self.text("key")

    def number(self, name: str, label: str) -> int:
        """A whole number from 0 on."""
        typed = self.text(name).strip()
        if not (typed.isascii() and typed.isdigit() and int(typed) <= MOST):
            raise Refusal([Reason(_("%(what)s: nhập một số nguyên.") % {"what": label}, name)])
        return int(typed)

    def yes(self, name: str) -> bool:
        return self.text(name) == "1"

    def seat(self) -> Delegate:
        """The seat named, or one's own where none is."""
        if not self.has("seat") and self.part.seat is not None:
            return self.part.seat
        return self._thing(self.conference.delegates.select_related("site"), "seat", _("Chọn đại biểu."))

    def seat_if_named(self) -> Delegate | None:
        return self.seat() if self.has("seat") else None

    def site(self) -> Site:
        return self._thing(self.conference.sites.all(), "site", _("Chọn điểm cầu."))

    def item(self) -> AgendaItem:
        return self._thing(self.conference.items.all(), "item", _("Chọn nội dung của chương trình."))

    def item_if_named(self) -> AgendaItem | None:
        return self.item() if self.has("item") else None

    def vote(self) -> Vote:
        return self._thing(self.conference.votes.all(), "vote", _("Chọn nội dung biểu quyết."))

    def paper(self) -> Paper:
        return self._thing(self.conference.papers.all(), "paper", _("Chọn tài liệu."))

    def marks(self) -> dict[int, str]:
        """Roll call: each `mark` is "<seat>:<state>", several in one where they are parted by commas."""
        found: dict[int, str] = {}
        for one in ",".join(self.fields.getlist("mark")).split(","):
            seat, _colon, state = one.partition(":")
            key = parse_key(seat)
            if key is not None:
                found[key] = state
        return found

    def counts(self) -> dict[str, int]:
        """A paper tally: a field count_<option> each."""
        names = sorted(name for name in self.fields if name.startswith("count_"))
        return {name.removeprefix("count_"): self.number(name, _("Số phiếu")) for name in names}

    def options(self) -> list[str]:
        return self.text("options").splitlines()

    def _thing(self, among: "QuerySet[Thing]", name: str, ask: str) -> Thing:
        key = parse_key(self.text(name))
        found: Any = among.filter(pk=key).first() if key is not None else None
        if found is None:
            raise Refusal([Reason(ask, name)])
        return found  # type: ignore[no-any-return]

"""The units a written word means: a code, a name, or all of a level or a type."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import override

from phoihop.base.numbers import format_date
from phoihop.base.text import fold, nfc
from phoihop.orgs.models import Post, UnitVersion
from phoihop.orgs.queries import Place, Tree, UnitFinder

_CODE_FIRST = re.compile(r"([0-9]{1,8})(?:\s*[-–·:.]?\s*(\D.*))?", re.DOTALL)


class Whom:
    """The units of a day as rows name them: by code, by name, or all of a level or type below the giver's own."""

    def __init__(self, by: Post, day: Tree) -> None:
        self.day, self.finder = day, UnitFinder(day)
        self.below = day.subtree(by.body.unit_id)[1:]
        with override("vi"):
            levels = {fold(str(one.label)).removeprefix("cap "): one.value for one in UnitVersion.Level}
            types = {fold(str(one.label)): one.value for one in UnitVersion.Type}
        self.groups = {word: ("type", value) for word, value in types.items()}
        self.groups |= {word: ("level", value) for word, value in levels.items()}

    def find(self, word: str) -> tuple[list[Place], str]:
        plain = " ".join(fold(word).split())
        if plain.startswith("tat ca "):
            return self._all(word, plain.removeprefix("tat ca ").removeprefix("cac ").removeprefix("cap "))
        coded = _CODE_FIRST.fullmatch(word)
        place, why_not = self.finder.find(coded[1], nfc(coded[2] or "")) if coded else self.finder.find("", word)
        return ([place] if place else []), why_not

    def _all(self, word: str, group: str) -> tuple[list[Place], str]:
        if group not in self.groups:
            return [], _("Không hiểu “%(word)s”. Ghi “tất cả huyện”, “tất cả xã”, hoặc mã đơn vị.") % {"word": word}
        by, value = self.groups[group]
        found = [place for place in self.below if getattr(place, by) == value]
        said = {"word": word, "day": format_date(self.day.on)}
        return found, "" if found else _("“%(word)s”: không có đơn vị nào như vậy ngày %(day)s.") % said

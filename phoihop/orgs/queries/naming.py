"""Which unit somebody means who wrote its code, its name or both; and what to say where none or several fit."""

from django.utils.translation import gettext as _

from phoihop.base.numbers import format_date
from phoihop.base.text import exact, fold, nfc
from phoihop.orgs.models import UnitVersion
from phoihop.orgs.queries.history import successors_on
from phoihop.orgs.queries.tree import Place, Tree


class UnitFinder:
    """The units of a day's tree by code and by name; by name only those of a level, where one is named.

    A spreadsheet may have eaten the zeros a code begins with: it is then found among the codes of that length too.
    """

    def __init__(self, tree: Tree, level: str | None = None) -> None:
        self.tree = tree
        self.by_code = {place.code: place for place in tree}
        among = [place for place in tree if level is None or place.level == level]
        self.widths = sorted({len(place.code) for place in among})
        self.by_name: dict[str, list[Place]] = {}
        self.by_sound: dict[str, list[Place]] = {}
        for place in among:
            for name in {place.name, place.name.partition(" ")[2], *_without_type(place)}:
                self.by_name.setdefault(exact(nfc(name)), []).append(place)
                self.by_sound.setdefault(fold(name), []).append(place)

    def find(self, code: str, name: str) -> tuple[Place | None, str]:
        """The unit that is meant, or the sentence that says why it is not known."""
        if code:
            place = self._coded(code)
            if place is None:
                return None, self._unknown_code(code)
            if name and place not in self.by_name.get(exact(nfc(name)), []):
                said = {"code": place.code, "unit": place.name, "name": name}
                return None, _("Mã %(code)s là %(unit)s, nhưng tên ghi “%(name)s”. Sửa cho mã và tên khớp nhau.") % said
            return place, ""
        if not name:
            return None, _("Dòng có số nhưng không ghi đơn vị. Ghi mã đơn vị.")
        found = self.by_name.get(exact(nfc(name)), [])
        if len(found) == 1:
            return found[0], ""
        if found:
            said = {"name": name, "codes": self._listed(found)}
            return None, _("Có %(n)s đơn vị tên “%(name)s”: %(codes)s. Ghi mã đơn vị.") % {**said, "n": len(found)}
        near = self.by_sound.get(fold(name), [])
        if near:
            said = {"name": name, "codes": self._listed(near)}
            return None, _("Không có đơn vị tên “%(name)s”. Gần giống: %(codes)s. Ghi mã đơn vị.") % said
        said = {"name": name, "day": format_date(self.tree.on)}
        return None, _("Không có đơn vị tên “%(name)s” ngày %(day)s. Ghi mã đơn vị, hoặc sửa tên.") % said

    def _coded(self, code: str) -> Place | None:
        tried = [code, *(code.zfill(width) for width in self.widths)]
        return next((self.by_code[one] for one in tried if one in self.by_code), None)

    def _listed(self, places: list[Place]) -> str:
        shown = []
        for place in places:
            above = self.tree.superior(place.unit_id)
            shown.append(f"{place.code} {place.name}" + (f" ({above.name})" if above else ""))
        return "; ".join(shown)

    def _unknown_code(self, code: str) -> str:
        """A code of another time is named with the unit it was, and what became of that."""
        said = {"code": code, "day": format_date(self.tree.on)}
        tried = {code, *(code.zfill(width) for width in self.widths)}
        other = UnitVersion.objects.filter(code__in=tried).order_by("-valid_to").first()
        if other is None:
            return _("Không có đơn vị mã %(code)s. Xem lại mã trong danh mục đơn vị.") % said
        said["name"] = other.name_vi
        text = _("Mã %(code)s (%(name)s) không có trong danh mục ngày %(day)s. Dùng mã của đơn vị ngày đó.") % said
        heirs = "; ".join(f"{version.code} {version.name_vi}" for version in successors_on(other.unit_id, self.tree.on))
        return f"{text} {_('Đơn vị đó nay thuộc: %(heirs)s.') % {'heirs': heirs}}" if heirs else text


def _without_type(place: Place) -> set[str]:
    words = place.name.split()
    return {" ".join(words[2:])} if place.type in {"thi_tran", "thanh_pho", "thi_xa", "dac_khu"} else set()

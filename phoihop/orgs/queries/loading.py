"""What loading lists of units would do. Reading only: the verb is `actions.load_units`."""

import datetime
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from phoihop.base.errors import Reason
from phoihop.base.text import exact
from phoihop.orgs import rules
from phoihop.orgs.formulas import DAY, ChangeRow, VersionRow, by_code, lives, on_day
from phoihop.orgs.models import Succession, UnitVersion

Key = tuple[str, datetime.date]


@dataclass
class LoadPlan:
    """What would change. With any reason nothing is loaded at all.

    `unit_of` gives for every new version the unit on record it belongs to, or the key of the first version of its
    new unit; `ended` pairs a version's number with its new last day.
    """

    new: list[VersionRow] = field(default_factory=list)
    ended: list[tuple[int, datetime.date]] = field(default_factory=list)
    unchanged: int = 0
    unit_of: dict[Key, int | Key] = field(default_factory=dict)
    links: list[tuple[Key, Key, ChangeRow]] = field(default_factory=list)
    links_known: int = 0
    same: int = 0
    codes: dict[str, list[VersionRow]] = field(default_factory=dict)
    reasons: list[Reason] = field(default_factory=list)
    notes: list[Reason] = field(default_factory=list)

    @property
    def new_units(self) -> int:
        return len({unit for unit in self.unit_of.values() if not isinstance(unit, int)})

    @property
    def changes_nothing(self) -> bool:
        return not (self.new or self.ended or self.links)

    def summary(self) -> list[str]:
        """What would happen, one sentence a line."""
        lines = [
            _("Đơn vị mới: %(n)s") % {"n": self.new_units},
            _("Phiên bản mới: %(n)s") % {"n": len(self.new)},
            _("Phiên bản kết thúc: %(n)s") % {"n": len(self.ended)},
            _("Phiên bản không đổi: %(n)s") % {"n": self.unchanged},
            _("Kế tục mới: %(n)s; đã ghi từ trước: %(known)s; cùng một phiên bản, không cần ghi: %(same)s")
            % {"n": len(self.links), "known": self.links_known, "same": self.same},
        ]
        types = Counter((row.level, row.type) for row in self.new)
        words = [f"{UnitVersion.Type(type).label} {n}" for (_level, type), n in sorted(types.items())]
        return [*lines, _("Phiên bản mới theo loại: %(types)s") % {"types": ", ".join(words)}] if words else lines


def load_plan(versions: Sequence[VersionRow], changes: Sequence[ChangeRow], unread: Collection[str] = ()) -> LoadPlan:
    """Compare the rows with what is on record. Three statements whatever the number of rows.

    `unread` are codes whose rows are wrong already, so that nothing more can be said of what refers to them.
    """
    plan = LoadPlan()
    recorded = _recorded()
    kept = dict(recorded)
    merged: list[VersionRow] = []
    for row in versions:
        before = recorded.get(row.key)
        if before is None:
            plan.new.append(row)
            merged.append(row)
            continue
        plan.reasons += rules.why_not_correct(row, before)
        kept.pop(row.key, None)
        if before.valid_to == row.valid_to:
            plan.unchanged += 1
        elif before.version_id is not None:
            plan.ended.append((before.version_id, row.valid_to))
        merged.append(_known(row, before))
    plan.reasons += rules.why_not_rows(merged, list(kept.values()), unread)
    plan.codes = by_code([*{row.key: row for row in merged}.values(), *kept.values()])
    plan.reasons += rules.why_not_changes(changes, plan.codes, unread)
    if not plan.reasons:
        _name_the_units(plan, changes)
        _link(plan, changes)
    return plan


def _recorded() -> dict[Key, VersionRow]:
    rows = list(
        UnitVersion.objects.values_list(
            "code", "level", "type", "name_vi", "valid_from", "valid_to", "unit_id", "id", "parent_id"
        )
    )
    codes: dict[int, list[tuple[datetime.date, datetime.date, str]]] = {}
    for code, _level, _type, _name, first, last, unit_id, *_rest in rows:
        codes.setdefault(unit_id, []).append((first, last, code))
    found = {}
    for code, level, type, name, first, last, unit_id, version_id, parent_id in rows:
        parent = next((c for f, t, c in codes.get(parent_id or 0, ()) if f <= last and first <= t), "")
        place = _("đã ghi: %(name)s, mã %(code)s") % {"name": name, "code": code}
        found[code, first] = VersionRow(code, parent, level, type, name, first, last, place, unit_id, version_id)
    return found


def _known(row: VersionRow, before: VersionRow) -> VersionRow:
    """The row as given, with the keys of what is on record."""
    return VersionRow(
        row.code,
        row.parent_code,
        row.level,
        row.type,
        row.name,
        row.valid_from,
        row.valid_to,
        row.place,
        before.unit_id,
        before.version_id,
    )


def _name_the_units(plan: LoadPlan, changes: Sequence[ChangeRow]) -> None:
    known = [
        ChangeRow(before, after, kind, day)
        for before, after, kind, day in Succession.objects.values_list(
            "before__code", "after__code", "kind", "effective_on"
        )
    ]
    first = lives(plan.codes, [*known, *changes])
    on_record: dict[Key, int] = {}
    for versions in plan.codes.values():
        for row in versions:
            if row.unit_id is not None:
                said = on_record.setdefault(first[row.key], row.unit_id)
                if said != row.unit_id:
                    plan.reasons.append(_split_identity(row))
    own: dict[int, Key] = {unit_id: key for key, unit_id in on_record.items()}
    for versions in plan.codes.values():
        for row in versions:
            if row.unit_id is not None and own[row.unit_id] != first[row.key]:
                plan.reasons.append(_split_identity(row))
    for row in plan.new:
        plan.unit_of[row.key] = on_record.get(first[row.key], first[row.key])


def _split_identity(row: VersionRow) -> Reason:
    say = _(
        "Danh sách thay đổi nói khác với cái đã ghi: mã %(code)s từ %(day)s là cùng hay khác đơn vị với trước đó. "
        "Nạp danh sách đơn vị và danh sách thay đổi cùng một lần."
    )
    return Reason(say % {"code": row.code, "day": rules.shown(row.valid_from)}, "code", row.place)


def _link(plan: LoadPlan, changes: Sequence[ChangeRow]) -> None:
    known = {
        ((bc, bf), (ac, af)): (kind, day)
        for bc, bf, ac, af, kind, day in Succession.objects.values_list(
            "before__code", "before__valid_from", "after__code", "after__valid_from", "kind", "effective_on"
        )
    }
    for change in changes:
        before = on_day(plan.codes[change.old_code], change.effective_on - DAY)
        after = on_day(plan.codes[change.new_code], change.effective_on)
        if before is None or after is None:  # refused already
            continue
        for given, row in ((change.old_name, before), (change.new_name, after)):
            if given and exact(given) != exact(row.name):
                say = _("Tên “%(given)s” khác “%(name)s” trong danh sách đơn vị; đã nhận theo mã %(code)s.")
                words = {"given": given, "name": row.name, "code": row.code}
                plan.notes.append(Reason(say % words, place=change.place))
        pair = (before.key, after.key)
        if before.key == after.key:
            plan.same += 1
        elif pair not in known:
            plan.links.append((*pair, change))
        elif known[pair] == (change.kind, change.effective_on):
            plan.links_known += 1
        else:
            plan.reasons.append(Reason(_("Đã ghi cách khác cho hai đơn vị này."), "kind", change.place))

"""Reading a table of tasks: which column is which, and what each row gives to whom; every fault by row and column."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import override

from phoihop.base import clock
from phoihop.base.errors import Reason
from phoihop.base.numbers import parse_date
from phoihop.base.text import fold, nfc
from phoihop.documents.tables import SheetCell, SheetTable, cell_at, column_letters, why_not_formula
from phoihop.duties.models import Period, Regulation, Task
from phoihop.duties.rules.origins import usual_kind, usual_setting
from phoihop.duties.rules.tasks import BY_PERSON, Giving, NewTask, why_not_assign_all
from phoihop.duties.rules.whom import Whom
from phoihop.orgs.models import Post
from phoihop.orgs.queries import tree

HEADS = {
    "code": "Mã việc",
    "title_vi": "Nội dung việc",
    "product_vi": "Sản phẩm",
    "kind": "Loại việc",
    "period": "Kỳ",
    "starts_on": "Ngày bắt đầu",
    "due_on": "Hạn",
    "leads": "Đơn vị chủ trì",
    "supports": "Đơn vị phối hợp",
    "is_priority": "Trọng tâm",
    "both_accept": "Hai bên nhận",
    "is_checked": "Kiểm tra",
    "needs_evidence": "Minh chứng",
    "regulation": "Quy chế",
    "title_en": "Nội dung tiếng Anh",
}
"""How our own template names its columns, in every language; the first seven and the leads have to be there."""
NEEDED = ("code", "title_vi", "due_on", "leads")
_ALSO = {
    "code": ("ma", "code"),
    "title_vi": ("noi dung", "ten viec", "title"),
    "product_vi": ("san pham phai co", "product"),
    "kind": ("loai", "kind"),
    "period": ("tinh vao ky", "period"),
    "starts_on": ("bat dau", "bat dau tu", "start"),
    "due_on": ("han hoan thanh", "ngay het han", "due"),
    "leads": ("chu tri", "lead"),
    "supports": ("phoi hop", "support"),
    "is_priority": ("nhiem vu trong tam", "priority"),
    "both_accept": ("ca hai ben nhan", "both"),
    "is_checked": ("kiem tra doc lap", "check"),
    "needs_evidence": ("phai co minh chung", "evidence"),
    "regulation": ("ma quy che", "regulation"),
    "title_en": ("tieng anh", "title_en"),
}
HEAD_WITHIN = 12
"""The head of the table stands within the first so many rows; titles may stand above it."""
EXAMPLE = "vi du"
"""A row whose code begins so is the template's example and is passed over."""
_YES, _NO = {"co", "x", "1", "true", "yes", "v"}, {"", "khong", "0", "false", "no"}
_DAY_ZERO = datetime.date(1899, 12, 30)
_SERIALS = range(36_526, 73_051)
"""Days of 2000 to 2099 as a spreadsheet counts them, where a cell of dates lost its form."""


@dataclass(frozen=True)
class TaskRow:
    """One row of the table, as it would be given."""

    number: int
    giving: Giving


@dataclass
class TaskReading:
    rows: list[TaskRow] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)


def read_tasks(by: Post, table: SheetTable, origin: models.Model | None = None) -> TaskReading:
    """What the table gives to whom, with every fault in it, in the order of rows. `origin`: the paper it comes from.

    Statements grow with the days tasks are due on, not with the rows.
    """
    found = next((i for i, (_n, cells) in enumerate(table.rows[:HEAD_WITHIN]) if _is_head(cells)), None)
    if found is None:
        said = _("Không thấy dòng tiêu đề có các cột “Mã việc”, “Nội dung việc”, “Hạn”. Tải tệp mẫu, điền rồi nạp lại.")
        return TaskReading([], [Reason(said, "file")])
    reader = _Reader(by, table.rows[found], origin)
    for number, cells in table.rows[found + 1 :]:
        if not all(cell.is_blank for cell in cells) and not reader.is_example(cells):
            reader.read(number, cells)
    return reader.finish()


class _Reader:
    """Goes through the rows; what it knows of periods, regulations and units it asks for once."""

    def __init__(self, by: Post, head: tuple[int, Sequence[SheetCell]], origin: models.Model | None) -> None:
        self.by, self.origin = by, origin
        self.columns: dict[str, int] = {}
        self.reasons: list[Reason] = []
        self.rows: list[tuple[TaskRow, bool]] = []
        """With whether it could be read; what could not is judged as far as it was."""
        self.unread: dict[int, set[str]] = {}
        self.first_with: dict[str, int] = {}
        self.width = max((at for at, cell in enumerate(head[1]) if not cell.is_blank), default=0) + 1
        self._read_head(*head)
        self.periods: dict[str, Period] = {}
        for period in Period.objects.all():
            self.periods |= {fold(name): period for name in (period.label, period.name_vi, period.name_en) if name}
        self.regulations = {fold(one.code): one for one in Regulation.objects.all()}
        self.whom: dict[datetime.date, Whom] = {}
        self.kinds = {kind: kind for kind in BY_PERSON}
        for language, _name in settings.LANGUAGES:
            with override(language):
                self.kinds |= {fold(str(Task.Kind(kind).label)): kind for kind in BY_PERSON}

    def _read_head(self, number: int, cells: Sequence[SheetCell]) -> None:
        for at, cell in enumerate(cells):
            text = nfc(cell.text)
            name = _meaning(text)
            where = _("Dòng %(n)s, cột %(column)s") % {"n": number, "column": column_letters(at)}
            if text and name is None:
                said = _("Không có cột nào là “%(head)s”. Bỏ cột này, hoặc ghi tên cột như tệp mẫu.")
                self.reasons.append(Reason(said % {"head": text}, place=where))
            elif name in self.columns:
                self.reasons.append(Reason(_("Cột “%(head)s” có hai lần. Giữ một cột.") % {"head": text}, place=where))
            elif name is not None:
                self.columns[name] = at
        absent = [HEADS[name] for name in NEEDED if name not in self.columns]
        if absent:
            said = _("Thiếu cột %(columns)s.") % {"columns": ", ".join(f"“{head}”" for head in absent)}
            self.reasons.append(Reason(said, place=_("Dòng %(n)s") % {"n": number}))

    def is_example(self, cells: Sequence[SheetCell]) -> bool:
        return fold(cell_at(cells, self.columns.get("code")).words).startswith(EXAMPLE)

    def read(self, number: int, cells: Sequence[SheetCell]) -> None:
        before = len(self.reasons)
        row = _Row(self, number, cells)
        code = row.text("code")
        if code and code in self.first_with:
            said = {"code": code, "first": self.first_with[code]}
            row.wrong("code", _("Mã %(code)s đã có ở dòng %(first)s. Mỗi việc một mã.") % said)
        self.first_with.setdefault(code, number)
        beyond = [column_letters(at) for at, cell in enumerate(cells) if at >= self.width and not cell.is_blank]
        if beyond:
            text = _("Có chữ ở cột %(columns)s, ngoài bảng. Xoá, hoặc xem lại dấu ngăn cột của dòng này.")
            row.wrong("", text % {"columns": ", ".join(beyond)})
        period, due_on = row.period(), row.day("due_on", needed=True)
        stand_in = period or next(iter(self.periods.values()), None)
        if stand_in is None:
            return
        task = NewTask(
            code=code,
            title_vi=row.text("title_vi"),
            title_en=row.text("title_en"),
            product_vi=row.text("product_vi"),
            kind=row.kind(),
            period=stand_in,
            starts_on=row.day("starts_on"),
            due_on=due_on or clock.today(),
            regulation=row.regulation(),
            is_priority=row.yes("is_priority"),
            both_accept=row.yes("both_accept"),
            is_checked=row.yes("is_checked"),
            needs_evidence=row.yes("needs_evidence", empty=True),
            origin=self.origin,
        )
        leads = row.units("leads", due_on) if due_on else ()
        supports = row.units("supports", due_on) if due_on else ()
        unread = {reason.field for reason in self.reasons[before:]}
        if period is None or due_on is None:
            unread |= {"period", "starts_on", "due_on", *(() if due_on else ("leads", "supports"))}
        self.unread[number] = unread | {name for name in NEEDED if name not in self.columns}
        self.rows.append((TaskRow(number, Giving(task, leads, supports)), not unread))

    def where(self, number: int, name: str) -> str:
        at = self.columns.get(name)
        if at is None:
            return _("Dòng %(n)s") % {"n": number}
        column = f"{column_letters(at)} ({HEADS[name]})"
        return _("Dòng %(n)s, cột %(column)s") % {"n": number, "column": column}

    def finish(self) -> TaskReading:
        """A cell that could not be read is said once; what would follow from its being empty is not."""
        judged = why_not_assign_all(self.by, [row.giving for row, _readable in self.rows])
        for (row, _readable), reasons in zip(self.rows, judged, strict=True):
            self.reasons += [
                Reason(reason.text, reason.field, self.where(row.number, reason.field))
                for reason in reasons
                if reason.field not in self.unread[row.number]
            ]
        if not self.rows and not self.reasons:
            self.reasons.append(Reason(_("Tệp không có việc nào dưới dòng tiêu đề. Điền việc rồi nạp lại."), "file"))
        self.reasons.sort(key=lambda reason: _number(reason.place))
        return TaskReading([row for row, readable in self.rows if readable], self.reasons)


class _Row:
    """The cells of one row, each read as what its column holds; a fault is said with the place."""

    def __init__(self, reader: _Reader, number: int, cells: Sequence[SheetCell]) -> None:
        self.reader, self.number, self.cells = reader, number, cells
        self._formulas: set[str] = set()

    def wrong(self, name: str, text: str) -> None:
        self.reader.reasons.append(Reason(text, name, self.reader.where(self.number, name)))

    def text(self, name: str) -> str:
        cell = cell_at(self.cells, self.reader.columns.get(name))
        if cell.is_formula:
            if name not in self._formulas:
                self.wrong(name, why_not_formula())
            self._formulas.add(name)
            return ""
        return nfc(cell.words)

    def day(self, name: str, *, needed: bool = False) -> datetime.date | None:
        text = self.text(name)
        if not text:
            if needed and name not in self._formulas and name in self.reader.columns:
                self.wrong(name, _("Ngày còn trống. Ghi ngày/tháng/năm, ví dụ 28/01/2022."))
            return None
        found = parse_date(text)
        if found is None and text.isascii() and text.isdigit() and len(text) == 5 and int(text) in _SERIALS:
            found = _DAY_ZERO + datetime.timedelta(days=int(text))
        if found is None:
            said = _("“%(day)s” không phải là ngày. Viết ngày/tháng/năm, ví dụ 28/01/2022.")
            self.wrong(name, said % {"day": text[:40]})
        return found

    def yes(self, name: str, *, empty: bool = False) -> bool:
        written = self.text(name)
        said = fold(written)
        if said not in _YES | _NO:
            self.wrong(name, _("“%(word)s” không rõ nghĩa. Ghi “có”, “không”, hoặc để trống.") % {"word": written[:40]})
        return empty if not said else said in _YES

    def kind(self) -> str:
        text, origin = self.text("kind"), self.reader.origin
        own = usual_kind(origin)
        kind = self.reader.kinds.get(fold(text), "") if text else own
        if not kind:
            known = ", ".join(str(Task.Kind(one).label) for one in BY_PERSON)
            said = _("Không có loại việc “%(kind)s”. Các loại: %(known)s.")
            self.wrong("kind", said % {"kind": text[:40], "known": known})
        elif origin is not None and kind != own:
            said = _("Tệp nạp vào %(paper)s thì loại việc là “%(kind)s”, hoặc để trống.")
            self.wrong(
                "kind", said % {"paper": getattr(origin, "number", None) or origin, "kind": Task.Kind(own).label}
            )
        return kind or own

    def period(self) -> Period | None:
        text, origin = self.text("period"), self.reader.origin
        if not text and "period" not in self._formulas:
            if usual := usual_setting(origin)[1]:
                return usual
            self.wrong("period", _("Kỳ còn trống. Ghi nhãn kỳ, ví dụ 2022 hoặc 2022-Q1."))
            return None
        period = self.reader.periods.get(fold(text))
        if period is None and text:
            near = sorted(one.label for one in set(self.reader.periods.values()) if one.label[:4] == text[:4])
            said = {"period": text[:40], "known": ", ".join(near) or "–"}
            self.wrong("period", _("Không có kỳ “%(period)s”. Các kỳ của năm đó: %(known)s.") % said)
        return period

    def regulation(self) -> Regulation | None:
        text, origin = self.text("regulation"), self.reader.origin
        if not text:
            return usual_setting(origin)[0]
        found = self.reader.regulations.get(fold(text))
        if found is None:
            known = ", ".join(sorted(one.code for one in self.reader.regulations.values()))
            said = _("Không có quy chế mã “%(code)s”. Các mã: %(known)s.")
            self.wrong("regulation", said % {"code": text[:40], "known": known})
        return found

    def units(self, name: str, on: datetime.date) -> tuple[int, ...]:
        whom = self.reader.whom.get(on)
        if whom is None:
            whom = self.reader.whom[on] = Whom(self.reader.by, tree(on))
        found: dict[int, None] = {}
        for word in re.split(r"[,;\n]+", self.text(name)):
            if word.strip():
                places, why_not = whom.find(word.strip())
                found |= dict.fromkeys(place.unit_id for place in places)
                if why_not:
                    self.wrong(name, why_not)
        return tuple(found)


def _is_head(cells: Sequence[SheetCell]) -> bool:
    return len({name for cell in cells if (name := _meaning(nfc(cell.text)))}) >= 3


def _meaning(text: str) -> str | None:
    plain = fold(text)
    return next((name for name, head in HEADS.items() if plain == fold(head) or plain in _ALSO[name]), None)


def _number(place: str) -> int:
    digits = re.search(r"[0-9]+", place)
    return int(digits[0]) if digits else 0

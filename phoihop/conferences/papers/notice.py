"""The notice of conclusion (thông báo kết luận): each sentence, and whose work it became until when."""

import datetime
from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import override

from phoihop.conferences.models import Conclusion, Conference
from phoihop.conferences.offsets import day_of
from phoihop.conferences.papers.invitation import body_of
from phoihop.conferences.papers.official import official
from phoihop.documents.heads import lower_first
from phoihop.documents.paper import Annex, Block, Content, Paper, Paragraph, Table, Text
from phoihop.documents.word import write
from phoihop.duties.models import Assignment
from phoihop.duties.queries import unit_names

MOST_NAMED = 4
"""So many units are named under a sentence; more are counted, and named in the annex."""


def paper(conference: Conference, on: datetime.date, number: int | None = None) -> Paper:
    """The notice of a day; without a number it is a draft. A constant number of statements."""
    with override("vi"):
        rows = list(conference.conclusions.select_related("task").order_by("number"))
        doers = _doers(rows)
        made = official(
            conference,
            "notice",
            subject_of(conference),
            list(_body(conference, rows, doers)),
            on,
            signer=conference.chair,
            number=number,
        )
        return made if not doers else _with_annex(made, rows, doers)


def subject_of(conference: Conference) -> str:
    return f"kết luận {lower_first(conference.title_vi)}"


def written(conference: Conference, on: datetime.date, number: int) -> bytes:
    """The notice as a Word file, with its number and day."""
    with override("vi"):
        return write(paper(conference, on, number))


def _doers(rows: list[Conclusion]) -> dict[int, list[str]]:
    """Task → names of the units it was given to."""
    tasks = [one.task_id for one in rows if one.task_id]
    shares = Assignment.objects.filter(task_id__in=tasks).exclude(state="withdrawn").order_by("role", "pk")
    given = list(shares.values_list("task_id", "unit_id"))
    names = unit_names()
    found: dict[int, list[str]] = {}
    for task, unit in given:
        found.setdefault(task, []).append(names[unit])
    return found


def _body(conference: Conference, rows: list[Conclusion], doers: dict[int, list[str]]) -> Iterator[Block]:
    held, sites = day_of(conference), conference.sites.count()
    linked = f", kết nối trực tuyến với {sites - 1} điểm cầu" if sites > 1 else ""
    yield Paragraph(
        f"Ngày {held:%d/%m/%Y}, tại {conference.place_vi}{linked}, {body_of(conference).name_vi} tổ chức "
        f"{lower_first(conference.title_vi)}. Đồng chí {conference.chair.journal_label} chủ trì hội nghị. "
        "Sau khi nghe báo cáo và ý kiến của các đại biểu, chủ trì kết luận như sau:"
    )
    for one in rows:
        yield Paragraph(f"{one.number}. {one.text_vi}")
        if one.task is not None:
            named = doers.get(one.task_id or 0, [])
            who = ", ".join(named) if len(named) <= MOST_NAMED else f"{len(named)} đơn vị theo phụ lục"
            said = f"Thực hiện: {who}; hạn {one.task.due_on:%d/%m/%Y}; mã việc {one.task.code}."
            yield Paragraph([Text(said, italic=True)])
    yield Paragraph(
        "Các đơn vị được giao việc tổ chức thực hiện, báo kết quả trên chương trình Phối Hợp đúng hạn; "
        "thư ký quy chế theo dõi, đôn đốc và báo cáo chủ trì."
    )


def _with_annex(made: Paper, rows: list[Conclusion], doers: dict[int, list[str]]) -> Paper:
    lines: list[list[Content]] = [
        [str(one.number), one.task.title_vi, ", ".join(doers.get(one.task.pk, [])), f"{one.task.due_on:%d/%m/%Y}"]
        for one in rows
        if one.task is not None
    ]
    table = Table(["Kết luận", "Việc", "Đơn vị thực hiện", "Hạn"], lines, widths=[1.6, 6, 5, 2.2], align="cllc")
    return replace(made, annexes=(Annex("Việc được giao từ kết luận hội nghị", [table]),))

"""What units have written and what was decided on them: narrative, models, operations, matters, rulings, papers."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Min, Q
from django.utils.translation import gettext as _

from phoihop.annual.queries import editions_for
from phoihop.base import clock
from phoihop.base.numbers import format_date, format_moment
from phoihop.base.text import named
from phoihop.conferences.rules import visible_conferences
from phoihop.desk.queries.search.shapes import Group, Hit, Scope, best, is_code
from phoihop.duties.rules import visible_tasks
from phoihop.orgs.queries import Named, all_versions, within
from phoihop.registers.models import Ruling
from phoihop.registers.rules import visible_matters, visible_models, visible_operations
from phoihop.reporting.models import Text

TEXTS_READ = 600
"""So many texts, the latest periods first, are looked at; with more the page asks for more words."""


def texts(scope: Scope) -> Group:
    """Narrative of the branch's reports: what counts, else what was last sent; its own drafts. Two statements."""
    found = Group("loi-van", _("Lời văn trong báo cáo"))
    if not scope.post.can("report.read"):
        return found
    report = "revision__report__"
    stands = Q(revision=F(f"{report}counted_revision"))
    stands |= Q(revision__sealed_at__isnull=False, revision__report__counted_revision__isnull=True)
    stands |= Q(revision__sealed_at__isnull=True, revision__report__unit=scope.post.body.unit_id)
    rows = Text.objects.filter(within(scope.spans, f"{report}unit", f"{report}period__ends_on"), stands)
    for word in scope.wanted.words:
        rows = rows.filter(folded__contains=word)
    rows = rows.select_related("block", f"{report}period", f"{report}form")
    read = list(rows.order_by(f"-{report}period__ends_on", "-revision__number", "pk")[: TEXTS_READ + 1])
    newest: dict[tuple[int, int], Text] = {}
    for text in read[:TEXTS_READ]:
        newest.setdefault((text.revision.report_id, text.block_id), text)
    ranked = [
        (rank // 6, n, text)
        for n, text in enumerate(newest.values())
        if (rank := scope.wanted.rank(text.body)) is not None
    ]
    names = _names()
    hits = [_text(text, rank, n, names) for rank, n, text in sorted(ranked, key=lambda one: one[:2])[: scope.most]]
    return Group(found.key, found.title, hits, len(ranked), more=len(read) > TEXTS_READ)


def _text(text: Text, rank: int, order: int, names: dict[int, list[Named]]) -> Hit:
    report = text.revision.report
    unit = next((v.name for v in names.get(report.unit_id, ()) if v.valid_on(report.period.ends_on)), "")
    about = f"{named(text.block, 'title')} · {named(report.form, 'title')}, {named(report.period, 'name')}"
    return Hit(unit, ("reporting:report", report.pk), rank, about, text.body, order=order)


def _names() -> dict[int, list[Named]]:
    found: dict[int, list[Named]] = {}
    for version in all_versions():
        found.setdefault(version.unit_id, []).append(version)
    return found


def models(scope: Scope) -> Group:
    """Models led by or applied in the branch, and joint operations by their code. Three statements."""
    found = Group("so", _("Mô hình, chuyên án"))
    wanted, today, post = scope.wanted, clock.today(), scope.post
    if not post.can("register.read"):
        return found
    names = _names()
    for model in visible_models(post, today):
        rank = best(wanted.rank(text) for text in (model.code, model.name_vi, model.name_en, model.field_vi))
        if rank is not None:
            unit = next((v.name for v in names.get(model.unit_id, ()) if v.valid_on(model.built_on)), "")
            about = " · ".join(part for part in (model.code, unit, model.field_vi) if part)
            to, exactly = ("registers:model", model.pk), is_code(wanted, model.code)
            order = -model.built_on.toordinal()
            found.hits.append(Hit(named(model, "name"), to, rank, about, exactly=exactly, order=order))
    for operation in visible_operations(post, today):
        rank = wanted.rank(operation.code)
        if rank is not None:
            about = _("chuyên án, mở ngày %(day)s") % {"day": format_date(operation.opened_on)}
            exactly, order = is_code(wanted, operation.code), -operation.opened_on.toordinal()
            found.hits.append(Hit(operation.code, ("registers:operations",), rank, about, exactly=exactly, order=order))
    return found


def matters(scope: Scope) -> Group:
    """Matters of the branch by code and by what they are about, the last opened first. One statement."""
    found = Group("vu-viec", _("Vụ việc"))
    wanted, post = scope.wanted, scope.post
    if not post.can("register.read"):
        return found
    names = _names()
    for matter in visible_matters(post, clock.today()):
        rank = best(wanted.rank(text) for text in (matter.code, matter.title))
        if rank is not None:
            unit = next((v.name for v in names.get(matter.unit_id, ()) if v.valid_on(matter.opened_on)), "")
            about = " · ".join(part for part in (matter.code, unit, str(matter.get_state_display())) if part)
            to, exactly = ("registers:matter", matter.pk), is_code(wanted, matter.code)
            order = -matter.opened_on.toordinal()
            found.hits.append(Hit(matter.title, to, rank, about, exactly=exactly, order=order))
    return found


def tasks(scope: Scope) -> Group:
    """Tasks of which the post sees a share or that its unit gave, by code and title, the last given first."""
    found = Group("viec", _("Công việc"))
    wanted, post = scope.wanted, scope.post
    if not post.can("task.read"):
        return found
    rows = visible_tasks(post).select_related("period").order_by("-pk")
    for task in rows:
        rank = best(wanted.rank(text) for text in (task.code, task.title_vi, task.title_en) if text)
        if rank is not None:
            about = " · ".join((task.code, named(task.period, "name")))
            to, exactly = ("tasks:task", task.pk), is_code(wanted, task.code)
            found.hits.append(Hit(named(task, "title"), to, rank, about, exactly=exactly, order=-task.pk))
    return found


def rulings(scope: Scope) -> Group:
    """Decisions on the standard by their number, however many units each names. One statement."""
    found = Group("quyet-dinh", _("Quyết định công nhận"))
    if not scope.post.can("register.read"):
        return found
    seen = within(scope.spans, "result__unit", "result__period__ends_on")
    rows = Ruling.objects.filter(seen).values("number", "decided_on", "result__period__year")
    for row in rows.annotate(n=Count("id"), passed=Count("id", filter=Q(passed=True)), only=Min("result_id")):
        rank = scope.wanted.rank(row["number"])
        if rank is not None:
            found.hits.append(_ruling(scope, row, rank))
    return found


def _ruling(scope: Scope, row: Mapping[str, Any], rank: int) -> Hit:
    year = row["result__period__year"]
    said = {"day": format_date(row["decided_on"]), "n": row["n"], "passed": row["passed"], "year": year}
    about = _("ngày %(day)s · năm %(year)s · %(n)s đơn vị, %(passed)s đạt") % said
    exactly, order = is_code(scope.wanted, row["number"]), -row["decided_on"].toordinal()
    if row["n"] == 1:
        to: tuple[str | int, ...] = ("registers:standard", row["only"])
        return Hit(row["number"], to, rank, about, exactly=exactly, order=order)
    to = ("registers:standards",)
    return Hit(
        row["number"],
        to,
        rank,
        about,
        tail="?" + urlencode({"nam": year, "ten": row["number"]}),
        exactly=exactly,
        order=order,
    )


def conferences(scope: Scope) -> Group:
    """Conferences the post sees, by code, title and place, the latest first. One statement."""
    found = Group("hoi-nghi", _("Hội nghị"))
    wanted = scope.wanted
    for one in visible_conferences(scope.post):
        rank = best(wanted.rank(text) for text in (one.code, one.title_vi, one.title_en, one.place_vi) if text)
        if rank is not None:
            about = " · ".join((one.code, format_moment(one.starts_at), str(one.get_state_display())))
            to, exactly = ("conferences:conference", one.pk), is_code(wanted, one.code)
            order = -one.starts_at.timestamp()
            found.hits.append(Hit(one.title, to, rank, about, exactly=exactly, order=order))
    return found


def editions(scope: Scope) -> Group:
    """Annual reports with the symbol and the subject of what was issued. One statement."""
    found = Group("bao-cao-nam", _("Báo cáo năm, văn bản đã phát hành"))
    wanted = scope.wanted
    for one in editions_for(scope.post):
        symbol = one.issued.symbol if one.issued else ""
        texts = (one.title_vi, symbol, one.issued.subject if one.issued else "", named(one.period, "name"))
        rank = best(wanted.rank(text) for text in texts)
        if rank is not None:
            about = str(one.get_state_display())
            if one.issued:
                about = " · ".join((about, symbol, format_date(one.issued.issued_on)))
            exactly, order = is_code(wanted, symbol), -one.period.year
            to = ("annual:edition", one.pk)
            found.hits.append(Hit(one.title_vi, to, rank, about, exactly=exactly, order=order))
    return found

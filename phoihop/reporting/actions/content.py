"""The parts verbs are made of: drafts made on demand, content put into them. For one report or for two hundred."""

import datetime
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import F

from phoihop.base.text import fold
from phoihop.orgs.queries import Tree
from phoihop.reporting.models import Attachment, Report, Revision, Text, Value
from phoihop.reporting.rules import Layout, Typed


def held(report: Report) -> Report:
    """The report as it is now, held against other writers until the transaction ends (SQLite holds the whole file)."""
    return Report.objects.select_for_update(of=("self",)).select_related("form__duty", "period").get(pk=report.pk)


def labelled(report: Report, on: Tree) -> Report:
    """Give the report the words by which the journal will know it."""
    report.journal_subject = f"{report.form.title_vi}, {report.period.name_vi}, {on.name(report.unit_id)}"
    return report


def drafts(reports: Sequence[Report]) -> dict[int, Revision]:
    """report -> its draft; one that has none gets one, with the content of its last sealed revision."""
    newest: dict[int, Revision] = {}
    for revision in Revision.objects.filter(report__in=[report.pk for report in reports]).order_by("number"):
        newest[revision.report_id] = revision
    found = {key: revision for key, revision in newest.items() if revision.sealed_at is None}
    new = [
        Revision(report=report, number=newest[report.pk].number + 1 if report.pk in newest else 1)
        for report in reports
        if report.pk not in found
    ]
    Revision.objects.bulk_create(new)
    _copy({newest[draft.report_id].pk: draft for draft in new if draft.report_id in newest})
    found.update({draft.report_id: draft for draft in new})
    return found


def put(
    form: Layout,
    content: Iterable[tuple[Revision, Mapping[str, Typed], Mapping[str, str]]],
    at: datetime.datetime,
) -> None:
    """Write numbers, remarks and words into drafts, over what was there; a draft's version goes up by one."""
    blocks = {block.code: block for block in form.texts}
    values, texts, touched = [], [], []
    for draft, cells, words in content:
        touched.append(draft.pk)
        for code, typed in cells.items():
            indicator = form.by_code[code].indicator
            values.append(Value(revision=draft, indicator=indicator, amount=typed.amount, remark=typed.remark))
        texts += [
            Text(revision=draft, block=blocks[code], body=body, folded=fold(body)) for code, body in words.items()
        ]
        draft.version += 1
        draft.saved_at = at
    Value.objects.bulk_create(
        values, update_conflicts=True, unique_fields=["revision", "indicator"], update_fields=["amount", "remark"]
    )
    if texts:
        Text.objects.bulk_create(
            texts, update_conflicts=True, unique_fields=["revision", "block"], update_fields=["body", "folded"]
        )
    Revision.objects.filter(pk__in=touched).update(version=F("version") + 1, saved_at=at)


def _copy(from_to: Mapping[int, Revision]) -> None:
    """Copy the content of sealed revisions (by number) into new drafts."""
    if not from_to:
        return
    sealed = list(from_to)
    Value.objects.bulk_create(
        Value(revision=from_to[v.revision_id], indicator_id=v.indicator_id, amount=v.amount, remark=v.remark)
        for v in Value.objects.filter(revision__in=sealed)
    )
    Text.objects.bulk_create(
        Text(revision=from_to[t.revision_id], block_id=t.block_id, body=t.body, folded=t.folded)
        for t in Text.objects.filter(revision__in=sealed)
    )
    Attachment.objects.bulk_create(
        Attachment(
            revision=from_to[a.revision_id],
            indicator_id=a.indicator_id,
            file_id=a.file_id,
            title=a.title,
            fact_on=a.fact_on,
        )
        for a in Attachment.objects.filter(revision__in=sealed)
    )

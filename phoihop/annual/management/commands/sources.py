"""`phoihop sources FIGURE YEAR`: the units, reports, decisions and evidence behind one figure."""

import csv
import json
from argparse import ArgumentParser
from typing import Any

from django.utils.translation import gettext as _

from phoihop.annual.management.asked import setting_of, unit_of
from phoihop.annual.management.commands.figures import number
from phoihop.base.commands import SpokenCommand
from phoihop.reporting.figures import Source, sources


class Command(SpokenCommand):
    help = "What stands behind one figure: unit, result, report or record, decision, approver, evidence."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("figure", metavar="FIGURE", help="code of a figure, such as D02")
        parser.add_argument("year", type=int)
        parser.add_argument("--unit", default="", metavar="CODE", help="code of a unit; the reporting unit by default")
        parser.add_argument("--regulation", default="", metavar="CODE")
        parser.add_argument("--format", choices=("table", "json", "csv"), default="table")

    def work(self, *, figure: str, year: int, unit: str, regulation: str, format: str, **options: Any) -> None:
        here = setting_of(year, regulation)
        found = sources(figure.upper(), here.period, unit_of(here, unit).unit_id)
        rows = [_row(one) for one in found.sources]
        if format == "json":
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
        elif format == "csv":
            writer = csv.DictWriter(self.stdout, fieldnames=list(rows[0]) if rows else ["unit"], lineterminator="\n")
            writer.writeheader()
            for row in rows:
                writer.writerow({**row, "evidence": " ".join(proof["sha256"] for proof in row["evidence"])})
        else:
            for row in rows:
                said = row["result"] or row["amount"] or ""
                self.stdout.write(
                    f"{row['unit']:<8}{row['unit_name']:<28}{said!s:<14}{row['decision']:<18}{row['decided_on'] or ''}"
                )
            self.stdout.write(_("%(n)s nguồn, số hiện là %(text)s.") % {"n": len(rows), "text": found.figure.text})


def _row(source: Source) -> dict[str, Any]:
    return {
        "unit": source.unit_code,
        "unit_name": source.unit_name,
        "unit_type": source.unit_type,
        "in_numerator": source.in_numerator,
        "result": source.result,
        "amount": number(source.amount),
        "figure": source.code,
        "kind": source.kind,
        "record": source.pk,
        "label": source.label,
        "revision": source.revision_number,
        "decision": source.decision_number,
        "decided_on": source.decided_on.isoformat() if source.decided_on else None,
        "decided_by": source.decided_by,
        "evidence": [
            {"title": title, "sha256": sha256, "fact_on": fact_on.isoformat() if fact_on else None}
            for title, sha256, _file, fact_on in source.evidence
        ],
        "remark": source.remark,
        "digest": source.digest,
    }

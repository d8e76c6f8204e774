"""A regulation at work, for tests of what is owed: two duties, the periods of 2021 and 2022, tasks given by hand."""

import datetime
import re
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from phoihop.base import clock
from phoihop.duties import actions, queries
from phoihop.duties.models import (
    Article,
    Assignment,
    Directive,
    Duty,
    Period,
    Programme,
    Regulation,
    Task,
    TaskEvidence,
)
from phoihop.duties.rules import NewTask
from phoihop.orgs.models import Post
from tests.cast import Cast
from tests.pdf import PDF as PDF

D = datetime.date
SOON = D(2022, 1, 28)


@dataclass
class Office:
    """`security` is owed by each commune to its district every quarter; `joint` by each district, accepted by both."""

    cast: Cast
    regulation: Regulation
    clause: Article
    security: Duty
    joint: Duty
    year: Period
    given: int = 0
    shares: dict[str, Assignment] = field(default_factory=dict)

    def task(
        self,
        *leads: str,
        by: Post | None = None,
        due: datetime.date = SOON,
        supports: tuple[str, ...] = (),
        **facts: Any,
    ) -> Task:
        """A task to the named units of the cast, given by the province unless said otherwise."""
        self.given += 1
        facts = {"title_vi": "Rà soát an ninh, trật tự trước Tết", "period": self.year, **facts}
        facts = {"code": f"NV-{self.given:02}", "regulation": self.regulation, "due_on": due, **facts}
        return actions.assign(
            by=by or self.cast.secretary,
            task=NewTask(**facts),
            leads=[self.cast.units[name].pk for name in leads],
            supports=[self.cast.units[name].pk for name in supports],
        )

    def programme(self, **facts: Any) -> Programme:
        """The programme of 2022."""
        usual: dict[str, Any] = {"regulation": self.regulation, "period": self.year, "number": "05-CTr/ĐUCA"}
        usual |= {"title_vi": "Chương trình công tác năm 2022", "issued_on": D(2022, 1, 5)}
        return actions.add_programme(by=self.cast.secretary, **{**usual, **facts})

    def directive(self, number: str = "12-CT/TU", by: Post | None = None, **facts: Any) -> Directive:
        """A paper from above, received by the province unless said otherwise."""
        usual: dict[str, Any] = {"issuer": "Ban Thường vụ Tỉnh ủy", "issued_on": D(2022, 1, 3)}
        usual |= {"received_on": D(2022, 1, 5), "title_vi": "Bảo đảm an ninh, trật tự dịp Tết"}
        return actions.add_directive(by=by or self.cast.secretary, number=number, **{**usual, **facts})

    def share(self, task: Task, unit: str) -> Assignment:
        """A unit's share, read afresh."""
        return Assignment.objects.select_related("task__period", "task__regulation").get(
            task=task, unit=self.cast.units[unit]
        )

    def prove(self, share: Assignment, by: Post, fact_on: datetime.date | None = None) -> TaskEvidence:
        upload = SimpleUploadedFile("bien-ban.pdf", PDF + f"%{share.pk}".encode())
        return actions.attach_evidence(
            by=by, share=share, file=upload, title="Biên bản", fact_on=fact_on or clock.today()
        )

    def hand_in(self, task: Task, unit: str, by: Post) -> Assignment:
        """Progress, evidence and the result of a unit's share."""
        share = self.share(task, unit)
        actions.report_progress(by=by, share=share, text="Đã họp bàn, phân công.", percent=50)
        self.prove(share, by)
        return actions.submit(by=by, share=share, text="Đã rà soát xong, có biên bản.")


def words(text: str) -> str:
    """What a page says, its tags left out."""
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def open_office(cast: Cast) -> Office:
    """Set up through the verbs."""
    regulation = actions.add_regulation(
        by=cast.secretary,
        code="QC",
        title_vi="Quy chế phối hợp",
        decision="306-QĐ/TU",
        issuer="Ban Thường vụ Tỉnh ủy",
        issued_on=D(2020, 11, 16),
        term_from=D(2020, 12, 1),
        term_to=D(2025, 6, 30),
    )
    article = actions.add_article(
        by=cast.secretary, regulation=regulation, kind="article", number="3", text_vi="Bảo đảm an ninh, trật tự."
    )
    clause = actions.add_article(
        by=cast.secretary, regulation=regulation, kind="clause", number="1", parent=article, text_vi="Rà soát hằng quý."
    )
    common = {"by": cast.secretary, "article": clause, "kind": "action"}
    security = actions.add_duty(
        code="RS",
        title_vi="Rà soát địa bàn",
        debtor_level="commune",
        creditor_level="district",
        every="quarter",
        **common,
    )
    joint = actions.add_duty(
        code="PH",
        title_vi="Phối hợp bảo đảm an ninh, trật tự",
        debtor_level="district",
        creditor_level="province",
        every="year",
        both_accept=True,
        **common,
    )
    for year in (2021, 2022):
        actions.add_usual_periods(by=cast.secretary, year=year)
    return Office(cast, regulation, clause, security, joint, queries.year_period(2022))

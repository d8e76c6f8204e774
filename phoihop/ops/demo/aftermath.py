"""What follows from the conference that was held: conclusions become work; minutes, notice and communiqué go out."""

import datetime
from functools import partial
from typing import Any

from phoihop.conferences import actions
from phoihop.conferences.actions import ToGive
from phoihop.conferences.models import Conclusion
from phoihop.duties import actions as duties
from phoihop.duties.models import Assignment, Period, Regulation, Task
from phoihop.duties.rules import NewTask
from phoihop.ops.demo import doing
from phoihop.ops.demo.meeting import REGULATION, Meeting
from phoihop.ops.demo.story import Story
from phoihop.orgs.models import Post
from phoihop.reporting.models import Indicator


def tell(story: Story, meeting: Meeting) -> None:
    story.at("2021-07-15T13:30", partial(_draw, meeting))
    story.at("2021-07-15T15:20", partial(_propose, meeting))
    story.at("2021-07-15T16:40", partial(_tell_the_press, meeting))
    story.at("2021-07-16T08:10", partial(_adopt, meeting))
    story.at("2021-07-16T09:00", partial(_give, story, meeting))
    story.at("2021-07-16T10:00", partial(_waive, meeting))
    story.at("2021-07-19T15:00", partial(_announce, meeting))


def _draw(meeting: Meeting) -> None:
    actions.draw_minutes(by=meeting.cast.secretary, conference=meeting.conference)


def _propose(meeting: Meeting) -> None:
    """The secretary adds what the log cannot know, and puts the minutes to the chair."""
    first = meeting.conference.minutes.get(number=1)
    parts = {**first.parts, "closing": [*first.parts["closing"], meeting.material["minutes"]]}
    actions.edit_minutes(by=meeting.cast.secretary, conference=meeting.conference, based_on=1, parts=parts)
    actions.propose_minutes(by=meeting.cast.secretary, conference=meeting.conference)


def _adopt(meeting: Meeting) -> None:
    actions.adopt_minutes(by=meeting.cast.leader, conference=meeting.conference, number=2)


def _conclusion(meeting: Meeting, number: int) -> Conclusion:
    return Conclusion.objects.select_related("conference").get(conference=meeting.conference, number=number)


def _give(story: Story, meeting: Meeting) -> None:
    """All work in one stroke; who was given it goes about it in the months that follow.

    Two pieces stay unfinished, and one is taken back, which leaves its sentence open: the loop check says so.
    """
    rows = meeting.material["work"]
    gives = [_to_give(meeting, facts) for facts in rows]
    tasks = actions.give_work(by=meeting.cast.secretary, conference=meeting.conference, gives=gives)
    for task, facts in zip(tasks, rows, strict=True):
        if facts["fate"] == "taken back":
            story.at(facts["on"], partial(_take_back, meeting, task.pk, facts["reason"]))
            continue
        for nth, share in enumerate(task.assignments.select_related("task__period").order_by("unit_id")):
            if facts["fate"] == "done":
                doing.live(story, meeting.cast, share)
            else:
                story.at(task.due_on - datetime.timedelta(days=5), partial(_half, meeting, share.pk, nth))


def _to_give(meeting: Meeting, facts: dict[str, Any]) -> ToGive:
    districts = [place for place in meeting.cast.districts() if facts["at"] == "all" or place.code in facts["at"]]
    task = NewTask(
        code="",
        kind=Task.Kind.CONCLUSION,
        title_vi=facts["title_vi"],
        title_en=facts["title_en"],
        product_vi=facts["product_vi"],
        period=Period.objects.get(label="2021"),
        due_on=datetime.date.fromisoformat(facts["due"]),
        regulation=Regulation.objects.get(code=REGULATION),
    )
    return ToGive(
        conclusion=_conclusion(meeting, facts["number"]),
        task=task,
        leads=tuple(place.unit_id for place in districts),
        indicator=Indicator.objects.get(code=facts["indicator"]) if "indicator" in facts else None,
    )


def _half(meeting: Meeting, share_id: int, nth: int) -> None:
    """Begun and not ended: what its unit says of it."""
    share = Assignment.objects.select_related("task__period", "task__regulation").get(pk=share_id)
    by = meeting.cast.reviewers[meeting.cast.tree.places[share.unit_id].code]
    said = meeting.material["unfinished"]
    duties.report_progress(by=by, share=share, percent=60 - 20 * nth, text=said[nth % len(said)])


def _tell_the_press(meeting: Meeting) -> None:
    """The same evening: who met and where, and the conclusions that concern everybody; nothing else goes out."""
    conference, press = meeting.conference, Post.objects.select_related("body").get(role="press")
    numbers = meeting.material["released"]
    chosen = [f"conclusion:{_conclusion(meeting, number).pk}" for number in numbers]
    for key in ("place", "chair", "attendance", *chosen):
        actions.release_fact(by=press, conference=conference, key=key)
    actions.issue_communique(by=press, conference=conference)


def _announce(meeting: Meeting) -> None:
    """The notice of conclusion, on the second working day."""
    actions.issue_notice(by=meeting.cast.secretary, conference=meeting.conference)


def _take_back(meeting: Meeting, task_id: int, reason: str) -> None:
    duties.withdraw_task(by=meeting.cast.secretary, task=Task.objects.get(pk=task_id), reason=reason)


def _waive(meeting: Meeting) -> None:
    facts = meeting.material["waived"]
    actions.waive(by=meeting.cast.secretary, conclusion=_conclusion(meeting, facts["number"]), reason=facts["reason"])

"""What becomes of one unit's share of a task: under way, handed in, sent back, given more time, accepted, or left."""

import datetime
from dataclasses import dataclass

from phoihop.base import clock
from phoihop.documents.actions import keep_made
from phoihop.documents.models import File
from phoihop.duties import actions
from phoihop.duties.models import Acceptance, Assignment
from phoihop.ops.demo import papers
from phoihop.ops.demo.data import read
from phoihop.ops.demo.ground import PROVINCE, Cast
from phoihop.ops.demo.invent import chance, pick
from phoihop.ops.demo.story import Story
from phoihop.orgs.models import Post

Key = Acceptance.Key
DAY = datetime.timedelta(days=1)
FATES = {"on_time": 78, "late": 9, "returned": 7, "extended": 4, "asked": 1, "not_done": 1}
"""How often which, of a hundred shares whose day has come."""
LAST_FATES = {"accepted": 30, "handed_in": 25, "doing": 27, "untouched": 18}
"""The same on the eve of the conference, for tasks due in its last days."""
LEFT_UNDONE = ("NV-PHOBIEN/2021",)
"""Planted: the loop check finds a duty without result."""
NOT_YET = ("NV-GIAOBAN/2021",)


@dataclass(frozen=True)
class Life:
    """One share with the posts that act on it."""

    key: int
    code: str
    unit_code: str
    due_on: datetime.date
    doer: Post
    acceptor: Post
    checker: Post | None
    own_leader: Post | None
    other_leader: Post | None
    plain: bool

    @property
    def seed(self) -> str:
        return f"{self.code} {self.unit_code}"

    def share(self) -> Assignment:
        return Assignment.objects.select_related("task__period", "task__regulation").get(pk=self.key)

    def said(self, kind: str, *more: object) -> str:
        options: list[str] = read("work")[kind]
        return pick(options, kind, self.seed, *more)


def live(story: Story, cast: Cast, share: Assignment, *, last: bool = False, plain: bool = False) -> None:
    """Add the scenes of a share. `last`: due in the story's last days, some stay open. `plain`: in two steps."""
    life = _life(cast, share, plain)
    if life.code in LEFT_UNDONE:
        return
    if life.code in NOT_YET:
        story.at(
            _moment(life, datetime.date(2022, 1, 10), 9), lambda: _progress(life, 60, "Đã gửi giấy mời, tài liệu.")
        )
    elif share.task.both_accept:
        _joint(story, life, share.task.period.year)
    elif last:
        _at_the_end(story, life)
    else:
        _usual(story, life)


def _life(cast: Cast, share: Assignment, plain: bool) -> Life:
    here, there = cast.tree.places[share.unit_id], cast.tree.places[share.to_unit_id]
    return Life(
        key=share.pk,
        code=share.task.code,
        unit_code=f"{here.code}-{there.code}",
        due_on=share.due_on,
        doer=_doer(cast, here.code),
        acceptor=cast.deputy if here.code == there.code else _doer(cast, there.code),
        checker=cast.deputy if share.task.is_checked else None,
        own_leader=cast.leader if here.code == PROVINCE else cast.leaders.get(here.code),
        other_leader=cast.leader if there.code == PROVINCE else cast.leaders.get(there.code),
        plain=plain,
    )


def _doer(cast: Cast, code: str) -> Post:
    return cast.secretary if code == PROVINCE else cast.reviewers.get(code) or cast.clerks[code]


def _moment(life: Life, day: datetime.date, hour: int) -> datetime.datetime:
    dice = chance("moment", life.seed, day)
    return datetime.datetime.combine(day, datetime.time(hour, dice.randint(0, 59), dice.randint(0, 59)))


def _usual(story: Story, life: Life) -> None:
    dice = chance("fate", life.seed)
    fate = dice.choices(list(FATES), weights=list(FATES.values()))[0]
    ready = life.due_on - dice.randint(0, 4) * DAY
    if not life.plain:
        begun = life.due_on - dice.randint(9, 20) * DAY
        percent = dice.choice([20, 40, 60])
        story.at(_moment(life, begun, 9), lambda: _progress(life, percent, life.said("progress", begun)))
    if fate == "not_done" and not life.plain:
        story.at(_moment(life, life.due_on + 25 * DAY, 15), lambda: _drop(life))
        return
    if fate == "asked" and not life.plain:
        story.at(_moment(life, life.due_on - 8 * DAY, 10), lambda: _ask(life))
    if fate == "extended":
        until = life.due_on + dice.randint(7, 14) * DAY
        story.at(_moment(life, life.due_on - 2 * DAY, 8), lambda: _more_time(life, until))
        ready = until - DAY
    if fate == "late":
        ready = life.due_on + dice.randint(1, 9) * DAY
    story.at(_moment(life, ready, 14), lambda: _hand_in(life))
    accepted = ready + dice.randint(1, 5) * DAY
    if fate == "returned" and not life.plain:
        story.at(_moment(life, accepted, 9), lambda: _return(life))
        story.at(_moment(life, accepted + 2 * DAY, 15), lambda: _hand_in(life))
        accepted += 4 * DAY
    story.at(_moment(life, accepted, 16), lambda: _accept(life, effective=dice.random() < 0.94))


def _at_the_end(story: Story, life: Life) -> None:
    dice = chance("fate", life.seed)
    fate = dice.choices(list(LAST_FATES), weights=list(LAST_FATES.values()))[0]
    if fate == "untouched":
        return
    ready = min(life.due_on, datetime.date(2022, 1, 12)) - dice.randint(0, 3) * DAY
    if not life.plain:
        story.at(_moment(life, ready - 4 * DAY, 9), lambda: _progress(life, 50, life.said("progress")))
    if fate in {"accepted", "handed_in"}:
        story.at(_moment(life, ready, 10), lambda: _hand_in(life))
    if fate == "accepted":
        story.at(_moment(life, ready, 16), lambda: _accept(life, effective=True))


def _joint(story: Story, life: Life, year: int) -> None:
    """Both sides accept; with one district they do not agree, and that is kept as the result."""
    district = life.unit_code.split("-")[-1]
    quarrel = (
        read("work")["disagreed"].get(str(year), {}).get(district) if life.code.startswith("NV-CHUYENAN") else None
    )
    ready = life.due_on - 2 * DAY
    story.at(_moment(life, ready, 9), lambda: _hand_in(life))
    if quarrel is None:
        story.at(_moment(life, ready + DAY, 10), lambda: _turn(life, Key.OWN))
        story.at(_moment(life, ready + 2 * DAY, 15), lambda: _turn(life, Key.OTHER))
        return
    for days in (1, 4):
        story.at(_moment(life, ready + days * DAY, 10), lambda: _refuse(life))
        if days == 1:
            story.at(_moment(life, ready + 2 * DAY, 9), lambda: _hand_in(life))
    story.at(_moment(life, ready + 6 * DAY, 16), lambda: _disagree(life, quarrel))


def _progress(life: Life, percent: int, text: str) -> None:
    actions.report_progress(by=life.doer, share=life.share(), percent=percent, text=text)


def _hand_in(life: Life) -> None:
    share = life.share()
    if share.task.needs_evidence and not share.evidence.exists():
        fact_on = min(clock.today(), share.due_on)
        proof = _minutes(life.doer.body.name_vi, share.task.period.year, life.doer)
        actions.attach_evidence(
            by=life.doer, share=share, file=proof, title="Biên bản, báo cáo kết quả", fact_on=fact_on
        )
    text = "" if share.task.is_bare else life.said("results", share.round)
    actions.submit(by=life.doer, share=share, text=text)


def _minutes(name: str, year: int, by: Post) -> File:
    """One paper a unit and year, however many tasks it proves."""
    kept = File.objects.filter(name=f"bien-ban-{year}.docx", uploaded_by=by).first()
    return kept or keep_made(by=by, data=papers.minutes(name, year), name=f"bien-ban-{year}.docx")


def _accept(life: Life, *, effective: bool) -> None:
    if life.checker is not None:
        actions.accept(by=life.checker, share=life.share(), key=Key.CHECK)
    actions.accept(by=life.acceptor, share=life.share(), key=Key.OTHER, effective=effective)


def _return(life: Life) -> None:
    by, key = (life.checker, Key.CHECK) if life.checker is not None else (life.acceptor, Key.OTHER)
    actions.return_share(by=by, share=life.share(), key=key, reason=life.said("returns"))


def _turn(life: Life, key: str) -> None:
    by = life.own_leader if key == Key.OWN else life.other_leader
    actions.accept(by=_there(by), share=life.share(), key=key, effective=True if key == Key.OTHER else None)


def _refuse(life: Life) -> None:
    reason = "Nội dung thông báo chưa đủ, đề nghị bổ sung."
    actions.return_share(by=_there(life.other_leader), share=life.share(), key=Key.OTHER, reason=reason)


def _disagree(life: Life, text: str) -> None:
    actions.disagree(by=_there(life.own_leader), share=life.share(), text=text)


def _there(post: Post | None) -> Post:
    if post is None:
        raise LookupError("a joint duty needs a leader on both sides")
    return post


def _drop(life: Life) -> None:
    text = "Không thực hiện trong kỳ; đã kiểm điểm tại giao ban quý."
    actions.drop(by=life.acceptor, share=life.share(), kind=Assignment.DropReason.NOT_DONE, text=text)


def _more_time(life: Life, until: datetime.date) -> None:
    asked = actions.ask_extension(by=life.doer, share=life.share(), until=until, reason=life.said("extensions"))
    actions.decide_extension(by=life.acceptor, extension=asked, granted=True)


def _ask(life: Life) -> None:
    question, answer = chance("question", life.seed).choice(read("work")["questions"])
    asked = actions.ask(by=life.doer, share=life.share(), text=question)
    actions.answer(by=life.acceptor, question=asked, text=answer)

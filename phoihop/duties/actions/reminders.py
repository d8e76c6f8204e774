"""Reminders: by the ladder once a working day, or by hand; one message a day for a post, one letter for an address."""

import datetime
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from phoihop.base import clock
from phoihop.base.errors import Reason, refuse
from phoihop.base.reading import keeping
from phoihop.duties import queries, rules
from phoihop.duties.calendar import is_working_day
from phoihop.duties.models import Assignment, Occurrence, Reminder, ReminderLine, ReminderRun, TaskEvidence
from phoihop.duties.papers import reminders as papers
from phoihop.duties.queries import Chase, Told
from phoihop.journal.actions import Letter, outdate, queue_mails, record
from phoihop.orgs.models import Post

Written = dict[int, list[ReminderLine]]
"""Number of a post → the lines now added to its reminder of the day."""


@transaction.atomic
def send_reminders(*, on: datetime.date) -> int:
    """By the program: the reminders of a working day, from what stands now; how many posts were told.

    Once a day, never on a day off. After days on which it did not run, what came up meanwhile is told of once, as it
    stands today. Everything is told on the desk, and in one letter to each address known; a constant number of
    statements.
    """
    if not is_working_day(on) or ReminderRun.objects.filter(on=on).exists():
        return 0
    with keeping():
        told = queries.told_of(queries.due_on_ladder(on, queries.last_run(before=on)), on)
    run = ReminderRun.objects.create(on=on, at=clock.now())
    written = _write(told, on)
    letters = _post(written, on)
    if written:
        outdate("task.reminded", written)
        posts = {post_id: papers.counts(lines, on) for post_id, lines in written.items()}
        record("task.reminded", by=None, about=run, facts={"on": on, "posts": posts, "letters": letters})
    return len(written)


@transaction.atomic
def remind_now(*, by: Post, shares: Sequence[Assignment]) -> Chase:
    """Remind whoever must act of these shares today, without waiting for the ladder. Needs "task.accept".

    Shares (tasks loaded) that cannot be reminded of today are left out, and refused when none is left. A letter goes
    where none went today. Returns what was done.
    """
    refuse(rules.why_not_chase(by))
    today = clock.today()
    with keeping():
        found = queries.chase(by, shares, today)
    if not found.ready:
        nothing = Reason(_("Chưa chọn việc nào để nhắc. Đánh dấu ở đầu dòng rồi bấm lại."))
        refuse([reason for _share, reason in found.left[:1]] or [nothing])
    written = _write(found.told, today, by)
    letters = _post(written, today)
    units = sorted({share.unit_id for share in found.ready})
    posts = {post_id: len(lines) for post_id, lines in written.items()}
    facts = {"on": today, "units": units, "shares": len(found.ready), "posts": posts, "letters": letters}
    about = found.ready[0].task if len({share.task_id for share in found.ready}) == 1 else None
    record("task.chased", by=by, about=about, facts=facts)
    return found


def _write(told: Mapping[int, Sequence[Told]], on: datetime.date, asked_by: Post | None = None) -> Written:
    """Adds to the day's reminder of each post what is not in it yet."""
    now = clock.now()
    there = {one.post_id: one for one in Reminder.objects.filter(on=on, post__in=list(told))}
    known = set(
        ReminderLine.objects.filter(reminder__in=there.values()).values_list(
            "reminder_id", "share_id", "occurrence_id", "evidence_id"
        )
    )
    fresh = [Reminder(post_id=post_id, on=on, at=now) for post_id in told if post_id not in there]
    there |= {one.post_id: one for one in Reminder.objects.bulk_create(fresh)}
    written: Written = {}
    for post_id, ones in told.items():
        for one in ones:
            line = _line(there[post_id], one, asked_by)
            if (line.reminder_id, line.share_id, line.occurrence_id, line.evidence_id) not in known:
                written.setdefault(post_id, []).append(line)
    ReminderLine.objects.bulk_create((line for lines in written.values() for line in lines), batch_size=500)
    return written


def _line(reminder: Reminder, one: Told, asked_by: Post | None) -> ReminderLine:
    thing = one.due.thing
    return ReminderLine(
        reminder=reminder,
        kind=one.due.kind,
        share=thing if isinstance(thing, Assignment) else None,
        occurrence=thing if isinstance(thing, Occurrence) else None,
        evidence=thing if isinstance(thing, TaskEvidence) else None,
        day=one.due.day,
        step=one.due.step,
        level=one.level,
        stands_for=one.stands_for,
        asked_by=asked_by,
    )


def _post(written: Written, on: datetime.date) -> int:
    """One letter to each address, whatever posts are behind it; for an absent post to its stand-in alone."""
    posts = {post.pk: post for post in Post.objects.select_related("body").filter(pk__in=written)}
    letters = []
    with override("vi"), keeping():
        for address, post_ids in queries.behind_addresses(written, on).items():
            lines = _together([line for post_id in post_ids for line in written[post_id]])
            subject, body = papers.letter([str(posts[post_id]) for post_id in post_ids], lines, on)
            letters.append(Letter(address, subject, body, queries.letter_key(on, address)))
    return queue_mails(letters)


def _together(lines: Sequence[ReminderLine]) -> list[ReminderLine]:
    """Who holds several posts reads of a thing once, as the one who is nearest to it."""
    first: dict[tuple[int | None, ...], ReminderLine] = {}
    for line in sorted(lines, key=lambda line: (line.level, line.stands_for_id is not None, line.day)):
        first.setdefault((line.share_id, line.occurrence_id, line.evidence_id), line)
    return list(first.values())

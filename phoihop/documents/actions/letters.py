"""Letters: written, enclosed, sent under a number, opened, taken into the register, answered, recalled."""

import datetime

from django.db import transaction
from django.db.models import Max

from phoihop.base import clock
from phoihop.base.errors import refuse
from phoihop.base.flow import move
from phoihop.base.text import nfc
from phoihop.documents import gate, heads, papers, rules, word
from phoihop.documents.actions.papers import ToIssue, issue, keep_upload
from phoihop.documents.models import Addressee, Enclosure, Letter, LetterReading, PaperStub
from phoihop.documents.rules import NewLetter
from phoihop.journal.actions import record
from phoihop.orgs.models import Post


@transaction.atomic
def draft_letter(*, by: Post, letter: NewLetter) -> Letter:
    """A draft of the post's own body; with `answers` it replies to a letter that came. Needs "letter.write"."""
    refuse(rules.why_not_write_letter(by, letter) + rules.why_not_answer(by, letter.answers))
    first = letter.answers
    made = Letter.objects.create(
        body=by.body,
        answers=first,
        thread_id=(first.thread_id or first.pk) if first else None,
        drafted_by=by,
        drafted_at=clock.now(),
        **_words(letter),
    )
    _address(made, letter)
    record("letter.drafted", by=by, about=made, facts={"to": list(letter.to)})
    return made


@transaction.atomic
def change_letter(*, by: Post, letter: Letter, to: NewLetter) -> Letter:
    """Other words, addressees or days, while it is a draft. The own body, "letter.write"."""
    held = Letter.objects.select_for_update().get(pk=letter.pk)
    refuse(rules.why_not_change(by, held) + rules.why_not_write_letter(by, to))
    for name, value in _words(to).items():
        setattr(held, name, value)
    held.save(update_fields=list(_words(to)))
    held.addressees.all().delete()
    _address(held, to)
    record("letter.changed", by=by, about=held, facts={"to": list(to.to)})
    return held


def _words(letter: NewLetter) -> dict[str, object]:
    return {
        "subject": nfc(letter.subject),
        "text": nfc(letter.text),
        "urgency": letter.urgency,
        "reply_due_on": letter.reply_due_on,
        "signer": letter.signer,
    }


def _address(made: Letter, letter: NewLetter) -> None:
    Addressee.objects.bulk_create(Addressee(letter=made, body_id=body) for body in dict.fromkeys(letter.to))


@transaction.atomic
def enclose(*, by: Post, letter: Letter, upload: gate.Upload) -> Enclosure:
    """Put a file to a draft; it passes the gate first. The own body, "letter.write"."""
    refuse(rules.why_not_enclose(by, letter))
    file = keep_upload(by=by, upload=upload)
    order = (letter.enclosures.aggregate(last=Max("order"))["last"] or 0) + 1
    made = Enclosure.objects.create(letter=letter, file=file, order=order)
    record("letter.enclosed", by=by, about=letter, facts={"file": file.name, "sha256": file.sha256})
    return made


@transaction.atomic
def take_out(*, by: Post, enclosure: Enclosure) -> None:
    """Take a file out of a draft again; the file itself stays in the store. The own body, "letter.write"."""
    letter = enclosure.letter
    refuse(rules.why_not_change(by, letter))
    record("letter.taken_out", by=by, about=letter, facts={"file": enclosure.file.name})
    enclosure.delete()


@transaction.atomic
def drop_letter(*, by: Post, letter: Letter) -> Letter:
    """Give a draft up. The own body, "letter.write"."""
    refuse(rules.why_not_drop(by, letter))
    move(letter, "drop")
    record("letter.dropped", by=by, about=letter)
    return letter


@transaction.atomic
def send_letter(*, by: Post, letter: Letter) -> Letter:
    """Give it its number, print it, and put it before every addressee at once. Needs "letter.send" in the own body."""
    held = Letter.objects.select_for_update(of=("self",)).select_related("body", "signer").get(pk=letter.pk)
    day = clock.today()
    layout = heads.layout_of(held.body, day)
    refuse(rules.why_not_send(by, held, layout))
    paper = papers.letter_paper(held)
    issued = issue(
        by=by,
        paper=ToIssue(
            body=held.body,
            layout=layout,
            type_symbol="",
            issued_on=day,
            place=paper.place,
            subject=held.subject,
            signer_label=held.signer.journal_label,
            name=f"Công văn {day:%d-%m-%Y}",
        ),
        render=lambda number: word.write(papers.letter_paper(held, number=number, dated=day)),
        about=held,
    )
    move(held, "send", issued=issued, sent_at=clock.now(), sent_by=by)
    held.addressees.update(delivered_at=held.sent_at)
    to = list(held.addressees.values_list("body_id", flat=True))
    record("letter.sent", by=by, about=held, facts={"symbol": issued.symbol, "to": to})
    return held


@transaction.atomic
def open_letter(*, by: Post, letter: Letter) -> Addressee:
    """Read a letter that came: the first opening by the body, and by each post, is kept. Needs "letter.read" there."""
    addressee = _received(by, letter)
    refuse(rules.why_not_open(by, letter, addressee))
    assert addressee is not None
    now = clock.now()
    _reading, first = LetterReading.objects.get_or_create(
        letter=letter, post=by, defaults={"label": by.journal_label, "at": now}
    )
    if addressee.opened_at is None:
        addressee.opened_at, addressee.opened_by = now, by
        addressee.save(update_fields=["opened_at", "opened_by"])
    if first:
        record("letter.opened", by=by, about=letter, facts={"body": by.body_id})
    return addressee


@transaction.atomic
def take_in_letter(*, by: Post, letter: Letter) -> Addressee:
    """Take it into the register of incoming letters under the next number of the year. Needs "letter.write" there."""
    addressee = _received(by, letter)
    refuse(rules.why_not_take_in(by, letter, addressee))
    assert addressee is not None
    type(by.body).objects.select_for_update().get(pk=by.body_id)
    year = clock.today().year
    last = Addressee.objects.filter(body_id=by.body_id, year=year).aggregate(last=Max("arrival"))["last"] or 0
    addressee.year, addressee.arrival = year, last + 1
    addressee.acknowledged_at, addressee.acknowledged_by = clock.now(), by
    addressee.save(update_fields=["year", "arrival", "acknowledged_at", "acknowledged_by"])
    record("letter.taken_in", by=by, about=letter, facts={"number": addressee.arrival, "body": by.body_id})
    return addressee


def _received(by: Post, letter: Letter) -> Addressee | None:
    return letter.addressees.select_for_update().filter(body_id=by.body_id).first()


@transaction.atomic
def recall_letter(*, by: Post, letter: Letter, reason: str) -> Letter:
    """Call it back: it keeps its number; who had not opened it reads the reason only. Needs "letter.send" there."""
    refuse(rules.why_not_recall(by, letter, reason))
    move(letter, "recall", recalled_at=clock.now(), recalled_by=by, recall_reason=nfc(reason))
    record("letter.recalled", by=by, about=letter, facts={"reason": letter.recall_reason})
    return letter


@transaction.atomic
def note_paper(*, by: Post, number: str, issuer: str, dated: datetime.date | None) -> PaperStub:
    """Note that a paper exists and that the post's own body holds it; nothing of what it says. Needs "letter.write"."""
    refuse(rules.why_not_note_paper(by, number=number, issuer=issuer, dated=dated))
    assert dated is not None
    stub = PaperStub.objects.create(
        number=nfc(number), issuer=nfc(issuer), dated=dated, held_by=by.body, recorded_by=by, recorded_at=clock.now()
    )
    record("letter.paper_noted", by=by, about=stub, facts={"number": stub.number})
    return stub

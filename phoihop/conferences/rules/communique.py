"""What may go to the press, and who lets it: released facts only, and free words that rest on them."""

import json
from collections.abc import Collection, Sequence
from functools import lru_cache
from pathlib import Path

from django.utils.translation import gettext as _

from phoihop.base.errors import Reason
from phoihop.conferences.formulas import press
from phoihop.conferences.models import Conference, ReleasedFact
from phoihop.documents.gate import check_text
from phoihop.orgs.models import Post

FILE = Path(__file__).parents[1] / "data" / "press.json"
LONGEST_FREE = 2000


@lru_cache(maxsize=1)
def gate_lists() -> press.Lists:
    return press.lists_of(json.loads(FILE.read_text(encoding="utf-8")))


def may_release(post: Post, conference: Conference) -> bool:
    """ "communique.release" at the unit that called the conference."""
    return post.can("communique.release") and post.body.unit_id == conference.unit_id


def why_not_touch_communique(by: Post, conference: Conference) -> list[Reason]:
    """The press officer or a leader, of a conference that was closed, until the communiqué went out."""
    if not may_release(by, conference):
        return [Reason(_("Chỉ cán bộ báo chí hoặc lãnh đạo của đơn vị triệu tập cho đưa tin."))]
    if conference.state != Conference.State.CLOSED:
        return [Reason(_("Hội nghị chưa bế mạc, chưa có gì để đưa tin."))]
    if conference.communique_id is not None:
        return [Reason(_("Thông cáo đã phát hành và giữ nguyên như đã phát hành."))]
    return []


def why_not_release(
    by: Post,
    conference: Conference,
    key: str,
    text: str | None,
    released: Sequence[ReleasedFact],
    *,
    codes: Collection[str],
    people: Collection[str],
) -> list[Reason]:
    """A fact that exists, once. Its own numbers become released with it; a name only as a fact of its own ("person:"),
    code names and markings never."""
    reasons = why_not_touch_communique(by, conference)
    if text is None:
        return [*reasons, Reason(_("Không có nội dung này để cho đưa tin. Tải lại trang."))]
    if any(fact.key == key for fact in released):
        reasons.append(Reason(_("Nội dung này đã được cho đưa tin.")))
    if not key.startswith("person:"):
        reasons += _names(text, people, [fact.text_vi for fact in released])
    return reasons + check_text(text, "", _("Nội dung")) + _codes(text, codes)


def why_not_release_words(
    by: Post,
    conference: Conference,
    text: str,
    *,
    released: Sequence[str],
    codes: Collection[str],
    people: Collection[str],
) -> list[Reason]:
    """Words of the press officer's own. `released`: texts of the facts that are; `codes`, `people`: those on record."""
    reasons = why_not_touch_communique(by, conference)
    if not text.strip():
        return [*reasons, Reason(_("Chưa viết gì. Viết câu cần thêm vào thông cáo."), "words")]
    if len(text) > LONGEST_FREE:
        reasons.append(Reason(_("Lời thêm dài quá %(most)s chữ. Rút gọn lại.") % {"most": LONGEST_FREE}, "words"))
    return reasons + why_not_words(text, released=released, codes=codes, people=people)


def why_not_words(
    text: str, *, released: Sequence[str], codes: Collection[str], people: Collection[str]
) -> list[Reason]:
    """The gate itself, without asking who: each thing it found, with the remedy."""
    reasons = check_text(text, "words", _("Lời thêm")) + _codes(text, codes)
    if numbers := press.loose_numbers(text, released):
        say = _("Số %(found)s không có trong nội dung nào đã cho đưa tin. Bỏ số đó, hoặc cho đưa tin số liệu trước.")
        reasons.append(Reason(say % {"found": ", ".join(dict.fromkeys(numbers))}, "words"))
    return reasons + _names(text, people, released)


def _names(text: str, people: Collection[str], released: Sequence[str]) -> list[Reason]:
    found = press.persons(text, gate_lists(), people, released)
    if not found:
        return []
    say = _("Tên người %(found)s không có trong danh sách được đưa tin. Ghi chức vụ, hoặc cho đưa tin tên trước.")
    return [Reason(say % {"found": ", ".join(found)}, "words")]


def _codes(text: str, codes: Collection[str]) -> list[Reason]:
    found = press.code_names(text, codes)
    if not found:
        return []
    say = _("%(found)s là tên mã, bí số của chuyên án, không đưa tin. Viết lại không nêu tên mã.")
    return [Reason(say % {"found": ", ".join(found)}, "words")]


def why_not_withdraw_fact(by: Post, fact: ReleasedFact) -> list[Reason]:
    reasons = why_not_touch_communique(by, fact.conference)
    if fact.withdrawn_at is not None:
        reasons.append(Reason(_("Nội dung này đã được rút trước đó.")))
    return reasons


def why_not_issue_communique(
    by: Post,
    conference: Conference,
    facts: Sequence[ReleasedFact],
    *,
    codes: Collection[str],
    people: Collection[str],
) -> list[Reason]:
    """At least one fact; every free sentence still rests on facts that are released now."""
    reasons = why_not_touch_communique(by, conference)
    own = [fact for fact in facts if not fact.key.startswith("words:")]
    if not own:
        reasons.append(Reason(_("Chưa cho đưa tin nội dung nào. Chọn ít nhất một nội dung.")))
    released = [fact.text_vi for fact in own]
    for fact in facts:
        if fact.key.startswith("words:"):
            for reason in why_not_words(fact.text_vi, released=released, codes=codes, people=people):
                reasons.append(Reason(reason.text, "", f"“{fact.text_vi[:60]}”"))
    return reasons

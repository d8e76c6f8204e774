"""The two conferences of the demonstration, played alone: one held with what followed, one that a visitor may begin."""

import datetime
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from phoihop.accounts.models import User
from phoihop.annual import actions as annual
from phoihop.base import clock
from phoihop.base.errors import Refusal
from phoihop.base.models import Instance
from phoihop.conferences.models import Conclusion, Conference
from phoihop.conferences.offsets import due_day
from phoihop.conferences.queries import LOOSE, follow_up, room_at
from phoihop.ops.demo import conferences, editions, ground, load, posts, rulebook
from phoihop.ops.demo.story import Story
from phoihop.orgs.models import Post


@pytest.fixture(scope="module")
def played(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Units, posts, rules and the two conferences, without the two years around them."""
    with django_db_blocker.unblock(), transaction.atomic(), override("vi"):
        Instance.objects.update_or_create(pk=1, defaults={"demonstration": True, "stands_on": load.STANDS_ON})
        clock.instance.cache_clear()
        with clock.standing_at(datetime.datetime(2019, 11, 12, 8)):
            ground.load_units()
            cast = ground.people()
            posts.further_posts(cast)
            for lay in (rulebook.regulations, rulebook.periods, rulebook.indicators, editions.choose):
                lay(cast)
        story = Story(ends=timezone.make_aware(datetime.datetime.combine(load.STANDS_ON, datetime.time())))
        story.at("2022-01-04T09:00", lambda: editions.open_draft(cast, 2021, datetime.date(2022, 1, 14)))
        conferences.tell(story, cast)
        story.play(lambda done, of, moment: None)
        yield
        transaction.set_rollback(True)
    clock.instance.cache_clear()


def held() -> Conference:
    return Conference.objects.get(state="closed")


def coming() -> Conference:
    return Conference.objects.get(state="called")


def happened(verb: str) -> list[dict[str, Any]]:
    return list(held().log.filter(verb=verb).order_by("seq").values_list("facts", flat=True))


def test_226_delegates_sit_at_13_sites(played: None, db: None) -> None:
    for conference in (held(), coming()):
        assert (conference.sites.count(), conference.delegates.count()) == (13, 226)
        assert Counter(conference.sites.values_list("is_host", flat=True)) == {True: 1, False: 12}


def test_the_morning_of_the_half_year_review_is_in_its_log(played: None, db: None) -> None:
    conference = held()
    assert conference.opened_at is not None
    began = room_at(conference.pk, conference.opened_at)
    assert len(began.present) == 220, "four are excused, two are late"
    end = room_at(conference.pk, timezone.make_aware(datetime.datetime(2021, 7, 15, 11)))
    assert sum(mark.late for mark in end.marks.values()) == 2
    assert Counter(mark.state for mark in end.marks.values()) == {"room": 220, "online": 1, "excused": 4, "left": 1}
    assert [bool(facts.get("reason")) for facts in happened("floor.given")] == [False, True, False, False, False, False]
    lost, joined = happened("site.lost"), [facts["site"] for facts in happened("site.joined")]
    assert len(lost) == 1
    assert joined.count(lost[0]["site"]) == 2


def test_both_votes_count_what_was_cast(played: None, db: None) -> None:
    named, secret = held().votes.order_by("number")
    assert (named.method, secret.method) == ("named", "secret")
    for vote, facts in zip((named, secret), happened("vote.closed"), strict=True):
        assert sum(facts["counts"].values()) == vote.ballots.count() > 200
    assert set(secret.ballots.values_list("choice", flat=True)) == {""}
    assert "" not in set(named.ballots.values_list("choice", flat=True))


def test_its_conclusions_are_work_but_for_one_waived_and_one_whose_work_was_taken_back(played: None, db: None) -> None:
    rows = list(held().conclusions.select_related("task").order_by("number"))
    assert [one.state for one in rows] == ["waived", *["given"] * 6]
    assert [one.number for one in held().conclusions.filter(LOOSE)] == [7]
    assert rows[0].waived_label.startswith("Thư ký quy chế")
    assert all(one.task is not None and one.task.origin == one for one in rows if one.state == Conclusion.State.GIVEN)


def test_the_coming_review_was_called_in_time_and_begins_with_what_is_unfinished(played: None, db: None) -> None:
    conference = coming()
    assert timezone.localtime(conference.starts_at) == timezone.make_aware(datetime.datetime(2022, 1, 14, 14))
    assert conference.called_at is not None
    assert timezone.localdate(conference.called_at) <= due_day("invitation", conference)
    assert [item.kind for item in conference.items.all()][:2] == ["opening", "follow_up"]
    with clock.standing_at(load.STANDS_ON):
        assert [one.conclusion.number for one in follow_up(conference)] == [5, 6, 7]
    assert Counter(conference.delegates.values_list("state", flat=True)) == {
        "comes": 219,
        "invited": 3,
        "absent": 2,
        "delegated": 2,
    }


def test_no_post_of_the_demonstration_bears_a_name(played: None, db: None) -> None:
    assert not Post.objects.exclude(holdings__person__name="").filter(holdings__isnull=False).exists()


def test_its_minutes_were_edited_once_and_adopted_by_the_chair(played: None, db: None) -> None:
    first, second = held().minutes.order_by("number")
    assert first.adopted_at is None
    assert second.adopted_label.startswith("Bí thư Đảng ủy")
    assert second.parts["closing"] == [*first.parts["closing"], "Biên bản được đọc lại với chủ trì tại điểm cầu chính."]


def test_papers_lie_there_with_readers_and_lines_are_tested_but_for_two_sites(played: None, db: None) -> None:
    conference = coming()
    first, second = conference.papers.filter(taken_off_at=None).order_by("order")
    assert first.edition == conference.edition
    assert first.title_vi.startswith("Báo cáo kết quả thực hiện Quy chế phối hợp năm 2021")
    assert second.file.name == "du-thao-ket-luan.docx"
    assert first.readings.count() > 5
    assert [bool(one.answer) for one in second.comments.all()] == [False]
    assert [bool(paper.comments.get().answer) for paper in held().papers.all()] == [True, True]
    assert conference.sites.filter(tests__isnull=False).distinct().count() == 11


def test_its_notice_of_conclusion_went_out_within_five_working_days(played: None, db: None) -> None:
    notice = held().notice
    assert notice is not None
    assert notice.symbol == "Số 10-TB/ĐUCA"
    assert notice.issued_on <= due_day("notice", held())


def test_next_years_directions_may_cite_its_conclusions(played: None, db: None) -> None:
    edition, secretary = coming().edition, Post.objects.get(role="secretary")
    assert edition is not None
    fifth = held().conclusions.get(number=5)
    with clock.standing_at(load.STANDS_ON):
        for others in ([("conclusion", "0")], [("letter", str(fifth.pk))]):
            with pytest.raises(Refusal, match="không còn trong danh sách"):
                annual.add_direction(by=secretary, edition=edition, text_vi="Xong quy trình.", others=others)
        cited = [("conclusion", str(fifth.pk))]
        direction = annual.add_direction(by=secretary, edition=edition, text_vi="Xong quy trình.", others=cited)
        browser = Client()
        browser.force_login(User.objects.get(username="tinh.thuky"))
        page = browser.get(reverse("annual:directions", args=[edition.pk])).content.decode()
    assert direction.citations.get().label_vi.startswith("HN-2021 · 5. Thống nhất quy trình")
    conclusions = reverse("conferences:conclusions", args=[held().pk])
    assert f'href="{conclusions}#ket-luan-5"' in page


def test_its_communique_says_what_the_press_officer_released_the_same_evening(played: None, db: None) -> None:
    communique = held().communique
    assert communique is not None
    assert communique.issued_on == timezone.localdate(held().starts_at)
    facts = list(held().released.order_by("order"))
    assert [fact.key.partition(":")[0] for fact in facts] == ["place", "chair", "attendance", *["conclusion"] * 3]
    assert "13 điểm cầu, 222 đại biểu" in facts[2].text_vi
    assert {fact.released_label.split(", ")[0] for fact in facts} == {"Cán bộ báo chí"}

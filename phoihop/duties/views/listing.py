"""The list of shares: what is chosen by the words of the address, as a page and as a file."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from phoihop.base import clock
from phoihop.base.numbers import date_in_words, parse_key
from phoihop.base.views import page
from phoihop.duties import queries
from phoihop.duties.models import Task
from phoihop.duties.papers import shares as papers
from phoihop.duties.views.bulk import steps_of
from phoihop.duties.views.rooms import rooms
from phoihop.orgs.access import acting, needs
from phoihop.orgs.models import Post
from phoihop.orgs.queries import tree

PAGE = 100
UNASKED = {"chon": "open"}
"""What the page shows when its address asks for nothing."""


def choices() -> list[tuple[str, str]]:
    """What `chon` may be, in words."""
    return [
        ("", _("tất cả")),
        ("open", _("chưa xong")),
        ("overdue", _("quá hạn")),
        ("waiting", _("chờ nhận")),
        ("returned", _("trả lại")),
        ("given", _("đã giao, được tính")),
        ("done", _("đã xong")),
        ("on_time", _("xong đúng hạn")),
        ("late_done", _("xong muộn")),
        ("effective", _("xong, có hiệu quả")),
        ("disagreed", _("hai bên chưa thống nhất")),
        ("dropped", _("kết thúc, không phải xong")),
    ]


@require_safe
@needs("task.read")
def listed(request: HttpRequest) -> HttpResponse:
    """The shares a post may see, chosen as `queries.selection` says; without a question those that are open."""
    post = acting(request)
    chosen = queries.selection(post, request.GET or UNASKED)
    name = chosen.asked.get("chon", "")
    shown = Paginator(queries.with_standing(chosen.rows), PAGE).get_page(request.GET.get("trang"))
    to_turn = queries.to_turn(post)
    turning = chosen.asked.get("muc") == queries.TO_TURN
    sums = {} if turning else chosen.sums()
    keys = {share.pk: key for share, key in to_turn} if turning else {}
    context = {
        "lines": queries.share_lines(shown.object_list, keys),
        "page": shown,
        "pager": _address(chosen.asked) + "&trang=",
        "sums": [(label, sums[one], _address(chosen.asked, chon=one), one == name) for one, label in _summed() if sums],
        "tabs": _tabs(post, chosen.asked, len(to_turn)),
        "turning": turning,
        "task": _task(chosen),
        "filters": _filters(post, chosen.asked),
        "asked": chosen.asked,
        "files": [(kind, _address(chosen.asked, "tasks:export", dang=kind)) for kind in ("xlsx", "csv")],
        "here": _address(chosen.asked),
        "steps": [] if turning else steps_of(post),
        "own": post.body.unit_id,
        "rooms": rooms(post),
    }
    return page(request, "duties/tasks.html", context)


@require_safe
@needs("task.read")
def export(request: HttpRequest) -> HttpResponse:
    """All lines of the same choice, as .xlsx or (`dang=csv`) .csv."""
    chosen = queries.selection(acting(request), request.GET)
    lines = queries.share_lines(queries.with_standing(chosen.rows))
    if request.GET.get("dang") == "csv":
        answer, ending = HttpResponse(papers.as_csv(lines), content_type="text/csv; charset=utf-8"), "csv"
    else:
        sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        answer, ending = HttpResponse(papers.as_xlsx(lines, _said(chosen.asked)), content_type=sheet), "xlsx"
    answer["Content-Disposition"] = f'attachment; filename="cong-viec-{clock.today():%Y%m%d}.{ending}"'
    return answer


def _address(asked: dict[str, str], route: str = "tasks:list", **instead: str) -> str:
    """The address of the same choice with some words changed. It always asks something: nothing means the open ones."""
    words = {"chon": "", **asked, **instead}
    return f"{reverse(route)}?{urlencode(words)}"


def _summed() -> list[tuple[str, str]]:
    return [
        ("given", _("đã giao")),
        ("done", _("đã xong")),
        ("on_time", _("đúng hạn")),
        ("open", _("chưa xong")),
        ("waiting", _("chờ nhận")),
        ("overdue", _("quá hạn")),
    ]


def _tabs(post: Post, asked: dict[str, str], to_turn: int) -> list[tuple[str, str, bool]]:
    """The parts of the work this post has to do with; none where there is only one."""
    now = asked.get("muc", "")
    wanted = [(queries.MINE, _("Việc của đơn vị tôi"), "open")]
    if any(post.can(right) for right in ("task.accept", "task.check", "task.agree")):
        wanted.append((queries.TO_TURN, _("Chờ tôi nhận (%(n)s)") % {"n": to_turn}, ""))
    if tree().below(post.body.unit_id):
        wanted.append(("", _("Cả nhánh"), "open"))
    kept: dict[str, str] = {word: asked[word] for word in ("nam", "loai") if word in asked}
    tabs = [(label, _address(kept, muc=part, chon=name), part == now) for part, label, name in wanted]
    return tabs if len(tabs) > 1 else []


def _task(chosen: queries.Selection) -> Task | None:
    """The one task asked for, where the post sees a share of it."""
    if "viec" not in chosen.asked:
        return None
    share = chosen.among.first()
    return share.task if share else None


def _filters(post: Post, asked: dict[str, str]) -> dict[str, list[tuple[str, str]]]:
    """What may be chosen, by word of the address."""
    day, every = tree(), ("", _("tất cả"))
    places = [place for place in (day.get(post.body.unit_id),) if place] + list(day.below(post.body.unit_id))
    units = {str(place.unit_id): place.name for place in places}
    if "dv" in asked and asked["dv"] not in units:
        units[asked["dv"]] = queries.unit_names().get(parse_key(asked["dv"]) or 0, "–")
    return {
        "nam": [every, *((str(year), str(year)) for year in queries.years())],
        "loai": [every, *((kind, str(label)) for kind, label in Task.Kind.choices)],
        "dv": [every, *units.items()],
        "chon": choices(),
    }


def _said(asked: dict[str, str]) -> str:
    """The choice in words, for a file that is read without the page."""
    filters = {"chon": dict(choices()), "loai": {kind: str(label) for kind, label in Task.Kind.choices}}
    said = [date_in_words(clock.today()), *(filters[word].get(asked.get(word, ""), "") for word in ("chon", "loai"))]
    said += [asked.get("nam", ""), queries.unit_names().get(parse_key(asked.get("dv")) or 0, "")]
    return " · ".join(part for part in said if part)

"""The registers of incoming and outgoing letters, to read, print and take away; and of papers kept elsewhere."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from phoihop.base import clock, sheets
from phoihop.base.errors import Refusal
from phoihop.base.numbers import format_date, format_moment, parse_date, parse_key
from phoihop.base.views import page
from phoihop.documents import actions, kinds, queries, rules
from phoihop.documents.views.letters import crumbs
from phoihop.orgs.access import acting, needs
from phoihop.orgs.models import Post

IN, OUT = "den", "di"


@needs("letter.read")
@require_safe
def register(request: HttpRequest, which: str) -> HttpResponse:
    """ "den" incoming by arrival number, "di" outgoing by number, of `?nam=`; `?tep=xlsx` as a spreadsheet."""
    if which not in (IN, OUT):
        raise Http404
    post = acting(request)
    year = parse_key(request.GET.get("nam")) or clock.today().year
    head, rows, years = (_arrived if which == IN else _departed)(post, year)
    title = _("Sổ thư đến năm %(year)s") if which == IN else _("Sổ thư đi năm %(year)s")
    title = title % {"year": year}
    if request.GET.get("tep") == "xlsx":
        response = HttpResponse(sheets.as_xlsx(head, rows, title), content_type=kinds.MEDIA["xlsx"])
        response.headers["Content-Disposition"] = f'attachment; filename="so-thu-{which}-{year}.xlsx"'
        return response
    context = {
        "which": which,
        "year": year,
        "years": sorted({*years, clock.today().year}, reverse=True),
        "head": head,
        "rows": rows,
        "title": title,
        "crumbs": crumbs(),
    }
    return page(request, "documents/register.html", context)


def _arrived(post: Post, year: int) -> tuple[list[str], list[list[str | int]], list[int]]:
    head = [_("Số đến"), _("Ngày đến"), _("Cơ quan gửi"), _("Số, ký hiệu"), _("Trích yếu"), _("Hạn trả lời")]
    found = [one for one in queries.came(post) if one.addressee.acknowledged_at]
    rows: list[list[str | int]] = [
        [
            one.addressee.arrival or 0,
            format_moment(one.addressee.acknowledged_at),
            one.letter.body.name_vi,
            one.letter.issued.symbol if one.letter.issued else "",
            one.letter.subject,
            format_date(one.letter.reply_due_on) if one.letter.reply_due_on else "",
        ]
        for one in sorted(found, key=lambda one: one.addressee.arrival or 0)
        if one.addressee.year == year
    ]
    return head, rows, queries.years_of(one.addressee.acknowledged_at for one in found)


def _departed(post: Post, year: int) -> tuple[list[str], list[list[str | int]], list[int]]:
    head = [_("Số, ký hiệu"), _("Ngày gửi"), _("Trích yếu"), _("Nơi nhận"), _("Đã mở"), _("Đã vào sổ"), _("Tình trạng")]
    found = [one for one in queries.went(post) if one.letter.issued]
    rows: list[list[str | int]] = [
        [
            one.letter.issued.symbol,
            format_moment(one.letter.sent_at),
            one.letter.subject,
            one.to,
            one.opened,
            one.taken_in,
            str(one.letter.get_state_display()),
        ]
        for one in sorted(found, key=lambda one: one.letter.issued.number if one.letter.issued else 0)
        if one.letter.issued and one.letter.issued.issued_on.year == year
    ]
    return head, rows, queries.years_of(one.letter.sent_at for one in found)


@needs("letter.read")
@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: HttpRequest) -> HttpResponse:
    """Papers that exist outside this program: number, issuer, day, and that the own body holds them."""
    post, reasons = acting(request), []
    typed = {name: request.POST.get(name, "") for name in ("number", "issuer", "dated")}
    if request.method == "POST":
        try:
            actions.note_paper(
                by=post, number=typed["number"], issuer=typed["issuer"], dated=parse_date(typed["dated"])
            )
        except Refusal as refusal:
            reasons = refusal.reasons
        else:
            messages.success(request, _("Đã ghi vào sổ. Văn bản giấy giữ theo chế độ của cơ quan."))
            return HttpResponseRedirect(reverse("letters:papers"))
    context = {
        "rows": rules.visible_stubs(post),
        "typed": typed,
        "may_write": post.can("letter.write"),
        "reasons": reasons,
        "crumbs": crumbs(),
    }
    return page(request, "documents/papers.html", context, status=422 if reasons else 200)

"""What is the same for everybody: regulations with their articles and duties, figures, forms, periods."""

from django.utils.translation import gettext as _

from phoihop.base import clock
from phoihop.base.numbers import format_date
from phoihop.base.text import named
from phoihop.desk.queries.search.shapes import Group, Hit, Scope, best, is_code
from phoihop.duties.models import ArticleVersion, Duty, Period, Regulation
from phoihop.orgs.queries import tree
from phoihop.reporting.models import Form, Indicator


def regulations(scope: Scope) -> Group:
    """Titles and decision numbers, the wordings in force or the last ones, the duties. Three statements."""
    found = Group("quy-che", _("Quy chế, điều khoản, nghĩa vụ"))
    if not scope.post.can("regulation.read"):
        return found
    found.hits.extend(_titles(scope))
    found.hits.extend(_articles(scope))
    found.hits.extend(_duties(scope))
    return found


def _titles(scope: Scope) -> list[Hit]:
    wanted, found = scope.wanted, []
    for one in Regulation.objects.all():
        rank = best(wanted.rank(text) for text in (one.title_vi, one.title_en, one.decision, one.code, one.issuer))
        if rank is not None:
            term = {"decision": one.decision, "day": format_date(one.issued_on)}
            about = _("%(decision)s, ngày %(day)s") % term
            exactly = is_code(wanted, one.decision) or is_code(wanted, one.code)
            to = ("duties:regulation", one.pk)
            found.append(Hit(named(one, "title"), to, rank, about, exactly=exactly, order=(0, 0)))
    return found


def _articles(scope: Scope) -> list[Hit]:
    wanted, today = scope.wanted, clock.today()
    latest: dict[int, ArticleVersion] = {}
    rows = ArticleVersion.objects.select_related("article__parent", "article__regulation").order_by("valid_from")
    for version in rows:
        if version.article_id not in latest or version.valid_from <= today:
            latest[version.article_id] = version
    found = []
    for version in latest.values():
        rank = best((wanted.rank(version.text_vi), wanted.rank(version.text_en)))
        if rank is not None:
            article = version.article
            above = f", {article.parent.get_kind_display()} {article.parent.number}" if article.parent else ""
            place = f"{article.get_kind_display()} {article.number}{above}"
            found.append(
                Hit(
                    place[0].upper() + place[1:],
                    ("duties:regulation", article.regulation_id),
                    rank,
                    named(article.regulation, "title"),
                    named(version, "text"),
                    tail=f"#muc-{article.pk}",
                    order=(1, article.order),
                )
            )
    return found


def _duties(scope: Scope) -> list[Hit]:
    wanted, found = scope.wanted, []
    for duty in Duty.objects.select_related("article"):
        texts = (duty.title_vi, duty.title_en, duty.code, duty.proof_vi, duty.proof_en)
        rank = best(wanted.rank(text) for text in texts)
        if rank is not None:
            to, tail = ("duties:regulation", duty.article.regulation_id), f"#muc-{duty.article_id}"
            about = _("nghĩa vụ %(code)s, %(level)s") % {"code": duty.code, "level": duty.get_debtor_level_display()}
            exactly = is_code(wanted, duty.code)
            found.append(Hit(named(duty, "title"), to, rank, about, tail=tail, exactly=exactly, order=(2, 0)))
    return found


def figures(scope: Scope) -> Group:
    """Indicators, each opening its sources in the last year cut off, and the forms. Three statements."""
    found = Group("chi-tieu", _("Chỉ tiêu và mẫu báo cáo"))
    wanted, post = scope.wanted, scope.post
    if post.can("figure.read"):
        year = Period.objects.filter(kind=Period.Kind.YEAR, ends_on__lt=clock.today()).order_by("-ends_on").first()
        place = tree(year.ends_on).get(post.body.unit_id) if year else None
        for one in Indicator.objects.all():
            rank = best(wanted.rank(text) for text in (one.code, one.name_vi, one.name_en))
            if rank is not None:
                about = " · ".join(part for part in (one.code, named(one, "measure")) if part)
                to = ("reporting:sources", one.code, year.label) if year and place else ("reporting:indicators",)
                tail = f"?unit={place.code}" if year and place else ""
                exactly, order = is_code(wanted, one.code), (0, one.order)
                found.hits.append(Hit(named(one, "name"), to, rank, about, tail=tail, exactly=exactly, order=order))
    if post.can("report.read"):
        for form in Form.objects.all():
            rank = best(wanted.rank(text) for text in (form.code, form.title_vi, form.title_en))
            if rank is not None:
                about = f"{form.code} · {form.get_level_display()} · {form.get_every_display()}"
                exactly, to = is_code(wanted, form.code), ("reporting:reports",)
                found.hits.append(Hit(named(form, "title"), to, rank, about, exactly=exactly, order=(1, 0)))
    return found


def periods(scope: Scope) -> Group:
    """Reporting periods by name or label. One statement."""
    found = Group("ky", _("Kỳ báo cáo"))
    if not scope.post.can("regulation.read"):
        return found
    wanted = scope.wanted
    for one in Period.objects.order_by("-ends_on"):
        rank = best(wanted.rank(text) for text in (one.label, one.name_vi, one.name_en))
        if rank is not None:
            days = {"first": format_date(one.starts_on), "last": format_date(one.ends_on)}
            about = _("từ %(first)s đến %(last)s") % days
            tail, exactly, order = f"?nam={one.year}", is_code(wanted, one.label), -one.ends_on.toordinal()
            to = ("duties:periods",)
            found.hits.append(Hit(named(one, "name"), to, rank, about, tail=tail, exactly=exactly, order=order))
    return found

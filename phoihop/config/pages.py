"""The environment in which our own pages are rendered."""

import hashlib
from functools import lru_cache
from typing import Any

from django.contrib.auth.password_validation import password_validators_help_texts
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from jinja2 import Environment, StrictUndefined

from phoihop.base import marks, numbers, text
from phoihop.base.addresses import address
from phoihop.config import navigation


def environment(**options: Any) -> Environment:
    """Jinja2 with undefined names as errors, translations, and the handful of names every page may use."""
    options["undefined"] = StrictUndefined
    env = Environment(**options, extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True)  # noqa: S701 - set in options by Django
    env.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext, translation.ngettext, newstyle=True, pgettext=translation.pgettext
    )
    env.globals.update(
        static=_static,
        url=_url,
        url_if=navigation.resolved,
        navigation=navigation.items,
        mark_figure=marks.figure,
        mark_bar=marks.bar,
        named=text.named,
        by_given_name=text.by_given_name,
        password_rules=lambda: " ".join(password_validators_help_texts()),
        number=numbers.format_number,
        number_input=numbers.format_input,
        percent=numbers.format_percent,
        change=numbers.format_change,
        date=numbers.format_date,
        moment=numbers.format_moment,
        date_in_words=numbers.date_in_words,
        due_in_words=numbers.due_in_words,
    )
    return env


def _url(name: str, *args: Any, **kwargs: Any) -> str:
    if not kwargs and all(type(arg) is int for arg in args):
        return address(name, *args)
    return reverse(name, args=args, kwargs=kwargs)


@lru_cache(maxsize=256)
def _static(path: str) -> str:
    """The address of a static file, with the beginning of its hash: an upgrade is seen at once despite the cache."""
    file = finders.find(path)
    return f"{static(path)}?{_stamp(file)}" if file else static(path)


def _stamp(file: str) -> str:
    with open(file, "rb") as opened:
        return hashlib.sha256(opened.read()).hexdigest()[:8]

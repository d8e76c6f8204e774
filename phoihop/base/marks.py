"""The few parts of a page that stand thousands of times in one table: written in Python, a tenth of a macro's time."""

from markupsafe import Markup, escape


def figure(text: object, address: str, title: str = "") -> Markup:
    """A number that opens its sources: dotted underline, everywhere the same."""
    told = f' title="{escape(title)}"' if title else ""
    return Markup(f'<a class="figure" href="{escape(address)}"{told}>{escape(text)}</a>')  # noqa: S704 - all escaped


def bar(percent: object) -> Markup:
    """A thin bar, 0 to 100; decoration beside a number that says the same."""
    wide = min(max(float(str(percent)), 0.0), 100.0)
    return Markup(  # noqa: S704 - a number
        '<svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="track" width="100" height="4"/><rect class="fill" width="{wide:.4g}" height="4"/></svg>'
    )

"""Small charts and maps as SVG, drawn on the server; the table with the same numbers stands beside them.

Colours come from classes (charts.css) only. Each picture has role="img", a title and a description in words.
Lengths are in units of the viewBox, which the page scales. Tones: "" | accepted | soon | late for bars; those and
before | age-1 … age-4 for parts of a stack; tone-1 … tone-5 | good | warn | bad | none for places on a map.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup, escape

Number = Decimal | int | float


@dataclass(frozen=True)
class Bar:
    """One bar: `text` is the value as it is written; `before` is last year's value, drawn thin below."""

    label: str
    value: Number
    text: str
    tone: str = ""
    before: Number | None = None
    url: str = ""


@dataclass(frozen=True)
class Stack:
    """One bar made of parts: a value for each part of the chart, and what they are together as it is written."""

    label: str
    values: Sequence[Number]
    text: str
    url: str = ""


@dataclass(frozen=True)
class Series:
    """One line: as many values as there are labels, None where there is no figure. `before` draws it pale, dashed."""

    name: str
    values: Sequence[Number | None]
    before: bool = False


@dataclass(frozen=True)
class Tile:
    """One place on a grid of tiles; `row` and `col` count from 0."""

    code: str
    row: int
    col: int
    label: str
    value_text: str
    tone: str = "none"
    url: str = ""


def bar_chart(title: str, bars: Sequence[Bar], desc: str = "", largest: Number | None = None) -> Markup:
    """Lying bars, one a line, in the order given; `largest` is the full width (otherwise the largest value)."""
    full = float(largest or 0) or max((float(max(bar.value, bar.before or 0)) for bar in bars), default=0) or 1
    left, wide, step = 130, 230, 22
    parts = []
    for line, bar in enumerate(bars):
        top = line * step
        parts.append(_text(left - 6, top + 14, _short(bar.label, 22), "end"))
        tone = f' class="{escape(bar.tone)}"' if bar.tone else ""
        drawn = f'<rect x="{left}" y="{top + 4}" width="{_n(wide * float(bar.value) / full)}" height="12"{tone}/>'
        if bar.before is not None:
            past = _n(wide * float(bar.before) / full)
            drawn += f'<rect class="before" x="{left}" y="{top + 17}" width="{past}" height="3"/>'
        parts.append(_linked(drawn, bar.url, f"{bar.label}: {bar.text}"))
        parts.append(_text(left + wide * float(bar.value) / full + 5, top + 14, bar.text, ""))
    body = f'<g class="bars">{"".join(parts)}</g><path class="axis" d="M{left} 0V{len(bars) * step}"/>'
    said = desc or "; ".join(f"{bar.label}: {bar.text}" for bar in bars)
    return _svg(body, 440, len(bars) * step + 2, title, said, linked=any(bar.url for bar in bars))


def stack_chart(title: str, parts: Sequence[tuple[str, str]], stacks: Sequence[Stack], desc: str = "") -> Markup:
    """Lying bars of several parts end to end, one a line, under a key; `parts` are (name, tone) in order."""
    full = max((sum(float(v) for v in stack.values) for stack in stacks), default=0) or 1
    left, wide, step, across = 130, 250, 22, 440
    drawn: list[str] = []
    x, top = 0.0, 0
    for name, tone in parts:
        room = 28 + 7.2 * len(name)
        if x and x + room > across:
            x, top = 0.0, top + 18
        drawn.append(
            f'<g class="bars"><rect class="{escape(tone)}" x="{_n(x)}" y="{top + 3}" width="12" height="12"/></g>'
        )
        drawn.append(_text(x + 17, top + 13, name, ""))
        x += room
    top += 24
    for line, stack in enumerate(stacks):
        y, at, bars = top + line * step, float(left), ""
        for value, (_name, tone) in zip(stack.values, parts, strict=True):
            length = wide * float(value) / full
            if length:
                bars += f'<rect class="{escape(tone)}" x="{_n(at)}" y="{y + 4}" width="{_n(length)}" height="12"/>'
            at += length
        drawn.append(_text(left - 6, y + 14, _short(stack.label, 22), "end"))
        drawn.append(f'<g class="bars">{_linked(bars, stack.url, f"{stack.label}: {stack.text}")}</g>')
        drawn.append(_text(at + 5, y + 14, stack.text, ""))
    tall = top + len(stacks) * step
    drawn.append(f'<path class="axis" d="M{left} {top}V{tall}"/>')
    said = desc or "; ".join(f"{stack.label}: {stack.text}" for stack in stacks)
    return _svg("".join(drawn), across, tall + 2, title, said, linked=any(stack.url for stack in stacks))


def line_chart(
    title: str, labels: Sequence[str], series: Sequence[Series], desc: str = "", texts: Sequence[str] = ()
) -> Markup:
    """Values over periods. `texts` are the written values of the first series, put at its points."""
    values = [float(v) for line in series for v in line.values if v is not None]
    low, high = min([0, *values]), max([0, *values]) or 1
    wide, tall, left, top = 400, 130, 12, 20
    step = wide / max(len(labels) - 1, 1)

    def at(index: int, value: Number) -> tuple[float, float]:
        return left + index * step, top + tall - tall * (float(value) - low) / (high - low)

    zero = _n(at(0, 0)[1])
    parts = [f'<path class="axis" d="M{left} {zero}h{wide}"/>']
    parts += [_text(left + index * step, top + tall + 16, label, css="soft") for index, label in enumerate(labels)]
    for line in sorted(series, key=lambda one: not one.before):
        points = [(index, at(index, v)) for index, v in enumerate(line.values) if v is not None]
        drawn = "".join(
            f"{'L' if place and points[place - 1][0] == index - 1 else 'M'}{_n(x)} {_n(y)}"
            for place, (index, (x, y)) in enumerate(points)
        )
        parts.append(f'<path class="line{" before" if line.before else ""}" d="{drawn}"/>')
        if not line.before:
            parts += [f'<circle class="dot" cx="{_n(x)}" cy="{_n(y)}" r="3"/>' for _index, (x, y) in points]
    for index, text in enumerate(texts[: len(labels)]):
        value = series[0].values[index]
        if value is not None:
            x, y = at(index, value)
            parts.append(_text(x, y - 7, text))
    said = desc or "; ".join(f"{label}: {text}" for label, text in zip(labels, texts, strict=False))
    return _svg("".join(parts), wide + 2 * left, top + tall + 24, title, said)


def spark_line(values: Sequence[Number | None], title: str) -> Markup:
    """A line the height of a row of text, without labels; `title` says in words what it shows."""
    known = [(index, float(v)) for index, v in enumerate(values) if v is not None]
    low, high = min((v for _i, v in known), default=0), max((v for _i, v in known), default=1)
    across = 92 / max(len(values) - 1, 1)
    points = [(4 + i * across, 20 - 16 * (v - low) / ((high - low) or 1)) for i, v in known]
    line = "".join(f"{'L' if place else 'M'}{_n(x)} {_n(y)}" for place, (x, y) in enumerate(points))
    end = f'<circle class="dot" cx="{_n(points[-1][0])}" cy="{_n(points[-1][1])}" r="2.5"/>' if points else ""
    return _svg(f'<path class="line" d="{line}"/>{end}', 100, 24, title, "", "chart spark")


def tile_map(title: str, tiles: Sequence[Tile], desc: str = "", side: int = 72) -> Markup:
    """Places as equal tiles on a grid: a sketch, no boundaries. A tile with an address is a link."""
    parts = []
    for tile in tiles:
        x, y, inner = tile.col * side, tile.row * side, side - 2
        drawn = (
            f'<rect class="place {escape(tile.tone)}" x="{x + 1}" y="{y + 1}" width="{inner}" height="{inner}" rx="3"/>'
        )
        lines = _wrapped(tile.label, max(side // 7, 4))
        middle, first = x + side / 2, y + side / 2 - 7 * len(lines) + 4
        drawn += "".join(_text(middle, first + 13 * at, line) for at, line in enumerate(lines))
        drawn += _text(middle, first + 13 * len(lines) + 2, tile.value_text, css="value")
        parts.append(_linked(drawn, tile.url, f"{tile.label}: {tile.value_text}"))
    wide = (max((tile.col for tile in tiles), default=0) + 1) * side
    tall = (max((tile.row for tile in tiles), default=0) + 1) * side
    said = desc or "; ".join(f"{tile.label}: {tile.value_text}" for tile in tiles)
    return _svg("".join(parts), wide, tall, title, said, "chart map", linked=any(tile.url for tile in tiles))


def _svg(
    body: str, wide: float, tall: float, title: str, desc: str, css: str = "chart", linked: bool = False
) -> Markup:
    """With links inside, the picture is a group, since the content of an image is not reached by a screen reader."""
    described = f"<desc>{escape(desc)}</desc>" if desc else ""
    role = "group" if linked else "img"
    return Markup(  # noqa: S704 - every text was escaped where it was put in
        f'<svg class="{css}" viewBox="0 0 {_n(wide)} {_n(tall)}" width="{_n(wide)}"'
        f' role="{role}" aria-label="{escape(title)}">'
        f"<title>{escape(title)}</title>{described}{body}</svg>"
    )


def _linked(drawn: str, url: str, said: str) -> str:
    named = f"<title>{escape(said)}</title>"
    return (
        f'<a href="{escape(url)}" aria-label="{escape(said)}">{named}{drawn}</a>' if url else f"<g>{named}{drawn}</g>"
    )


def _text(x: float, y: float, text: str, anchor: str = "middle", css: str = "") -> str:
    put = (f' class="{css}"' if css else "") + (f' text-anchor="{anchor}"' if anchor else "")
    return f'<text x="{_n(x)}" y="{_n(y)}"{put}>{escape(text)}</text>'


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


def _short(label: str, most: int) -> str:
    return label if len(label) <= most else label[: most - 1].rstrip() + "…"


def _wrapped(label: str, most: int) -> list[str]:
    lines: list[str] = []
    for word in label.split():
        if lines and len(lines[-1]) + 1 + len(word) <= most:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return lines

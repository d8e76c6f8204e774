"""The screens are made of parts. A part is the same for everybody of a group, so that it is made once for all of them.

PARTS says what a group sees and CHANGES which parts an entry of the log changes; what stands in neither is never sent.
A part `name` is the template conferences/_part_<name>.html, made from (screen, group) alone: it knows nobody's session.
"""

from collections.abc import Iterable
from functools import lru_cache

from django.template.loader import get_template, select_template

from phoihop.conferences.papers import desks
from phoihop.conferences.papers.words import KINDS, MARKS
from phoihop.conferences.queries import Screen

PARTS: dict[str, tuple[str, ...]] = {
    "chair": ("head", "agenda", "floor", "queue", "sites", "vote", "page", "conclusions", "heard", "shown"),
    "secretary": (
        "head",
        "agenda",
        "floor",
        "queue",
        "sites",
        "vote",
        "page",
        "conclusions",
        "heard",
        "log",
        "minutes",
    ),
    "site": ("head", "agenda", "floor", "queue", "vote", "page", "shown"),
    "delegate": ("head", "agenda", "floor", "queue", "vote", "page"),
    "hall": ("wall", "shown"),
}
"""Group of right → its parts, in the order in which they are read."""
EVERY = frozenset(name for names in PARTS.values() for name in names)
_ROLL = frozenset({"head", "queue", "floor", "sites", "vote", "shown"})
_FLOOR = frozenset({"floor", "queue", "shown"})
_WAIT = frozenset({"queue"})
CHANGES: dict[str, frozenset[str]] = {
    "room.opened": EVERY,
    "room.closed": EVERY,
    "chair.taken": frozenset({"head", "floor", "queue", "vote"}),
    "seat.added": _ROLL,
    "roll.marked": _ROLL,
    "site.joined": frozenset({"head", "sites"}),
    "site.lost": frozenset({"head", "sites"}),
    "site.muted": frozenset({"sites", "shown"}),
    "item.started": frozenset({"head", "agenda", "queue"}),
    "item.ended": frozenset({"head", "agenda", "queue"}),
    "queue.asked": _WAIT,
    "queue.withdrawn": _WAIT,
    "floor.given": _FLOOR | {"heard"},
    "floor.extended": frozenset({"floor"}),
    "floor.ended": _FLOOR,
    "vote.opened": frozenset({"vote"}),
    "vote.cast": frozenset({"vote"}),
    "vote.paper_entered": frozenset({"vote"}),
    "vote.closed": frozenset({"vote"}),
    "vote.cancelled": frozenset({"vote"}),
    "page.shown": frozenset({"page"}),
    "note.written": frozenset(),
    "conclusion.read": frozenset({"conclusions"}),
    "recording.switched": frozenset({"head"}),
}
"""Verb of the log → parts that look different afterwards. The part "log" follows every entry."""
LINKS = frozenset({"head", "sites"})
"""What changes with a site's line, which is no entry of the log."""


ON_THE_WALL = frozenset({"head", "agenda", "floor", "queue", "vote", "page"})
"""What changes one of these changes the hall's one part."""


def changed_by(verbs: Iterable[str]) -> frozenset[str]:
    """The parts to be shown anew after these entries; an unknown verb changes everything."""
    found = frozenset[str]()
    for verb in verbs:
        found |= CHANGES.get(verb, EVERY) | {"log"}
        if verb in desks.IN_MINUTES:
            found |= {"minutes"}
    return found | {"wall"} if found & ON_THE_WALL else found


def part(name: str, shown: Screen, group: str) -> str:
    """One part in the language that is active, as it stands in the page and is sent to it afterwards."""
    more = desks.MORE.get((name, group), desks.nothing)
    context = {"screen": shown, "group": group, "kinds": KINDS, "marks": MARKS, **more(shown)}
    inside = get_template(_template(name, group)).render(context)
    return f'<section class="part" id="part-{name}" data-part="{name}">\n{inside}\n</section>'


@lru_cache(maxsize=64)
def _template(name: str, group: str) -> str:
    """A group may have its own form of a part: _part_floor_chair.html."""
    named = [f"conferences/_part_{name}_{group}.html", f"conferences/_part_{name}.html"]
    return str(select_template(named).template.name)


def parts(shown: Screen, group: str, changed: frozenset[str] = EVERY) -> dict[str, str]:
    """Those of the group's parts that are among the changed ones, in their order."""
    return {name: part(name, shown, group) for name in PARTS[group] if name in changed}

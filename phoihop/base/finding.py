"""Finding what people type in texts, marks or no marks, and showing where it was found. No database."""

from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup, escape

from phoihop.base.text import exact, fold, nfc

LEAST, MOST = 2, 100
"""Letters of a question: fewer find everything, more find nothing."""

_exact = lru_cache(maxsize=16384)(exact)
_fold = lru_cache(maxsize=16384)(fold)
_LONG = 300
"""Longer texts are not kept in memory."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: `words` and `phrase` without marks, `marked` as it was typed, in one spelling.

    `strict` are the words typed with marks: apart from one another, words have to agree mark for mark.
    """

    typed: str
    words: tuple[str, ...]
    phrase: str
    marked: str
    strict: tuple[str, ...] = ()

    @property
    def too_short(self) -> bool:
        return sum(letter.isalnum() for letter in self.phrase) < LEAST

    def rank(self, text: str) -> int | None:
        """How well the text fits, 0 the best; None when it does not. Words are found from their beginning.

        Mark for mark before without marks; the whole text, then its beginning, then within; last all words apart.
        """
        marked, plain = _marked(text), _plain(text)
        for worse, (looked_for, within) in enumerate(((self.marked, marked), (self.phrase, plain))):
            at = _word(within, looked_for)
            if at >= 0:
                return 6 * worse + _fit(within, looked_for, at)
        if len(self.words) < 2 or not all(_word(plain, word) >= 0 for word in self.words):
            return None
        return 12 if all(_word(marked, word) >= 0 for word in self.strict) else None

    def in_part(self, text: str) -> bool:
        """Whether at least one of the words is there."""
        plain = _plain(text)
        return any(_word(plain, word) >= 0 for word in self.words)

    def shown(self, text: str) -> Markup:
        """The text with what was found between <mark>."""
        composed = nfc(text)
        return _with_marks(composed, self._spots(composed))

    def snippet(self, text: str, about: int = 170) -> Markup:
        """The part of a longer text round the first place found, on one line."""
        line = " ".join(nfc(text).split())
        spots = self._spots(line)
        first, least = spots[0] if spots else (0, 0)
        start = line.rfind(" ", 0, max(first - about // 3, 0)) + 1
        end = len(line)
        if end - start > about:
            space = line.rfind(" ", max(start, least), start + about)
            end = space if space > 0 else max(start + about, least)
        cut = [(a - start, b - start) for a, b in spots if a >= start and b <= end]
        before, after = "… " if start else "", " …" if end < len(line) else ""
        return Markup("{}{}{}").format(before, _with_marks(line[start:end], cut), after)

    def _spots(self, text: str) -> list[tuple[int, int]]:
        """Where the phrase stands, or else each of the words, in places of the text; none over another."""
        plain, places = _mapped(text)
        for looked_for in ((self.phrase,), self.words):
            spots = sorted(spot for word in looked_for for spot in _all(plain, word))
            if spots:
                found: list[tuple[int, int]] = []
                for start, end in spots:
                    if not found or places[start] >= found[-1][1]:
                        found.append((places[start], places[end - 1] + 1))
                return found
        return []


def wanted(typed: str) -> Wanted:
    """Read what was typed: spaces tidied, cut to MOST letters."""
    tidy = " ".join(nfc(typed).split())[:MOST].strip()
    phrase = " ".join(fold(tidy).split())
    marked = exact(tidy)
    strict = tuple(word for word in marked.split() if word != fold(word))
    return Wanted(tidy, tuple(dict.fromkeys(phrase.split())), phrase, marked, strict)


def _fit(within: str, looked_for: str, at: int) -> int:
    if within == looked_for:
        return 0
    after = at + len(looked_for)
    whole = after == len(within) or not within[after].isalnum()
    return (1 if at == 0 else 2) if whole else (3 if at == 0 else 4)


def _word(within: str, looked_for: str, start: int = 0) -> int:
    """Where `looked_for` stands at the beginning of a word, or -1."""
    at = within.find(looked_for, start)
    while at > 0 and within[at - 1].isalnum() and looked_for[:1].isalnum():
        at = within.find(looked_for, at + 1)
    return at


def _all(within: str, looked_for: str) -> list[tuple[int, int]]:
    found, at = [], _word(within, looked_for)
    while at >= 0 and looked_for:
        found.append((at, at + len(looked_for)))
        at = _word(within, looked_for, at + len(looked_for))
    return found


def _plain(text: str) -> str:
    return _fold(text) if len(text) <= _LONG else fold(text)


def _marked(text: str) -> str:
    return _exact(text) if len(text) <= _LONG else exact(text)


def _mapped(text: str) -> tuple[str, list[int]]:
    """The text without marks, and for each of its letters the place of the letter it comes from."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        for plain in _letter(letter):
            letters.append(plain)
            places.append(place)
    return "".join(letters), places


@lru_cache(maxsize=2048)
def _letter(letter: str) -> str:
    return " " if letter.isspace() else fold(letter)


def _with_marks(text: str, spots: list[tuple[int, int]]) -> Markup:
    parts, at = [], 0
    for start, end in spots:
        parts.append(escape(text[at:start]) + Markup("<mark>{}</mark>").format(text[start:end]))
        at = end
    return Markup("").join([*parts, escape(text[at:])])

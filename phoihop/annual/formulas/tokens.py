"""Figure tokens in narrative: [[D02]], [[S02/S01]], [[S02@2020]], [[S02/S01@2020#116]].

Code, "/" and a second code for a fraction, "@" and the label of a period (else the report's own), "#" and the code of a
unit (else the unit that reports). Whatever does not fit this grammar stays words, and the lint says so.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

LONGEST = 60
"""A token is kept in the ledger and as the tag of a control in the Word file, which has room for no more."""

_CODE = r"[A-Za-z][A-Za-z0-9_.]{0,23}"
_BODY = rf"(?P<code>{_CODE})(?:/(?P<over>{_CODE}))?(?:@(?P<period>[0-9A-Za-z-]{{1,24}}))?(?:#(?P<unit>[0-9]{{1,8}}))?"
_TOKEN = re.compile(rf"\[\[\s*{_BODY}\s*\]\]", re.ASCII)
_ALONE = re.compile(_BODY, re.ASCII)
_ATTEMPT = re.compile(r"\[\[[^\[\]]*\]\]|\[\[|\]\]")


@dataclass(frozen=True, order=True, slots=True)
class Token:
    """One quoted figure by name. `over`: the denominator of a fraction; empty `period`, `unit`: the report's."""

    code: str
    over: str = ""
    period: str = ""
    unit: str = ""

    def __str__(self) -> str:
        """The key under which the figure stands in the ledger: "S02/S01@2020#116"."""
        return (
            self.code
            + (f"/{self.over}" if self.over else "")
            + (f"@{self.period}" if self.period else "")
            + (f"#{self.unit}" if self.unit else "")
        )

    @property
    def codes(self) -> tuple[str, ...]:
        return (self.code, self.over) if self.over else (self.code,)

    @property
    def written(self) -> str:
        """As it is written in narrative."""
        return f"[[{self}]]"


Piece = str | Token


def parse(text: str) -> list[Piece]:
    """The text as words and tokens in turn; `unparse` makes the same text of it but for spaces in brackets."""
    pieces: list[Piece] = []
    at = 0
    for match in _TOKEN.finditer(text):
        token = _made(match)
        if token is None:
            continue
        if match.start() > at:
            pieces.append(text[at : match.start()])
        pieces.append(token)
        at = match.end()
    if at < len(text):
        pieces.append(text[at:])
    return pieces


def unparse(pieces: list[Piece]) -> str:
    return "".join(piece.written if isinstance(piece, Token) else piece for piece in pieces)


def read(key: str) -> Token:
    """The token of a key such as "S02@2020"; ValueError when it is none."""
    match = _ALONE.fullmatch(key)
    token = _made(match) if match else None
    if token is None:
        raise ValueError(f"not the key of a figure: {key!r}")
    return token


def tokens(text: str) -> list[Token]:
    """The tokens in order, each as often as it stands there."""
    return [piece for piece in parse(text) if isinstance(piece, Token)]


def broken(text: str) -> list[str]:
    """Brackets that were meant as tokens and are none: "[[S02", "[[S02 / ]]"."""
    return [match.group() for piece in parse(text) if isinstance(piece, str) for match in _ATTEMPT.finditer(piece)]


def render(text: str, printed: Callable[[Token], str]) -> str:
    """The words as printed, every token replaced by what `printed` says of it."""
    return "".join(printed(piece) if isinstance(piece, Token) else piece for piece in parse(text))


def words_only(text: str) -> Iterator[tuple[int, str]]:
    """The stretches of words between tokens, each with the place where it begins."""
    at = 0
    for match in _TOKEN.finditer(text):
        if _made(match) is None:
            continue
        yield at, text[at : match.start()]
        at = match.end()
    yield at, text[at:]


def _made(match: re.Match[str]) -> Token | None:
    token = Token(match["code"], match["over"] or "", match["period"] or "", match["unit"] or "")
    return token if len(str(token)) <= LONGEST else None

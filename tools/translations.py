"""The English catalogue against the texts in the program, whose own language is Vietnamese.

`check` exits 1 naming every text without a finished translation; `update` brings the catalogue up to date, keeping what
is translated. Both read Python and Jinja2 with Babel: Django's own makemessages misses texts inside macro calls.
"""

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
ENGLISH = ROOT / "phoihop/locale/en/LC_MESSAGES/django.po"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
METHODS = [
    ("**/migrations/**", "ignore"),
    ("**.py", "python"),
    ("**/templates/**.html", "jinja2"),
]
HEADER = """\
# English for the texts of the program, whose own language is Vietnamese. Brought up to date by tools/translations.py.
msgid ""
msgstr ""
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
"""Always the same, so that a run that finds nothing new changes nothing."""
OPTIONS = {"**/templates/**.html": {"trimmed": "true", "newstyle_gettext": "true", "silent": "false"}}


def in_program() -> Catalog:
    """Every text in the program, with where it stands."""
    found = Catalog(project="Phối Hợp", charset="utf-8")
    texts = extract_from_dir(str(ROOT / "phoihop"), METHODS, OPTIONS, keywords=KEYWORDS)
    for name, line, text, comments, context in sorted(texts, key=lambda t: (t[0], t[1])):
        found.add(text, None, [(f"phoihop/{name}", line)], auto_comments=comments, context=context)
    return found


def english() -> Catalog:
    if not ENGLISH.exists():
        return Catalog(locale="en", project="Phối Hợp", charset="utf-8")
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en")


def faults(wanted: Catalog, have: Catalog) -> list[str]:
    """One line for every text that an English reader would see in Vietnamese, or see broken."""
    lines = []
    for message in wanted:
        if not message.id:
            continue
        there = have.get(message.id, message.context)
        name, line = message.locations[0]
        where = f"{name}:{line}: {message.id!r}"
        translated = there.string if there else ""
        parts = translated if isinstance(translated, list | tuple) else [translated]
        if there is None or not all(parts):
            lines.append(f"{where} has no English")
        elif there.fuzzy:
            lines.append(f"{where} has English that nobody has confirmed")
        else:
            lines += [f"{where}: {error}" for error in there.check(have)]
    return lines


def update(wanted: Catalog, have: Catalog) -> None:
    have.update(wanted, no_fuzzy_matching=True)
    have.obsolete.clear()
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    with ENGLISH.open("wb") as file:
        file.write(HEADER.encode())
        write_po(file, have, width=120, sort_by_file=True, include_lineno=False, omit_header=True)


def main() -> int:
    mode = sys.argv[1] if len(sys.argv) == 2 else ""
    if mode not in {"check", "update"}:
        print("usage: tools/translations.py check | update", file=sys.stderr)
        return 2
    wanted = in_program()
    if mode == "update":
        update(wanted, english())
    found = faults(wanted, english())
    for line in found:
        print(line)
    return 1 if found and mode == "check" else 0


if __name__ == "__main__":
    sys.exit(main())

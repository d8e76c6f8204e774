"""The English catalogue: every text there, with the same placeholders, in English, and nothing out of its reach."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from django.template import engines
from django.utils.translation import gettext, override

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "phoihop"
ENGLISH = PACKAGE / "locale/en/LC_MESSAGES/django.po"
EAGER = {"gettext", "ngettext", "pgettext"}
KNOWN = {"gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%s|\{\w+\}|%%")
VIETNAMESE = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯ]|[\u00c0-\u00ff\u0100-\u01ff\u1ea0-\u1ef9]")
QUOTED = re.compile(r"“[^”%{]*”|\S*[A-ZĐ]{2,}(?:[-/]\S+)?|Phối Hợp|[Ss]ố \d\S*")
"""What stays Vietnamese in English: words in quotation marks, symbols of papers, the program's own name."""


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en")


def parts(words: object) -> list[str]:
    return [str(part) for part in words] if isinstance(words, list | tuple) else [str(words or "")]


def test_every_text_of_the_program_is_in_english() -> None:
    done = subprocess.run(
        [sys.executable, "tools/translations.py", "check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_placeholders_agree(catalogue: Catalog) -> None:
    """In every form of a plural too."""
    for message in catalogue:
        wanted = [sorted(PLACEHOLDER.findall(text.replace("%%", ""))) for text in parts(message.id)]
        for text in parts(message.string):
            assert sorted(PLACEHOLDER.findall(text.replace("%%", ""))) == wanted[0], message.id


def test_english_is_english(catalogue: Catalog) -> None:
    left = [
        text
        for message in catalogue
        if message.id
        for text in parts(message.string)
        if VIETNAMESE.search(QUOTED.sub("", text).replace("×", ""))
    ]
    assert left == []


def test_plurals_have_both_forms(catalogue: Catalog) -> None:
    for message in catalogue:
        if message.pluralizable:
            assert len(parts(message.string)) == 2
            assert all(parts(message.string)), message.id


def test_sentences_end_as_they_do_in_vietnamese(catalogue: Catalog) -> None:
    """A sentence stays a sentence, a label stays a label; spaces at the ends join texts and stay."""
    for message in catalogue:
        if not message.id:
            continue
        source, *_more = parts(message.id)
        for text in parts(message.string):
            assert text.endswith(".") == source.endswith("."), message.id
            assert (text[:1] == " ", text[-1:] == " ") == (source[:1] == " ", source[-1:] == " "), message.id
            assert "!" not in text


def test_texts_are_marked_by_names_that_the_extractor_knows() -> None:
    strange = [
        f"{path.relative_to(ROOT)}: {name.name} as {name.asname}"
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for name in node.names
        if name.name in KNOWN and name.asname not in {None, "_"}
    ]
    assert strange == []


def test_no_text_is_translated_once_for_all_at_import() -> None:
    """A label made when the module is read would stay Vietnamese for everybody."""
    assert [place for path in PACKAGE.rglob("*.py") for place in eager_at_import(path)] == []


def eager_at_import(path: Path) -> list[str]:
    tree = ast.parse(path.read_text())
    eager = {
        name.asname or name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for name in node.names
        if name.name in EAGER
    }
    found: list[str] = []

    def look(node: ast.AST) -> None:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            return
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in eager:
            found.append(f"{path.relative_to(ROOT)}:{node.lineno}")
        for child in ast.iter_child_nodes(node):
            look(child)

    look(tree)
    return found


def test_the_catalogue_is_compiled_and_used() -> None:
    template = engines["jinja2"].from_string('{{ ngettext("%(n)s đơn vị", "%(n)s đơn vị", n, n=n) }}')
    with override("en"):
        assert gettext("Gửi báo cáo") == "Submit the report"
        assert [template.render({"n": n}) for n in (1, 2)] == ["1 unit", "2 units"]
    assert gettext("Gửi báo cáo") == "Gửi báo cáo"

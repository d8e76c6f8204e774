"""What the house keeps to beyond the order of imports, which import-linter checks."""

import ast
import re
import subprocess
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from phoihop.journal import registry

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "phoihop"
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)
PAGES = sorted(path for path in PACKAGE.rglob("*.html"))
OUR_PAGES = [path for path in PAGES if not {"allauth_templates", "style.html"} & set(path.parts)]
LONGEST_MODULE, LONGEST_FUNCTION = 500, 60


def place(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    names = [name for name in listed.stdout.split("\0") if name]
    return [ROOT / name for name in names] or [path for path in ROOT.rglob("*") if ".venv" not in path.parts]


def test_no_module_and_no_function_is_long() -> None:
    long = []
    for path in MODULES:
        text = path.read_text()
        if len(text.splitlines()) > LONGEST_MODULE:
            long.append(place(path))
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1
                if lines > LONGEST_FUNCTION:
                    long.append(f"{place(path)}: {node.name} ({lines})")
    assert long == []


def test_every_module_and_room_says_what_it_is() -> None:
    mute = [place(path) for path in MODULES if not ast.get_docstring(ast.parse(path.read_text()))]
    spoken_for = re.compile(r"(apps|urls)\.py$|/(management|commands|data|vi|en)/__init__\.py$")
    assert [name for name in mute if not spoken_for.search(name)] == []
    plates = {
        room: ast.get_docstring(ast.parse((PACKAGE / room / "__init__.py").read_text())) for room in settings.ROOMS
    }
    limits = re.compile(r"\b(never|cannot|nothing|no)\b")
    assert [room for room, plate in plates.items() if not limits.search(plate or "")] == []


def test_signals_are_heard_in_one_place_only() -> None:
    heard = re.compile(r"^\s*@receiver\(|\b(pre|post)_(save|delete|init)\b|\bm2m_changed\b", re.MULTILINE)
    assert [place(path) for path in MODULES if heard.search(path.read_text())] == ["phoihop/journal/sign_in.py"]


def test_one_clock() -> None:
    other = re.compile(r"timezone\.(now|localdate)\(|datetime\.(now|today|utcnow)\(|date\.today\(|\bauto_now_add=True")
    asks = [place(path) for path in MODULES if other.search(path.read_text())]
    assert asks == ["phoihop/base/clock.py"]


def test_nothing_is_left_for_later_or_swallowed() -> None:
    later = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|except( Exception)?:\s*\n\s*pass\b")
    assert [place(path) for path in [*MODULES, *PAGES] if later.search(path.read_text())] == []


def test_no_test_is_skipped_or_expected_to_fail() -> None:
    skips = re.compile(r"pytest\.(mark\.)?(skip|xfail|skipif|importorskip)|unittest\.mock|MagicMock")
    found = [place(path) for path in (ROOT / "tests").rglob("*.py") if skips.search(path.read_text())]
    assert found == ["tests/house/test_order.py"]


def test_no_path_of_a_machine_and_no_package_host() -> None:
    outside = re.compile(
        r"/(root|work|home/\w+|tmp/ph)/|\b(shared/(design|domain|data))\b|(artifactory|nexus|pypi\.\w+)\.\w+"
    )
    kinds = {".py", ".md", ".html", ".js", ".css", ".txt", ".in", ".toml", ".sh", ".json", ".csv", ".svg", ".po", ""}
    found = []
    for path in tracked():
        if path.suffix in kinds and path.is_file() and path.name != "test_order.py":
            found += [f"{place(path)}: {m.group()}" for m in outside.finditer(path.read_text(errors="ignore"))]
    assert found == []


def test_every_room_has_one_named_migration_a_release() -> None:
    names = PACKAGE.glob("*/migrations/0*.py")
    assert [place(path) for path in names if re.search(r"_auto_|_initial|\d{8}", path.stem)] == []


def test_pages_carry_no_script_and_no_style_of_their_own() -> None:
    inline = re.compile(
        r"<script(?![^>]*\bsrc=)|<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:|https?://(?!www\.w3\.org)"
    )
    found = []
    for path in PAGES:
        text = re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.DOTALL)
        found += [f"{place(path)}: {m.group()}" for m in inline.finditer(text)]
    assert found == []


WORD = re.compile(r"[^\W\d_]{2,}")
NAMES_AS_THEY_ARE = {"Phối", "Hợp", "English", "Tiếng", "Việt", "CSV", "JSON", "SHA"}
WORDS_OF_ATTRIBUTES = {
    "width",
    "device",
    "initial",
    "scale",
    "aria",
    "describedby",
    "invalid",
    "true",
    "helptext",
    "error",
}


@pytest.mark.parametrize("path", OUR_PAGES, ids=place)
def test_every_word_on_a_page_can_be_translated(path: Path) -> None:
    """Outside tags, comments and {{ _("…") }} a page holds no words; nor do the attributes that people read or hear."""
    unread = r"\{#.*?#\}|<!--.*?-->|\{% block page_class %\}.*?\{% endblock %\}"
    text = re.sub(unread, " ", re.sub(r"&\w+;", " ", path.read_text()), flags=re.DOTALL)
    bare = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "\0", text, flags=re.DOTALL)
    read = re.findall(r"\b(?:title|alt|placeholder|aria-label|data-label|content)=\"([^\"]*)\"", bare)
    shown = [*read, re.sub(r"<[^>]*>", " ", bare, flags=re.DOTALL)]
    words = {word for part in shown for word in WORD.findall(part)} - NAMES_AS_THEY_ARE
    assert words - WORDS_OF_ATTRIBUTES == set()


def test_the_commands_of_the_house_are_there() -> None:
    found = {path.stem for path in PACKAGE.glob("*/management/commands/*.py")}
    wanted = {"demo", "load_demo", "serve", "work", "units", "load_units", "load_values", "figures", "sources"}
    wanted |= {"annual_report", "verify_report", "verify_log", "check_layout", "backup", "restore", "restore_drill"}
    assert wanted <= found
    assert all(apps.is_installed(f"phoihop.{room}") for room in settings.ROOMS)


def test_every_verb_that_is_recorded_has_its_words() -> None:
    recorded = re.compile(r"(?:\brecord|\bHappening)\(\s*\"([a-z_]+\.[a-z_]+)\"")
    verbs = {found[1] for path in MODULES for found in recorded.finditer(path.read_text())}
    assert verbs - set(registry.named_verbs()) == set()

"""What the pages say is so: commands parse, addresses exist, links lead somewhere, generated pages are fresh."""

import ast
import importlib.util
import json
import re
import shlex
import tomllib
from pathlib import Path

import pytest

from sdad.cli.assignments import parsed_assignments
from sdad.cli.parser import parse
from sdad.control import events
from sdad.control.parameters import TABLE
from sdad.surfaces.http.app import build
from sdad.surfaces.osc.announcements import REPLIES
from sdad.surfaces.osc.namespace import resolve

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
EACH_PAGE = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())


def _generator():
    spec = importlib.util.spec_from_file_location("docs_generate", ROOT / "docs" / "generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


GENERATOR = _generator()


@pytest.mark.parametrize("name", GENERATOR.PAGES)
def test_a_generated_page_is_fresh(name):
    assert (GENERATOR.REFERENCE / name).read_text("utf-8") == GENERATOR.page(name), "run make docs"


def blocks(page, language):
    return re.findall(rf"^```{language}\n(.*?)^```", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)


def commands(page):
    """Yields every command of a page's shell blocks, joined over its continued lines and without its comments."""
    for block in blocks(page, "sh"):
        for line in block.replace("\\\n", " ").splitlines():
            words = shlex.split(line, comments=True) if line.count("'") % 2 == 0 else line.split()
            if words:
                yield words


def test_every_command_of_sdad_in_the_pages_is_understood():
    seen = 0
    for page in PAGES:
        for words in commands(page):
            if words[0] != "sdad":
                continue
            words = words[1 : words.index("|")] if "|" in words else words[1:]
            args = parse([word for word in words if word != "…"] + (["x.wav"] if "…" in words else []))
            given = [word for word in getattr(args, "assignments", []) if "=" in word]
            parsed_assignments(given, {})
            seen += 1
    assert seen >= 25


def test_every_target_of_make_in_the_pages_is_there():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = {
        name for page in PAGES for name in re.findall(r"(?:^|`)make ([a-z-]+)", page.read_text("utf-8"), re.MULTILINE)
    }
    assert {"demo", "test", "up", "lint", "docs"} <= named <= targets


@EACH_PAGE
def test_every_osc_address_is_listened_to_or_sent(page):
    for address in re.findall(r"[`\"\s](/sdad/[a-z_/]+[a-z])(?=[`\"\s])", page.read_text("utf-8")):
        if address not in REPLIES:
            assert resolve(address)


@EACH_PAGE
def test_every_test_that_a_page_names_is_there(page):
    for file, name in re.findall(r"`([\w/]+\.py)::(\w+)`", page.read_text("utf-8")):
        tests = ROOT / "tests" / file
        assert tests.is_file() and f"def {name}(" in tests.read_text("utf-8"), f"{file}::{name}"


def test_every_fault_that_is_said_has_a_test_that_checks_its_code_its_thing_and_its_remedy():
    page = (ROOT / "docs" / "explanation" / "reliability.md").read_text("utf-8")
    rows = re.findall(r"^\|[^|]*\|[^|]*\| ([^|]*) \|([^|]*::[^|]*)\|$", page, re.MULTILINE)
    assert len(rows) > 90
    for codes, tests in rows:
        bodies = ""
        for file, name in re.findall(r"`([\w/]+\.py)::(\w+)`", tests):
            text = (ROOT / "tests" / file).read_text("utf-8")
            found = next(n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.FunctionDef) and n.name == name)
            bodies += "".join(ast.get_source_segment(text, each) for each in [found, *found.decorator_list])
        for code in re.findall(r"`([\w.]+)`", codes):
            assert "said(" in bodies and f'"{code}"' in bodies, f"{code}: not asserted by {tests}"


@EACH_PAGE
def test_every_link_inside_the_project_leads_somewhere(page):
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8")):
        if "://" in target:
            continue
        file, _, anchor = target.partition("#")
        there = (page.parent / file).resolve() if file else page
        assert there.is_file(), f"{target} is not there"
        if anchor:
            headings = re.findall(r"^#+ (.*)", there.read_text("utf-8"), re.MULTILINE)
            assert anchor in {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}


@EACH_PAGE
def test_every_path_of_the_project_is_there(page):
    for path in re.findall(r"`((?:sdad|tests|examples|docs|benchmarks)/[\w/.-]+\.\w+)`", page.read_text("utf-8")):
        assert (ROOT / path).is_file(), path


@EACH_PAGE
def test_every_data_block_can_be_read(page):
    for block in blocks(page, "toml"):
        tomllib.loads(block)
    for block in blocks(page, "json"):
        json.loads(block)


def test_every_page_is_reached_from_the_index():
    reached, todo = set(), [ROOT / "docs" / "index.md"]
    while todo:
        page = todo.pop()
        if page in reached or not page.is_file():
            continue
        reached.add(page)
        found = re.findall(r"\]\(([^)#\s]+\.md)", page.read_text("utf-8"))
        todo += [(page.parent / target).resolve() for target in found]
    assert set(PAGES) <= reached
    assert len((ROOT / "docs" / "index.md").read_text("utf-8").splitlines()) <= 40


def test_the_http_page_lists_every_path_and_no_other():
    listed = set(re.findall(r"^\| `(/api/[^`]+)`", (GENERATOR.REFERENCE / "http.md").read_text("utf-8"), re.MULTILINE))
    served = {route.path for route in build(_NoPort()).routes}
    assert listed | {"/api/events"} == served


class _NoPort:
    """Stands for the engine while the paths are looked at; nothing is asked of it."""


def test_an_event_that_the_http_page_shows_exists():
    for name in re.findall(r'"event": "(\w+)"', (GENERATOR.REFERENCE / "http.md").read_text("utf-8")):
        assert hasattr(events, name)


def test_the_midi_page_gives_the_table_s_controllers():
    page = (ROOT / "docs" / "how-to" / "play-by-midi.md").read_text("utf-8")
    shown = {(int(cc), name) for cc, name in re.findall(r"\| (\d+) \| (\w+) (?=\|)", page)}
    assert shown == {(row.cc, row.id) for row in TABLE[:8]}


def test_the_readme_shows_the_eight_in_their_order_with_their_ends():
    shown = re.findall(r"^\| (\w+) \| (\w+) \| (\w+) \|", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    assert shown[-8:] == [(row.id, row.low, row.high) for row in TABLE[:8]]


def test_no_page_or_source_names_a_machine_s_own_paths():
    for file in [*PAGES, *sorted((ROOT / "sdad").rglob("*.py")), *sorted((ROOT / "examples").rglob("*.py"))]:
        assert not re.search(r"/(home|Users)/\w+|C:\\Users", file.read_text("utf-8")), file

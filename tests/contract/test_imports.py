"""The floors: imports go down only, siblings never meet, and what must be light stays light."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

FLOORS = [
    {"sdad", "errors", "units", "disks", "settings", "child", "logs"},
    {"audio", "control"},
    {"descriptors", "model"},
    {"synthesis", "training"},
    {"library"},
    {"engine"},
    {"surfaces.door"},
    {"surfaces.osc", "surfaces.midi", "surfaces.http", "surfaces.panel", "surfaces.watch"},
    {"daemon"},
    {"cli"},
    {"__main__"},
]
"""From the ground up, as ``sdad/__init__.py`` draws them."""

FLOOR_OF = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
SURFACES = FLOORS[7]
SEEN_BY_SURFACES = {"sdad", "control", "errors", "units", "child", "logs", "surfaces.door"}
"""``child`` is the child's end of a process: the MIDI reader and the panel are processes of their own."""


def _modules():
    for file in sorted((ROOT / "sdad").rglob("*.py")):
        parts = file.relative_to(ROOT).with_suffix("").parts
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), file


MODULES = list(_modules())
"""Every module of the package: its dotted name and its file."""

NAMES = {name for name, _ in MODULES}

EACH = pytest.mark.parametrize(("name", "file"), MODULES, ids=[name for name, _ in MODULES])


def imported(file, *, at_import_only=False):
    """Yields the modules of this package that a file imports; at its own import only, or ever."""
    tree = ast.parse(file.read_text("utf-8"))
    nodes = _run_at_import(tree.body) if at_import_only else ast.walk(tree)
    for node in nodes:
        if isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: relative import"
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            found = [name if name in NAMES else node.module for name in inner]
        else:
            continue
        yield from (name for name in found if name.split(".")[0] == "sdad")


def _run_at_import(body):
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        yield node
        yield from _run_at_import(getattr(node, "body", []))


def room(module):
    parts = module.split(".")[1:]
    if not parts or module == "sdad.surfaces":
        return "sdad"
    return ".".join(parts[:2]) if parts[0] == "surfaces" else parts[0]


def test_every_module_has_a_floor():
    assert {room(name) for name, _ in MODULES} == set(FLOOR_OF)


@EACH
def test_imports_go_down_and_siblings_never_meet(name, file):
    here = room(name)
    for target in imported(file):
        there = room(target)
        if here == there or FLOOR_OF[here] == FLOOR_OF[there] == 0:
            continue
        assert FLOOR_OF[there] < FLOOR_OF[here], f"{name} imports {target}, which is not below it"
        if here in {*SURFACES, "surfaces.door"}:
            assert there in SEEN_BY_SURFACES, f"{name} imports {target}, but a surface sees the engine by its port only"


def test_no_import_leads_back_to_where_it_began():
    graph = {name: set(imported(file, at_import_only=True)) & NAMES for name, file in MODULES}
    finished = set()

    def visit(name, path):
        assert name not in path, f"import cycle: {' -> '.join([*path[path.index(name) :], name])}"
        if name not in finished:
            for target in sorted(graph[name] - {name}):
                visit(target, [*path, name])
            finished.add(name)

    for name in sorted(graph):
        visit(name, [])


LIGHT = [
    *(name for name, _ in MODULES if name.startswith(("sdad.control", "sdad.library"))),
    *(name for name, _ in MODULES if name.startswith("sdad.cli")),
    *sorted(f"sdad.{surface}" for surface in SURFACES),
    "sdad.surfaces.osc.server",
    "sdad.surfaces.http.server",
    "sdad.surfaces.midi.surface",
    "sdad.surfaces.panel.process",
    "sdad.surfaces.watch.folders",
    "sdad.synthesis.request",
    "sdad.engine.engine",
    "sdad.daemon",
]


def test_what_must_be_light_leaves_all_that_is_heavy_out():
    program = (
        "import importlib, sys\n"
        f"for name in {LIGHT!r}:\n"
        "    importlib.import_module(name)\n"
        "    heavy = {'torch', 'torchaudio', 'gradio', 'rtmidi', 'apscheduler'} & set(sys.modules)\n"
        "    assert not heavy, f'{name} imports {heavy}'\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


FORBIDDEN = {
    "pickle": "no shared format runs code",
    "torch.load": "weights are safetensors",
    "os.fork": "children are spawned",
    "shell=True": "no shell sees a name that a person typed",
    "share=True": "nothing leaves this machine",
}


@EACH
def test_forbidden_calls_are_not_made(name, file):
    # The syntax tree, so that a comment may say what is not done.
    code = ast.unparse(_without_docstrings(ast.parse(file.read_text("utf-8"))))
    for words, why in FORBIDDEN.items():
        assert words not in code, f"{name}: {words}, but {why}"


def _without_docstrings(tree):
    for node in ast.walk(tree):
        if hasattr(node, "body") and isinstance(node.body, list):
            node.body = [one for one in node.body if not _is_text(one)] or [ast.Pass()]
    return tree


def _is_text(node):
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)

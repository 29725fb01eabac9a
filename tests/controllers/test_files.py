"""Every file of the controllers that is made of the table: fresh and well formed."""

import ast
import json

import generate
import pytest
import wires

from .conftest import CONTROLLERS

pytestmark = pytest.mark.xdist_group("one daemon")

FILES = sorted(path for path in CONTROLLERS.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
SHOWN = sorted(CONTROLLERS / name for name in generate.FILES if not name.endswith((".svg", ".js")))


@pytest.mark.parametrize("name", generate.FILES)
def test_what_is_made_of_the_table_is_fresh(name):
    text = (CONTROLLERS / name).read_text("utf-8")
    assert text == generate.FILES[name](), "make it again: python controllers/generate.py"


def test_json_is_json_and_python_compiles():
    for path in SHOWN:
        if path.suffix in (".json", ".maxpat"):
            json.loads(path.read_text("utf-8"))
        elif path.suffix == ".py":
            ast.parse(path.read_text("utf-8"))


def test_each_environment_listens_on_a_port_of_its_own():
    assert len(set(wires.PORTS.values())) == len(wires.PORTS) and wires.SDAD_PORT not in wires.PORTS.values()
    for name in ("pure-data", "max", "touchdesigner"):
        (file,) = (path for path in SHOWN if path.parent.name == name)
        assert str(wires.PORTS[name]) in file.read_text("utf-8")

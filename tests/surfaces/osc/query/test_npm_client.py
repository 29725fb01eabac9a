"""The whole tree as another published client reads it: ``oscquery`` of npm."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from sdad.control.parameters import TABLE
from sdad.surfaces.osc.announcements import REPLIES
from sdad.surfaces.osc.namespace import ENDPOINTS

MODULES = Path(__file__).parents[4] / "build" / "npm" / "node_modules"

_PROGRAM = """
const { OSCQueryDiscovery } = require("oscquery");
(async () => {
  const service = await new OSCQueryDiscovery().queryNewService("127.0.0.1", Number(process.argv[1]));
  console.log(JSON.stringify({ info: service.hostInfo, methods: service.flat() }));
})();
"""


@pytest.fixture
def read(http):
    if shutil.which("node") is None or not (MODULES / "oscquery").is_dir():
        pytest.skip("needs Node and oscquery: npm install --prefix build/npm oscquery@1.1.1")
    done = subprocess.run(
        ["node", "-e", _PROGRAM, str(http.bound_port)],
        env={**os.environ, "NODE_PATH": str(MODULES)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_it_reads_every_address_with_its_range(read, surface):
    assert (read["info"]["name"], read["info"]["oscPort"]) == ("sdad", surface.bound_port)
    methods = {each["full_path"]: each for each in read["methods"]}
    assert set(methods) == set(ENDPOINTS) | set(REPLIES)
    for row in TABLE:
        (position,) = methods[f"/sdad/control/{row.id}"]["arguments"]
        assert (position["type"], position["range"], position["clipmode"]) == ("f", {"min": 0, "max": 1}, "both")
        (natural,) = methods[f"/sdad/control/{row.id}/{row.leaf}"]["arguments"]
        assert natural["range"] == {"min": row.minimum, "max": row.maximum}
    (model,) = methods["/sdad/model/use"]["arguments"]
    assert model["range"]["vals"] == ["drones", "kitchen"]

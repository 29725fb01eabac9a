"""Names that would leave the workspace × every way by which a name comes in: none gets through.

The entrances are those of the schema of the API, of the addresses of OSC, and of the verbs of the command line.
"""

from __future__ import annotations

import itertools
import json
import os
import socket
import sys
from collections import Counter
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from sdad.cli.main import main
from sdad.daemon import Daemon
from sdad.library.layout import Workspace
from sdad.library.models import ModelCard, Models
from sdad.library.renders import ModelRef, Sidecar
from sdad.settings import Settings
from sdad.surfaces.door.limits import Rate
from sdad.surfaces.osc.namespace import ENDPOINTS
from sdad.surfaces.osc.packets import Message, encode, parse
from sdad.synthesis.request import RenderRequest

ROOT = Path(__file__).parents[2]
CHILD = ROOT / "tests" / "engine" / "child_script.py"

_UPS = ["..", "../..", "../../../../../../../../..", "....//....//..", "..././..././..", ".../..", "rain/../..", "./.."]
_TARGETS = ["state/token", "planted", "etc/passwd", "Windows/win.ini", "rain"]


def _corpus() -> list[str]:
    plain = [f"{up}/{target}" for up, target in itertools.product(_UPS, _TARGETS)]
    ways = [
        *plain,
        *(name.replace("/", "\\") for name in plain),
        *(name.replace("/", "%2f") for name in plain[:20]),
        *(name.replace(".", "%2e").replace("/", "%2F") for name in plain[:10]),
        *(name.replace("../", "..%252f") for name in plain[:5]),
        *(name.replace("/", "\u2215") for name in plain[:10]),
        *(name.replace("/", "\uff0f").replace(".", "\uff0e") for name in plain[:10]),
        *(name.replace("/", "%c0%af") for name in plain[:10]),
        *(f"{name}\0.wav" for name in plain[:10]),
        *(f"{name}{end}" for name in ("..", ".", "...", "~", "~root", "$HOME", "%USERPROFILE%") for end in ("", "/")),
        *(
            "/etc/passwd",
            "//etc/passwd",
            "/",
            "\\",
            "C:\\Windows\\win.ini",
            "C:planted",
            "c:/planted",
            "\\\\host\\share",
        ),
        *(
            "\\\\?\\C:\\planted",
            "\\\\.\\pipe\\x",
            "file:///etc/passwd",
            "http://evil.example/x",
            "rain:stream",
            "-rf",
            "--",
        ),
        *("CON", "con.txt", "NUL", "nul.wav", "AUX", "COM1", "LPT9.json", "PRN "),
        *(
            "",
            " ",
            "  rain",
            "rain ",
            "rain.",
            ".hidden",
            "\t",
            "\n",
            "rain\n",
            "rain\r\nX: y",
            "rain\0",
            "\0",
            "\x1b[31mrain",
        ),
        *(
            "\u202erain",
            "rain\u200b",
            "rain\ufeff",
            "a" * 65,
            "a" * 5000,
            "rain*",
            "rain?",
            "rain|",
            "<rain>",
            '"rain"',
            "rain'",
        ),
        *(
            "{rain}",
            "${rain}",
            "$(rain)",
            "`rain`",
            "rain;x",
            "rain&x",
            "rain#x",
            "rain%00",
            "%s%n",
            "{0}",
            "@rain",
            "\u00e9/",
        ),
    ]
    return list(dict.fromkeys(ways))


CORPUS = _corpus()


def test_the_corpus_is_large():
    assert len(CORPUS) >= 200


def _corpus_of(home: Path) -> list[str]:
    """Returns the corpus with the ways to the take that is planted in :func:`home`."""
    planted = home / "planted-take"
    ways = [f"{way}{end}" for way in (planted, os.path.relpath(planted)) for end in (".wav", ".json", ".flac")]
    return [*CORPUS, *ways, f"{home}/Sdad/../planted-take.wav", f"file://{planted}.wav"]


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A folder with a workspace in which there is a model; beside it a secret, and a take with a sound sidecar."""
    home = tmp_path_factory.mktemp("home")
    (home / "planted").write_text("a secret")
    workspace = Workspace(home / "Sdad").ensure()
    models = Models(workspace)
    prepared = models.staging("rain")
    (prepared / "weights.safetensors").write_bytes(b"weights")
    rain = models.publish("rain", prepared, ModelCard(name="rain", sdad_version="0", dataset="rain", effort="sketch"))
    sidecar = Sidecar(
        id="planted-take",
        sdad_version="0",
        model=ModelRef(name="rain", version=rain.version, weights_sha256=rain.weights_sha256),
        request=RenderRequest(model="rain", version=rain.version, take=1),
        seconds=0.1,
    )
    (home / "planted-take.json").write_text(sidecar.model_dump_json())
    (home / "planted-take.wav").write_bytes(b"RIFF")
    (workspace.datasets / "rain").mkdir()
    return home


@pytest.fixture
def untouched(home):
    """Fails when a test has made, changed or removed any file that names could lead to."""
    before = _files(home)
    yield
    assert _files(home) == before


def _files(home: Path) -> dict[str, bytes | None]:
    # The daemon's own notes, jobs and logs are no names' business.
    own = {"sdad.sqlite", "sdad.sqlite-wal", "sdad.sqlite-shm", "logs", "daemon.json", "daemon.lock", "log"}
    return {
        str(path.relative_to(home)): path.read_bytes() if path.is_file() else None
        for path in sorted(home.rglob("*"))
        if not own & set(path.relative_to(home).parts)
    }


VERBS = [
    *(["dataset", "add", None, "FILE"], ["dataset", "show", None], ["train", None], ["model", "show", None]),
    *(["model", "rollback", None], ["model", "rollback", "rain", "--to", None], ["model", "blend", None, "rain"]),
    *(["model", "blend", "rain", "rain", "--amount", ".5", "--as", None], ["render", None], ["preset", "show", None]),
    *(["render", "rain", "--preset", None], ["render", "rain", "--with", None], ["preset", "recall", None]),
    *(["preset", "save", None, "space=.5"], ["preset", "morph", None, "Glass"]),
]


@pytest.mark.parametrize("words", VERBS, ids=lambda words: " ".join(word or "NAME" for word in words))
def test_no_name_on_the_command_line_gets_through(home, untouched, capsys, words, tmp_path):
    file = tmp_path / "x.wav"
    file.write_bytes(b"RIFF")
    # Every verb asks the same library, so that each sixth name is enough to see that it does ask.
    for name in CORPUS[::6]:
        if "\0" in name:
            continue  # no argument of a program holds one
        given = [name if word is None else str(file) if word == "FILE" else word for word in words]
        try:
            code = main([*given, "--workspace", str(home / "Sdad"), "--json"])
        except SystemExit as end:
            code = end.code
        assert code in (2, 4, 5), (name, code, capsys.readouterr())
        said = capsys.readouterr()
        assert "a secret" not in said.out and "Traceback" not in said.err
        if said.out:
            assert json.loads(said.out)["error"]["code"], name


@pytest.fixture(scope="module")
def daemon(home):
    """A daemon on the workspace, in this process."""
    worker = [sys.executable, str(CHILD), "render", str(home / "log")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT))
        # Thousands of names follow each other here as fast as they are answered; how many may is tried elsewhere.
        patch.setattr(Rate, "take", lambda rate, host: True)
        settings = Settings(workspace=home / "Sdad", panel=False, midi=False, watch=False, quiet_seconds=1e6)
        daemon = Daemon(settings, render_worker=worker, train_worker=worker)
        daemon.start()
        yield daemon
        daemon.stop()


@pytest.fixture
def api(home, daemon):
    token = (home / "Sdad" / "state" / "token").read_text().strip()
    port = daemon.engine.status()["ports"]["http"]
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=headers, trust_env=False, timeout=30) as client:
        yield client


def _named_fields(schema, body):
    """Yields the fields of a body that take a text which is no choice among fixed words."""
    shape = schema["components"]["schemas"][body["$ref"].rpartition("/")[2]]
    for name, kind in shape.get("properties", {}).items():
        kinds = [kind, *kind.get("anyOf", [])]
        if any(one.get("type") == "string" and "enum" not in one for one in kinds):
            yield name, shape


_FILL = {"amount": 0.5, "verdict": "star", "value": 1.0, "delta": 0.1, "locked": True, "effort": "sketch", "takes": 1}


def test_no_name_in_a_body_gets_through(api, home, untouched, said):
    schema = api.get("/api/openapi.json").json()
    got_through, entrances, codes = [], 0, Counter()
    for path, methods in schema["paths"].items():
        if "post" not in methods:
            continue
        body = methods["post"]["requestBody"]["content"]["application/json"]["schema"]
        for field, shape in _named_fields(schema, body):
            entrances += 1
            rest = {name: _FILL.get(name, "rain") for name in shape.get("required", [])}
            for name in _corpus_of(home):
                answer = api.post(path, json={**rest, field: name})
                if answer.status_code not in (400, 404):
                    got_through.append((path, field, name, answer.status_code))
                    continue
                error = answer.json()
                codes[error["code"]] += 1
                if error["code"] == "library.invalid_name":
                    said(error, "library.invalid_name", name, "use 1 to 64 letters, digits, spaces")
                else:
                    assert (error["thing"] or not name) and error["text"], (path, field, name, error)
    assert entrances >= 15
    assert got_through == []
    assert codes["library.invalid_name"] >= 1000


def test_no_name_in_a_path_gets_through(api, home, untouched):
    schema = api.get("/api/openapi.json").json()
    paths = [path for path in schema["paths"] if "{" in path]
    assert len(paths) >= 2
    # Dots that lead back to a name that there is are taken out by every client before it asks.
    own = {path for path in schema["paths"] if "{" not in path} | {"/api/models/rain"}
    for path in paths:
        before, _, after = path.partition("{")
        after = after.partition("}")[2]
        for name in _corpus_of(home):
            for written in (quote(name, safe=""), quote(quote(name, safe=""), safe=""), quote(name, safe="/.")):
                url = httpx.URL(api.base_url.copy_with(raw_path=f"{before}{written}{after}".encode()))
                answer = api.get(url)
                assert answer.status_code in (400, 404, 405) or url.path.rstrip("/") in own, (path, name)
                assert b"a secret" not in answer.content and b"root:" not in answer.content


def test_no_name_over_osc_gets_through(daemon, home, untouched, said):
    remedies = {
        "library.invalid_name": ["use 1 to 64 letters, digits"],
        "library.not_found": ["sdad take list", "sdad queue list", "There is", "sdad train", "Did you mean"],
        "control.unknown": ["Did you mean", "The controls are"],
        "surface.unknown_address": ["Did you mean", "sdad osc namespace"],
        "surface.malformed": ["; send ", "; an address is", "; name ", "; sdad sends"],
    }
    port = daemon.engine.status()["ports"]["osc"]
    taking = [each for each in ENDPOINTS.values() if each.takes.startswith("s") and each.address != "/sdad/auth"]
    assert len(taking) >= 10
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as patch:
        patch.settimeout(0.2)
        patch.connect(("127.0.0.1", port))
        for each, name in itertools.product(taking, [*CORPUS[::2], *_corpus_of(home)[len(CORPUS) :]]):
            if "\0" not in name:  # an OSC text ends there
                facts = _refused(patch, encode(Message(each.address, (name, *_more(each.takes)))), (each.address, name))
                known = remedies[facts["code"]]
                said(facts, facts["code"], each.address, next((one for one in known if one in facts["text"]), known[0]))


def _refused(patch: socket.socket, packet: bytes, what: tuple[str, str]) -> dict[str, str]:
    """Returns code, text and thing of the error that answers a packet, sent again where many are not answered."""
    for _ in range(100):
        patch.send(packet)
        try:
            (heard,) = parse(patch.recv(65536))
        except TimeoutError:
            continue
        assert heard.address == "/sdad/error", (what, heard)
        return dict(zip(("code", "text", "thing"), map(str, heard.arguments), strict=True))
    raise AssertionError(what)


def _more(takes: str) -> tuple[object, ...]:
    """Returns what else an address takes, all of it right."""
    kinds = [word.strip().split(" ")[0] for word in takes.split(",")[1:]]
    return tuple({"s": "rain", "f": 0.5}[kind] for kind in kinds if kind in ("s", "f"))

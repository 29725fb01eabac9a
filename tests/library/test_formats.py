import errno
import json
import os
import threading
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdad.errors import Corrupt, DiskFull, FormatTooNew, NotWritable
from sdad.library import formats
from sdad.library.formats import (
    place_new,
    read_json,
    read_toml,
    toml_text,
    write_json,
    write_new_text,
    write_text,
    write_toml,
)


def visible(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_json_comes_back_as_it_went(tmp_path):
    value = {"format": 1, "name": "Größe", "list": [1, None, True, 0.1], "nested": {"a": {"b": -1e-9}}}
    write_json(tmp_path / "deep" / "x.json", value)
    assert read_json(tmp_path / "deep" / "x.json", 1) == value
    assert visible(tmp_path / "deep") == ["x.json"]


def test_a_file_name_that_is_no_unicode_survives(tmp_path):
    value = {"format": 1, "file": os.fsdecode(b"take\xff.wav")}
    write_json(tmp_path / "x.json", value)
    assert read_json(tmp_path / "x.json", 1) == value


def test_not_a_number_never_reaches_a_file(tmp_path):
    with pytest.raises(ValueError, match="Out of range float"):
        write_json(tmp_path / "x.json", {"format": 1, "got": float("nan")})
    assert visible(tmp_path) == []


plain = st.one_of(
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=["Cs"])),
)
keys = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


@given(st.dictionaries(st.from_regex(r"[a-z_]{1,9}", fullmatch=True), plain | st.dictionaries(keys, plain)))
def test_toml_is_read_back_by_the_standard_reader(value):
    assert tomllib.loads(toml_text(value)) == value


def test_lists_of_tables_and_tables_in_them_come_back():
    value = {"plain": [], "map": [{"to": "a b", "shown": {"low": 1, "own": {}}}, {"to": "c"}], "table": {"x": [1, 2]}}
    assert tomllib.loads(toml_text(value)) == value


def test_toml_file_comes_back(tmp_path):
    value = {"format": 1, "name": 'a "b"', "locked": ["x", "y"], "positions": {"brightness": 0.5, "space": "auto"}}
    write_toml(tmp_path / "x.toml", value)
    assert read_toml(tmp_path / "x.toml", 1) == value


@pytest.mark.parametrize("reader", [read_json, read_toml])
@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe\x00", b"[1, 2]", b'{"format": "1"}', b"format = 0"])
def test_damage_is_named_with_what_to_do(tmp_path, reader, content):
    path = tmp_path / "x.file"
    path.write_bytes(content)
    with pytest.raises(Corrupt) as refused:
        reader(path, 1)
    assert "x.file is damaged" in refused.value.text
    assert path.read_bytes() == content


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(Corrupt, match=r"gone\.json"):
        read_json(tmp_path / "gone.json", 1)


@pytest.mark.parametrize(("reader", "text"), [(read_json, '{"format": 3}'), (read_toml, "format = 3")])
def test_a_later_format_asks_for_an_upgrade(tmp_path, reader, text):
    path = tmp_path / "x"
    path.write_text(text)
    with pytest.raises(FormatTooNew) as refused:
        reader(path, 2)
    assert "format 3" in refused.value.text and "format 2" in refused.value.text
    assert refused.value.exit_code == 9


@pytest.mark.parametrize("step", ["fsync", "replace"])
@pytest.mark.parametrize(("number", "kind"), [(errno.ENOSPC, DiskFull), (errno.EACCES, NotWritable)])
def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch, step, number, kind):
    path = tmp_path / "x.txt"
    write_text(path, "old")

    def fail(*_args, **_kwargs):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(formats.os if step == "fsync" else Path, step, fail)
    with pytest.raises(kind):
        write_text(path, "new")
    monkeypatch.undo()
    assert path.read_text() == "old"
    assert visible(tmp_path) == ["x.txt"]


def test_a_new_file_never_replaces_another(tmp_path):
    write_new_text(tmp_path / "x.txt", "first")
    with pytest.raises(FileExistsError):
        write_new_text(tmp_path / "x.txt", "second")
    assert (tmp_path / "x.txt").read_text() == "first"
    assert visible(tmp_path) == ["x.txt"]


def no_links(*_args):
    raise OSError(errno.EPERM, "not permitted")


@pytest.mark.parametrize("links", [True, False])
def test_of_many_writers_to_one_name_exactly_one_wins(tmp_path, monkeypatch, links):
    if not links:
        monkeypatch.setattr(formats.os, "link", no_links)
    start, won = threading.Barrier(8), []

    def compete(number: int) -> None:
        start.wait()
        try:
            write_new_text(tmp_path / "x.txt", str(number))
        except FileExistsError:
            return
        won.append(number)

    threads = [threading.Thread(target=compete, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1
    assert (tmp_path / "x.txt").read_text() == str(won[0])


def test_a_stick_without_hard_links_still_refuses_a_taken_name(tmp_path, monkeypatch):
    monkeypatch.setattr(formats.os, "link", no_links)
    (tmp_path / "a").write_text("a")
    (tmp_path / "b").write_text("b")
    place_new(tmp_path / "a", tmp_path / "c")
    with pytest.raises(FileExistsError):
        place_new(tmp_path / "b", tmp_path / "c")
    assert (tmp_path / "c").read_text() == "a"
    assert visible(tmp_path) == ["b", "c"]


def test_on_windows_a_held_file_is_waited_for(tmp_path, monkeypatch):
    refusals = iter([PermissionError(13, "held")] * 3)
    pauses = []
    rename = Path.replace

    def held(self, target):
        for refusal in refusals:
            raise refusal
        return rename(self, target)

    (tmp_path / "a").write_text("new")
    monkeypatch.setattr(formats.sys, "platform", "win32")
    monkeypatch.setattr(formats.time, "sleep", pauses.append)
    monkeypatch.setattr(Path, "replace", held)
    formats.replace(tmp_path / "a", tmp_path / "b")
    monkeypatch.undo()
    assert (tmp_path / "b").read_text() == "new"
    assert len(pauses) == 3


def test_json_is_readable_by_people(tmp_path):
    write_json(tmp_path / "x.json", {"format": 1, "name": "Größe"})
    text = (tmp_path / "x.json").read_text("utf-8")
    assert "Größe" in text and "\n  " in text
    assert json.loads(text)["name"] == "Größe"

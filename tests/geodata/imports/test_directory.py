"""Imports in a data directory: read again, removed, and what fails at any step leaves nothing half made."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from geodata import files, sources
from geodata.errors import AtlasError, DataError
from geodata.imports import add, layouts
from geodata.imports.record import Imported, listed, remove
from geodata.tabular import raw_table
from tests.examples import times
from tests.geodata.imports.drawn import data, drawn_layouts, file, refused
from tests.shelves import contents, events, events_file, failing

__all__ = ["data", "drawn_layouts", "file"]


def test_the_order_is_that_of_import_whatever_the_clock_says(data, tmp_path, monkeypatch):
    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            return cls(2030 - len(listed(data)), 1, 1, tzinfo=tz)

    monkeypatch.setattr(add, "datetime", Clock)
    for name in ("z", "m", "a"):
        add.add(data, events_file(tmp_path / "a.csv", *events(ord(name))), name=name)
    assert [record.name for record in listed(data)] == ["z", "m", "a"]
    assert [record.imported_at[:4] for record in listed(data)] == ["2030", "2029", "2028"]


def test_an_import_is_read_again(data, file):
    record = add.add(data, file)
    file.unlink()
    assert add.read(data, record).rows == 4


@pytest.mark.parametrize("change", ["changed", "gone"])
def test_a_copy_that_was_changed_is_not_read(data, file, change):
    record = add.add(data, file)
    path = record.path(data)
    path.unlink()
    if change == "changed":
        path.write_text("other")
    found = hashlib.sha256(b"other").hexdigest() if change == "changed" else "no file"
    assert refused(DataError, add.read, data, record).text == (
        f"{path}: the copy of drawn-1.0 was changed: its SHA-256 is {found}. Expected: {record.sha256}. "
        "Run mali-atlas remove drawn-1.0, then import the file again."
    )


def test_a_layout_of_another_version_is_named(data, file, monkeypatch):
    record = add.add(data, file)
    monkeypatch.setattr(layouts, "LAYOUTS", {"newer": None})
    assert refused(DataError, add.read, data, record).text == (
        f"{record.path(data)}: drawn-1.0 is of layout 'drawn', which this version cannot read. "
        "Expected: one of newer. Run mali-atlas remove drawn-1.0."
    )


def test_removing_names_what_is_there(data, tmp_path):
    assert refused(AtlasError, remove, data, "mine").text == (
        "no import is called 'mine'. Expected: nothing is imported."
    )
    for name in ("a", "b"):
        add.add(data, events_file(tmp_path / "x.csv", *events(ord(name))), name=name)
    assert refused(AtlasError, remove, data, "mine").text == ("no import is called 'mine'. Expected: one of a, b.")
    assert remove(data, "a").name == "a"
    assert [record.name for record in listed(data)] == ["b"]


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"kind": "events"}', None, '{"file": "../../x"}'])
def test_a_record_that_cannot_be_read_says_which(data, file, damage):
    path = add.add(data, file).folder(data) / "record.json"
    if damage is None:
        path.unlink()
    elif "file" in damage:
        path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), **json.loads(damage)}))
    else:
        path.write_text(damage)
    error = refused(DataError, listed, data)
    assert error.where == str(path)
    assert error.what.startswith("the record of this import cannot be read (")
    assert error.todo == "Delete this folder, then import the file again."


def test_other_folders_are_no_imports(data, file):
    add.add(data, file)
    for name in (".new-1", "Not a name"):
        (data / "imports" / name).mkdir()
    (data / "imports" / "a-file").write_text("")
    assert [record.name for record in listed(data)] == ["drawn-1.0"]


@pytest.mark.parametrize("command", ["add", "remove"])
def test_what_a_killed_process_left_goes_with_the_next_command(data, file, tmp_path, command):
    name = add.add(data, events_file(tmp_path / "first.csv", *events(2))).name
    for left in (data / "imports" / ".new-1", data / "imports" / ".gone-1"):
        left.mkdir()
        (left / "file").write_text("left")
    (data / ".half-1").write_text("left")
    remove(data, name) if command == "remove" else add.add(data, file)
    assert list(data.rglob(".*")) == []


def test_a_file_that_is_too_large_to_be_read_is_not_copied_first(data, file, monkeypatch):
    monkeypatch.setattr(raw_table, "MOST_BYTES", 10)
    monkeypatch.setattr(shutil, "copyfile", lambda *_: pytest.fail("copied"))
    error = refused(DataError, add.add, data, file)
    assert error.text.startswith("My events.csv: is too large: 0 MB. Expected: at most 0 MB.")
    assert not data.exists()


def test_who_comes_while_another_is_at_work_waits_and_is_then_told(data, file, monkeypatch):
    add.add(data, file)
    with files.exclusive(data):
        monkeypatch.setattr(files, "PATIENCE", 0.0)
        for call in (lambda: add.add(data, file), lambda: remove(data, "drawn-1.0")):
            error = refused(files.Busy, call)
            assert error.text.startswith(f"{data}: another mali-atlas has been at work in this directory for 0 s. Wait")
    assert remove(data, "drawn-1.0").name == "drawn-1.0"


rows = st.lists(st.sampled_from(["1", "7", "0", "many", "=1"]), max_size=30)


@times(0.5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(rows, max_size=3), rows, st.booleans())
def test_an_import_and_its_removal_leave_the_data_directory_as_it_was(tmp_path, before, after, accept):
    with tempfile.TemporaryDirectory(dir=tmp_path) as room:
        data = Path(room) / "data"

        def bring(number: int, bests: list[str]) -> Imported | None:
            lines = [f"{number}-{row},Mali,2022-03-01,{best}" for row, best in enumerate(bests)]
            try:
                return add.add(data, events_file(Path(room) / f"{number}.csv", *lines), accept_rejected=accept)
            except DataError:
                return None

        for number, bests in enumerate(before):
            bring(number, bests)
        was = contents(Path(room))
        made = bring(9, after)
        if made is None:
            now = contents(Path(room))
            assert {name for name in now if name not in was} <= {"9.csv", "data", "data/rejected-9.csv"}
            assert was == {name: now[name] for name in was}
        else:
            assert made.rows == made.accepted + made.rejected == len(after)
            remove(data, made.name)
            now = contents(Path(room))
            now.pop("9.csv")
            if "data" not in was:
                assert now.pop("data", None) is None
            assert now == was


STEPS = [
    (shutil, "copyfile", 1),
    (sources, "sha256", 1),
    (add, "write_rows", 2),
    (add, "write", 1),
    (Path, "rename", 1),
    (Path, "replace", 2),
    (Path, "write_text", 1),
    (Path, "chmod", 1),
    (Path, "stat", 4),
]


@pytest.mark.parametrize(("owner", "name", "at"), [(o, n, at) for o, n, most in STEPS for at in range(most)])
@pytest.mark.parametrize("with_another", [True, False])
def test_a_failure_at_any_step_leaves_nothing_half_made(
    data, file, tmp_path, monkeypatch, with_another, owner, name, at
):
    if with_another:
        add.add(data, events_file(tmp_path / "first.csv", *events(3)))
    before = contents(data) if with_another else None
    with monkeypatch.context() as patched:
        patched.setattr(owner, name, failing(getattr(owner, name), at))
        with pytest.raises(OSError, match="No space left"):
            add.add(data, file)
    assert (contents(data) if data.exists() else None) == before
    assert add.add(data, file).rows == 4


@pytest.mark.parametrize("step", ["mkdtemp", "rename"])
def test_a_removal_that_fails_leaves_the_import(data, file, monkeypatch, step):
    record = add.add(data, file)
    before = contents(data)
    with monkeypatch.context() as patched:
        owner = Path if step == "rename" else tempfile
        patched.setattr(owner, step, failing(getattr(owner, step), 0))
        with pytest.raises(OSError, match="No space left"):
            remove(data, record.name)
    assert contents(data) == before
    remove(data, record.name)
    assert listed(data) == []

"""The doctor finds each kind of damage, says what to do, and changes nothing unless asked."""

from __future__ import annotations

import json
import os
import shutil
from collections import namedtuple

import pytest
from click.testing import CliRunner

from app.cli import main
from geodata import policies
from geodata.builds import health, publishing, store
from geodata.imports import add
from geodata.imports.record import listed
from tests import drawn_ged, once
from tests.shelves import contents

USAGE = namedtuple("USAGE", "total used free")


@pytest.fixture(scope="module")
def well(tmp_path_factory):
    """A data directory with the build that ships, and an import."""
    data = once.copy(once.shipped(), tmp_path_factory.mktemp("well") / "data")
    add.add(data, drawn_ged.ged_file(tmp_path_factory.mktemp("files") / "events.csv", [{"year": 2022}]), name="mine")
    return data


@pytest.fixture
def data(well, tmp_path):
    return once.copy(well, tmp_path / "data")


def doctor(data, *options):
    result = CliRunner().invoke(main.main, ["doctor", str(data), *options])
    assert "Traceback" not in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.output.splitlines()


def wrong(data):
    """The lines on what is wrong; nothing in the directory was changed for them."""
    before = contents(data)
    code, lines = doctor(data)
    found = [line.removeprefix("WRONG     ") for line in lines if line.startswith("WRONG")]
    assert code == (1 if found else 0)
    assert contents(data) == before
    return found


def current(data):
    return data / "builds" / store.pointed(data)


def test_a_directory_in_which_all_is_well(data):
    code, lines = doctor(data)
    assert (code, lines[-1]) == (0, "All is well.")
    subjects = [line.removeprefix("ok        ").partition(":")[0] for line in lines[:-1]]
    build = f"build {current(data).name}"
    assert subjects == ["rights", "space", "leftovers", "pointer", build, "terms", "import mine", "clock"]


def damaged(name):
    return f"damaged: {name} not as written. Run: mali-atlas build, or run: mali-atlas doctor --repair."


@pytest.mark.parametrize("name", ["manifest.json", "web_base.json", "editions/ucdp-ged~2016/counts.parquet"])
def test_a_flipped_byte_in_a_build(data, name):
    path = current(data) / name
    path.write_bytes(path.read_bytes()[:-1] + b"\0")
    assert wrong(data) == [f"build {current(data).name}: {damaged(name)}"]


def test_a_build_that_records_no_hashes_and_one_of_another_program(data):
    (current(data) / "built.json").unlink()
    (current(data) / "more").write_text("more")

    def newer(folder):
        (folder / "manifest.json").write_text(json.dumps({"layout": store.LAYOUT + 1}))

    pointed = store.pointed(data)
    other = publishing.publish(data, newer)
    publishing.point(data, pointed)
    assert wrong(data) == [
        f"build {pointed}: {damaged('.')}",
        f"build {other}: this build is of another version. "
        f"Delete {data / 'builds' / other}, or leave it: it is not served.",
    ]


def test_a_build_made_by_another_version(data, monkeypatch):
    monkeypatch.setattr(health, "fingerprint", lambda: "another")
    assert wrong(data) == [
        f"build {current(data).name}: whole, and made by another version of this program. Run: mali-atlas build."
    ]


@pytest.mark.parametrize(
    ("text", "what"),
    [("", "current.json names no build"), ('{"build": "0123"}', "names build 0123, which is not there")],
)
def test_a_pointer_and_its_repair(data, text, what):
    newest = current(data).name
    (data / store.POINTER).write_text(text)
    assert wrong(data) == [f"pointer: {what}. Run: mali-atlas doctor --repair."]
    code, lines = doctor(data, "--repair")
    assert (code, lines[0], lines[-1]) == (0, f"repaired  made {newest} the current build", "All is well.")


def test_the_repair_points_to_the_newest_whole_build(data):
    whole = current(data).name

    def another(folder):
        shutil.copytree(data / "builds" / whole, folder, dirs_exist_ok=True)
        (folder / "more.json").write_text("{}")

    newest = publishing.publish(data, another)
    (data / "builds" / newest / "more.json").write_text("[]")
    assert wrong(data) == [f"build {newest}: {damaged('more.json')}"]
    code, lines = doctor(data, "--repair")
    assert (code, lines[0]) == (1, f"repaired  made {whole} the current build")
    assert store.pointed(data) == whole
    assert [line for line in lines if line.startswith("WRONG")] == [
        f"WRONG     build {newest}: damaged: more.json not as written. "
        f"Delete {data / 'builds' / newest}, or leave it: it is not served."
    ]


def test_leftovers_and_their_repair(data):
    for name in ("builds/.new-1", "builds/.gone-1", "imports/.new-1", ".fetch-1"):
        (data / name).mkdir()
        (data / name / "file").write_bytes(bytes(100_000))
    (data / ".half-1").write_bytes(b"")
    assert wrong(data) == [
        "leftovers: builds/.new-1, builds/.gone-1, imports/.new-1 and 2 more of 0.4 MB, left by a command that was "
        "killed. Run: mali-atlas doctor --repair."
    ]
    code, lines = doctor(data, "--repair")
    assert (code, len([line for line in lines if line.startswith("repaired  swept up ")])) == (0, 5)
    assert list(data.rglob(".*")) == []


def test_imports(data):
    (record,) = listed(data)
    folder, again = record.folder(data), "Run mali-atlas remove mine, then import the file again."
    record.path(data).write_text("changed")
    (line,) = wrong(data)
    assert line.startswith("import mine: its copy of events.csv was changed: its SHA-256 is ")
    assert line.endswith(again)
    record.path(data).unlink()
    assert wrong(data) == [f"import mine: its copy of the file cannot be read (No such file or directory). {again}"]
    (folder / "record.json").write_text("{")
    (line,) = wrong(data)
    assert line.startswith("import mine: the record of this import cannot be read (")
    assert line.endswith("Delete this folder, then import the file again.")


@pytest.mark.parametrize(
    ("field", "what"),
    [
        ("layout", "is of layout 'unknown', which this version cannot read"),
        ("policy", "its terms, 'unknown', are not known here"),
    ],
)
def test_an_import_of_another_version(data, field, what):
    path = data / "imports" / "mine" / "record.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {field: "unknown"}))
    assert wrong(data) == [f"import mine: {what}. Run mali-atlas remove mine, then import the file again."]


def test_terms_space_clock_and_downloads(data, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: USAGE(10, 5, 5_000_000))
    monkeypatch.setattr(policies, "POLICIES", {"ucdp": policies.POLICIES["ucdp"]})
    path = current(data) / "built.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"built": "2199-01-01T00:00:00Z"}))
    (data / "downloads.json").write_text("[]")
    found = {line.partition(": ")[0]: line.partition(": ")[2] for line in wrong(data)}
    assert found["space"] == "5 MB free on its disk. Make room: 500 MB should be free for an import and a build."
    assert found["terms"].startswith("not known of ")
    assert found["downloads.json"].endswith("Delete this file, then fetch again.")
    assert found["clock"].endswith(f"and build {path.parent.name} was made 2199-01-01 00:00. Set the clock.")
    assert len(found) == 4


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
def test_files_of_another_user(data):
    os.chown(data / store.POINTER, 65534, 65534)
    (line,) = wrong(data)
    assert line == (
        "owner: current.json belong to another user. "
        "Give the directory to the user who runs mali-atlas, or run it as its owner."
    )


def test_a_directory_that_may_not_be_written_to_or_read(data, monkeypatch):
    closed = data / "imports"
    monkeypatch.setattr(os, "access", lambda path, mode: mode == os.R_OK and path != closed)
    todo = "Give the directory to the user who runs mali-atlas, or run it as its owner."
    assert wrong(data) == [
        f"rights: imports cannot be read. {todo}",
        f"rights: the directory cannot be written to: it can be served, not changed. {todo}",
    ]


def test_no_directory(tmp_path):
    code, lines = doctor(tmp_path / "none", "--repair")
    assert code == 1
    assert lines[0].startswith(f"WRONG     directory: {tmp_path / 'none'} is no directory. Check the path")
    assert not (tmp_path / "none").exists()


def test_as_json(data):
    (data / ".half-1").write_text("")
    result = CliRunner().invoke(main.main, ["doctor", "--json", str(data)])
    found = json.loads(result.output)
    assert (result.exit_code, found["is_well"], found["directory"], found["repaired"]) == (1, False, str(data), [])
    assert {one["subject"] for one in found["findings"] if not one["is_ok"]} == {"leftovers"}
    assert set(found["findings"][0]) == {"subject", "found", "todo", "is_ok"}

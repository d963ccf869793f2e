"""The commands that bring data: what they print, and that an error of one file does not stop the others."""

from __future__ import annotations

import json
import os
from types import SimpleNamespace

import pytest

from app.cli import imports, terminal
from geodata.imports import add
from geodata.imports.neighbours import MaliMissing
from geodata.imports.record import listed
from tests.app.commands import done, refused, run
from tests.shelves import Drawn, contents, events, events_file, failing

pytestmark = pytest.mark.usefixtures("alone")


def test_an_import_says_what_was_found(fresh, file):
    home = fresh / "imports" / "drawn-1.0"
    assert done(run("import", "--data", fresh, file)) == [
        "events.csv: Drawn events",
        "  why         its header has id, country, day and best",
        "  rows        4 read = 4 accepted + 0 rejected",
        "  odd, kept   zero best 1",
        f"              listed in {home / 'odd.csv'}",
        "  countries   Mali 2, Niger 1, other countries 1",
        "  days        2022-03-27 to 2023-12-31, of Mali's rows",
        "  release     1.0 (inferred)",
        "  licence     CC BY 4.0",
        "  terms       Open data: everything may be shown and exported with attribution.",
        f"  kept        as drawn-1.0 in {home}",
        f"Run mali-atlas build --data {fresh} to put it on the map.",
    ]


def test_a_large_file_is_announced(fresh, file, monkeypatch):
    monkeypatch.setattr(imports, "_LARGE", 10)
    assert "Reading events.csv (0.1 kB) ..." in done(run("import", "--data", fresh, file))


def test_the_variable_names_the_directory(fresh, file, monkeypatch):
    monkeypatch.setenv("MALI_ATLAS_DATA", str(fresh))
    assert done(run("import", file))[-1] == "Run mali-atlas build to put it on the map."
    assert listed(fresh)


def test_rejected_rows_are_pointed_at(fresh, tmp_path):
    file = events_file(tmp_path / "many.csv", *events(4, bad=2))
    (line,) = refused(run("import", "--data", fresh, file))
    assert "2 of 4 rows (50.0 %) cannot be used" in line
    assert str(fresh / "rejected-many.csv") in line
    lines = done(run("import", "--data", fresh, "--accept-rejected", "--release", "7", "--name", "mine", file))
    home = fresh / "imports" / "mine"
    assert "  rows        4 read = 2 accepted + 2 rejected" in lines
    assert f"  rejected    each with its row, column, value and reason in {home / 'rejected.csv'}" in lines
    assert "  release     7" in lines
    assert f"  kept        as mine in {home}" in lines


def test_each_file_is_imported_on_its_own(fresh, file, tmp_path):
    other = tmp_path / "other.csv"
    other.write_text("a,b\n")
    last = events_file(tmp_path / "last.csv", *events(2))
    result = run("import", "--data", fresh, other, tmp_path / "none.csv", file, file, last)
    assert refused(result) == [
        "mali-atlas: other.csv: is of no known layout. Expected: id,country,day,best.",
        f"mali-atlas: {tmp_path / 'none.csv'}: there is no such file. Check the path.",
        "mali-atlas: events.csv: already imported as drawn-1.0. "
        "To import it anew, run mali-atlas remove drawn-1.0 first.",
    ]
    assert [record.name for record in listed(fresh)] == ["drawn-1.0", "drawn"]
    assert result.output.count("to put it on the map") == 1
    assert "to put it on the map" not in run("import", "--data", fresh, other).output


def test_a_neighbour_s_file_waits_for_mali_s_that_comes_after_it(fresh, tmp_path, monkeypatch):
    known, tried = [], []
    monkeypatch.setattr(terminal, "described", lambda brought, folder: [f"brought {brought.file}"])

    def bring(folder, file, **_):
        tried.append(file.name)
        if file.name != "mali.csv" and "mali.csv" not in known:
            raise MaliMissing("holds events of Niger alone", where=file.name)
        known.append(file.name)
        return SimpleNamespace(file=file.name, kind="events")

    monkeypatch.setattr(add, "add", bring)
    files = [tmp_path / name for name in ("bfa.csv", "mali.csv", "ner.csv")]
    assert [line for line in done(run("import", "--data", fresh, *files)) if line.startswith("brought")] == [
        "brought mali.csv",
        "brought ner.csv",
        "brought bfa.csv",
    ]
    known.clear()
    assert refused(run("import", "--data", fresh, tmp_path / "ner.csv")) == [
        "mali-atlas: ner.csv: holds events of Niger alone."
    ]


def test_a_name_is_for_one_file(fresh, file):
    result = run("import", "--data", fresh, "--name", "mine", file, file)
    assert result.exit_code == 2
    assert "--name takes one FILE." in result.output
    assert run("import", "--data", fresh).exit_code == 2
    assert not fresh.exists()


def test_the_system_s_errors_are_sentences(fresh, file, tmp_path, monkeypatch):
    again = events_file(tmp_path / "again.csv", *events(2))
    with monkeypatch.context() as patched:
        patched.setattr(add.shutil, "copyfile", failing(add.shutil.copyfile, 0))
        result = run("import", "--data", fresh, file, again)
    assert refused(result) == [
        "mali-atlas: No space left on device. Make room on this disk, or choose another directory with --data."
    ]
    assert [record.file for record in listed(fresh)] == ["again.csv"]


@pytest.mark.parametrize("command", [["import", "{file}"], ["sources"], ["remove", "x"], ["fetch", "ucdp-ged-24.1"]])
def test_a_data_directory_that_cannot_be_used_is_a_sentence(file, tmp_path, command):
    (tmp_path / "taken").write_text("a file")
    fresh = tmp_path / "taken" / "data"
    result = run(command[0], "--data", fresh, *(word.format(file=file) for word in command[1:]))
    assert "Traceback" not in result.output
    if command[0] == "sources":
        done(result)
    else:
        assert len(refused(result)) == 1


def test_boundaries_replace_those_in_use(fresh, tmp_path):
    for name in ("old", "new"):
        (tmp_path / f"{name}.geojson").write_text("701" if name == "old" else "700")
    first = done(run("import", "--data", fresh, "--name", "old", tmp_path / "old.geojson"))
    assert "  units       701 read = 701 accepted + 0 rejected" in first
    assert "  found       noted: no name has an accent" in first
    assert not [line for line in first if "replaces" in line]
    second = done(run("import", "--data", fresh, "--name", "new", tmp_path / "new.geojson"))
    assert "  replaces    old, which stays but is no longer in use" in second
    lines = done(run("sources", "--data", fresh))[-2:]
    assert lines[0].startswith("old ")
    assert lines[0].endswith("not in use")
    assert lines[1].startswith("new ")
    assert done(run("remove", "--data", fresh, "new")) == [
        "Removed new, with its copy of new.geojson.",
        "In use again: old.",
        f"Run mali-atlas build --data {fresh} to take it off the map.",
    ]


def test_the_sources_are_a_table_of_a_hundred_columns(fresh, file, monkeypatch):
    long = Drawn(title="Events " * 20, licence="a licence with very many words in its name")
    monkeypatch.setattr(add.layouts, "recognise", lambda path: (long, "why"))
    run("import", "--data", fresh, "--name", "n" * 40, "--release", "r" * 40, file)
    lines = done(run("sources", "--data", fresh))
    assert lines[0].split() == ["name", "what", "release", "rows", "licence", "imported"]
    assert [line.split()[0] for line in lines[1:]] == [
        "ucdp-ged",
        "ucdp-country-year",
        "ucdp-ged-ner",
        "ucdp-country-year-ner",
        "ucdp-ged-bfa",
        "ucdp-country-year-bfa",
        "natural-earth",
        "geonames",
        "instat-rgph",
        "force-tables",
        "geo-pko",
        "commune-table",
        "other-names",
        "n" * 40,
    ]
    assert max(map(len, lines)) == 100
    assert lines[1].endswith("ships")
    assert lines[-1].endswith(listed(fresh)[0].imported_at[:10])
    assert "   4  a licence" in lines[-1]


def test_the_sources_as_json_hold_every_field(fresh, file):
    run("import", "--data", fresh, file)
    found = json.loads(run("sources", "--json", "--data", fresh).output)
    assert [source["id"] for source in found["shipped"]][:2] == ["ucdp-ged", "ucdp-country-year"]
    (record,) = found["imported"]
    assert record["path"] == str(fresh / "imports" / "drawn-1.0" / "events.csv")
    assert (record["name"], record["countries"]) == ("drawn-1.0", {"Mali": 2, "Niger": 1, "other countries": 1})


def test_what_a_file_holds_cannot_steer_the_terminal(fresh, file, monkeypatch):
    monkeypatch.setattr(add.layouts, "recognise", lambda path: (Drawn(title="\x1b[2Jred\u202e"), "why"))
    output = run("import", "--data", fresh, file).output + run("sources", "--data", fresh).output
    assert "\x1b" not in output
    assert "?[2Jred?" in output


def test_removing_what_is_not_there_names_what_is(fresh, file):
    assert refused(run("remove", "--data", fresh, "../x")) == [
        "mali-atlas: no import is called '../x'. Expected: nothing is imported."
    ]
    run("import", "--data", fresh, file)
    assert refused(run("remove", "--data", fresh, "x")) == [
        "mali-atlas: no import is called 'x'. Expected: one of drawn-1.0."
    ]
    assert done(run("remove", "--data", fresh, "drawn-1.0")) == [
        "Removed drawn-1.0, with its copy of events.csv.",
        f"Run mali-atlas build --data {fresh} to take it off the map.",
    ]
    assert contents(fresh) == {}


def test_a_closed_pipe_is_no_error_of_ours(monkeypatch):
    def broken(*_: object) -> None:
        raise BrokenPipeError(32, os.strerror(32))

    monkeypatch.setattr(imports.record, "listed", broken)
    result = run("sources")
    assert result.exit_code == 1
    assert "mali-atlas:" not in result.output


@pytest.mark.parametrize(
    ("number", "expected"), [(None, "unknown"), (900, "0.9 kB"), (99_999, "100.0 kB"), (2_081_023, "2.1 MB")]
)
def test_a_size_is_for_a_person(number, expected):
    assert terminal.size(number) == expected

"""The commands that bring data: what they print, and that an error of one file does not stop the others."""

from __future__ import annotations

import io
import json
import os
import re
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from app import settings
from app.cli import imports, main, terminal
from geodata.errors import AtlasError
from geodata.imports import add, fetch
from geodata.imports import download as downloading
from geodata.imports.neighbours import MaliMissing
from geodata.imports.record import listed
from tests.shelves import Drawn, contents, events, events_file, failing, use_drawn_layouts

ROWS = ("1,Mali,2022-03-27,5", "2,Niger,2022-01-02,0", "3,Mali,2023-12-31,2", "4,Chad,2022-06-01,1")


@pytest.fixture(autouse=True)
def _alone(monkeypatch):
    for setting in settings.SETTINGS:
        monkeypatch.delenv(setting.variable, raising=False)
    use_drawn_layouts(monkeypatch)


@pytest.fixture
def data(tmp_path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def file(tmp_path) -> Path:
    return events_file(tmp_path / "events.csv", *ROWS)


def run(*arguments: object):
    return CliRunner().invoke(main.main, [str(argument) for argument in arguments])


def done(result) -> list[str]:
    assert result.exit_code == 0, result.output
    return result.output.splitlines()


def refused(result, code: int = 1) -> list[str]:
    assert result.exit_code == code, result.output
    assert isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output
    return [line for line in result.output.splitlines() if line.startswith("mali-atlas: ")]


def test_an_import_says_what_was_found(data, file):
    home = data / "imports" / "drawn-1.0"
    assert done(run("import", "--data", data, file)) == [
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
        f"Run mali-atlas build --data {data} to put it on the map.",
    ]


def test_a_large_file_is_announced(data, file, monkeypatch):
    monkeypatch.setattr(imports, "_LARGE", 10)
    assert "Reading events.csv (0.1 kB) ..." in done(run("import", "--data", data, file))


def test_the_variable_names_the_directory(data, file, monkeypatch):
    monkeypatch.setenv("MALI_ATLAS_DATA", str(data))
    assert done(run("import", file))[-1] == "Run mali-atlas build to put it on the map."
    assert listed(data)


def test_rejected_rows_are_pointed_at(data, tmp_path):
    file = events_file(tmp_path / "many.csv", *events(4, bad=2))
    (line,) = refused(run("import", "--data", data, file))
    assert "2 of 4 rows (50.0 %) cannot be used" in line
    assert str(data / "rejected-many.csv") in line
    lines = done(run("import", "--data", data, "--accept-rejected", "--release", "7", "--name", "mine", file))
    home = data / "imports" / "mine"
    assert "  rows        4 read = 2 accepted + 2 rejected" in lines
    assert f"  rejected    each with its row, column, value and reason in {home / 'rejected.csv'}" in lines
    assert "  release     7" in lines
    assert f"  kept        as mine in {home}" in lines


def test_each_file_is_imported_on_its_own(data, file, tmp_path):
    other = tmp_path / "other.csv"
    other.write_text("a,b\n")
    last = events_file(tmp_path / "last.csv", *events(2))
    result = run("import", "--data", data, other, tmp_path / "none.csv", file, file, last)
    assert refused(result) == [
        "mali-atlas: other.csv: is of no known layout. Expected: id,country,day,best.",
        f"mali-atlas: {tmp_path / 'none.csv'}: there is no such file. Check the path.",
        "mali-atlas: events.csv: already imported as drawn-1.0. "
        "To import it anew, run mali-atlas remove drawn-1.0 first.",
    ]
    assert [record.name for record in listed(data)] == ["drawn-1.0", "drawn"]
    assert result.output.count("to put it on the map") == 1
    assert "to put it on the map" not in run("import", "--data", data, other).output


def test_a_neighbour_s_file_waits_for_mali_s_that_comes_after_it(data, tmp_path, monkeypatch):
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
    assert [line for line in done(run("import", "--data", data, *files)) if line.startswith("brought")] == [
        "brought mali.csv",
        "brought ner.csv",
        "brought bfa.csv",
    ]
    known.clear()
    assert refused(run("import", "--data", data, tmp_path / "ner.csv")) == [
        "mali-atlas: ner.csv: holds events of Niger alone."
    ]


def test_a_name_is_for_one_file(data, file):
    result = run("import", "--data", data, "--name", "mine", file, file)
    assert result.exit_code == 2
    assert "--name takes one FILE." in result.output
    assert run("import", "--data", data).exit_code == 2
    assert not data.exists()


def test_the_system_s_errors_are_sentences(data, file, tmp_path, monkeypatch):
    again = events_file(tmp_path / "again.csv", *events(2))
    with monkeypatch.context() as patched:
        patched.setattr(add.shutil, "copyfile", failing(add.shutil.copyfile, 0))
        result = run("import", "--data", data, file, again)
    assert refused(result) == [
        "mali-atlas: No space left on device. Make room on this disk, or choose another directory with --data."
    ]
    assert [record.file for record in listed(data)] == ["again.csv"]


@pytest.mark.parametrize("command", [["import", "{file}"], ["sources"], ["remove", "x"], ["fetch", "ucdp-ged-24.1"]])
def test_a_data_directory_that_cannot_be_used_is_a_sentence(file, tmp_path, command):
    (tmp_path / "taken").write_text("a file")
    data = tmp_path / "taken" / "data"
    result = run(command[0], "--data", data, *(word.format(file=file) for word in command[1:]))
    assert "Traceback" not in result.output
    if command[0] == "sources":
        done(result)
    else:
        assert len(refused(result)) == 1


def test_boundaries_replace_those_in_use(data, tmp_path):
    for name in ("old", "new"):
        (tmp_path / f"{name}.geojson").write_text("701" if name == "old" else "700")
    first = done(run("import", "--data", data, "--name", "old", tmp_path / "old.geojson"))
    assert "  units       701 read = 701 accepted + 0 rejected" in first
    assert "  found       noted: no name has an accent" in first
    assert not [line for line in first if "replaces" in line]
    second = done(run("import", "--data", data, "--name", "new", tmp_path / "new.geojson"))
    assert "  replaces    old, which stays but is no longer in use" in second
    lines = done(run("sources", "--data", data))[-2:]
    assert lines[0].startswith("old ")
    assert lines[0].endswith("not in use")
    assert lines[1].startswith("new ")
    assert done(run("remove", "--data", data, "new")) == [
        "Removed new, with its copy of new.geojson.",
        "In use again: old.",
        f"Run mali-atlas build --data {data} to take it off the map.",
    ]


def test_the_sources_are_a_table_of_a_hundred_columns(data, file, monkeypatch):
    long = Drawn(title="Events " * 20, licence="a licence with very many words in its name")
    monkeypatch.setattr(add.layouts, "recognise", lambda path: (long, "why"))
    run("import", "--data", data, "--name", "n" * 40, "--release", "r" * 40, file)
    lines = done(run("sources", "--data", data))
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
    assert lines[-1].endswith(listed(data)[0].imported_at[:10])
    assert "   4  a licence" in lines[-1]


def test_the_sources_as_json_hold_every_field(data, file):
    run("import", "--data", data, file)
    found = json.loads(run("sources", "--json", "--data", data).output)
    assert [source["id"] for source in found["shipped"]][:2] == ["ucdp-ged", "ucdp-country-year"]
    (record,) = found["imported"]
    assert record["path"] == str(data / "imports" / "drawn-1.0" / "events.csv")
    assert (record["name"], record["countries"]) == ("drawn-1.0", {"Mali": 2, "Niger": 1, "other countries": 1})


def test_what_a_file_holds_cannot_steer_the_terminal(data, file, monkeypatch):
    monkeypatch.setattr(add.layouts, "recognise", lambda path: (Drawn(title="\x1b[2Jred\u202e"), "why"))
    output = run("import", "--data", data, file).output + run("sources", "--data", data).output
    assert "\x1b" not in output
    assert "?[2Jred?" in output


def test_removing_what_is_not_there_names_what_is(data, file):
    assert refused(run("remove", "--data", data, "../x")) == [
        "mali-atlas: no import is called '../x'. Expected: nothing is imported."
    ]
    run("import", "--data", data, file)
    assert refused(run("remove", "--data", data, "x")) == [
        "mali-atlas: no import is called 'x'. Expected: one of drawn-1.0."
    ]
    assert done(run("remove", "--data", data, "drawn-1.0")) == [
        "Removed drawn-1.0, with its copy of events.csv.",
        f"Run mali-atlas build --data {data} to take it off the map.",
    ]
    assert contents(data) == {}


def test_fetch_without_a_name_lists_what_there_is(data):
    lines = done(run("fetch", "--data", data))
    assert lines[0].split() == ["name", "what", "release", "size", "licence"]
    assert [line.split()[0] for line in lines[1:-1]] == list(fetch.DATASETS)
    assert "2.1 MB" in lines[1]
    assert "unknown" in lines[2]
    assert lines[-1] == "Any other monthly candidate release: ucdp-candidate-YY.0.M."
    assert max(map(len, lines)) <= 100
    assert not data.exists()


def test_each_name_is_fetched_on_its_own(data, file, monkeypatch):
    asked = []

    def download(url, target, network, *, watch, tell):
        asked.append((url, network))
        tell("silence; attempt 2 of 4 follows ...")
        if "ged241" in url:
            raise AtlasError("cannot be reached", where=url)
        target.write_bytes(file.read_bytes())
        return target

    monkeypatch.setattr(downloading, "download", download)
    monkeypatch.setenv("MALI_ATLAS_MIRROR", "https://me:secret@files.invalid/m")
    result = run("fetch", "--data", data, "ucdp-ged-24.1", "nothing", "ucdp-candidate-26.0.2")
    url = "https://ucdp.uu.se/downloads/candidateged/GEDEvent_v26_0_2.csv"
    assert [line.split(": ", 2)[1:2] for line in refused(result)] == [
        ["https://ucdp.uu.se/downloads/ged/ged241-csv.zip"],
        ["'nothing' cannot be fetched. Expected"],
    ]
    lines = result.output.splitlines()
    assert "  silence; attempt 2 of 4 follows ..." in lines
    shown = url.replace("https://", "https://files.invalid/m/")
    assert f"Fetching {shown} (unknown) ..." in lines
    assert "secret" not in result.output
    assert "  release     26.0.2" in lines
    assert asked[1] == (url, replace(downloading.Network(), mirror="https://me:secret@files.invalid/m"))
    assert [record.file for record in listed(data)] == ["GEDEvent_v26_0_2.csv"]


def test_a_wrong_setting_of_the_network_is_a_sentence(data, monkeypatch):
    monkeypatch.setenv("MALI_ATLAS_PROXY", "nowhere")
    assert refused(run("fetch", "--data", data, "ucdp-ged-24.1")) == [
        "mali-atlas: MALI_ATLAS_PROXY: 'nowhere' is not a valid address. Expected: an http or https URL, such as "
        "https://files.example.org. Unset it for the default: the proxy of the system."
    ]


class Screen(io.StringIO):
    """A terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def screen(monkeypatch) -> Screen:
    shown = Screen()
    monkeypatch.setattr(terminal, "sys", SimpleNamespace(stderr=shown))
    return shown


@pytest.fixture
def clock(monkeypatch) -> list[float]:
    """The clock shows the one number in the list."""
    now = [0.0]
    monkeypatch.setattr(terminal.time, "monotonic", lambda: now[0])
    return now


def lines(screen: Screen) -> list[str]:
    """What the line showed, one after the other, without the codes that steer the terminal."""
    return [
        line.rstrip() for line in re.sub(r"\x1b\[[?0-9]*[a-zA-Z]", "", screen.getvalue()).split("\r") if line.strip()
    ]


def test_a_terminal_shows_a_bar_once_it_takes_a_second(screen, clock):
    with terminal.Progress() as progress:
        progress("Reading", 0, 4)
        assert screen.getvalue() == ""
        clock[0] = 1.5
        progress("Placing", 1, 4)
        progress("Writing", 3, 4)
    assert lines(screen) == [
        "  [######------------------]  1 of 4  Placing ...",
        "  [##################------]  3 of 4  Writing ...",
    ]
    assert screen.getvalue().endswith("\x1b[?25h\n"), "what follows stands below, with a cursor"


def test_the_bar_of_a_download_tells_its_bytes(screen, clock):
    with terminal.Progress() as progress:
        clock[0] = 2
        progress.bytes(500_000, 2_000_000)
    assert lines(screen) == ["  [######------------------]  0.5 MB of 2.0 MB"]
    with terminal.Progress() as progress:
        clock[0] = 4
        progress.bytes(500_000, None)
    assert lines(screen)[1].endswith("]  0.5 MB"), "how much there is need not be known"


def test_a_quick_work_shows_nothing_on_a_terminal(screen, clock):
    with terminal.Progress() as progress:
        progress("Reading", 0, 1)
        progress.bytes(1, 2)
    assert not lines(screen)


def test_a_long_step_fits_the_line(screen, clock):
    with terminal.Progress() as progress:
        clock[0] = 2
        progress("x" * 500, 1, 2)
    assert len(lines(screen)[0]) == terminal.WIDTH - 1


def test_without_a_terminal_each_step_is_a_line(capsys):
    with terminal.Progress() as progress:
        for done_, step in enumerate(("Reading", "Placing", "Placing", "Writing")):
            progress(step, done_, 4)
            progress.bytes(done_, 4)
    assert capsys.readouterr() == ("", "  Reading ...\n  Placing ...\n  Writing ...\n")


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

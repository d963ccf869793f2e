"""The command itself on hostile files: nothing is asked, read or written but what it was given, nothing is left."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from geodata.imports.record import listed
from tests import drawn_ged, hostile_files

MAIN = "from app.cli.main import main; main()"
SOME = {
    **{
        way: hostile_files.REFUSED[way]
        for way in (
            *("crs url", "crs file", "prj of a file", "virtual file", "view of a file", "member outside"),
            *("overlapping parts", "entities in the texts"),
        )
    },
    **{
        way: hostile_files.READ[way]
        for way in ("code page", "stem is a way out", "trigger", "external workbook", "name of the file")
    },
}
"""Those that each reader has one of; all of them, under strace, are in .ci/soak/opens_nothing."""


def rooms(tmp_path: Path) -> dict[str, Path]:
    """A home, a working directory and a folder for temporary files, whose content can be compared."""
    made = {name: tmp_path / name for name in ("home", "work", "temporary", "files")}
    for folder in made.values():
        folder.mkdir()
    return made


def command(made: dict[str, Path], *arguments: object, **limits: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", MAIN, *map(str, arguments)],
        cwd=made["work"],
        env={
            **os.environ,
            "PYTHONPATH": str(Path(__file__).parents[3]),
            "HOME": str(made["home"]),
            "TMPDIR": str(made["temporary"]),
            **limits,
        },
        capture_output=True,
        text=True,
        timeout=300,
    )


@pytest.fixture(scope="module")
def brought(tmp_path_factory):
    """What one command said of all these files, and what was seen meanwhile."""
    tmp_path = tmp_path_factory.mktemp("brought")
    made, data, canary = rooms(tmp_path), tmp_path / "data", tmp_path / "canary"
    canary.write_text("the canary")
    with hostile_files.listener() as (url, asked):
        paths = []
        for number, recipe in enumerate(SOME.values()):
            (made["files"] / str(number)).mkdir()
            paths.append(recipe(made["files"] / str(number), url, canary))
        before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
        watch = hostile_files.Watch(canary)
        result = command(made, "import", "--data", data, *paths)
        seen = watch.seen()
    after = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    return made, data, result, {"asked": asked, "seen": seen, "before": before, "after": after}


def test_each_is_refused_in_a_sentence_or_imported(brought):
    _, data, result, _ = brought
    refused = [way for way in SOME if way in hostile_files.REFUSED]
    lines = result.stderr.splitlines()
    assert [line[:12] for line in lines] == ["mali-atlas: "] * len(refused), result.stderr
    assert result.returncode == 1
    assert len(listed(data)) >= 3


def test_nothing_was_asked_read_or_written_elsewhere_and_nothing_is_left(brought):
    made, data, _, found = brought
    assert (found["asked"], found["seen"]) == ([], 0)
    written = {path for path in found["after"] if data not in path.parents}
    assert {path: found["after"][path] for path in written} == found["before"]
    assert [list(made[name].iterdir()) for name in ("home", "work", "temporary")] == [[], [], []]
    assert list(data.rglob(".*")) == []


def test_no_letter_of_a_name_controls_the_terminal(brought):
    _, _, result, _ = brought
    assert "\x1b" not in result.stdout + result.stderr
    assert "-o __[2Jevents.csv" in result.stdout


def too_large(path: Path) -> Path:
    """A GeoJSON whose reading takes more than 500 MB."""
    path.write_text('{"type": "FeatureCollection", "features": [' + "[]," * 4_500_000 + "0]}")
    return path


def test_boundaries_that_events_are_placed_in_are_read_as_those_that_are_imported(tmp_path):
    made, canary, output = rooms(tmp_path), tmp_path / "canary", tmp_path / "work" / "placed.parquet"
    canary.write_text("the canary")
    events = drawn_ged.ged_file(made["files"] / "events.csv", [{"year": 2022}])
    with hostile_files.listener() as (url, asked):
        hostile = hostile_files.REFUSED["crs url"](made["files"], url, canary)
        large = too_large(made["files"] / "large.geojson")
        watch = hostile_files.Watch(canary)
        for units, said in ((hostile, hostile.name), (large, "large.geojson: needs more than 500 MB of memory.")):
            result = command(*(made, "place", events, "--units", units, "-o", output), MALI_ATLAS_READ_MEMORY="500")
            assert result.returncode == 1
            assert said in result.stderr.splitlines()[-1], result.stderr
            assert "Traceback" not in result.stderr
        assert (asked, watch.seen()) == ([], 0)
    assert [list(made[name].iterdir()) for name in ("home", "work", "temporary")] == [[], [], []]


def test_a_file_that_needs_too_much_memory_is_a_sentence_and_the_next_is_imported(tmp_path):
    made, data = rooms(tmp_path), tmp_path / "data"
    large = too_large(made["files"] / "large.geojson")
    small = drawn_ged.ged_file(made["files"] / "small.csv", [{"year": 2022}])
    result = command(made, "import", "--data", data, large, small, MALI_ATLAS_READ_MEMORY="500")
    (line,) = [line for line in result.stderr.splitlines() if not line.startswith("Reading ")]
    assert line.startswith("mali-atlas: large.geojson: needs more than 500 MB of memory. Expected:"), result.stderr
    assert [record.file for record in listed(data)] == ["small.csv"]
    assert list(made["temporary"].iterdir()) == list(data.rglob(".*")) == []

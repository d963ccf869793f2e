"""What an import is called: names, releases and file names that are safe."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.errors import AtlasError
from geodata.imports import add
from geodata.imports.record import is_name, listed, name_from, remove, safe_file_name
from tests.geodata.imports.drawn import FOUR, data, drawn_layouts, file, refused
from tests.shelves import contents, events, events_file

__all__ = ["data", "drawn_layouts", "file"]


def test_files_of_the_same_release_get_a_number(data, tmp_path):
    names = [add.add(data, events_file(tmp_path / "a.csv", *events(3, first=n))).name for n in (1, 10, 20)]
    assert names == ["drawn-1.0", "drawn-1.0-2", "drawn-1.0-3"]
    assert [record.name for record in listed(data)] == names
    assert all(record.is_in_use for record in listed(data))


def test_the_same_bytes_are_imported_once(data, file, tmp_path):
    add.add(data, file)
    before = contents(data)
    shutil.copy(file, tmp_path / "other.csv")
    assert refused(AtlasError, add.add, data, tmp_path / "other.csv", name="other").text == (
        "other.csv: already imported as drawn-1.0. To import it anew, run mali-atlas remove drawn-1.0 first."
    )
    assert contents(data) == before


def test_a_name_is_given_once(data, file, tmp_path):
    add.add(data, file, name="mine")
    another = events_file(tmp_path / "another.csv", *events(2))
    assert refused(AtlasError, add.add, data, another, name="mine").text == (
        "another.csv: mine is the name of another import, of My events.csv. "
        "Choose another --name, or run mali-atlas remove mine first."
    )


@pytest.mark.parametrize(
    "name", ["", "..", "a/b", "../a", "A", "a b", "é", ".a", "a.", "a..b", "-a", "con", "nul.txt", "a" * 65, "a\n"]
)
def test_a_name_is_no_path(data, file, name):
    assert refused(AtlasError, add.add, data, file, name=name).text == (
        f"{name!r} cannot be the name of an import. Expected: lower-case letters, digits, dots and hyphens, "
        "at most 64, such as ucdp-ged-24.1."
    )
    assert refused(AtlasError, remove, data, name).what == f"no import is called {name!r}"
    assert not data.exists()


@pytest.mark.parametrize("release", ["", "a\nb", "\x1b[2J", "1" * 41])
def test_a_release_is_short_text(data, file, release):
    assert refused(AtlasError, add.add, data, file, release=release).text == (
        f"{release!r} cannot be a release. Expected: 1 to 40 characters, such as 24.1."
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ucdp-ged 24.1", "ucdp-ged-24.1"),
        ("ucdp-candidate 2026-03", "ucdp-candidate-2026-03"),
        ("acled ", "acled"),
        ("geoboundaries-adm3 ", "geoboundaries-adm3"),
        ("drawn ../../Été 2024", "drawn-ete-2024"),
        ("drawn -- 1..2.", "drawn-1-2"),
        ("✓", "import"),
        ("con", "import"),
        ("x" * 99, "x" * 60),
    ],
)
def test_a_name_is_made_of_layout_and_release(text, expected):
    assert name_from(text) == expected
    assert is_name(expected)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ged241 Mali (1).csv", "ged241 Mali (1).csv"),
        ("événements.csv", "événements.csv"),
        ("a/b\\c:d*.csv", "a_b_c_d_.csv"),
        ("a\nb\x00\u202e.csv", "a_b__.csv"),
        ("record.json", "file-record.json"),
        ("Rejected.CSV", "file-Rejected.CSV"),
        ("con.csv", "file-con.csv"),
        (".hidden", "hidden"),
        ("...", "file-"),
        ("x" * 300 + ".geojson", "x" * 120 + ".geojson"),
        ("é" * 300, "é" * 60),
    ],
)
def test_a_file_keeps_its_own_name_made_safe(name, expected):
    assert safe_file_name(name) == expected


@given(st.text(max_size=150))
def test_any_file_name_is_made_safe(name):
    made = safe_file_name(name)
    assert made == safe_file_name(made)
    assert Path(made).name == made
    assert len(made.encode()) < 200
    assert made not in ("", ".", "..", "record.json", "rejected.csv", "odd.csv")


def test_a_file_called_as_the_record_is_kept_beside_it(data, tmp_path):
    record = add.add(data, events_file(tmp_path / "rejected.csv", *FOUR))
    assert record.file == "file-rejected.csv"
    assert add.read(data, record).rows == 4

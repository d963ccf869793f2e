"""Imports: a file is in the data directory as a whole or not at all, and every row of it is accounted for."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import replace
from datetime import UTC, datetime

import pandas as pd
import pytest

from geodata import sources
from geodata.errors import DataError
from geodata.imports import add, checks
from geodata.imports.record import Imported, boundaries_in_use, listed, remove
from tests import worlds
from tests.geodata.imports.drawn import FOUR, data, drawn_layouts, file, refused
from tests.shelves import Drawn, contents, events, events_file

__all__ = ["data", "drawn_layouts", "file"]


def test_an_import_says_what_it_is(data, file):
    before = datetime.now(UTC).replace(microsecond=0)
    record = add.add(data, file)
    assert before <= datetime.fromisoformat(record.imported_at) <= datetime.now(UTC)
    assert record == Imported(
        name="drawn-1.0",
        kind="events",
        layout="drawn",
        title="Drawn events",
        producer="Somebody",
        why="its header has id, country, day and best",
        file="My events.csv",
        sha256=hashlib.sha256(file.read_bytes()).hexdigest(),
        size=file.stat().st_size,
        release="1.0",
        is_release_inferred=True,
        licence="CC BY 4.0",
        licence_url="https://creativecommons.org/licenses/by/4.0/",
        url="",
        citation="Somebody (2024)",
        policy="open",
        imported_at=record.imported_at,
        rows=4,
        accepted=4,
        rejected=0,
        odd={"zero_best": 1},
        countries={"Mali": 2, "Niger": 1, "other countries": 1},
        first_day="2022-03-27",
        last_day="2023-12-31",
        levels=("country", "admin1", "admin2", "admin3", "zones", "grid"),
        notes=(),
        number=1,
    )
    assert list(record.countries) == ["Mali", "Niger", "other countries"]
    assert listed(data) == [record]


def test_the_folder_holds_the_file_the_record_and_what_to_look_at(data, file):
    record = add.add(data, file)
    home = data / "imports" / "drawn-1.0"
    assert record.folder(data) == home
    assert sorted(path.name for path in home.iterdir()) == ["My events.csv", "odd.csv", "record.json", "rejected.csv"]
    assert record.path(data).read_bytes() == file.read_bytes()
    assert (home / "odd.csv").read_text(encoding="utf-8-sig") == "row,event_id,oddity,detail\n3,2,zero_best,\n"
    assert (home / "rejected.csv").read_text(encoding="utf-8-sig") == "row,column,value,reason\n"
    assert json.loads((home / "record.json").read_text(encoding="utf-8"))["sha256"] == record.sha256
    if os.name != "nt":
        assert home.stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize(
    ("given", "expected"),
    [({"release": "24.1"}, ("24.1", False, "drawn-24.1")), ({"name": "mine"}, ("1.0", True, "mine"))],
)
def test_a_name_and_a_release_may_be_given(data, file, given, expected):
    record = add.add(data, file, **given)
    assert (record.release, record.is_release_inferred, record.name) == expected


def test_a_release_that_is_not_known_is_none(data, tmp_path):
    record = add.add(data, events_file(tmp_path / "a.csv", *FOUR[:2]))
    assert (record.name, record.release, record.is_release_inferred) == ("drawn", "", False)


def test_a_known_hash_names_its_release(data, file, monkeypatch, tmp_path):
    text = worlds.source("known")
    shipped = tmp_path / "sources.toml"
    digest = sources.sha256(file)
    words = "\n".join(
        f'{key} = "{getattr(text, key)}"'
        for key in ("title", "producer", "licence", "licence_url", "url", "citation", "used_for")
    )
    shipped.write_text(f'[known]\n{words}\nrelease = "24.1"\nis_release_inferred = true\nraw_sha256 = "{digest}"\n')
    monkeypatch.setattr(checks, "_SHIPPED", shipped)
    record = add.add(data, file)
    assert (record.release, record.is_release_inferred, record.name) == ("24.1", True, "drawn-24.1")


@pytest.mark.parametrize(("bad", "is_imported"), [(1, True), (2, False)])
def test_more_than_one_row_in_twenty_rejected_stops_the_import(data, tmp_path, bad, is_imported):
    file = events_file(tmp_path / "many.csv", *events(20, bad=bad))
    beside = data / "rejected-many.csv"
    if is_imported:
        record = add.add(data, file)
        assert (record.rows, record.accepted, record.rejected) == (20, 19, 1)
        assert not beside.exists()
        return
    assert refused(DataError, add.add, data, file).text == (
        "many.csv: 2 of 20 rows (10.0 %) cannot be used: row 20, column best: 'many' (not a number). "
        f"Expected: at most 5% of the rows. All of them are in {beside}. "
        "To import the other rows, add --accept-rejected."
    )
    assert list(contents(data)) == ["rejected-many.csv"]
    assert beside.read_text(encoding="utf-8-sig").splitlines()[1:] == [
        "20,best,many,not a number",
        "21,best,many,not a number",
    ]


def test_rejected_rows_may_be_accepted_and_are_kept_beside(data, tmp_path):
    record = add.add(data, events_file(tmp_path / "many.csv", *events(4, bad=3)), accept_rejected=True)
    assert (record.rows, record.accepted, record.rejected) == (4, 1, 3)
    text = (record.folder(data) / "rejected.csv").read_text(encoding="utf-8-sig")
    assert text.splitlines() == ["row,column,value,reason", *(f"{row},best,many,not a number" for row in (3, 4, 5))]


@pytest.mark.parametrize("accept", [True, False])
def test_a_file_without_a_usable_row_is_never_imported(data, tmp_path, accept):
    file = events_file(tmp_path / "none.csv", *events(2, bad=2))
    error = refused(DataError, add.add, data, file, accept_rejected=accept)
    assert error.what.startswith("2 of 2 rows (100.0 %) cannot be used")
    assert "--accept-rejected" not in error.text
    assert listed(data) == []


def test_a_file_without_rows_is_never_imported(data, tmp_path):
    error = refused(DataError, add.add, data, events_file(tmp_path / "none.csv"))
    assert error.text == "none.csv: holds no rows. Expected: a header and a row for each record."
    assert not data.exists()


def test_rows_that_do_not_add_up_are_refused(data, file, monkeypatch):
    real = Drawn.read
    monkeypatch.setattr(Drawn, "read", lambda self, path: replace(real(self, path), rows=5))
    error = refused(DataError, add.add, data, file)
    assert error.text == "My events.csv: 5 rows are not 4 accepted + 0 rejected."
    assert not data.exists()


def test_values_to_look_at_are_no_formulas_in_a_spreadsheet(data, tmp_path):
    rows = [*events(40), "41,Mali,2022-01-01,=cmd|' /C calc'!A0", "42,Mali,2022-01-01,-5.2"]
    record = add.add(data, events_file(tmp_path / "a.csv", *rows))
    shown = pd.read_csv(record.folder(data) / "rejected.csv", encoding="utf-8-sig")
    assert list(shown["value"]) == ["'=cmd|' /C calc'!A0", "-5.2"]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda path: None, "{}: there is no such file. Check the path."),
        (lambda path: path.mkdir(), "{}: is a folder. Expected: a file."),
        (lambda path: path.write_bytes(b""), "{}: is empty. Take the file again from its publisher."),
        (lambda path: path.write_text("a,b\n1,2\n"), "f.csv: is of no known layout. Expected: id,country,day,best."),
    ],
)
def test_a_file_that_is_none_is_refused(data, tmp_path, make, message):
    path = tmp_path / "f.csv"
    make(path)
    assert refused(DataError, add.add, data, path).text == message.format(path)
    assert not data.exists()


def test_boundaries_are_recognised_audited_and_the_newest_is_in_use(data, tmp_path):
    for number in (701, 700):
        (tmp_path / f"{number}.geojson").write_text(str(number))
    first = add.add(data, tmp_path / "701.geojson")
    assert (first.name, first.kind, first.layout) == ("geoboundaries-adm3", "boundaries", "geoboundaries-admin3")
    assert (first.rows, first.accepted, first.levels) == (701, 701, ("admin1", "admin2", "admin3"))
    assert (first.title, first.policy) == ("geoBoundaries, communes of Mali", "open")
    assert first.notes == (
        "its regions are those of the frame 2012",
        "noted: no name has an accent",
        "mended: overlap, 12 m, at -1.5000 east, 15.2500 north (Gossi, Hombori)",
    )
    assert boundaries_in_use(data) == first
    second = add.add(data, tmp_path / "700.geojson", release="6.0.0")
    assert second.name == "geoboundaries-adm3-6.0.0"
    assert [(record.name, record.is_in_use) for record in listed(data)] == [
        (first.name, False),
        (second.name, True),
    ]
    assert boundaries_in_use(data) == second
    communes, audit = add.read_boundaries(data, second)
    assert (len(communes), len(audit.findings)) == (700, 2)
    remove(data, second.name)
    assert boundaries_in_use(data) == first


def test_no_boundaries_are_in_use_where_none_was_imported(data, file):
    assert boundaries_in_use(data) is None
    add.add(data, file)
    assert boundaries_in_use(data) is None

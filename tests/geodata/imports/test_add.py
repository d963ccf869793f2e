"""Imports: a file is in the data directory as a whole or not at all, and every row of it is accounted for."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from geodata import files, sources
from geodata.errors import AtlasError, DataError
from geodata.imports import add, checks, layouts
from geodata.imports.record import Imported, boundaries_in_use, is_name, listed, name_from, remove, safe_file_name
from geodata.tabular import raw_table
from tests import worlds
from tests.examples import times
from tests.shelves import Drawn, contents, events, events_file, failing, use_drawn_layouts

FOUR = ("1,Mali,2022-03-27,5", "2,Niger,2022-01-02,0", "3,Mali,2023-12-31,2", "4,Chad,2022-06-01,1")


@pytest.fixture(autouse=True)
def _drawn(monkeypatch):
    use_drawn_layouts(monkeypatch)


@pytest.fixture
def data(tmp_path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def file(tmp_path) -> Path:
    return events_file(tmp_path / "My events.csv", *FOUR)


def refused(kind, call, *arguments, **named) -> AtlasError:
    with pytest.raises(kind) as caught:
        call(*arguments, **named)
    return caught.value


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

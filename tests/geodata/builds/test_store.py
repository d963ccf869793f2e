import hashlib
import json
import os
import threading
from dataclasses import replace

import pyarrow.parquet as pq
import pytest

from geodata.builds import assemble, hashes, publishing, reading, store
from geodata.builds.parsed import Parsed
from geodata.errors import BuildMissing
from tests import deep_worlds, once, shelves
from tests.geodata.builds.read import builds, published, writing


def test_the_same_content_has_the_same_id_and_other_content_another(tmp_path):
    first = publishing.publish(tmp_path / "a", writing("1"))
    assert publishing.publish(tmp_path / "b", writing("1")) == first
    assert publishing.publish(tmp_path / "a", writing("2")) != first
    assert len(first) == 16


def test_the_hash_covers_names_and_bytes(tmp_path):
    found = set()
    for name, files in {"a": {"x": "1"}, "b": {"y": "1"}, "c": {"x": "2"}, "d": {"x": "1", "y": ""}}.items():
        (tmp_path / name).mkdir()
        for file, text in files.items():
            (tmp_path / name / file).write_text(text)
        found.add(hashes.content_hash(tmp_path / name))
    assert len(found) == 4


def test_the_pointer_names_the_last_build_and_nothing_is_left_beside_it(tmp_path):
    first, second = publishing.publish(tmp_path, writing("1")), publishing.publish(tmp_path, writing("2"))
    assert store.current_id(tmp_path) == second
    assert json.loads((tmp_path / store.POINTER).read_text()) == {"build": second}
    assert builds(tmp_path) == sorted([first, second])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["builds", store.POINTER]
    assert publishing.publish(tmp_path, writing("1")) == first == store.current_id(tmp_path)


def test_a_crash_while_writing_leaves_the_current_build(tmp_path):
    first = publishing.publish(tmp_path, writing("1"))

    def crash(folder):
        (folder / "manifest.json").write_text("half")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        publishing.publish(tmp_path, crash)
    assert store.current_id(tmp_path) == first
    assert builds(tmp_path) == [first]


@pytest.mark.parametrize("at", [0, 5, 10])
def test_a_crash_at_any_file_of_a_real_build_leaves_the_current_build(tmp_path, monkeypatch, small, at):
    first = published(tmp_path, small[0])[1].id
    before = {path: path.read_bytes() for path in (tmp_path / "builds").rglob("*") if path.is_file()}
    made = replace(small[0], shared={**small[0].shared, "extra": {"no": "build before"}})
    real = publishing.Path.write_text
    monkeypatch.setattr(publishing.Path, "write_text", shelves.failing(real, at))
    with pytest.raises(OSError, match="No space left"):
        publishing.publish(tmp_path, lambda folder: assemble.write(made, folder))
    monkeypatch.undo()
    assert store.current_id(tmp_path) == first
    assert {path: path.read_bytes() for path in (tmp_path / "builds").rglob("*") if path.is_file()} == before
    assert builds(tmp_path) == [first]
    assert store.read(tmp_path).edition().figures.national("2022", "all", "any")["fatalities_best"] == 26


def test_a_crash_before_the_pointer_is_replaced_leaves_the_current_build(tmp_path, monkeypatch):
    first = publishing.publish(tmp_path, writing("1"))

    def crash(*paths):
        raise OSError("killed")

    monkeypatch.setattr(publishing.Path, "replace", crash)
    with pytest.raises(OSError, match="killed"):
        publishing.publish(tmp_path, writing("2"))
    assert store.current_id(tmp_path) == first


def test_old_builds_are_tidied_but_never_the_current_one(tmp_path):
    made = []
    for number in range(publishing.KEEP + 2):
        made.append(publishing.publish(tmp_path, writing(str(number))))
        os.utime(tmp_path / "builds" / made[-1], (number, number))
    assert builds(tmp_path) == sorted(made[-publishing.KEEP :])
    oldest = made[2]
    assert publishing.publish(tmp_path, writing("2")) == oldest
    assert oldest in builds(tmp_path)
    publishing.publish(tmp_path, writing("new"))
    assert len(builds(tmp_path)) == publishing.KEEP


@pytest.mark.parametrize("pointer", [None, "", "{}", "[]", '{"build": "gone"}'])
def test_reading_what_is_not_there_says_what_to_do(tmp_path, pointer):
    if pointer is not None:
        (tmp_path / store.POINTER).write_text(pointer)
    assert store.current_id(tmp_path) is None
    with pytest.raises(BuildMissing) as caught:
        store.read(tmp_path)
    assert caught.value.text == f"{tmp_path}: there is no build. Run: mali-atlas build."


def test_a_build_whose_folder_is_incomplete_is_no_build(tmp_path):
    first = publishing.publish(tmp_path, writing("1"))
    (tmp_path / "builds" / first / "manifest.json").unlink()
    assert store.current_id(tmp_path) is None
    with pytest.raises(BuildMissing):
        store.read(tmp_path, first)


def test_the_hash_covers_files_in_folders_by_their_path(tmp_path):
    found = set()
    for name, files in {"a": ["x/1"], "b": ["y/1"], "c": ["x/1", "y/1"], "d": ["1"]}.items():
        for file in files:
            (tmp_path / name / file).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name / file).write_text("the same")
        found.add(hashes.content_hash(tmp_path / name))
    assert len(found) == 4


def as_json(document):
    return json.loads(json.dumps(document))


@pytest.fixture(scope="module")
def deep(tmp_path_factory):
    """The same of two sources and two frames."""
    folder = tmp_path_factory.mktemp("deep")
    return published(folder, assemble.assemble(deep_worlds.deep_world(folder)))


@pytest.mark.parametrize("which", ["small", "deep"])
def test_every_file_of_a_build_lies_where_it_was_assembled_and_nothing_else_is_there(which, request):
    made, found = request.getfixturevalue(which)
    there = {path.relative_to(found.folder).as_posix() for path in found.folder.rglob("*") if path.is_file()}
    assert {name.rpartition(".")[0] for name in there} == {*made.files, "built"}
    for name, content in made.files.items():
        if f"{name}.json" in there:
            assert json.loads((found.folder / f"{name}.json").read_text(encoding="utf-8")) == as_json(content), name
        else:
            rows = reading.read_rows(found.folder / f"{name}.parquet")
            assert len(rows) == len(content), name


def test_the_folders_of_a_build_are_its_sources_grounds_boundaries_and_editions(deep):
    _, found = deep
    below = {
        path.name: sorted(each.name for each in path.iterdir()) for path in found.folder.iterdir() if path.is_dir()
    }
    assert below == {
        "boundaries": ["drawn-communes"],
        "editions": ["brought~2012", "brought~2016", "ucdp-ged~2016"],
        "grounds": ["drawn-communes~2012", "drawn-communes~2016", "shipped~2016"],
        "sources": ["brought", "ucdp-ged"],
    }


def test_an_editions_manifest_is_the_builds_the_grounds_and_its_own(deep):
    made, found = deep
    edition = found.edition("brought", "2012")
    parts = [made.files[f"{name}manifest"] for name in ("", "grounds/drawn-communes~2012/", "editions/brought~2012/")]
    whole = {**parts[0], **parts[1], **parts[2]}
    whole["units"] = {**parts[1]["units"], **parts[2]["units"]}
    assert edition.manifest == as_json(whole)
    assert not (set(parts[0]) & (set(parts[1]) | set(parts[2])))  # nothing is said twice, but the units
    assert set(parts[1]) & set(parts[2]) == {"units"}
    assert set(edition.figures.units) == {"admin1", "admin2", "admin3", "zones", "grid"}


def test_an_edition_is_found_by_source_and_frame_and_what_is_not_given_is_the_first(deep):
    _, found = deep
    asked = [(None, None), ("brought", None), (None, "2012"), ("ucdp-ged", None), ("brought", "2012")]
    assert [(found.edition(*each).source, found.edition(*each).frame) for each in asked] == [
        ("brought", "2016"),
        ("brought", "2016"),
        ("brought", "2012"),
        ("ucdp-ged", "2016"),
        ("brought", "2012"),
    ]
    assert found.edition("brought", "2012").key == "brought~2012"
    assert found.edition("brought", "2012").id == found.id


@pytest.mark.parametrize(("source", "frame"), [("nobody", None), (None, "1990"), ("ucdp-ged", "2012")])
def test_an_edition_that_is_not_there_is_a_key_error(deep, source, frame):
    with pytest.raises(KeyError) as caught:
        deep[1].edition(source, frame)
    assert caught.value.args == ((source, frame),)


def test_an_edition_is_read_once_by_however_many_ask_at_once(small, monkeypatch):
    _, found = small
    fresh, read = store.read(found.folder.parents[1]), []
    monkeypatch.setattr(store, "_edition", lambda build, entry: read.append(entry) or len(read))
    asking = [threading.Thread(target=fresh.edition) for _ in range(8)]
    for each in asking:
        each.start()
    for each in asking:
        each.join()
    assert len(read) == 1
    assert fresh.edition() == fresh.edition("ucdp-ged", "2016") == 1


def test_a_document_is_looked_for_in_the_edition_then_its_ground_its_source_and_the_build(deep):
    made, found = deep
    edition = found.edition("brought", "2012")
    places = {
        "disagreements.parquet": "editions/brought~2012",
        "geometry_admin1.json": "grounds/drawn-communes~2012",
        "geometry_admin3.json": "boundaries/drawn-communes",
        "events.parquet": "sources/brought",
        "web_base.json": "",
    }
    for name, folder in places.items():
        assert edition.has(name)
        assert edition._path(name) == found.folder / folder / name
    assert edition.document("geometry_admin1") == as_json(made.files["grounds/drawn-communes~2012/geometry_admin1"])
    assert not found.edition("ucdp-ged").has("events.parquet")
    assert not found.edition("ucdp-ged").has("geometry_admin3.json")


def test_a_build_read_back_gives_rows_with_none_for_what_is_missing_and_days_as_text(deep):
    edition = deep[1].edition()
    assert [row["pcode"] for row in edition.table("sites")] == ["ML07", "ML07", "ML10", "ML05", "ML06"]
    assert edition.table("headcounts")[0]["low"] is None
    assert edition.figures.units["admin1"][0].label_point == (0.5, 15.5)
    assert "geometry" not in edition.table("layer_admin1")[0]
    event = edition.table("events")[0]
    assert (event["date_start"], event["month"], event["year"]) == ("2021-03-27", "2021-03", "2021")
    assert edition.table("events")[4]["km_to_niger"] is None


def test_a_file_of_a_build_is_parsed_once_while_there_is_room(tmp_path, monkeypatch):
    for name, size in (("a", 40), ("b", 40), ("c", 40), ("large", 60)):
        (tmp_path / name).write_text("x" * size)
    parsed, asked = Parsed(limit=100, largest=50), []

    def parse(path):
        asked.append(path.name)
        return [path.name]

    for name in "aabacab":
        assert parsed.read(tmp_path / name, parse) == [name]
    assert "".join(asked) == "abcb", "b was read least lately when c came"
    for _ in range(2):
        parsed.read(tmp_path / "large", parse)
    assert asked[4:] == ["large", "large"]


def test_editions_of_a_build_share_what_was_parsed(tmp_path, monkeypatch):
    assemble.publish(tmp_path, deep_worlds.deep_world(tmp_path))
    build, asked, read = store.read(tmp_path), [], reading.read_rows
    first, second = (build.edition(entry["source"], entry["frame"]) for entry in build.editions[:2])
    monkeypatch.setattr(reading, "read_rows", lambda path: asked.append(path) or read(path))
    rows = first.table("events")
    rows.clear()
    assert first.table("events") == second.table("events") == read(asked[0]) != []
    assert len(asked) == 1


FORM = 7, "2c9d63fe9c19"
"""Layout of builds, and a hash of the tables of the build that ships with their columns."""


def test_who_changes_the_tables_of_a_build_gives_its_layout_another_number():
    """Else a permanent address of a build that is kept answers with a failure instead of saying that it is gone."""
    folder = store.read(once.shipped()).folder
    tables = {path.relative_to(folder).as_posix(): pq.read_schema(path).names for path in folder.rglob("*.parquet")}
    found = hashlib.sha256(json.dumps(tables, sort_keys=True).encode()).hexdigest()[:12]
    assert (store.LAYOUT, found) == FORM, "where older builds cannot be read any more, increase store.LAYOUT; then FORM"

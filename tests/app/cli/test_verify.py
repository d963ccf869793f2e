"""`mali-atlas verify`: what it says of a pack, of the build that it names, and of the present one."""

from __future__ import annotations

import csv
import io
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from app.cli import verify_words
from geodata.builds import store
from geodata.exports import pack as packs
from geodata.exports.verify import Obstacle, Reason
from tests import drawn_ged, once, random_worlds, worlds
from tests.app.conftest import renamed_world
from tests.app.verifying import DIFFERENT, SAME, UNKNOWN, changed, folder, pack_of, run, told, verified, world
from tests.examples import times

pytestmark = pytest.mark.usefixtures("undrawn")

ORIGIN = {"source", "release", "release_is_inferred", "is_provisional", "licence", "build"}


def slow(then: Path, now: Path) -> dict[str, set[tuple[str, str, str, str]]]:
    """The slow obvious way: by layer, every cell of one pack's tables asked of the other's: key, column, both texts."""
    found: dict[str, set[tuple[str, str, str, str]]] = {}
    one, two = (packs.read(path.read_bytes()) for path in (then, now))
    for part, other in zip(one.parts, two.parts, strict=True):
        before, after = (
            list(csv.DictReader(io.StringIO(pack.files[of.file("csv").name].decode("utf-8-sig"), newline="")))
            for pack, of in ((one, part), (two, other))
        )
        names = [name for name in before[0] if name in after[0] and name not in ORIGIN]
        keys = ("zone", "distance_km", "side") if part.layer == "zones" else ("pcode",)
        found[part.layer] = {
            (" ".join(row[key] for key in keys if key != "side").strip(), name, row[name], same[name])
            for row in before
            for same in after
            if all(row[key] == same[key] for key in keys)
            for name in names
            if row[name] != same[name]
        }
    return found


def moved(tmp: Path, drawn: tuple[Path, Path], spec: drawn_ged.Spec, **options: Any) -> Path:
    """A copy of the drawn data directory with another build made present."""
    data = tmp / "moved"
    shutil.copytree(drawn[0], data)
    once.publish(data, world(tmp, spec, **options))
    return data


def test_a_pack_of_the_present_build(drawn):
    data, pack = drawn
    found, text = verified(pack, data)
    assert (found["code"], found["verdict"]) == (SAME, "same")
    assert found["title"]["en"] == "Regions of Mali, 2022, change from 2021"
    assert found["kept_build"] == found["present_build"]
    assert f"{pack}: intact, " in text
    assert "  of          Regions of Mali, 2022, change from 2021\n" in text
    assert f"  build       {store.current_id(data)} of " in text
    assert f"The present build is the one it names, {store.current_id(data)}, and gives the same figures: " in text
    assert "and all 12 data files byte for byte." in text


def test_help_says_the_exit_codes():
    text = run("--help").output
    for code in range(4):
        assert f"\n    {code}  " in text


def test_another_event_moves_just_its_own_figures(tmp_path, drawn):
    _, pack = drawn
    extra = [
        *drawn_ged.records(worlds.EVENTS),
        {"id": "99", "x": 1.5, "y": 15.5, "low": 1, "best": 2, "high": 7, "type": 3},
    ]
    data = moved(tmp_path, drawn, extra)
    found, text = verified(pack, data)
    assert (found["code"], found["verdict"]) == (DIFFERENT, "different")
    cells = changed(found)
    assert cells["ML07 Gao", "events"] == (1, 2)
    assert cells["ML07 Gao", "fatalities_best"] == (12, 14)
    assert cells["ML07 Gao", "fatalities_high"] == (12, 19)
    assert cells["Mali", "events"] == (5, 6)
    assert {unit for unit, _ in cells} == {"ML07 Gao", "Mali"}
    assert changed(found, "sites") == {}
    assert found["kept_build"]["is_same"] is True
    present, named = store.current_id(data), store.current_id(drawn[0])
    assert f"The build it names, {named}, is kept here and gives the same figures: " in text
    assert f"The present build, {present}, gives other figures:" in text
    assert "  sites: the same, " in text
    line = next(line for line in text.splitlines() if "ML07 Gao" in line and " events " in line)
    assert line.split() == ["ML07", "Gao", "2022", "events", "1", "2"]


@times(0.2, phases=random_worlds.NO_SHRINKING)
@given(spec=random_worlds.drawn_events)
def test_the_differences_are_those_of_asking_each_cell_in_turn(spec):
    with tempfile.TemporaryDirectory() as place:
        tmp = Path(place)
        inside = [{**row, "x": row["x"] % 3, "y": 15 + row["y"] % 2} for row in spec]
        first = drawn_ged.records(worlds.EVENTS)
        query = "year=2022&from=2021&layers=units,niger-50"
        once.publish(tmp / "data", world(tmp, first))
        then = pack_of(tmp / "data", query, tmp / "then.zip")
        once.publish(tmp / "data", world(tmp, [*first, *({**row, "id": 100 + at} for at, row in enumerate(inside))]))
        now = pack_of(tmp / "data", query, tmp / "now.zip")
        found, _ = verified(then, tmp / "data")
        expected = slow(then, now)
        assert told(found) == expected
        assert found["code"] == (DIFFERENT if any(expected.values()) else SAME)
        again, _ = verified(now, tmp / "data")
        assert (again["code"], told(again)) == (SAME, {layer: set() for layer in expected})


def test_a_figure_that_had_no_data_and_has_now(tmp_path):
    """2024 is known for the country alone until the events reach it; then a region has a number, and some have 0."""
    once.publish(tmp_path / "data", world(tmp_path))
    pack = pack_of(tmp_path / "data", "year=2024&layers=units", tmp_path / "it.zip")
    more = [
        *drawn_ged.records(worlds.EVENTS),
        {"id": "98", "year": 2024, "x": 1.5, "y": 15.5, "best": 4, "high": 4, "low": 4},
    ]
    once.publish(tmp_path / "data", world(tmp_path, more))
    found, text = verified(pack, tmp_path / "data")
    assert found["code"] == DIFFERENT
    cells = changed(found)
    assert cells["ML07 Gao", "fatalities_best"] == (None, 4)
    assert cells["ML10 Ménaka", "fatalities_best"] == (None, 0)
    lines = [line.split() for line in text.splitlines()]
    assert ["ML05", "Mopti", "2024", "fatalities_best", "no", "data", "0"] in lines


def test_a_figure_that_has_no_data_any_more(tmp_path):
    more = [*drawn_ged.records(worlds.EVENTS), {"id": "98", "year": 2024, "x": 1.5, "y": 15.5, "best": 4, "high": 4}]
    once.publish(tmp_path / "data", world(tmp_path, more))
    pack = pack_of(tmp_path / "data", "year=2024&layers=units", tmp_path / "it.zip")
    once.publish(tmp_path / "data", world(tmp_path))
    found, text = verified(pack, tmp_path / "data")
    assert found["code"] == DIFFERENT
    cells = changed(found)
    assert cells["ML07 Gao", "fatalities_best"] == (4, None)
    assert cells["ML10 Ménaka", "fatalities_best"] == (0, None)
    assert cells["ML10 Ménaka", "fatalities_status"] == ("none_recorded", "no_data")
    assert "values compared; its source does not cover 2024." in text


def test_units_that_came_and_went(tmp_path):
    once.publish(tmp_path / "data", world(tmp_path, drawing="T G M A\nP G M A"))
    pack = pack_of(tmp_path / "data", "year=2022&layers=units", tmp_path / "it.zip")
    once.publish(tmp_path / "data", world(tmp_path, drawing="T G M B\nP G M B"))
    found, text = verified(pack, tmp_path / "data")
    assert found["code"] == DIFFERENT
    layer = found["present_build"]["layers"][0]
    assert [one["unit"] for one in layer["gone"]] == ["A A"]
    assert [one["unit"] for one in layer["come"]] == ["B B"]
    lines = [line.split() for line in text.splitlines()]
    assert ["A", "A", "2022", "(row)", "there", "gone"] in lines
    assert ["B", "B", "2022", "(row)", "not", "there", "new"] in lines


def test_a_renamed_unit_is_another_value(tmp_path):
    once.publish(tmp_path / "data", world(tmp_path))
    pack = pack_of(tmp_path / "data", "year=2022&layers=units", tmp_path / "it.zip")
    once.publish(tmp_path / "data", renamed_world(folder(tmp_path, "w"), {"ML07": "Gao\x1b[31m {new}"}))
    found, text = verified(pack, tmp_path / "data")
    assert changed(found)["ML07 Gao", "name"] == ("Gao", "Gao\x1b[31m {new}")
    assert "\x1b" not in text


def test_the_build_that_is_named_is_no_more_kept(tmp_path, drawn):
    _, pack = drawn
    data = moved(tmp_path, drawn, worlds.EVENTS)
    named = packs.read(pack.read_bytes()).build
    extra = [*drawn_ged.records(worlds.EVENTS), {"id": "99", "x": 2.5, "y": 15.5}]
    once.publish(data, world(tmp_path, extra))
    shutil.rmtree(data / "builds" / named)
    found, text = verified(pack, data)
    assert (found["code"], found["kept_build"]) == (DIFFERENT, None)
    assert f"The build {named} is not kept here." in text
    assert {unit for unit, _ in changed(found)} == {"ML10 Ménaka", "Mali"}


def test_no_build_at_all(tmp_path, drawn):
    found, text = verified(drawn[1], tmp_path / "nothing")
    assert (found["code"], found["verdict"]) == (UNKNOWN, "unknown")
    assert f"No comparison: there is no build in {tmp_path / 'nothing'}." in text


def test_a_build_of_another_version_is_said_so(tmp_path, drawn, monkeypatch):
    data, pack = drawn
    monkeypatch.setattr(store, "LAYOUT", store.LAYOUT + 1)
    found, text = verified(pack, data)
    assert found["code"] == UNKNOWN
    assert "cannot be read: this build is of another version." in text


def test_which_releases_differ(tmp_path, drawn):
    _, pack = drawn
    data = tmp_path / "data"
    shutil.copytree(drawn[0], data)
    made = world(tmp_path)
    newer = replace(made.sources["ucdp-ged"], release="25.1", data_to="2024-12-31", raw_sha256="1" * 64)
    gone = {name: source for name, source in made.sources.items() if name != "natural-earth"}
    ground = replace(made.ground, sources=("instat-rgph",))
    once.publish(data, replace(made, ground=ground, sources={**gone, "ucdp-ged": newer}))
    found, text = verified(pack, data)
    assert found["code"] == SAME
    assert "  source ucdp-ged: release was drawn ucdp-ged, is 25.1.\n" in text
    assert "  source ucdp-ged: data_to was 2023-12-31, is 2024-12-31.\n" in text
    assert "  source ucdp-ged: it is read from another file.\n" in text
    assert "  source natural-earth drawn natural-earth is not a source of the build.\n" in text


@pytest.mark.parametrize(
    ("obstacle", "text"),
    [
        (None, ""),
        (Obstacle(Reason.NO_BUILD, "/data"), "there is no build in /data"),
        (Obstacle(Reason.NOT_READ, "there is no build"), "cannot be read: there is no build"),
        (Obstacle(Reason.INCOMPLETE, "KeyError"), "cannot be read whole (KeyError)"),
        (Obstacle(Reason.NO_SOURCE, "a\x1b", ("b", "c")), "has no source called 'a\\x1b'; it has b, c"),
        (Obstacle(Reason.NO_FRAME, "2030", ("2016",)), "has mine in the boundaries of 2016, not in those of '2030'"),
        (Obstacle(Reason.REFUSED, "ACLED: none"), "may not give it: ACLED: none"),
        (Obstacle(Reason.NO_LAYER), "does not have this layer of this source in this frame"),
        (Obstacle(Reason.NO_PERIOD, "2030", ("2021", "2022")), "has no figures of 2030; it has 2021, 2022"),
        (Obstacle(Reason.NO_MONTHS), "has no months of this source"),
        (Obstacle(Reason.NOT_TOLD_APART, "jnim"), "does not tell jnim apart in this source"),
        (Obstacle(Reason.NO_ZONES, "75"), "draws no zones of 75 km for this source"),
    ],
)
def test_every_reason_has_its_sentence(obstacle, text):
    assert verify_words.obstacle_text(obstacle, "mine") == text


def test_no_reason_is_without_a_sentence():
    assert all(verify_words.obstacle_text(Obstacle(reason, "x", ("y",))) for reason in Reason)

"""`mali-atlas verify`: what it says of a pack, of the build that it names, and of the present one."""

from __future__ import annotations

import csv
import io
import json
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given

from app.application import create_app
from app.cli import main, verify, verify_words
from app.exports.mapsheet import route
from geodata.builds import store
from geodata.exports import pack as packs
from geodata.exports.verify import Obstacle, Reason, confirm
from tests import once, worlds
from tests.app import deep
from tests.app.conftest import drawn_world, renamed_world
from tests.app.gate import KEPT
from tests.examples import times
from tests.zips import members, zipped

SAME, DAMAGED, DIFFERENT, UNKNOWN = 0, 1, 2, 3
ORIGIN = {"source", "release", "release_is_inferred", "is_provisional", "licence", "build"}


@pytest.fixture(autouse=True)
def _undrawn(monkeypatch):
    monkeypatch.setattr(route, "draw", lambda *_, extension, size: f"{extension} {size}".encode())
    monkeypatch.delenv("MALI_ATLAS_DATA", raising=False)


def run(*arguments: object):
    return CliRunner().invoke(main.main, ["verify", *map(str, arguments)])


def verified(pack: Path, data: Path) -> tuple[dict[str, Any], str]:
    """What --json says, and what is said without; both give the same code, and no traceback. A build is asked once."""
    answers: dict[str, Any] = {}

    def answer(pack: packs.Pack, build: store.Build) -> Any:
        if build.id not in answers:
            answers[build.id] = confirm(pack, build)
        return answers[build.id]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(verify, "confirm", answer)
        plain, told = run(pack, "--data", data), run(pack, "--data", data, "--json")
    assert plain.exit_code == told.exit_code
    assert plain.exception is None or isinstance(plain.exception, SystemExit), plain.exception
    found = json.loads(told.stdout)
    assert found["is_intact"] is (plain.exit_code != DAMAGED)
    return {**found, "code": plain.exit_code}, plain.output


def folder(tmp: Path, name: str) -> Path:
    made = tmp / name
    made.mkdir()
    return made


def pack_of(data: Path, query: str, to: Path) -> Path:
    """A pack of the present build of a data directory, saved."""
    answer = create_app(data).test_client().get(f"/download/pack.zip?{query}")
    assert answer.status_code == 200, answer.text
    to.write_bytes(answer.data)
    return to


def world(tmp: Path, spec: worlds.Spec = worlds.EVENTS, **options: Any):
    return drawn_world(Path(tempfile.mkdtemp(dir=tmp)), spec=spec, **options)


def changed(found: dict[str, Any], layer: str = "admin1") -> dict[tuple[str, str], tuple[Any, Any]]:
    """By unit and column, what was and what is."""
    one = next(entry for entry in found["present_build"]["layers"] if entry["layer"] == layer)
    return {(each["unit"], each["column"]): (each["then"], each["now"]) for each in one["differences"]}


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


def told(found: dict[str, Any]) -> dict[str, set[tuple[str, str, str, str]]]:
    """The differences that verify names, as `slow` gives them."""

    def text(value: Any) -> str:
        return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)

    return {
        layer["layer"]: {
            (_key(layer["layer"], one["unit"]), one["column"], text(one["then"]), text(one["now"]))
            for one in layer["differences"]
        }
        for layer in found["present_build"]["layers"]
    }


def _key(layer: str, unit: str) -> str:
    return unit if layer in ("zones", "grid") or unit == "not allocated" else unit.split(" ")[0]


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """A drawn world that is built, and packs of it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(route, "draw", lambda *_, extension, size: f"{extension} {size}".encode())
        tmp = tmp_path_factory.mktemp("verified")
        once.publish(tmp / "data", world(tmp))
        layers = "layers=units,grid,niger-50,sites-minusma"
        return tmp / "data", pack_of(tmp / "data", f"year=2022&from=2021&{layers}", tmp / "it.zip")


def moved(tmp: Path, drawn: tuple[Path, Path], spec: worlds.Spec, **options: Any) -> Path:
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
        *worlds.records(worlds.EVENTS),
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


@times(0.2, phases=worlds.NO_SHRINKING)
@given(spec=worlds.drawn_events)
def test_the_differences_are_those_of_asking_each_cell_in_turn(spec):
    with tempfile.TemporaryDirectory() as place:
        tmp = Path(place)
        inside = [{**row, "x": row["x"] % 3, "y": 15 + row["y"] % 2} for row in spec]
        first = worlds.records(worlds.EVENTS)
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
        *worlds.records(worlds.EVENTS),
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
    more = [*worlds.records(worlds.EVENTS), {"id": "98", "year": 2024, "x": 1.5, "y": 15.5, "best": 4, "high": 4}]
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
    extra = [*worlds.records(worlds.EVENTS), {"id": "99", "x": 2.5, "y": 15.5}]
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


@pytest.fixture(scope="module")
def brought(tmp_path_factory):
    """An imported source in two frames, served from a data directory; and a pack of each."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(route, "draw", lambda *_, extension, size: f"{extension} {size}".encode())
        tmp = tmp_path_factory.mktemp("brought")
        once.publish(tmp / "data", deep.world(tmp))
        layers = "layers=units,events,grid,either-75,niger-50,sites-minusma"
        query = f"level=admin3&year=2022&{layers}"
        made = {frame: pack_of(tmp / "data", f"frame={frame}&{query}", tmp / f"{frame}.zip") for frame in deep.FRAMES}
        made["month"] = pack_of(
            tmp / "data", f"level=admin2&year=2022&month=03&violence=one_sided&{layers}", tmp / "m.zip"
        )
        return tmp / "data", made


@pytest.mark.parametrize("which", [*deep.FRAMES, "month"])
def test_a_pack_of_an_imported_source_in_its_frame(brought, which):
    data, made = brought
    found, text = verified(made[which], data)
    assert found["code"] == SAME
    assert [layer["layer"] for layer in found["present_build"]["layers"]][1:] == [
        "zones",
        "zones",
        "grid",
        "sites",
        "events",
    ]
    assert "and all 18 data files byte for byte." in text


def later(tmp: Path, brought: tuple[Path, Any], inputs: Any) -> Path:
    data = tmp / "later"
    shutil.copytree(brought[0], data)
    once.publish(data, inputs)
    return data


def test_a_frame_that_is_gone(tmp_path, brought):
    data = later(tmp_path, brought, worlds.only(deep.world(tmp_path), "2016"))
    found, text = verified(brought[1]["2012"], data)
    assert found["code"] == UNKNOWN
    assert "has brought in the boundaries of 2016, not in those of '2012'." in text
    assert found["kept_build"]["is_same"] is True
    assert verified(brought[1]["2016"], data)[0]["code"] == SAME


def test_a_source_that_is_gone(tmp_path, brought):
    data = later(tmp_path, brought, world(tmp_path))
    found, text = verified(brought[1]["2016"], data)
    assert found["code"] == UNKNOWN
    assert "has no source called 'brought'; it has ucdp-ged." in text


def test_the_same_file_under_another_name_is_found(tmp_path):
    first, second = folder(tmp_path, "first"), folder(tmp_path, "second")
    made = worlds.only(deep.world(first), "2016")
    known = replace(made.sources["brought"], raw_sha256="7" * 64)
    once.publish(tmp_path / "data", replace(made, sources={**made.sources, "brought": known}))
    pack = pack_of(tmp_path / "data", "level=admin2&year=2022", tmp_path / "it.zip")
    other = worlds.only(deep.world(second), "2016")
    renamed = [replace(other.imported[0], source="mine")]
    records = {name: one for name, one in other.sources.items() if name != "brought"} | {
        "mine": replace(known, id="mine")
    }
    once.publish(tmp_path / "data", replace(other, imported=renamed, sources=records))
    found, text = verified(pack, tmp_path / "data")
    assert found["code"] == SAME
    assert "calls the source mine: it was read from the same file." in text


def test_layers_and_months_that_are_gone(tmp_path, brought):
    """An imported source whose terms became those of ACLED has no events, communes and cells to give."""
    data = later(tmp_path, brought, deep.world(tmp_path, policy="acled"))
    found, text = verified(brought[1]["2016"], data)
    why = {layer["layer"]: layer["why_not"] for layer in found["present_build"]["layers"]}
    assert why["admin3"].startswith("may not give it: ACLED: no event or point leaves")
    assert why["events"].startswith("may not give it: ACLED")
    assert why["grid"].startswith("may not give it: ACLED")
    assert why["sites"] == ""
    assert found["code"] == UNKNOWN
    assert "  admin3: the build may not give it: ACLED:" in text
    assert "draws no zones of 75 km for this source" in text


def test_a_period_that_is_not_covered_is_said_so(tmp_path, brought):
    rows = [row for row in deep.rows() if row["year"] != "2023" and not row["date_start"].startswith("2022")]
    data = later(tmp_path, brought, worlds.only(deep.world(tmp_path, rows), "2016"))
    found, text = verified(brought[1]["2016"], data)
    assert found["code"] == UNKNOWN
    assert "admin3: the build has no figures of 2022; it has 2021, 2024." in text


def test_a_pack_of_acled_is_verified_without_an_event(tmp_path):
    once.publish(tmp_path / "data", deep.world(folder(tmp_path, "w"), KEPT, policy="acled"))
    pack = pack_of(tmp_path / "data", "level=admin2&year=2022&layers=units,niger-50", tmp_path / "it.zip")
    assert verified(pack, tmp_path / "data")[0]["code"] == SAME


def test_a_pack_of_boundaries_that_are_only_drawn(tmp_path):
    made = deep.world(folder(tmp_path, "w"))
    grounds = [replace(ground, policy="maps-only") for ground in made.grounds]
    once.publish(tmp_path / "data", replace(made, grounds=grounds))
    pack = pack_of(tmp_path / "data", "level=admin3&year=2022&layers=units", tmp_path / "it.zip")
    found, text = verified(pack, tmp_path / "data")
    assert found["code"] == SAME
    assert found["left_out"][0]["format"] == "geojson"
    assert "and all 2 data files byte for byte." in text


def forged(pack: Path, to: Path, change, layer: str = "admin1") -> Path:
    """The pack with the table of a layer changed, and its manifest and zip made to fit again."""
    whole = packs.read(pack.read_bytes())
    name = next(part for part in whole.parts if part.layer == layer).file("csv").name
    told = {key: value for key, value in whole.manifest.items() if key not in ("format", "version", "files")}
    to.write_bytes(packs.write(told, {**whole.files, name: change(whole.files[name])}))
    return to


def test_a_pack_that_its_own_build_did_not_give_is_found_out(tmp_path, drawn):
    data, pack = drawn
    first = packs.read(pack.read_bytes())
    row = next(line for line in first.files[first.parts[0].file("csv").name].split(b"\r\n") if b"Gao" in line)
    false = forged(
        pack, tmp_path / "forged.zip", lambda table: table.replace(row, row.replace(b",10,12,12,", b",10,120,12,"))
    )
    found, text = verified(false, data)
    assert found["code"] == DIFFERENT
    assert found["kept_build"]["differs"] is True
    assert changed(found)["ML07 Gao", "fatalities_best"] == (120, 12)
    assert "is the one it names" in text
    extra = forged(pack, tmp_path / "added.zip", lambda table: table + row.replace(b"ML07", b"ML77") + b"\r\n")
    layer = verified(extra, data)[0]["present_build"]["layers"][0]
    assert [one["unit"] for one in layer["gone"]] == ["ML77 Gao"]
    wide = forged(
        pack, tmp_path / "wide.zip", lambda table: table.replace(b"\r\n", b",1\r\n").replace(b"end,1", b"end,x", 1)
    )
    found, text = verified(wide, data)
    assert found["present_build"]["layers"][0]["columns_gone"] == ["x"]
    assert "column is gone" in text
    assert found["code"] == DIFFERENT


@pytest.mark.parametrize("layer", ["zones", "grid"])
def test_a_pack_from_before_rows_had_a_side_is_of_mali_s(tmp_path, drawn, layer):
    def without_side(table: bytes) -> bytes:
        head, *rows = csv.reader(io.StringIO(table.decode("utf-8-sig"), newline=""))
        at, text = head.index("side"), io.StringIO(newline="")
        csv.writer(text, lineterminator="\r\n").writerows(row[:at] + row[at + 1 :] for row in (head, *rows))
        return text.getvalue().encode("utf-8-sig")

    found, _ = verified(forged(drawn[1], tmp_path / "before.zip", without_side, layer), drawn[0])
    own = next(one for one in found["present_build"]["layers"] if one["layer"] == layer)
    assert (own["differences"], own["gone"], own["come"], own["columns_gone"]) == ([], [], [], [])
    assert own["rows"] > 4
    assert found["code"] == SAME


@pytest.mark.parametrize(
    "change", [lambda table: b"\xff\xfe", lambda table: b"a,b\r\n1,2\r\n", lambda table: table + b"x\r\n"]
)
def test_a_table_that_is_none_is_damage(tmp_path, drawn, change):
    found, text = verified(forged(drawn[1], tmp_path / "forged.zip", change), drawn[0])
    assert found["code"] == DAMAGED
    assert text.startswith(f"mali-atlas: {tmp_path / 'forged.zip'}: data/mali-admin1-2022-from-2021.csv: ")


@pytest.mark.parametrize("name", ["README.txt", "CITATION.cff", "citation.bib", "figure.png", "manifest.json"])
def test_damage_is_one_sentence(tmp_path, drawn, name):
    data, pack = drawn
    whole = members(pack.read_bytes())
    file = tmp_path / "it.zip"
    for content in (
        zipped({key: value for key, value in whole.items() if key != name}),
        zipped({**whole, name: whole[name] + b"!"}) if name != "manifest.json" else zipped({**whole, name: b"{"}),
        zipped({**whole, "data/more.txt": b"x"}),
        pack.read_bytes()[:-30],
        pack.read_bytes()[: len(pack.read_bytes()) // 2],
        b"",
        b"<!DOCTYPE html><title>503</title>",
        b"no zip",
    ):
        file.write_bytes(content)
        found, text = verified(file, data)
        assert found["code"] == DAMAGED
        assert set(found) == {"pack", "is_intact", "problem", "code"}
        assert len(text.splitlines()) == 1
        assert text.startswith(f"mali-atlas: {file}: ")


def test_what_is_no_file(tmp_path, drawn):
    for path in (tmp_path / "none.zip", tmp_path):
        result = run(path, "--data", drawn[0])
        assert result.exit_code == DAMAGED
        assert len(result.output.splitlines()) == 1
        assert "Traceback" not in result.output


def test_a_file_that_is_too_large_is_not_read(tmp_path, drawn, monkeypatch):
    monkeypatch.setattr(packs, "MOST_BYTES", 100)
    found, text = verified(drawn[1], drawn[0])
    assert found["code"] == DAMAGED
    assert "is larger than any citation pack" in text


def test_nothing_is_written(tmp_path, drawn, monkeypatch):
    data, pack = drawn
    monkeypatch.chdir(tmp_path)
    before = sorted(data.rglob("*"))
    verified(pack, data)
    assert list(tmp_path.iterdir()) == []
    assert sorted(data.rglob("*")) == before


def test_a_long_list_is_cut_and_json_has_it_all(tmp_path, brought):
    rows = [{**row, "best_est": str(int(row["best_est"]) + 1), "high_est": "99"} for row in deep.rows()]
    data = later(tmp_path, brought, worlds.only(deep.world(tmp_path, rows), "2016"))
    found, text = verified(brought[1]["2016"], data)
    assert found["code"] == DIFFERENT
    assert len(max(found["present_build"]["layers"], key=lambda layer: len(layer["differences"]))["differences"]) > 40
    assert " more, which --json lists" in text
    assert max(map(len, (line for line in text.splitlines() if line.startswith("    ")))) <= 104


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

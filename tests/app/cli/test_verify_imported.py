"""`mali-atlas verify` of packs of imported sources: frames, names, periods and terms that are others now."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.exports.mapsheet import route
from tests import deep_worlds, once
from tests.app import deep
from tests.app.gate import KEPT
from tests.app.verifying import DIFFERENT, SAME, UNKNOWN, folder, pack_of, verified, world

pytestmark = pytest.mark.usefixtures("undrawn")


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
    data = later(tmp_path, brought, deep_worlds.only(deep.world(tmp_path), "2016"))
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
    made = deep_worlds.only(deep.world(first), "2016")
    known = replace(made.sources["brought"], raw_sha256="7" * 64)
    once.publish(tmp_path / "data", replace(made, sources={**made.sources, "brought": known}))
    pack = pack_of(tmp_path / "data", "level=admin2&year=2022", tmp_path / "it.zip")
    other = deep_worlds.only(deep.world(second), "2016")
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
    data = later(tmp_path, brought, deep_worlds.only(deep.world(tmp_path, rows), "2016"))
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


def test_a_long_list_is_cut_and_json_has_it_all(tmp_path, brought):
    rows = [{**row, "best_est": str(int(row["best_est"]) + 1), "high_est": "99"} for row in deep.rows()]
    data = later(tmp_path, brought, deep_worlds.only(deep.world(tmp_path, rows), "2016"))
    found, text = verified(brought[1]["2016"], data)
    assert found["code"] == DIFFERENT
    assert len(max(found["present_build"]["layers"], key=lambda layer: len(layer["differences"]))["differences"]) > 40
    assert " more, which --json lists" in text
    assert max(map(len, (line for line in text.splitlines() if line.startswith("    ")))) <= 104

"""The citation pack holds nothing that may not leave, of older builds neither, and any name as it is."""

from __future__ import annotations

import json

import pytest

from geodata import policies
from geodata.builds import store
from geodata.exports.pack import EXTENSIONS, Pack, read
from tests import examples, once
from tests.app import deep
from tests.app.conftest import renamed_world, serve_world
from tests.app.gate import KEPT, MARKS, text_of
from tests.app.packs import got, names, table

CSV, SIDECAR, GEOJSON = EXTENSIONS


@pytest.fixture(scope="module")
def acled(tmp_path_factory):
    tmp = tmp_path_factory.mktemp("pack-gate")
    return deep.serve(tmp, deep.world(tmp, KEPT, policy="acled"))


def everything(pack: Pack) -> str:
    """All text of a pack, and of its PDF and PNG what stands there as text."""
    return json.dumps(pack.manifest) + "".join(map(text_of, pack.files.values()))


@pytest.mark.parametrize("frame", deep.FRAMES)
def test_no_event_of_acled_leaves_in_a_pack_and_counts_do(acled, frame, request):
    """In a pack of each frame; the figures of one are drawn, and of each with the large profile."""
    if frame not in examples.some(deep.FRAMES, 2):
        request.getfixturevalue("undrawn")
    shown = "units,niger-50,sites-minusma,rivers,towns"
    pack = got(acled.client, f"/download/pack.zip?frame={frame}&level=admin2&year=2022&month=03&layers={shown}")
    assert [part.layer for part in pack.parts] == ["admin2", "zones", "sites"]
    assert not MARKS.findall(everything(pack))
    assert sum(int(row["events"]) for row in table(pack, "admin2")[:-2]) > 0
    assert pack.manifest["terms"] == policies.POLICIES["acled"].rule
    assert "drawn brought" in pack.files["CITATION.txt"].decode()
    for query in ("layers=events", "layers=grid", "level=admin3"):
        assert acled.client.get(f"/download/pack.zip?frame={frame}&{query}").status_code in (400, 403)


@pytest.mark.usefixtures("undrawn")
def test_terms_that_became_stricter_since_hold_for_the_packs_of_older_builds(tmp_path):
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    client, old = serve_world(tmp_path / "data", deep.world(first, KEPT))
    address = f"/b/{old.id}/download/pack.zip?year=2022"
    assert [part.layer for part in got(client, f"{address}&layers=events,grid").parts] == ["admin1", "grid", "events"]
    assert client.get(f"{address}&level=admin3").status_code == 200
    once.publish(tmp_path / "data", deep.world(second, KEPT, policy="acled"))
    for query in ("layers=events", "layers=events,grid", "level=admin3"):
        answer = client.get(f"{address}&{query}")
        assert answer.status_code in (400, 403)
        assert not MARKS.findall(answer.text)
    pack = got(client, f"{address}&layers=grid,niger-50")
    assert [part.layer for part in pack.parts] == ["admin1", "zones"]
    assert pack.manifest["left_out"] == [{"layer": "grid", "rule": policies.POLICIES["acled"].rule}]
    assert "Left out, by the terms of the sources (manifest.json says which): grid" in pack.files["README.txt"].decode()
    assert "grid" not in "".join(names(pack))


@pytest.mark.usefixtures("undrawn")
def test_boundaries_that_may_only_be_drawn_leave_as_tables_alone(drawn_only):
    pack = got(drawn_only.client, "/download/pack.zip?level=admin3&year=2022&layers=units,grid,events,niger-50")
    assert [name for name in names(pack) if "admin3" in name] == [
        "data/mali-admin3-2022.csv",
        "data/mali-admin3-2022.csv-metadata.json",
    ]
    assert {name for name in names(pack) if name.endswith(".geojson")} == {
        f"data/mali-{layer}-2022.geojson" for layer in ("grid", "events", "zones")
    }
    rule = policies.POLICIES["maps-only"].rule
    assert pack.manifest["left_out"] == [{"layer": "admin3", "format": "geojson", "rule": rule}]
    assert "admin3 geojson" in pack.files["README.txt"].decode()


@pytest.mark.usefixtures("undrawn")
def test_an_older_build_gives_its_own_pack(tmp_path):
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    client, old = serve_world(tmp_path / "data", renamed_world(first, {}))
    before = client.get(f"/b/{old.id}/download/pack.zip?year=2022").data
    assert before == client.get("/download/pack.zip?year=2022").data
    once.publish(tmp_path / "data", renamed_world(second, {"ML07": "Gao now"}))
    assert client.get(f"/b/{old.id}/download/pack.zip?year=2022").data == before
    newest = read(client.get("/download/pack.zip?year=2022").data)
    assert newest.build == store.read(tmp_path / "data").id != read(before).build
    assert [row["name"] for row in table(newest, "admin1") if row["pcode"] == "ML07"] == ["Gao now"]
    assert client.get(f"/b/{'0' * 16}/download/pack.zip").status_code == 404


HOSTILE = {"ML05": 'a "b", {c}', "ML06": "<script>x</script>\\", "ML07": "=1+1", "ML10": "line\nbreak é 日本"}


@pytest.mark.usefixtures("undrawn")
def test_names_that_hold_anything_come_out_as_they_are(tmp_path):
    client, _ = serve_world(tmp_path, renamed_world(tmp_path, HOSTILE))
    pack = got(client, "/download/pack.zip?year=2022")
    found = {row["pcode"]: row["name"] for row in table(pack, "admin1")}
    assert {pcode: found[pcode].removeprefix("'") for pcode in HOSTILE} == HOSTILE
    part = pack.parts[0]
    features = json.loads(pack.files[part.file(GEOJSON).name])["features"]
    assert {one["properties"]["pcode"]: one["properties"]["name"] for one in features} == HOSTILE
    assert json.loads(pack.files[part.file(SIDECAR).name])["url"] == part.file(CSV).permalink

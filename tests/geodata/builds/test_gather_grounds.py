"""The grounds of a build: those that the boundary file in use gives, and the regions that ship where it does not."""

from __future__ import annotations

import pytest

from geodata.boundaries import gazetteer
from geodata.builds import gather
from geodata.imports import add
from tests import boundary_worlds


def cercles():
    """The drawn cercles, as COD-AB has them."""
    table = gazetteer.communes()
    communes = boundary_worlds.communes().assign(ADM2_PCODE=table["admin2_pcode"], ADM2_FR=table["admin2_name"])
    return communes.dissolve("ADM2_PCODE").reset_index()[["ADM2_FR", "ADM2_PCODE", "geometry"]]


FILES = {
    "cercles": (cercles, ["admin1", "admin2"], "regions and cercles, imported"),
    "gadm": (boundary_worlds.gadm, ["admin1", "admin2", "admin3"], "regions, cercles and communes, imported"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_does_not_give_the_frame_of_2016_leaves_the_regions_that_ship(tmp_path, name):
    make, levels, used_for = FILES[name]
    record = add.add(tmp_path / "data", boundary_worlds.write(make(), tmp_path / f"{name}.geojson"))
    found = gather.gather_inputs(tmp_path / "data")
    before, now = found.grounds
    assert (before.frame, before.key, list(before.units)) == ("2012", record.name, levels)
    assert (now.frame, now.key, list(now.units)) == ("2016", "shipped", ["admin1"])
    assert now is found.ground, "the counts that ship are of the same ground"
    assert list(before.differences) == ["2016"]
    assert {pcode: there for pcode, there, is_same in now.differences["2012"] if not is_same} == {
        "ML06": ["ML06"],
        "ML07": ["ML07"],
        "ML09": ["ML06"],
        "ML10": ["ML07"],
    }
    assert found.sources[record.name].used_for == used_for

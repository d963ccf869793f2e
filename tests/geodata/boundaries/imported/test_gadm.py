"""GADM, in which the far north belongs to Alafia and Salam is small."""

from __future__ import annotations

import pytest
import shapely

from geodata.boundaries import frames
from geodata.errors import DataError
from tests import boundary_worlds


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".zip"])
def test_gadm_which_draws_the_far_north_as_alafia_gives_the_frame_without_taoudenit(tmp_path, suffix):
    communes, report = boundary_worlds.read(boundary_worlds.gadm(), tmp_path / f"gadm41_MLI_4{suffix}")
    assert (report.layout, report.frame) == ("gadm-admin3", "2012")
    assert communes["commune_id"].tolist() == boundary_worlds.communes()["commune_id"].tolist()
    assert report.matched == {"name_and_point": 700, "name_elsewhere": 1}
    assert report.frames == ("2012",)
    told = report.findings[report.findings["check"].isin(["match", "frame"])]
    why = "they divide a cercle in which this file draws communes elsewhere (Salam)"
    assert list(zip(told["names"], told["detail"], strict=True)) == [
        ("Salam", "taken as Salam: the names of cercle and commune; it is drawn elsewhere in its cercle"),
        ("Tombouctou", f"the boundaries of 2016 cannot be made: {why}"),
        ("Tombouctou", f"the boundaries of 2023 cannot be made: {why}"),
    ]
    cercle = frames.levels(communes, "2012")["admin2"].set_index("pcode").geometry["ML0605"]
    whole = frames.levels(boundary_worlds.communes(), "2012")["admin2"].set_index("pcode").geometry["ML0605"]
    assert shapely.area(shapely.symmetric_difference(cercle, whole)) < 1e-6


def test_a_commune_drawn_in_another_cercle_is_not_taken_for_it(tmp_path):
    table = boundary_worlds.gadm()
    alafia, other = (table.index[table["NAME_4"] == name][0] for name in ("Alafia", "Essakane"))
    north = boundary_worlds.features("gadm").set_index("NAME_4").geometry["Salam"]
    table.loc[alafia, "geometry"] = shapely.difference(table.geometry[alafia], north)
    table.loc[other, "geometry"] = shapely.union(table.geometry[other], north)
    table = table.set_geometry(shapely.coverage_clean(table.geometry.to_numpy()), crs=table.crs)
    with pytest.raises(DataError) as caught:
        boundary_worlds.read(table, tmp_path / "x.geojson")
    assert (
        "1 of 701 communes have no feature (Salam (Tombouctou)); 1 features match no known commune (Salam)"
        in caught.value.text
    )

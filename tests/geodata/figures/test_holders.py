"""What holds a unit: the cercle of every commune, in every frame, and the region of both."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from geodata.boundaries import frames, gazetteer
from geodata.figures import holders
from geodata.figures.figures import Unit


@dataclass
class Known:
    """The cercles of a frame."""

    cercles: dict[str, Unit]

    def unit(self, level: str, pcode: str) -> Unit | None:
        assert level == "admin2"
        return self.cercles.get(pcode)


@pytest.mark.parametrize("frame", ["2012", "2016", "2023"])
def test_a_commune_lies_in_the_cercle_and_region_of_the_gazetteer(frame):
    table = frames.membership(gazetteer.communes()["commune_id"], frame)
    rows = table.to_dict("records")
    known = Known({row["admin2_pcode"]: Unit(row["admin2_pcode"], row["admin2_name"], 1.0) for row in rows})
    communes = [Unit(row["commune_id"], "", 1.0, admin1=row["admin1_pcode"]) for row in rows]
    assert [holders.at(known, one, "admin2") for one in communes] == list(table["admin2_pcode"])
    assert [holders.at(known, one, "admin1") for one in communes] == list(table["admin1_pcode"])
    assert len(rows) == 701
    own = [one.pcode.partition("-")[0] for one in communes]
    told = [holders.divided(known, one, "admin3") or code for one, code in zip(communes, own, strict=True)]
    assert told == list(table["admin2_pcode"]), "what the script is told, and else takes from the code"
    assert holders.divided(known, communes[0], "admin2") is None


def test_a_commune_whose_cercle_is_not_known_has_none():
    assert holders.cercle(Known({}), Unit("ML0101-diakon", "Diakon", 1.0, admin1="ML01")) is None

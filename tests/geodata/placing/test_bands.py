"""The bands along the borders: squares answer as distances do."""

import numpy as np
import pandas as pd
import pytest

from geodata import vocabulary
from geodata.boundaries import ground
from geodata.geometry.geodesy import BorderLine
from geodata.placing import bands, zones


@pytest.fixture(scope="module")
def lines():
    return bands.border_lines(ground.shipped_boundaries().surroundings.borders)


@pytest.mark.parametrize("kind", bands.BORDERS)
def test_every_point_has_the_band_of_its_distance(lines, kind):
    """Points all over Mali, far away, and as many within metres of the standard distances as the squares leave open."""
    random = np.random.default_rng(14)
    x, y = random.uniform((-13, 8), (6, 26), (4_000, 2)).T
    km = BorderLine(lines[kind]).km(x, y)
    found = bands.BorderBands(lines[kind])
    assert (found.of(x, y) == bands.of_distance(km)).all()
    assert set(bands.of_distance(km)) == set(range(bands.BEYOND + 1))
    nudged = np.flatnonzero(np.min(np.abs(km[:, None] - vocabulary.DISTANCES_KM), axis=1) < 2)
    x, y = (np.repeat(part[nudged], 20) + random.uniform(-0.02, 0.02, 20 * len(nudged)) for part in (x, y))
    assert (found.of(x, y) == bands.of_distance(BorderLine(lines[kind]).km(x, y))).all()
    far = np.array([-179.0, 179, 0, 0, 100]), np.array([0, 0, 89.0, -89, 13])
    assert (found.of(*far) == bands.BEYOND).all()


def test_the_zones_of_a_position_are_those_of_the_distances():
    km = pd.DataFrame([(n, b) for n in (0, 25, 25.1, 50, 99, 100, 101) for b in (3, 26, 51, 100, 500)], dtype=float)
    km.columns = ["km_to_niger", "km_to_burkina"]
    for row, where in zip(range(len(km)), bands.positions_of(km).tolist(), strict=True):
        inside = [
            vocabulary.zone_id(kind, limit)
            for kind in vocabulary.KINDS
            for limit in vocabulary.DISTANCES_KM
            if zones.is_inside(km.iloc[[row]], kind, limit).item()
        ]
        assert bands.zones_of(where) == inside
    assert bands.zones_of(bands.UNKNOWN) == []

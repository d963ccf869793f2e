"""Ten million points placed and counted in 50,000 synthetic units of the world, beside the 701 communes.

Run: .venv/bin/python -m tests.benchmarks.placing_cercles  (needs ../shared/data)
"""

from __future__ import annotations

import time

import geopandas as gpd
import numpy as np
import shapely

from geodata.bulk import units
from geodata.bulk.units import UnitsFile
from geodata.counting.batch_tally import Around, tally
from geodata.counting.event_batch import EventBatch
from geodata.counting.sums import Kinds, Values, attributes
from geodata.placing import bands, grid
from geodata.placing.batch import Places, place_batch
from geodata.placing.meanings import Coded
from geodata.placing.scale import UCDP
from geodata.placing.unit_index import Indexes, UnitIndex
from tests.benchmarks.placing_files import COMMUNES

UNITS, BATCH, BATCHES = 50_000, 2**18, 8


def world() -> UnitIndex:
    """Voronoi cells of random places from 60 degrees south to 75 north, with winding borders."""
    random = np.random.default_rng(14)
    seeds = shapely.MultiPoint(random.uniform((-180, -60), (180, 75), (UNITS, 2)))
    box = shapely.box(-180, -60, 180, 75)
    cells = shapely.intersection(shapely.get_parts(shapely.voronoi_polygons(seeds, extend_to=box)), box)
    cells = shapely.transform(
        shapely.segmentize(cells, 0.1),
        lambda at: at + 0.02 * np.sin(40 * at[:, ::-1]),  # the same on both sides
    )
    names = [f"U{number:05}" for number in range(len(cells))]
    table = gpd.GeoDataFrame({"pcode": names, "name": names}, geometry=cells, crs="EPSG:4326")
    return Indexes().of(table, "world", "admin2")


def seconds(index: UnitIndex, box: tuple[float, float, float, float]) -> float:
    """CPU seconds of placing and counting ten million points of exact place, in 13 years of months."""
    random = np.random.default_rng(2022)
    nobody = Coded(np.full(BATCH, -1, np.int32), [])
    exact, years = np.ones(BATCH, np.int8), np.full(BATCH, 2022, np.int16)
    taken = 0.0
    for _ in range(BATCHES):
        x, y = random.uniform(box[:2], box[2:], (BATCH, 2)).T.copy()
        period, deaths = random.integers(0, 169, BATCH), [random.integers(0, 9, BATCH) for _ in range(4)]
        around = Around(np.full(BATCH, bands.UNKNOWN, np.int8), grid.gid(x, y))
        before = time.process_time()
        kinds, values = Kinds.of(attributes(period, period % 3, period % 5)), Values(deaths, [None] * 4)
        batch = EventBatch(Places(x, y, exact, years, nobody, nobody), kinds, values)
        tally(batch, place_batch(batch.where, [index], UCDP), around, UCDP)
        taken += time.process_time() - before
    return taken * 1e7 / (BATCH * BATCHES)


def main() -> None:
    started = time.process_time()
    cercles = world()
    made = time.process_time() - started
    communes = next(one for one in units.load(UnitsFile.of(COMMUNES)).indexes if one.level == "admin3")
    few, many = seconds(communes, (-12.5, 10, 4.5, 25)), seconds(cercles, (-180, -60, 180, 75))
    print(
        f"10 million points: {few:.1f} CPU s in {len(communes.pcodes)} communes, {many:.1f} in {len(cercles.pcodes):,}"
    )
    print(f"  ratio {many / few:.2f}; the units were drawn and prepared in {made:.0f} s")


if __name__ == "__main__":
    main()

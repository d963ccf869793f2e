"""Placing a million points in 701 communes beside geopandas.sjoin, and a whole build from the raw files.

Run: .venv/bin/python -m tests.benchmarks.placing  (needs ../shared/data)
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from geodata.boundaries import frames
from geodata.boundaries.imported import boundary_file
from geodata.placing import place

ROUNDS, POINTS = 7, 1_000_000
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
WHOLE = """
import sys, time
from pathlib import Path
started = time.perf_counter()
from geodata.builds import assemble
from geodata.imports import add
data = Path(sys.argv[1])
for name in sys.argv[2:]:
    add.add(data, Path(name))
imported = time.perf_counter()
assemble.build(data)
ended = time.perf_counter()
peak = int(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))) / 1024
print(f"{imported - started:.1f} {ended - imported:.1f} {ended - started:.1f} {peak:.0f}")
"""


def drawn_events(bounds: tuple[float, float, float, float]) -> pd.DataFrame:
    """A million events scattered over the country's box, a third of them named, of every precision."""
    west, south, east, north = bounds
    random = np.random.default_rng(2022)
    return pd.DataFrame(
        {
            "event_id": pd.array(np.arange(POINTS).astype(str), dtype="string"),
            "longitude": random.uniform(west, east, POINTS),
            "latitude": random.uniform(south, north, POINTS),
            "where_precision": np.ones(POINTS, int),
            "admin1_name": random.choice(["Gao region", None, "Mopti region"], POINTS),
            "admin2_name": random.choice(["Gao cercle", None, "Bankass cercle"], POINTS),
            "year": random.integers(2012, 2024, POINTS),
        }
    )


def main() -> None:
    communes, _ = boundary_file.read_units(SHARED / "boundaries" / "MLI-ADM3.geojson")
    units = frames.levels(communes, "2016")["admin3"]
    events = drawn_events(tuple(units.total_bounds))
    points = gpd.GeoDataFrame(
        events, geometry=gpd.points_from_xy(events["longitude"], events["latitude"]), crs="EPSG:4326"
    )
    ours, theirs = [], []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        joined = gpd.sjoin(points, units[["pcode", "geometry"]], predicate="intersects", how="left")
        theirs.append(time.perf_counter() - started)
        started = time.perf_counter()
        placed = place.place(events, units, frame="2016", level="admin3")
        ours.append(time.perf_counter() - started)
    once = joined.groupby(level=0)["pcode"].min().reindex(events.index)
    assert (placed["pcode"].fillna("") == once.fillna("")).all(), "placing and sjoin differ"
    print(f"1,000,000 points in {len(units)} communes, medians of {ROUNDS} interleaved rounds:")
    own, other = statistics.median(ours), statistics.median(theirs)
    print(f"  placing.place {own:.2f} s, geopandas.sjoin {other:.2f} s: ratio {own / other:.2f}")
    print("  the same units, and a reason for each event")
    print(f"  {len(joined) - len(events)} points that sjoin gives twice")
    whole()


def whole() -> None:
    """Print seconds and memory of importing and building from the raw Mali file and the communes, in a new process."""
    names = [SHARED / "ucdp" / "ged241_country_download_mali.csv", SHARED / "boundaries" / "MLI-ADM3.geojson"]
    with tempfile.TemporaryDirectory() as folder:
        answer = subprocess.run(
            [sys.executable, "-c", WHOLE, folder, *map(str, names)], capture_output=True, text=True, check=True
        )
    imports, built, total, peak = answer.stdout.split()
    print(f"Raw Mali file and 701 communes: import {imports} s, build {built} s, together {total} s (limit 10)")
    print(f"  peak {peak} MB (limit 600)")


if __name__ == "__main__":
    main()

"""Files of events placed and counted as `mali-atlas place` does it, beside geopandas.sjoin in the same run.

Run: .venv/bin/python -m tests.benchmarks.placing_files [MILLIONS [WORKERS [local|dask [any|named]]]]
(needs ../shared/data; `named`: see synthetic)
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import geopandas as gpd
import pyarrow.parquet as parquet

from geodata.bulk import by_name, run, units
from geodata.bulk.units import UnitsFile
from tests.benchmarks import synthetic

COMMUNES = Path(__file__).resolve().parents[3] / "shared" / "data" / "boundaries" / "MLI-ADM3.geojson"


def main(millions: int = 1, workers: int = 1, engine: str = "local", places: str = "any") -> None:
    """Draw the events, and measure in a process of its own, so that drawing counts neither as time nor as memory."""
    with tempfile.TemporaryDirectory() as folder:
        events = Path(folder) / "events.parquet"
        synthetic.write(events, millions * 1_000_000, is_named=places == "named")
        print(f"{millions} million events ({places} places), {workers} workers of {engine}:", flush=True)
        command = [sys.executable, "-m", "tests.benchmarks.placing_files", "--of", events, str(workers), engine]
        subprocess.run(command, check=True)


def measure(events: Path, workers: int, engine: str) -> None:
    """Place and count a file of events; what it took, beside sjoin."""
    before, started = _seconds(), time.perf_counter()
    chosen = by_name.named(engine, workers)
    wanted = run.Wanted([events], COMMUNES, events.with_name("counts.parquet"))
    about = run.run(wanted, chosen, lambda done, of: None)
    chosen.close()
    taken, wall = _seconds() - before, time.perf_counter() - started
    peaks = _peak(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    theirs, per = sjoin(events), taken * 1e7 / about["rows"]
    print(f"  {wall:.0f} s, {taken:.1f} CPU s, {per:.1f} for 10 million, all frames and levels")
    print(f"  peak {peaks[0]:.0f} MB, workers {peaks[1]:.0f} MB")
    print(f"  geopandas.sjoin, the communes alone: {theirs:.1f} CPU s for 10 million: ratio {per / theirs:.2f}")
    print(f"  {about['rows']:,} rows = {about['events']:,} events + {sum(about['left_out'].values()):,} left out")


def _peak() -> float:
    """MB that this process held at most; that of getrusage counts what its parent held when it was started."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def _seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def sjoin(events: Path) -> float:
    """CPU seconds of sjoin for 10 million of the points, told by one million."""
    index = next(one for one in units.load(UnitsFile.of(COMMUNES)).indexes if one.level == "admin3")
    shapes = gpd.GeoDataFrame({"pcode": index.pcodes}, geometry=index.lattice.shapes, crs="EPSG:4326")
    table = parquet.ParquetFile(events).read_row_group(0, ["longitude", "latitude"]).slice(0, 1_000_000)
    before = time.process_time()
    points = gpd.GeoDataFrame(
        geometry=gpd.points_from_xy(table["longitude"].to_numpy(), table["latitude"].to_numpy()), crs="EPSG:4326"
    )
    gpd.sjoin(points, shapes, predicate="intersects", how="left")
    return 10 * (time.process_time() - before)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--of"]:
        measure(Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
    else:
        main(*(int(one) if one.isdigit() else one for one in sys.argv[1:]))  # type: ignore[arg-type]

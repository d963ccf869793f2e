"""Every download of 701 communes and 13 years: seconds, MB, memory, beside GeoPandas; and memory over 2,000 requests.

Run: .venv/bin/python -m tests.benchmarks.downloads  (needs ../shared/data)
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from geodata.builds import assemble
from geodata.exports.formats import FORMATS
from geodata.imports import add

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
FILES = ("ucdp/ged241_country_download_mali.csv", "boundaries/MLI-ADM3.geojson")
MEMORY = """
def memory(name):
    return int(next(line.split()[1] for line in open("/proc/self/status") if line.startswith(name))) / 1024
"""
ONE = (
    MEMORY
    + """
import sys, time
from app.application import create_app
app = create_app(sys.argv[1])
client = app.test_client()
assert client.get("/download/admin1.csv?year=2022").status_code == 200
before = memory("VmRSS")
with open("/proc/self/clear_refs", "w") as file:
    file.write("5")
started = time.perf_counter()
answer = client.get(sys.argv[2], headers={"Accept-Encoding": "gzip"})
seconds = time.perf_counter() - started
assert answer.status_code == 200, answer.text
peak = memory("VmHWM")
plain = len(client.get(sys.argv[2]).data)
print(seconds, plain / 1e6, len(answer.data) / 1e6, before, peak)
"""
)
BESIDE = (
    MEMORY
    + """
import sys, tempfile, time
from pathlib import Path
import geopandas as gpd
import pyogrio
import xlsxwriter
from geodata.builds import store
from geodata.exports.extract import build_extract
from geodata.exports.formats import FORMATS
from geodata.exports.selection import Selection
edition = store.read(Path(sys.argv[1])).edition()
extract = build_extract(edition, "admin3", Selection(level="admin3"), permalink="https://atlas.example/")
small = build_extract(edition, "admin1", Selection(year="2022"))
for found in FORMATS.values():
    found.write(small, False)
def theirs(extension, file):
    if extension in ("csv", "xlsx"):
        import pandas as pd
        table = pd.DataFrame([item.properties for item in extract.items])
        return table.to_csv(file, index=False) if extension == "csv" else table.to_excel(file, index=False)
    features = [{"type": "Feature", "geometry": item.geometry, "properties": item.properties} for item in extract.items]
    frame = gpd.GeoDataFrame.from_features(features, crs="EPSG:4326")
    drivers = {"geojson": "GeoJSON", "gpkg": "GPKG", "fgb": "FlatGeobuf"}
    return frame.to_parquet(file) if extension == "parquet" else frame.to_file(file, driver=drivers[extension])
for extension, found in FORMATS.items():
    times, sizes = ([], []), [0, 0]
    for _ in range(3):
        with tempfile.TemporaryDirectory() as folder:
            started = time.perf_counter()
            sizes[0] = len(found.write(extract, False))
            middle = time.perf_counter()
            file = Path(folder) / f"x.{extension}"
            theirs(extension, file)
            ended = time.perf_counter()
            sizes[1] = file.stat().st_size
        times[0].append(middle - started)
        times[1].append(ended - middle)
    own, other = sorted(times[0])[1], sorted(times[1])[1]
    print(extension, own, other, sizes[0] / 1e6, sizes[1] / 1e6)
"""
)
MANY = (
    MEMORY
    + """
import itertools, sys
from app.application import create_app
from geodata.exports.formats import FORMATS
client = create_app(sys.argv[1]).test_client()
kinds = [*FORMATS, "csv-metadata.json"]
filters = ("", "&violence=one_sided", "&family=jnim", "&violence=state_based&family=government", "&from=2024")
layers = ("admin1", "admin2", "admin3", "grid", "zones")
mixed = [
    f"/download/{layer}.{kind}?year={year}{more}"
    for year, more, layer, kind in itertools.product(range(2012, 2024), filters, layers, kinds)
]
whole = [f"/download/{layer}.{kind}" for layer, kind in itertools.product(("admin3", "events", "admin2"), kinds)]
size = 0
for number in range(1, 2001):
    path = whole[number // 25 % len(whole)] if number % 25 == 0 else mixed[number * 389 % len(mixed)]
    answer = client.get(path, headers={"Accept-Encoding": "gzip"} if number % 2 else {})
    assert answer.status_code == 200, (path, answer.text[:300])
    size += len(answer.data)
    answer.close()
    if number in (1, 100, 500, 1000, 1500, 2000):
        print(f"  after {number:>5,} requests: {memory('VmRSS'):.0f} MB (peak {memory('VmHWM'):.0f})", flush=True)
print(f"  {size / 1e6:.0f} MB answered")
"""
)


def run(code: str, *arguments: str) -> str:
    """What a new process prints."""
    return subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True).stdout


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        for name in FILES:
            add.add(data, SHARED / name)
        assemble.build(data)
        print("First answer of a worker to 701 communes x 13 years, gzip accepted where it shrinks the file:")
        for extension in (*FORMATS, "csv-metadata.json"):
            found = run(ONE, folder, f"/download/admin3.{extension}").split()
            seconds, plain, sent, before, peak = map(float, found)
            sizes = f"{plain:6.2f} MB, {sent:5.2f} sent"
            print(f"  {extension:<18} {seconds:5.2f} s, {sizes}, memory {before:.0f} -> peak {peak:.0f} MB")
        print("Writing alone beside GeoPandas and pandas, medians of 3, no provenance or totals in theirs:")
        for line in run(BESIDE, folder).splitlines():
            extension, *numbers = line.split()
            own, other, size, their = map(float, numbers)
            print(f"  {extension:<8} {own:5.2f} s {size:6.2f} MB, theirs {other:5.2f} s {their:6.2f} MB:", end=" ")
            print(f"{other / own:.1f} times as fast")
        print("Memory of a worker over mixed downloads:")
        print(run(MANY, folder), end="")


if __name__ == "__main__":
    main()

"""Seconds and MB of a figure of the regions and of 701 communes, and the memory that a worker gains by it.

Run: .venv/bin/python -m tests.benchmarks.figure  (the communes need ../shared/data)
"""

import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
RAW = ("ucdp/ged241_country_download_mali.csv", "boundaries/MLI-ADM3.geojson")
YEARS = [str(year) for year in range(2012, 2024)]


def memory_mb(entry: str = "VmRSS") -> float:
    """Memory of this process in MB: now, or with VmHWM the most so far."""
    kilobytes = re.search(rf"{entry}:\s+(\d+)", Path("/proc/self/status").read_text())[1]
    return int(kilobytes) / 1024


def measure(data: str, level: str) -> None:
    """Print the figures of a level in a process of its own: the first, then one a year."""
    from app.application import create_app

    client = create_app(data).test_client()
    client.get(f"/?level={level}")
    before = memory_mb()
    for extension in ("png", "svg", "pdf"):
        times, sizes = [], []
        for year in YEARS:
            started = time.perf_counter()
            answer = client.get(f"/figure.{extension}?level={level}&year={year}&focus=mali")
            times.append(time.perf_counter() - started)
            assert answer.status_code == 200
            sizes.append(len(answer.data) / 1e6)
        started = time.perf_counter()
        client.get(f"/figure.{extension}?level={level}&year={YEARS[-1]}&focus=mali")
        kept = (time.perf_counter() - started) * 1000
        following = sorted(times[1:])[len(times) // 2]
        print(
            f"{level:7} {extension}  first {times[0]:.2f} s, following {following:.2f} s (most {max(times[1:]):.2f}), "
            f"kept {kept:.1f} ms, {max(sizes):.2f} MB; worker {before:.0f} to {memory_mb():.0f} MB, "
            f"at most {memory_mb('VmHWM'):.0f}"
        )


def main() -> None:
    from geodata.builds import assemble
    from geodata.imports import add

    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        levels = ["admin1"]
        if SHARED.is_dir():
            for name in RAW:
                add.add(data, SHARED / name)
            levels.append("admin3")
        else:
            print(f"communes: not measured, {SHARED} is not there")
        assemble.build(data)
        for level in levels:
            subprocess.run([sys.executable, "-m", "tests.benchmarks.figure", folder, level], check=True)


if __name__ == "__main__":
    measure(*sys.argv[1:]) if len(sys.argv) > 1 else main()

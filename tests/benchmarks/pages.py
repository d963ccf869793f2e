"""Weight, time and memory of the pages with charts, beside Altair's own way: Vega's scripts in the page.

Run: .venv/bin/python -m tests.benchmarks.pages
"""

import gzip
import re
import tempfile
import time
from pathlib import Path

import vl_convert

from app.application import create_app
from geodata.builds import assemble

PAGES = ("/sources", "/forces", "/forces/minusma", "/withdrawal", "/claims", "/claims/C11")


def resident_mb() -> float:
    """Memory of this process in MB."""
    kilobytes = re.search(r"VmRSS:\s+(\d+)", Path("/proc/self/status").read_text())[1]
    return int(kilobytes) / 1024


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        assemble.build(data)
        client = create_app(data).test_client()
        zipped = {"Accept-Encoding": "gzip"}
        tag = re.search(r"/assets/([\w.~-]+)/", client.get("/method").text)[1]
        style = len(client.get(f"/assets/{tag}/atlas.css", headers=zipped).data)
        print(f"{'page':20} gzipped  with style (limit 150,000)  first answer  kept answer   memory")
        for page in PAGES:
            times = []
            for _ in range(2):
                started = time.perf_counter()
                answer = client.get(page, headers=zipped)
                times.append(time.perf_counter() - started)
            assert answer.status_code == 200
            size = len(answer.data)
            print(
                f"{page:20} {size:7,} {size + style:12,} {'':17} {times[0]:10.2f} s {times[1] * 1000:9.1f} ms "
                f"{resident_mb():7.0f} MB"
            )
    bundle = len(gzip.compress(vl_convert.javascript_bundle().encode(), 9))
    print(f"What a page with Altair's own charts needs before any data (Vega, gzipped): {bundle:,}")


if __name__ == "__main__":
    main()

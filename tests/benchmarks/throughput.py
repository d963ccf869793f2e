"""Requests a second of page, GeoJSON of a year and 304, as ratios to a Flask "ok" under the same server.

Run: .venv/bin/python -m tests.benchmarks.throughput
"""

import http.client
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from geodata.builds import assemble
from tests.benchmarks.serving import free_port, median, rate, request, running

OK = """
from flask import Flask
app = Flask("ok")
app.add_url_rule("/", view_func=lambda: "ok")
def load(*_):
    return app
"""
SERVE_OK = """
import ok_app
from granian import Granian
from granian.constants import Interfaces
Granian("ok", address="127.0.0.1", port={port}, interface=Interfaces.WSGI, workers=1, blocking_threads=2,
        websockets=False, log_enabled=False).serve(target_loader=ok_app.load, wrap_loader=False)
"""
ATLAS = (
    "from app.cli.server import serve; from app.settings import Settings; "
    "serve({data!r}, '127.0.0.1', {port}, Settings(workers=1))"
)
ROUNDS, CLIENTS, LEAST = 7, 2, 0.5


def _tag(port: int, path: str) -> tuple[str, int]:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    size = len(answer.read())
    return answer.headers["ETag"], size


def main() -> None:
    ok_port, port = free_port(), free_port()
    with tempfile.TemporaryDirectory() as data, tempfile.TemporaryDirectory() as folder:
        assemble.build(Path(data))
        (Path(folder) / "ok_app.py").write_text(OK)
        ok_server = running(SERVE_OK.format(port=ok_port), ok_port, PYTHONPATH=folder)
        with ok_server, running(ATLAS.format(data=data, port=port), port):
            tag, page_size = _tag(port, "/")
            _, file_size = _tag(port, "/download/admin1.geojson?year=2022")
            targets = {
                "Flask ok": (ok_port, request("/")),
                f"page ({page_size:,} B gzipped)": (port, request("/")),
                f"GeoJSON of a year ({file_size:,} B gzipped)": (port, request("/download/admin1.geojson?year=2022")),
                "304": (port, request("/", If_None_Match=tag)),
            }
            rates: dict[str, list[float]] = {name: [] for name in targets}
            with ProcessPoolExecutor(CLIENTS) as pool:
                for _ in range(ROUNDS):
                    for name, (to, message) in targets.items():
                        found, statuses = rate(pool, to, message, CLIENTS)
                        expected = {304} if name == "304" else {200}
                        if statuses != expected:
                            raise SystemExit(f"{name}: answered {statuses}")
                        rates[name].append(found)
    base = rates["Flask ok"]
    print(
        f"{'':45} requests/s   ratio to Flask ok (median of {ROUNDS} interleaved rounds, {CLIENTS} clients, 1 worker)"
    )
    lowest = 1.0
    for name, found in rates.items():
        ratios = [mine / other for mine, other in zip(found, base, strict=True)]
        lowest = min(lowest, median(ratios))
        print(f"{name:45} {median(found):10,.0f}   {median(ratios):5.2f}")
    if lowest < LEAST:
        raise SystemExit(f"a ratio of {lowest:.2f} is below {LEAST}")


if __name__ == "__main__":
    main()

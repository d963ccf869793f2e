"""Items of 11 and of 701 units by OGC API - Features, beside pygeoapi with the same features in the same run.

pygeoapi is given the one year that is asked for, as GeoJSON and as GeoParquet (its reader of GeoPackage needs a Python
that loads SQLite extensions), and the same server (granian) with the same number of workers. Every query is also asked
so that no two are the same, which no kept answer can repeat.

Run: .venv/bin/python -m pip install -e '.[bench]' && .venv/bin/python -m tests.benchmarks.ogc  (needs ../shared/data)
"""

import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import geopandas
import pyarrow as pa
import pyarrow.parquet as pq
import yaml

from geodata.builds import assemble
from geodata.imports import add
from tests.benchmarks.downloads import FILES, SHARED
from tests.benchmarks.serving import _read_answer, free_port, median, running

WORKERS, CLIENTS, ROUNDS, SECONDS = 2, 8, 5, 1.5
LEAST = 10
UNITS = {"regions": ("admin1-2016", 11), "communes": ("admin3-2016", 701)}
YEAR = "2022"
ATLAS = (
    "from app.cli.server import serve; from app.settings import Settings; "
    "serve({data!r}, '127.0.0.1', {port}, Settings(workers={workers}))"
)
THEIRS = """
from granian import Granian
from granian.constants import Interfaces
Granian("pygeoapi.flask_app:APP", address="127.0.0.1", port={port}, interface=Interfaces.WSGI, workers={workers},
        blocking_threads=2, websockets=False, log_enabled=False).serve()
"""
ANYWHERE = "bbox=-19.{number:09d},5,9,29"
"""A box around all of Mali, a little different each time."""


def get(port: int, path: str) -> dict:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers={"Accept": "application/geo+json"})
    answer = connection.getresponse()
    content = answer.read()
    if answer.status != 200:
        raise SystemExit(f"{path}: {answer.status} {content[:300]!r}")
    return json.loads(content)


def _load(port: int, path: str, headers: str, first: int, seconds: float) -> tuple[list[float], int, set[int]]:
    """Seconds of every answer of a client, the bytes of the last, the statuses."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        stream = connection.makefile("rb")
        took, statuses, size, end = [], set(), 0, time.perf_counter() + seconds
        while (started := time.perf_counter()) < end or not took:
            asked = path.format(number=first + len(took))
            connection.sendall(f"GET {asked} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{headers}\r\n".encode())
            status, size = _read_answer(stream)
            statuses.add(status)
            took.append(time.perf_counter() - started)
    return took, size, statuses


class Load:
    """Clients that ask at the same time, and what they saw."""

    def __init__(self, pool: ProcessPoolExecutor, headers: str) -> None:
        self._pool, self._headers, self._asked = pool, headers, 0

    def rate(self, port: int, path: str) -> tuple[float, float, int]:
        """Requests a second, the 99th percentile in seconds, the bytes of an answer."""
        starts = [self._asked + client * 1_000_000 for client in range(CLIENTS)]
        self._asked += CLIENTS * 1_000_000
        same = [[one] * CLIENTS for one in (port, path, self._headers)]
        done = list(self._pool.map(_load, *same, starts, [SECONDS] * CLIENTS))
        statuses = set().union(*(found for _, _, found in done))
        if statuses != {200}:
            raise SystemExit(f"{path}: answered {statuses}")
        took = sorted(second for seconds, _, _ in done for second in seconds)
        return sum(len(seconds) / sum(seconds) for seconds, _, _ in done), took[int(0.99 * len(took))], done[0][1]


def configuration(folder: Path, port: int) -> Path:
    """pygeoapi's configuration of the layers as GeoJSON and as GeoParquet."""
    said = {"title": "x", "description": "x", "keywords": ["x"], "terms_of_service": "x", "url": "http://127.0.0.1"}
    resources = {}
    for name in UNITS:
        for kind, ending, more in (
            ("GeoJSON", "geojson", {}),
            ("Parquet", "parquet", {"x_field": ["west", "east"], "y_field": ["south", "north"]}),
        ):
            file = str(folder / f"{name}.{ending}")
            data = {"source": file} if kind == "Parquet" else file
            provider = {"type": "feature", "name": kind, "data": data, "id_field": "id"}
            resources[f"{name}-{ending}"] = {
                "type": "collection",
                **{key: said[key] for key in ("title", "description", "keywords")},
                "links": [],
                "extents": {
                    "spatial": {"bbox": [-13, 9, 5, 26], "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84"}
                },
                "providers": [{**provider, **more}],
            }
    document = {
        "server": {
            "bind": {"host": "127.0.0.1", "port": port},
            "url": f"http://127.0.0.1:{port}",
            "mimetype": "application/json; charset=UTF-8",
            "encoding": "utf-8",
            "gzip": False,
            "languages": ["en-US"],
            "limits": {"default_items": 1000, "max_items": 1000},
            "map": {"url": "http://127.0.0.1/{z}/{x}/{y}.png", "attribution": "x"},
        },
        "logging": {"level": "ERROR"},
        "metadata": {
            "identification": said,
            "license": {"name": "x", "url": "http://127.0.0.1"},
            "provider": {"name": "x", "url": "http://127.0.0.1"},
            "contact": {"name": "x", "email": "x@example.org"},
        },
        "resources": resources,
    }
    (folder / "pygeoapi.yml").write_text(yaml.safe_dump(document), encoding="utf-8")
    return folder / "pygeoapi.yml"


def export(port: int, folder: Path) -> None:
    """The features of the year as our own server gives them, in files for pygeoapi."""
    for name, (collection, number) in UNITS.items():
        page = get(port, f"/ogc/collections/{collection}/items?year={YEAR}&limit=1000")
        assert page["numberMatched"] == number
        rows = [{**row, "properties": {"id": row["id"], **row["properties"]}} for row in page["features"]]
        text = json.dumps({"type": "FeatureCollection", "features": rows}, ensure_ascii=False)
        (folder / f"{name}.geojson").write_text(text, encoding="utf-8")
        table = geopandas.GeoDataFrame.from_features(rows, crs="EPSG:4326").dropna(axis="columns", how="all")
        table[["west", "south", "east", "north"]] = table.bounds
        table.to_parquet(folder / f"{name}.parquet")
        stored = pq.read_table(folder / f"{name}.parquet")
        plain = [one.with_type(pa.string()) if one.type == pa.large_string() else one for one in stored.schema]
        pq.write_table(stored.cast(pa.schema(plain, stored.schema.metadata)), folder / f"{name}.parquet")


def require_same(port: int, theirs: int) -> None:
    """Stop unless both servers give the same units with the same figures."""
    for name, (collection, number) in UNITS.items():
        own = get(port, f"/ogc/collections/{collection}/items?year={YEAR}&limit=1000")["features"]
        for kind in ("geojson", "parquet"):
            other = get(theirs, f"/collections/{name}-{kind}/items?limit=1000&f=json")["features"]
            values = [
                {row["properties"]["pcode"]: (row["properties"]["name"], row["properties"]["events"]) for row in rows}
                for rows in (own, other)
            ]
            if values[0] != values[1] or len(values[0]) != number:
                raise SystemExit(f"{name} as {kind}: not the same features")


def measure(port: int, theirs: int, headers: str) -> dict[str, dict[str, list[tuple[float, float, int]]]]:
    """Rounds of every server, interleaved: layer -> server and query -> rate, p99, bytes of each round."""
    found: dict[str, dict[str, list[tuple[float, float, int]]]] = {}
    with ProcessPoolExecutor(CLIENTS) as pool:
        load = Load(pool, headers)
        for name, (collection, _) in UNITS.items():
            own, other = f"/ogc/collections/{collection}/items?year={YEAR}&limit=1000", f"/collections/{name}"
            targets = {
                "Mali Atlas, the same query": (port, own),
                "Mali Atlas, no query twice": (port, f"{own}&{ANYWHERE}"),
                "pygeoapi, GeoJSON": (theirs, f"{other}-geojson/items?limit=1000&f=json"),
                "pygeoapi, GeoParquet": (theirs, f"{other}-parquet/items?limit=1000&f=json"),
                "pygeoapi, GeoParquet, no query twice": (theirs, f"{other}-parquet/items?limit=1000&f=json&{ANYWHERE}"),
            }
            found[name] = {title: [] for title in targets}
            for _ in range(ROUNDS):
                for title, (to, path) in targets.items():
                    found[name][title].append(load.rate(to, path))
    return found


def report(found: dict[str, dict[str, list[tuple[float, float, int]]]], said: str) -> float:
    """Print the medians; the lowest ratio of ours to the better of pygeoapi's for the same kind of query."""
    print(f"{said}: {CLIENTS} clients, {WORKERS} workers, medians of {ROUNDS} interleaved rounds")
    lowest = 1e9
    for name, (_, number) in UNITS.items():
        rounds = found[name]
        once = [
            max(a[0], b[0]) for a, b in zip(rounds["pygeoapi, GeoJSON"], rounds["pygeoapi, GeoParquet"], strict=True)
        ]
        print(f"  {number} units{'':27} requests/s   p99 ms     bytes   ratio to pygeoapi's better one")
        for title, figures in rounds.items():
            ratios = [figure[0] / best for figure, best in zip(figures, once, strict=True)]
            rate, slow, size = (median([figure[place] for figure in figures]) for place in range(3))
            print(f"  {title:37} {rate:10,.1f} {1000 * slow:8,.1f} {size:9,.0f}   {median(ratios):6.1f}")
            if title.startswith("Mali Atlas"):
                lowest = min(lowest, median(ratios))
    return lowest


def main() -> None:
    if not SHARED.is_dir():
        raise SystemExit(f"needs {SHARED}")
    port, theirs = free_port(), free_port()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file in FILES:
            add.add(folder / "data", SHARED / file)
        assemble.build(folder / "data")
        config = configuration(folder, theirs)
        with running(ATLAS.format(data=str(folder / "data"), port=port, workers=WORKERS), port):
            export(port, folder)
            (folder / "s3fs.py").write_text("")  # pygeoapi imports it for files elsewhere; these are here
            described = str(folder / "openapi.yml")
            own = {"PYGEOAPI_CONFIG": str(config), "PYGEOAPI_OPENAPI": described, "PYTHONPATH": str(folder)}
            generate = [sys.executable, "-c", "from pygeoapi import cli; cli()", "openapi", "generate", str(config)]
            subprocess.run(
                [*generate, "--output-file", described],
                env={**os.environ, **own},
                check=True,
                stdout=subprocess.DEVNULL,
            )
            with running(THEIRS.format(port=theirs, workers=WORKERS), theirs, **own):
                require_same(port, theirs)
                ratios = [
                    report(measure(port, theirs, ""), "Plain answers"),
                    report(measure(port, theirs, "Accept-Encoding: gzip\r\n"), "Clients that accept gzip"),
                ]
    if min(ratios) < LEAST:
        raise SystemExit(f"a ratio of {min(ratios):.1f} is below {LEAST}")


if __name__ == "__main__":
    main()

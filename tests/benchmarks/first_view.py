"""Bytes of a first view, and of the same 12 years drawn as one folium.GeoJson layer a year.

Run: .venv/bin/python -m tests.benchmarks.first_view  (the cercles need ../shared/data)
"""

import gzip
import re
import tempfile
from pathlib import Path

import folium
import geopandas as gpd

from app.application import create_app
from geodata.boundaries import ground
from geodata.builds import assemble, store
from geodata.figures.figures import Figures
from geodata.imports import add

FOLIUM_ASSETS_GZIPPED = {
    "leaflet 1.9.3 js": 42_092,
    "leaflet 1.9.3 css": 3_476,
    "jquery 3.7.1": 30_209,
    "bootstrap 5.2.2 js": 23_215,
    "bootstrap 5.2.2 css": 27_092,
    "fontawesome 6.2.0 css": 21_561,
}
"""What Folium 0.20 links from four hosts: gzip -9 of the files in their npm packages, four smaller ones left out."""


def first_view(data: Path, address: str = "/", level: str = "admin1") -> dict[str, tuple[int, int]]:
    """Raw and gzipped bytes, headers included, of everything that the first view of a level asks for."""
    client = create_app(data).test_client()
    page = client.get(address, headers={"Accept-Encoding": "gzip"})
    tag = re.search(r"/assets/([\w.~-]+)/", gzip.decompress(page.data).decode())[1]
    names = [
        "atlas.css",
        "leaflet.js",
        "atlas.en.js",
        f"map.{level}.en.js",
        "base.json",
        f"units-{level}.json",
        "zones-50.json",
        f"values-{level}-all-any.json",
        "values-zones-all-any.json",
        *([] if level == "admin1" else [f"outlines-{level}.json", "units-admin1.json"]),
    ]
    found = {}
    for name in [address, *(f"/assets/{tag}/{name}" for name in names)]:
        answer = client.get(name, headers={"Accept-Encoding": "gzip"})
        assert answer.status_code == 200, name
        headers = sum(len(name) + len(value) + 4 for name, value in answer.headers)
        key = "page" if name == address else name.rsplit("/", 1)[-1]
        found[key] = (len(gzip.decompress(answer.data)), len(answer.data) + headers)
    return found


def show(title: str, sizes: dict[str, tuple[int, int]], limit: int) -> None:
    """Print the sizes of a first view."""
    print(f"{title:38} raw      gzipped with headers")
    for name, (raw, zipped) in sizes.items():
        print(f"  {name:32} {raw:9,} {zipped:12,}")
    total = sum(zipped for _, zipped in sizes.values())
    print(f"  {'all':32} {sum(raw for raw, _ in sizes.values()):9,} {total:12,}   (limit {limit:,})")


def naive(units: gpd.GeoDataFrame, figures: Figures, level: str) -> int:
    """Bytes of a Folium map with one GeoJson layer a year, the same columns as properties."""
    drawn = folium.Map(location=[17, -2], zoom_start=5)
    by_code = {unit.pcode: unit for unit in figures.units[level]}
    for period in sorted(figures.covered):
        table = units[["pcode", "name", "geometry"]].copy()
        rows = [figures.row(level, by_code[pcode], period, "all", "any") for pcode in table["pcode"]]
        for name in ("events", "fatalities_low", "fatalities_best", "fatalities_high", "civilian_fatalities"):
            table[name] = [row[name] for row in rows]
        group = folium.FeatureGroup(period)
        folium.GeoJson(table.to_json(), tooltip=folium.GeoJsonTooltip(["name", "fatalities_best"])).add_to(group)
        group.add_to(drawn)
    folium.LayerControl().add_to(drawn)
    return len(drawn.get_root().render().encode())


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        assemble.build(data)
        sizes = first_view(data)
        figures = store.read(data).edition().figures
    show("First view of / (bytes)", sizes, 150_000)
    print(f"What a page of plain Folium links, before any data: {sum(FOLIUM_ASSETS_GZIPPED.values()):,} gzipped")
    data_names = ("page", "map.admin1.en.js", "units-admin1.json", "values-admin1-all-any.json")
    ours = sum(sizes[name][0] for name in data_names)
    compare("11 units", ground.shipped_boundaries().admin1, figures, "admin1", ours)
    shared = Path(__file__).resolve().parents[3] / "shared" / "data"
    if not shared.is_dir():
        print(f"cercles and communes: not measured, {shared} is not there")
        return
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        for name in ("ucdp/ged241_country_download_mali.csv", "boundaries/MLI-ADM3.geojson"):
            add.add(data, shared / name)
        assemble.build(data)
        edition = store.read(data).edition()
        for level, limit in (("admin2", 200_000), ("admin3", 400_000)):
            sizes = first_view(data, f"/?level={level}", level)
            show(f"First view of /?level={level} (bytes)", sizes, limit)
            units = gpd.read_parquet(next(data.rglob(f"**/layer_{level}.parquet")))
            names = ("page", f"map.{level}.en.js", f"units-{level}.json", f"values-{level}-all-any.json")
            known = units[units["pcode"].isin([unit.pcode for unit in edition.figures.units[level]])]
            compare(f"{len(known)} units", known, edition.figures, level, sum(sizes[name][0] for name in names))


def compare(title: str, units: gpd.GeoDataFrame, figures: Figures, level: str, ours: int) -> None:
    """Print our raw bytes beside those of one folium.GeoJson layer a year with the units in full detail."""
    theirs = naive(units, figures, level)
    print(
        f"{title} x 12 years, HTML and data, raw: {ours:,}; "
        f"one folium.GeoJson a year: {theirs:,} ({theirs / ours:.1f} times)"
    )


if __name__ == "__main__":
    main()

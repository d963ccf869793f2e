"""Bytes of a first view, and of the same 12 years drawn as one folium.GeoJson layer a year.

Run: .venv/bin/python -m tests.benchmarks.first_view  (the cercles need ../shared/data)
"""

import gzip
import json
import re
import tempfile
from pathlib import Path

import folium
import geopandas as gpd

from app.application import create_app
from geodata import build, counts, events, inputs, layers, placing, store, webdata
from geodata.figures import Figures, Unit, index_counts
from geodata.readers import ucdp_ged

FOLIUM_ASSETS_GZIPPED = {
    "leaflet 1.9.3 js": 42_092,
    "leaflet 1.9.3 css": 3_476,
    "jquery 3.7.1": 30_209,
    "bootstrap 5.2.2 js": 23_215,
    "bootstrap 5.2.2 css": 27_092,
    "fontawesome 6.2.0 css": 21_561,
}
"""What Folium 0.20 links from four hosts: gzip -9 of the files in their npm packages, four smaller ones left out."""


def first_view(data: Path) -> dict[str, tuple[int, int]]:
    """Raw and gzipped bytes, headers included, of everything that the first view of `/` asks for."""
    client = create_app(data).test_client()
    page = client.get("/", headers={"Accept-Encoding": "gzip"})
    tag = re.search(r"/assets/([\w-]+)/", gzip.decompress(page.data).decode())[1]
    names = [
        "leaflet.css",
        "atlas.css",
        "leaflet.js",
        "atlas.js",
        "map.en.js",
        "base.json",
        "admin1.json",
        "zones.json",
        "values-admin1-all-any.json",
        "values-zones-all-any.json",
    ]
    found = {}
    for address in ["/", *(f"/assets/{tag}/{name}" for name in names)]:
        answer = client.get(address, headers={"Accept-Encoding": "gzip"})
        assert answer.status_code == 200, address
        headers = sum(len(name) + len(value) + 4 for name, value in answer.headers)
        found[address.rsplit("/", 1)[-1] or "page"] = (len(gzip.decompress(answer.data)), len(answer.data) + headers)
    return found


def naive(units: gpd.GeoDataFrame, figures: Figures, level: str) -> int:
    """Bytes of a Folium map with one GeoJson layer a year, the same columns as properties."""
    drawn = folium.Map(location=[17, -2], zoom_start=5)
    for period in sorted(figures.covered):
        table = units[["pcode", "name", "geometry"]].copy()
        rows = [figures.row(level, unit, period, "all", "any") for unit in figures.units[level]]
        for name in ("events", "fatalities_low", "fatalities_best", "fatalities_high", "civilian_fatalities"):
            table[name] = [row[name] for row in rows]
        group = folium.FeatureGroup(period)
        folium.GeoJson(table.to_json(), tooltip=folium.GeoJsonTooltip(["name", "fatalities_best"])).add_to(group)
        group.add_to(drawn)
    folium.LayerControl().add_to(drawn)
    return len(drawn.get_root().render().encode())


def cercles(path: Path) -> tuple[gpd.GeoDataFrame, Figures]:
    """The 50 full-detail cercles with the events of Mali counted in them by their points."""
    units = gpd.read_file(path / "boundaries" / "MLI-ADM2.geojson").rename(columns={"shapeName": "name"})
    units["pcode"] = [f"C{index:02}" for index in range(len(units))]
    table = ucdp_ged.read(path / "ucdp" / "ged241_country_download_mali.csv")
    table = table[table["year"] >= 2012]
    placed = placing.place(table, units, frame="old", level="admin2", named=False)
    made = counts.with_all_violence(
        counts.tally(table, placed["pcode"], events.families(table), frame="old", level="admin2")
    )
    periods = [str(year) for year in range(2012, 2024)]
    names = [name for name in made.columns if name != "frame"]
    plain = made[names].astype(object).where(made[names].notna(), None)
    members = [Unit(pcode, name, 1.0) for pcode, name in zip(units["pcode"], units["name"], strict=True)]
    figures = Figures(
        index_counts(plain.itertuples(index=False, name=None)),
        {"admin2": members},
        periods,
        frozenset(periods),
        {},
        frozenset(),
    )
    return units, figures


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        build.build(data)
        sizes = first_view(data)
        made = store.read(data)
    print("First view of / (bytes)                raw      gzipped with headers")
    for name, (raw, zipped) in sizes.items():
        print(f"  {name:32} {raw:9,} {zipped:12,}")
    total = sum(zipped for _, zipped in sizes.values())
    print(f"  {'all':32} {sum(raw for raw, _ in sizes.values()):9,} {total:12,}   (limit 150,000)")
    print(f"What a page of plain Folium links, before any data: {sum(FOLIUM_ASSETS_GZIPPED.values()):,} gzipped")
    ground = inputs.shipped_boundaries()
    data_names = ("page", "map.en.js", "admin1.json", "values-admin1-all-any.json")
    ours = sum(sizes[name][0] for name in data_names)
    theirs = naive(ground.units, made.figures, "admin1")
    print(
        f"11 units x 12 years, HTML and data, raw: {ours:,}; "
        f"one folium.GeoJson a year: {theirs:,} ({theirs / ours:.1f} times)"
    )
    shared = Path(__file__).resolve().parents[3] / "shared" / "data"
    if not shared.is_dir():
        print(f"50 cercles: not measured, {shared} is not there")
        return
    units, figures = cercles(shared)
    shapes = json.dumps(layers.web_shapes(units, "pcode"), separators=(",", ":"))
    values = json.dumps(webdata.values(figures, "admin2", "all", "any"), separators=(",", ":"))
    ours = sizes["page"][0] + sizes["map.en.js"][0] + len(shapes) + len(values)
    theirs = naive(units, figures, "admin2")
    print(
        f"50 full-detail cercles x 12 years, HTML and data, raw: {ours:,} ({len(shapes):,} geometry); "
        f"one folium.GeoJson a year: {theirs:,} ({theirs / ours:.1f} times)"
    )


if __name__ == "__main__":
    main()

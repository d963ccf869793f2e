"""What an address may ask for, and how tests ask for it."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from werkzeug.datastructures import MultiDict

from app.request import parsing
from app.web.errors import BadParameter

LAYERS = (
    "units",
    "grid",
    *(f"{kind}-{km}" for kind in ("niger", "burkina", "either", "both") for km in (25, 50, 100)),
    *(
        f"sites-{force}"
        for force in ("minusma", "french", "takuba", "eutm", "eucap", "g5", "fama", "wagner", "africa_corps")
    ),
    "rivers",
    "towns",
)
FOCUSES = ("east", "mali", "gao", "menaka", "three-borders", "niger", "burkina")
REGIONS = ("ML01", "ML02", "ML03", "ML04", "ML05", "ML06", "ML07", "ML08", "ML09", "ML10", "ML20")
ZONES = tuple(layer for layer in LAYERS if "-" in layer and not layer.startswith("sites"))
TAKES = {
    "/": "source, frame, level, year, month, measure, from, units, violence, family, named, sides, people, estimate, "
    "circles, layers, focus, unit, at, tab, sort, compare, lang",
    "/method": "source, frame, lang",
    "/changes": "source, frame, year, lang",
    "/download/admin1.geojson": "source, frame, year, month, from, units, violence, family, named, people, hxl",
    "/download/zones.csv": "source, frame, year, month, from, violence, family, sides, km, hxl",
    "/download/grid.csv": "source, frame, year, month, from, violence, family, sides, hxl",
    "/download/sites.csv": "source, frame, year, hxl",
    "/api/figures": "source, frame, level, year, month, measure, from, units, violence, family, named, sides, people, "
    "pcode, km",
    "/healthz": "none",
}


def view(query: str, made):
    return parsing.view_of(MultiDict(parse_qsl(query, keep_blank_values=True)), made)


def refusal(query: str, made) -> str:
    with pytest.raises(BadParameter) as caught:
        view(query, made)
    return caught.value.what

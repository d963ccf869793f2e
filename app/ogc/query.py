"""What a request to /ogc asks for, parsed once; what is unknown, repeated or not allowed raises BadParameter."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import request
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from app.ogc import moments
from app.ogc.filters import Filter, Value
from app.ogc.moments import Span
from app.request import parameters as state
from app.request.parameters import Parameter
from app.web.languages import LANGUAGES
from geodata.builds.store import Edition

Box = tuple[float, float, float, float]

JSON, GEOJSON, HTML = "application/json", "application/geo+json", "text/html"
SCHEMA = "application/schema+json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
"""WGS 84, longitude before latitude."""
FORMS = ("json", "html")
USUAL, MOST = 100, 1000
"""Features of an answer: 100 where no limit is asked for, which keeps a page and a first look small; never more than
1000, which holds every commune (701) at once. What is asked for above that is taken as 1000, as the standard wants."""
LAST_OFFSET = 9_999_999
LAST_LIMIT = 2_147_483_647
"""A larger limit is no number of features: refused, where one above MOST is taken as MOST."""
_LIMIT = re.compile(r"[1-9]\d{0,9}", re.ASCII)
_OFFSET = re.compile(r"0|[1-9]\d{0,6}", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,7}(?:\.\d{1,30})?(?:[eE][+-]?\d{1,3})?", re.ASCII)
FURTHEST = 1e6
"""Numbers of a box beyond this are no coordinates; a box may be larger than the world."""


@dataclass(frozen=True)
class Asked:
    """What a request asks for. `form` is one of FORMS; `pairs` are its parameters as they came."""

    form: str
    pairs: tuple[tuple[str, str], ...]
    limit: int = USUAL
    offset: int = 0
    box: Box | None = None
    span: Span | None = None
    wanted: tuple[tuple[str, Value], ...] = ()


def _limit(text: str, _: Edition) -> int:
    if not _LIMIT.fullmatch(text) or int(text) > LAST_LIMIT:
        raise ValueError(text)
    return min(int(text), MOST)


def _offset(text: str, _: Edition) -> int:
    if not _OFFSET.fullmatch(text):
        raise ValueError(text)
    return int(text)


def _box(text: str, _: Edition) -> Box:
    """West, south, east, north; of six numbers the heights are left out, since no feature has one."""
    parts = text.split(",", 6)
    if len(parts) not in (4, 6) or not all(_NUMBER.fullmatch(part) for part in parts):
        raise ValueError(text)
    numbers = [float(part) for part in parts]
    west, south, east, north = numbers if len(parts) == 4 else (*numbers[:2], *numbers[3:5])
    if max(map(abs, numbers)) > FURTHEST or south > north:
        raise ValueError(text)
    return west, south, east, north


def _listed(name: str, values: Sequence[str]) -> Parameter:
    def parse(text: str, _: Edition) -> str:
        if text not in values:
            raise ValueError(text)
        return text

    return Parameter(name, parse, lambda _: values)


ANY: dict[str, Parameter] = {"f": _listed("form", FORMS), "lang": _listed("lang", list(LANGUAGES))}
"""What every address takes."""
_BOX_SAID = "west,south,east,north in degrees, such as -5,12,4.5,25; west above east crosses the antimeridian"
_TIME_SAID = "2022-03-05, 2022-03-05T00:00:00Z, 2022-01-01/2022-12-31, 2022-01-01/.. or ../2022-12-31"
SYSTEM: dict[str, Parameter] = {"crs": _listed("crs", [CRS84]), "bbox-crs": _listed("bbox-crs", [CRS84])}
"""What GDAL and QGIS send with every request: the one reference system that there is."""
ITEM = {**ANY, "crs": SYSTEM["crs"]}
"""What a single feature takes."""
ITEMS: dict[str, Parameter] = {
    **ANY,
    **SYSTEM,
    "limit": Parameter("limit", _limit, lambda _: ["a whole number from 1"]),
    "offset": Parameter("offset", _offset, lambda _: [f"a whole number from 0 to {LAST_OFFSET}"]),
    "bbox": Parameter("box", _box, lambda _: [_BOX_SAID]),
    "datetime": Parameter("span", lambda text, _: moments.parse(text), lambda _: [_TIME_SAID]),
}
"""What items take besides their filters."""


def parameters(filters: Mapping[str, Filter]) -> dict[str, Parameter]:
    """What the items of a collection take."""
    return {**ITEMS, **{name: _filter(name, one) for name, one in filters.items()}}


def _filter(name: str, one: Filter) -> Parameter:
    return Parameter(name, lambda text, _: one.parse(text), lambda _: one.said)


def asked(edition: Edition, known: Mapping[str, Parameter] = ANY) -> Asked:
    """What the request asks for, `known` being all that it may. Raises BadParameter."""
    args = request.args
    found: dict[str, Any] = state.parse(args, edition, tuple(known), known) if args else {}
    own = {name: found.pop(name) for name in ("limit", "offset", "box", "span") if name in found}
    for name in ("lang", *SYSTEM):
        found.pop(name, None)
    form = found.pop("form", None) or _accepted(request.headers.get("Accept", ""))
    return Asked(form, tuple(args.items()), wanted=tuple(found.items()), **own)


@lru_cache(256)
def _accepted(header: str) -> str:
    """The form that a client prefers; JSON where it says nothing of either."""
    accepted = parse_accept_header(header, MIMEAccept)
    return "html" if accepted.best_match([JSON, GEOJSON, OPENAPI, HTML]) == HTML else "json"

"""Parse a request to /ogc; an unknown, repeated or disallowed parameter raises BadParameter."""

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
from app.request import parsing
from app.request.registry import Parameter, one_of
from app.web.languages import LANGUAGES, N_
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
"""A larger limit is refused; one above MOST is taken as MOST."""
_LIMIT = re.compile(r"[1-9]\d{0,9}", re.ASCII)
_OFFSET = re.compile(r"0|[1-9]\d{0,6}", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,7}(?:\.\d{1,30})?(?:[eE][+-]?\d{1,3})?", re.ASCII)
FURTHEST = 1e6
"""Numbers of a box beyond this are no coordinates; a box may be larger than the world."""


@dataclass(frozen=True)
class Asked:
    """A parsed request. `form` is one of FORMS; `pairs` are the parameters as given."""

    form: str
    pairs: tuple[tuple[str, str], ...]
    limit: int = USUAL
    offset: int = 0
    box: Box | None = None
    span: Span | None = None
    wanted: tuple[tuple[str, Value], ...] = ()
    units: tuple[str, ...] = ()


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


def _coded(name: str, help: str, codes: Sequence[str], sets: str = "") -> Parameter[str]:
    return one_of(name, help, codes, sets=sets, schema={"type": "string", "enum": [*codes]})


_FORM = _coded("f", N_("The form of the answer, before what Accept says."), FORMS, "form")
_LANG = _coded("lang", N_("The language of texts."), list(LANGUAGES))
ANY: tuple[Parameter[Any], ...] = (_FORM, _LANG)
"""The parameters of every address."""
_BOX_SAID = "west,south,east,north in degrees, such as -5,12,4.5,25; west above east crosses the antimeridian"
_TIME_SAID = "2022-03-05, 2022-03-05T00:00:00Z, 2022-01-01/2022-12-31, 2022-01-01/.. or ../2022-12-31"
_SYSTEM_SAID = N_("The reference system, of which there is one.")
SYSTEM = (_coded("crs", _SYSTEM_SAID, [CRS84]), _coded("bbox-crs", _SYSTEM_SAID, [CRS84]))
"""Parameters that GDAL and QGIS send with every request: the only reference system."""
ITEM = (*ANY, SYSTEM[0])
"""The parameters of a single feature."""
_DEGREES = {"type": "number", "format": "double", "minimum": -FURTHEST, "maximum": FURTHEST}
CHOICE: tuple[Parameter[Any], ...] = (
    Parameter(
        "limit",
        N_("How many features at most; above %(most)s is taken as %(most)s."),
        _limit,
        lambda _: ["a whole number from 1"],
        default=USUAL,
        schema={"type": "integer", "minimum": 1, "maximum": LAST_LIMIT, "default": USUAL},
        help_values={"most": MOST},
    ),
    Parameter(
        "offset",
        N_("How many features to leave out before the first. The links to the next and previous page use it."),
        _offset,
        lambda _: [f"a whole number from 0 to {LAST_OFFSET}"],
        default=0,
        schema={"type": "integer", "minimum": 0, "maximum": LAST_OFFSET, "default": 0},
    ),
    Parameter(
        "bbox",
        N_(
            "Only features that have a point in this box: west, south, east, north in degrees (with heights, which "
            "are left out: six numbers). West above east crosses the antimeridian; south is not above north. A "
            "feature without geometry is in every box."
        ),
        _box,
        lambda _: [_BOX_SAID],
        sets="box",
        schema={
            "type": "array",
            "items": _DEGREES,
            "oneOf": [{"minItems": size, "maxItems": size} for size in (4, 6)],
        },
    ),
    Parameter(
        "datetime",
        N_(
            "Only features whose time has a moment in common with this day, moment or interval (RFC 3339; an open "
            "end is .. or empty). An interval does not end before it starts."
        ),
        lambda text, _: moments.parse(text),
        lambda _: [_TIME_SAID],
        sets="span",
        schema={"type": "string", "pattern": moments.PATTERN},
    ),
)
"""Which features of a collection, and how many."""
ITEMS = (*ANY, *SYSTEM, *CHOICE)
"""The parameters of items besides their filters."""


def parameters(filters: Mapping[str, Filter]) -> tuple[Parameter[Any], ...]:
    """The parameters of a collection's items."""
    return (*ITEMS, *(_filter(name, one) for name, one in filters.items()))


def _filter(name: str, one: Filter) -> Parameter[Value]:
    return Parameter(name, one.column.meaning, lambda text, _: one.parse(text), lambda _: one.said)


def asked(edition: Edition, known: Sequence[Parameter[Any]] = ANY) -> Asked:
    """Parse the request, `known` being the parameters it may have. Raises BadParameter."""
    args = request.args
    found: dict[str, Any] = parsing.parse(args, edition, known) if args else {}
    own = {name: found.pop(name) for name in ("limit", "offset", "box", "span", "units") if name in found}
    for one in (_LANG, *SYSTEM):
        found.pop(one.field, None)
    form = found.pop("form", None) or _accepted(request.headers.get("Accept", ""))
    return Asked(form, tuple(args.items()), wanted=tuple(found.items()), **own)


@lru_cache(256)
def _accepted(header: str) -> str:
    """The form that a client prefers; JSON where it says nothing of either."""
    accepted = parse_accept_header(header, MIMEAccept)
    return "html" if accepted.best_match([JSON, GEOJSON, OPENAPI, HTML]) == HTML else "json"

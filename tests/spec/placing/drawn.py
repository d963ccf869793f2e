"""An example of placing, drawn and placed: table in, dict out."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest

from app.presenters import placing_examples
from app.presenters.placing_examples import Event, Example
from geodata.boundaries import frames
from geodata.placing import place
from tests import worlds

RULES = placing_examples.read()
SCALES = {"ucdp": place.UCDP, "acled": place.ACLED}


def units(drawing: str) -> gpd.GeoDataFrame:
    """The drawn units under the p-codes and names of the examples."""
    drawn = worlds.units(drawing, {letter: (one.pcode, "", one.name) for letter, one in RULES.units.items()})
    return drawn[["pcode", "name", "geometry"]]


def table(events: list[Event]) -> pd.DataFrame:
    """The events as placing reads them."""
    return pd.DataFrame(
        {
            "event_id": [one.id for one in events],
            "year": [one.year for one in events],
            "admin1_name": pd.array([one.region or None for one in events], dtype="string"),
            "admin2_name": pd.array([one.cercle or None for one in events], dtype="string"),
            "longitude": [one.longitude for one in events],
            "latitude": [one.latitude for one in events],
            "where_precision": [one.precision for one in events],
        }
    )


def placed(example: Example, scale: str) -> dict[str, tuple[str | None, str | None, str, str]]:
    """By event: the unit that its point lies in, the unit it belongs to, basis and reason; placed as a build does."""
    found = place.place(
        table([event for event, _ in example.rows]),
        units(example.drawing),
        frame=example.frame,
        level=example.level,
        rules=frames.rules(example.frame, example.level),
        scale=SCALES[scale],
    )
    rows = found.astype(object).where(found.notna(), None).to_dict("records")
    return {row["event_id"]: (row["point_pcode"], row["pcode"], row["basis"], row["reason"]) for row in rows}


def expected(example: Example) -> dict[str, tuple[str | None, str | None, str, str]]:
    """What the manual says of the same events."""
    return {
        event.id: (
            one.point_in.pcode if one.point_in else None,
            one.unit.pcode if one.unit else None,
            one.basis,
            one.reason,
        )
        for event, one in example.rows
    }


def paragraphs(section: str) -> pytest.MarkDecorator:
    """A test for each example of a section, on the scales that it holds for, named by what it shows."""
    chosen = [
        pytest.param(example, scale, expected(example), id=f"{example.key}-{scale}")
        for example in RULES.examples
        if example.section == section
        for scale in SCALES
        if example.scale in (None, scale)
    ]
    return pytest.mark.parametrize(("example", "scale", "expected"), chosen)

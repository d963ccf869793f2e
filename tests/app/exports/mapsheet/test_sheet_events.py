"""Events on a sheet are those of the map: deaths by the estimate as areas, by type; those without a point are told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import request

import app
from app.exports.mapsheet import events
from app.exports.mapsheet.view import SheetView
from app.presenters.map_view import MapView
from app.request import parsing, terms
from app.text import labels
from app.web.languages import gettext
from geodata.exports import events as told
from geodata.mapsheet import bubbles, look

YEARS = ("2021", "2022")
LOWEST, HIGHEST = ", lowest of the reports", ", highest of the reports"


def seen(client, query: str):
    """The events that are drawn, the block of the legend, and all of the years as the map's script reads them."""
    with client.client.application.test_request_context(f"/?layers=units,events&{query}"):
        edition = terms.edition()
        shown = SheetView(MapView(edition, parsing.view_of(request.args, edition)))
        every = [event for year in YEARS for event in told.of_year(edition, year)["events"]]
        words = [gettext(text) for text in (*labels.VIOLENCE.values(), *labels.WHERE_PRECISION.values())]
        return list(events.drawn(shown)), next(events.blocks(shown)), every, words


@pytest.mark.parametrize("estimate", ["low", "best", "high"])
def test_their_deaths_are_of_the_estimate_and_what_has_no_point_is_told(imported, estimate):
    drawn, block, every, words = seen(imported, f"year=2021-2022&estimate={estimate}")
    points = [event for event in every if event["where"] <= 2]
    assert points
    assert [event.deaths for event in drawn] == [event[estimate] for event in points]
    assert [(event.type, event.where) for event in drawn] == [(event["type"], event["where"]) for event in points]
    assert [event.at[::-1] for event in drawn] == [tuple(event["at"]) for event in points]
    assert block.unit.removeprefix("Events: deaths, by area") == {"best": "", "low": LOWEST, "high": HIGHEST}[estimate]
    rest = [event for event in every if event["where"] > 2]
    assert rest
    assert f"events {len(rest)}, deaths {sum(event[estimate] for event in rest)}," in block.notes[0]
    assert {key.label for key in block.keys if key.kind == "events"} - set(words) == {gettext(events._SEVERAL)}


def test_a_filter_and_the_terms_leave_out_what_they_do_on_the_map(imported):
    drawn, _, every, _ = seen(imported, "year=2021-2022&violence=one_sided")
    assert [event.type for event in drawn] == ["one_sided"] * len(drawn)
    assert len(drawn) == sum(event["type"] == "one_sided" and event["where"] <= 2 for event in every)


def script(name: str) -> str:
    return (Path(app.__file__).parent / "static" / "js" / "events" / name).read_text(encoding="utf-8")


def test_their_colours_are_those_of_the_map():
    colours, other = re.search(r"COLOURS = \{(.+)\};\nconst OTHER = \"(.+)\";", script("symbols.js")).groups()
    assert dict(re.findall(r'(\w+): "(#\w+)"', colours)) == look.DISCS
    assert other == look.OTHER_DISC


def test_their_sizes_and_what_shares_a_disc_are_those_of_the_map():
    (scale,) = re.findall(r"\[SCALE, AT, MOST, DOUBLING\] = \[(.+)\]", script("legend.js"))
    assert [float(part) for part in scale.split(",")] == [
        bubbles._SCALE,
        bubbles._AT,
        bubbles._MOST,
        bubbles._DOUBLING,
    ]
    layer = script("layer.js")
    (near,) = re.findall(r"\[REACH, NEAR\] = \[\d+, (\d+)\]", layer)
    ((numbered, number),) = re.findall(r"\[NUMBERED, NUMBER\] = \[(\d+), (\d+)\]", layer)
    (rim,) = re.findall(r"RIM = ([\d.]+);", script("symbols.js"))
    of_sheets = (bubbles._NEAR_PX, bubbles._NUMBERED_PX, bubbles._NUMBER_PX, bubbles.RIM_PX)
    assert tuple(map(float, (near, numbered, number, rim))) == of_sheets

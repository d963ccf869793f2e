"""The charts of the forces: mandates, sites and dated events on one axis, and figures with their bounds."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest

from app.charts import sheet as sheets
from app.charts import timeline as bars
from app.charts.render import NARROW, WIDE
from app.charts.strength import _SHAPES, BOUNDS, WIDER, Panel, Point, _panel
from geodata.forces import presence, strength
from geodata.vocabulary import BY_FORCE
from tests.app.forces import page


def test_the_timeline_names_mandates_sites_and_key_events(client, made):
    found = page(client, "/forces")
    figure = found.every("figure", class_="drawing")[0]
    wide, narrow = figure.one("div", class_="wide").text, figure.one("div", class_="narrow").text
    for row in made.table("mandates"):
        several = row["force"] == "french"
        name = row["name"] if several else BY_FORCE[row["force"]].label
        assert name in wide
        assert name in narrow
    for row in made.table("timeline"):
        assert (row["title_en"] in wide) == row["is_key"]
    assert "Ogossagou" in wide
    assert "Ogossagou" not in narrow, "sites stand on the force's own page"
    assert "end not known" in wide
    own = page(client, "/forces/minusma").every("figure", class_="drawing")[0]
    assert "Ogossagou" in own.one("div", class_="narrow").text


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_labels_of_events_do_not_overlap(made, lang):
    events = [row for row in made.table("timeline") if row["is_key"]]
    marks = [
        bars.Mark(row[f"title_{lang}"], *presence.days(row), lane="x", number=number, has_source=True)
        for number, row in enumerate(sorted(events, key=lambda row: row["date"]), start=1)
    ]
    for width in (WIDE, NARROW):
        sheet = sheets.Sheet(width, 92 if width == NARROW else 172)
        bars._events(sheet, marks, 16)
        spans: dict[float, list[tuple[float, float]]] = {}
        for text in sheet.texts[1:]:
            long = len(text["t"]) * sheets.LETTER
            begin = text["x"] - long if text["k"].startswith("right") else text["x"]
            assert begin > 0
            assert begin + long <= width
            spans.setdefault(text["y"], []).append((begin, begin + long))
        assert sum(map(len, spans.values())) == len(events)
        for row in spans.values():
            ordered = sorted(row)
            assert all(first[1] <= then[0] for first, then in pairwise(ordered))


def test_a_mandate_is_paler_once_it_has_ended_and_open_where_no_end_is_known(drawn):
    found = page(drawn, "/forces/eucap").every("figure", class_="drawing")[0].one("div", class_="wide").text
    assert "end not known" in found
    assert "end not known" not in page(drawn, "/forces/french").every("figure", class_="drawing")[0].text


def test_a_panel_marks_kinds_of_figures_apart():
    kinds = [*strength.STANDING, *strength.CEILINGS, WIDER]
    assert list(_SHAPES) == ["deployed", "annual_mean", "peak", "authorised", "planned", "wider"]
    assert set(_SHAPES) == set(kinds)
    looks = [look[:2] for look in _SHAPES.values()]
    assert len(set(looks)) == len(looks)


@pytest.mark.parametrize("uncertainty", ["exact", "lower_bound", "upper_bound", "estimate", "ceiling"])
def test_a_bound_points_to_where_the_number_lies(uncertainty):
    point = Point(2021.5, "deployed", 12000, None, None, True, uncertainty)
    drawn = json.dumps(_panel(Panel("MINUSMA", "#2b6cb0", "", (point,)), 300, 100))
    assert [bound for bound, shape in BOUNDS.items() if shape in drawn] == [uncertainty] * (uncertainty in BOUNDS)


def test_the_bounds_of_the_tables_are_drawn_as_such(drawn):
    figure = page(drawn, "/forces/minusma").every("figure", class_="drawing")[1].one("div", class_="wide")
    plain = page(drawn, "/forces/eucap").every("figure", class_="drawing")[1].one("div", class_="wide")
    arrows = [
        sum("L0,-15" in (path.attributes.get("d") or "") for path in one.every("path")) for one in (figure, plain)
    ]
    assert arrows == [1, 0]
    assert "at least (a lower bound)" in page(drawn, "/forces").one("p", class_="strengthkey note").text

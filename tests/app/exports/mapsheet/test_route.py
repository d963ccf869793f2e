"""Figures: files with names and permanent addresses, small where they are to be, refused where terms forbid them."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from app.exports.mapsheet import route
from app.request import parameters, parsing, terms
from app.request.registry import Where, names
from geodata import policies
from geodata.mapsheet.sheet import SIZES
from tests import examples
from tests.app.sheets import classes


def test_a_permanent_figure_is_the_same_figure(client, made):
    for extension in route.TYPES:
        now = client.get(f"/figure.{extension}?year=2021&lang=fr")
        then = client.get(f"/b/{made.id}/figure.{extension}?year=2021&lang=fr")
        assert now.status_code == then.status_code == 200
        assert now.data == then.data
        assert "immutable" in then.headers["Cache-Control"]
        cited = re.search(r"<http://localhost([^>]+)>; rel=\"cite-as\"", now.headers["Link"])[1]
        assert client.get(cited).data == now.data


def test_every_address_that_opens_the_same_view_gives_the_same_file(client):
    plain = client.get("/figure.svg?lang=en").data
    assert client.get("/figure.svg?size=a4&year=2022&focus=east&lang=en&from=").data == plain


@pytest.mark.parametrize(("extension", "mimetype"), route.TYPES.items())
def test_a_figure_is_a_file_with_a_name(unpainted, data, extension, mimetype):
    answer = unpainted(data).get(f"/figure.{extension}?size=16x9&measure=events_per_100k&year=2021")
    assert answer.headers["Content-Type"] == mimetype
    name = f"mali-events-per-100k-2021-16x9.{extension}"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("", "mali-fatalities-per-100k-2022-a4.svg"),
        ("from=2020&lang=fr", "mali-fatalities-per-100k-2020-to-2022-fr-a4.svg"),
        ("violence=one_sided&family=is&focus=gao", "mali-fatalities-per-100k-2022-one-sided-is-gao-a4.svg"),
        ("layers=grid", "mali-fatalities-per-1000km2-grid-2022-a4.svg"),
    ],
)
def test_a_files_name_says_what_it_shows(unpainted, data, query, name):
    assert (
        unpainted(data).get(f"/figure.svg?{query}").headers["Content-Disposition"] == f'attachment; filename="{name}"'
    )


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("size=a3", "size"),
        ("size=", "size"),
        ("size=a4&size=16x9", "size"),
        ("yaer=2022", "yaer"),
        ("year=2022&year=2021", "year"),
        ("level=zones", "level"),
        ("level=admin3", "level"),
        ("layers=events", "layers"),
        ("month=3", "month"),
        ("dpi=1200", "dpi"),
        ("year=2022&from=2022", "from"),
    ],
)
def test_what_an_address_cannot_ask_for_is_400(client, query, parameter):
    answer = client.get(f"/figure.png?{query}")
    assert answer.status_code == 400
    assert answer.json["parameter"] == parameter


def test_an_unknown_parameter_is_told_what_there_is(client):
    assert client.get("/figure.png?yaer=2022").json["allowed"] == names(parameters.taken(Where.FIGURE))
    assert client.get("/figure.png?size=a3").json["allowed"] == list(SIZES)


def test_other_formats_are_404(client):
    answer = client.get("/figure.gif")
    assert answer.status_code == 404
    assert "png, svg, pdf" in answer.json["detail"]


@pytest.mark.parametrize(
    "query", ["layers=units,events", "level=admin3", "layers=grid", "layers=events&level=admin2", "level=grid"]
)
def test_what_the_terms_refuse_is_no_figure(gated, query):
    assert gated.client.get(f"/figure.png?{query}").status_code == 400


@pytest.mark.parametrize("change", [{"layers": ("events",)}, {"level": "admin3"}, {"layers": ("units", "grid")}])
def test_no_view_however_made_is_drawn_against_the_terms(gated, change):
    with gated.client.application.test_request_context("/"):
        edition = terms.edition()
        view = replace(parsing.view_of(route.request.args, edition), **change)
        with pytest.raises(policies.Refused):
            route.draw(edition, view, extension="png", size="a4")


def test_what_the_terms_allow_is_drawn_with_its_source(gated):
    answer = gated.client.get("/figure.svg?level=admin2&focus=mali")
    assert answer.status_code == 200
    assert classes(answer.data, "unit")


def test_a_small_figure_is_small(client, made):
    for at, query in enumerate(("focus=mali&lang=fr", "lang=fr")):
        for size in examples.some([*SIZES], 2, at):
            with client.application.test_request_context(f"/?{query}"):
                found = route.small(made, parsing.view_of(route.request.args, made), size=size)
            assert Image.open(BytesIO(found)).format == "PNG"
            assert len(found) < 150_000, (query, size)


def test_a_png_has_300_dots_an_inch_and_is_no_giant(client):
    for query in ("year=2021&lang=fr", "size=16x9&focus=mali&lang=fr"):  # the first is drawn above already
        raw = client.get(f"/figure.png?{query}").data
        image = Image.open(BytesIO(raw))
        assert image.info["dpi"] == pytest.approx((300, 300), abs=0.1)
        assert image.width > 3500
        assert len(raw) < 1_500_000


def test_a_worker_is_light_until_a_figure_is_wanted():
    code = "import sys, app.application; print([m for m in ('matplotlib', 'geopandas', 'PIL') if m in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"

"""Charts: their SVG names itself, escapes what it is given, needs no style, and keeps its ids apart."""

from __future__ import annotations

import inspect
import xml.etree.ElementTree as ET

import pytest
import vl_convert

from app.application import create_app
from app.charts import claims, render, shared_axis, strength, theme, timeline, vega, years
from app.pages.withdrawal import series
from tests import once
from tests.app.conftest import REMEMBERED
from tests.app.vega_lite import vega_lite

CHARTS = (
    "/forces",
    "/forces/minusma",
    "/withdrawal",
    "/claims/C03",
    "/claims/C01",
    "/briefing.html?from=2020",
    "/story",
)
"""Pages that hold every kind of chart."""
SVG = "{http://www.w3.org/2000/svg}"
NASTY = '<b onload="x">&"\''


def bars(width: int, clip: object = True) -> vega.Spec:
    rows = [{"name": NASTY, "deaths": 1234.5678}, {"name": "12.345678", "deaths": 10}]
    channels = {"y": vega.of("name:N"), "x": vega.of("deaths:Q")}
    return {**vega.marks("bar", rows, channels, clip=clip), "width": width, "height": 60}


@pytest.fixture(autouse=True)
def _anew(monkeypatch):
    monkeypatch.setattr(vl_convert, "vegalite_to_svg", once.draw_chart)


@pytest.fixture(params=["en", "fr"])
def drawn(request, client):
    with client.application.test_request_context(f"/?lang={request.param}"):
        yield request.param, render.drawing(bars, key="k", title="A & B", description="<what> it shows")


def test_a_chart_is_xml_that_names_itself(drawn):
    _, made = drawn
    for svg in (made.wide, made.narrow):
        root = ET.fromstring(svg)
        assert root.attrib["role"] == "img"
        names = [root.find(f"{SVG}{tag}") for tag in ("title", "desc")]
        assert [name.text for name in names] == ["A & B", "<what> it shows"]
        assert root.attrib["aria-labelledby"].split() == [name.attrib["id"] for name in names]


def test_texts_are_text_and_numbers_in_them_are_whole(drawn):
    _, made = drawn
    texts = ["".join(text.itertext()) for text in ET.fromstring(made.wide).iter(f"{SVG}text")]
    assert NASTY in texts
    assert "12.345678" in texts


def test_numbers_are_written_as_the_language_writes_them(drawn):
    lang, made = drawn
    texts = {"".join(text.itertext()) for text in ET.fromstring(made.wide).iter(f"{SVG}text")}
    assert {"en": "1,000", "fr": "1\u202f000"}[lang] in {text.replace("\u00a0", "\u202f") for text in texts}


def test_a_chart_needs_nothing_that_the_page_forbids(drawn):
    _, made = drawn
    for svg in (made.wide, made.narrow):
        for element in ET.fromstring(svg).iter():
            assert element.tag not in (f"{SVG}style", f"{SVG}script", f"{SVG}image")
            assert not {"style", "onload", "href"} & set(element.attrib)


def test_ids_of_two_charts_are_apart_and_are_found(drawn):
    _, made = drawn
    ids = [
        element.attrib["id"]
        for svg in (made.wide, made.narrow)
        for element in ET.fromstring(svg).iter()
        if "id" in element.attrib
    ]
    assert len(ids) == len(set(ids)) >= 6, "a clip, a title and a description each"
    clips = [e.attrib["clip-path"] for e in ET.fromstring(made.wide).iter() if "clip-path" in e.attrib]
    assert clips
    assert all(clip[5:-1] in ids for clip in clips)


def test_the_two_widths(drawn):
    _, made = drawn
    assert [float(ET.fromstring(svg).attrib["width"]) for svg in (made.wide, made.narrow)] == [
        render.WIDE,
        render.NARROW,
    ]


def test_the_theme_has_the_page_s_colours(client):
    style = client.application.test_client().get("/").text
    tag = style.split("/assets/")[1].split("/")[0]
    css = client.get(f"/assets/{tag}/atlas.css").text
    assert all(colour in css for colour in (theme.INK, theme.SOFT, theme.LINE, theme.ACCENT))


@pytest.mark.usefixtures("unpainted")
def test_every_kind_of_chart_is_what_vega_lite_allows(monkeypatch, data):
    makers, svg = set(), render._svg

    def noted(make, *named):
        makers.add(inspect.getmodule(getattr(make, "func", make)))
        return svg(make, *named)

    def checked(spec, **_):
        vega_lite().validate(spec)
        return '<svg width="1"></svg>'

    monkeypatch.setattr(render, "_svg", noted)
    monkeypatch.setattr(vl_convert, "vegalite_to_svg", checked)
    for remembered in REMEMBERED:
        remembered.cache_clear()
    client = create_app(data).test_client()  # one that has answered nothing yet
    for page in CHARTS:
        assert client.get(page).status_code == 200
    assert makers == {claims, shared_axis, strength, timeline, years, series}


def test_a_chart_that_is_none_is_told_when_it_is_checked():
    vega_lite().validate(bars(100))
    assert not vega_lite().is_valid(bars(100, clip="perhaps"))
    assert not vega_lite().is_valid({**bars(100), "encoding": {"x": {"field": "deaths", "type": "much"}}})


def test_every_part_of_a_chart_is_of_a_known_kind():
    with pytest.raises(KeyError):
        vega.of("deaths:X")

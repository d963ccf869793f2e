"""A small map of every year: the same classes as the table, links, what is not covered, and the figure of it."""

from __future__ import annotations

import gzip
import re

import pytest

from app.presenters.small_maps import WIDTH, outlines
from geodata.mapsheet import files


def maps_of(text):
    found = re.findall(r'<li data-year="(\d{4})"([^>]*)>(.*?)</li>', text, re.DOTALL)
    return {year: (kind, inside) for year, kind, inside in found}


@pytest.mark.parametrize("asked", ["", "&measure=documented_sites", "&violence=state_based&measure=events_per_100k"])
def test_each_year_has_the_fills_of_its_table(client, asked):
    maps = maps_of(client.get(f"/embed?compare=years{asked}").text)
    for year in ("2012", "2022"):
        page = client.get(f"/?year={year}{asked}").text
        rows = re.findall(r'<tr data-pcode="([^"]+)"[^>]*>.*?<rect [^>]*fill="([^"]+)"', page)
        drawn = re.findall(r'<use href="#u-([^"]+)" fill="([^"]+)"', maps[year][1])
        assert sorted(drawn) == sorted(rows)
        assert len(drawn) == 11


def test_under_each_year_stands_the_country_and_what_is_not_allocated(client):
    maps = maps_of(client.get("/embed?compare=years").text)
    assert list(maps) == [str(year) for year in range(2012, 2025)]
    assert "deaths: 3,650, events: 408" in maps["2022"][1]
    assert "not allocated – deaths: 68, events: 3" in maps["2022"][1]
    assert 'href="/" target="_top"' in maps["2022"][1]
    assert 'href="/?year=2020" target="_top"' in maps["2020"][1]
    assert [year for year, (kind, _) in maps.items() if "uncovered" in kind] == ["2024"]
    assert "another release, 25.1" in maps["2024"][1]
    assert "no figures by unit" in maps["2024"][1]


def test_the_page_is_a_whole_one_in_both_languages_and_light(client):
    for lang, said in (("en", "Under each map: all of Mali"), ("fr", "Sous chaque carte : tout le Mali")):
        answer = client.get(f"/embed?compare=years&lang={lang}")
        assert said in answer.text
        assert re.findall(r"<script src=\"/assets/[^/]+/([^\"]+)", answer.text) == ["embed.js"]
        assert len(gzip.compress(answer.data)) < 6_000


def test_outlines_are_drawn_once_within_their_box(made):
    drawn = outlines(made, "admin1")
    assert len(drawn.paths) == 11
    for _, path in drawn.paths:
        x, y = map(int, re.match(r"M(\d+) (\d+)l", path).groups())
        assert 0 <= x <= WIDTH
        assert 0 <= y <= drawn.height


def test_all_years_are_a_figure(client, monkeypatch):
    monkeypatch.setitem(files._LOOK, "svg.fonttype", "none")  # texts stay texts
    answer = client.get("/figure.svg?compare=years&lang=en")
    for said in ("2012–2024", "deaths: 3,650, events: 408", "Uppsala Conflict Data Program", "no figures by unit"):
        assert said in answer.text


@pytest.mark.parametrize("extension", ["png", "svg", "pdf"])
def test_the_figure_of_all_years_is_named_so(unpainted, data, extension):
    answer = unpainted(data).get(f"/figure.{extension}?compare=years&lang=en")
    name = f"mali-fatalities-per-100k-all-years-a4.{extension}"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'

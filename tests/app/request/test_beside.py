"""compare=: what it can be, what stands beside the map, and what is refused in words."""

from __future__ import annotations

import json
import re

import pytest

PAIRED = {
    "year:2020": {"year": "2020"},
    "year:2020-2021": {"year": "2020-2021"},
    "measure:documented_sites": {"measure": "documented_sites"},
}


def state_of(page):
    begin = page.index('id="state">') + len('id="state">')
    return json.loads(page[begin : page.index("</script>", begin)])


@pytest.mark.parametrize(("compare", "changed"), PAIRED.items())
def test_the_frame_shows_the_view_with_what_is_compared(client, compare, changed):
    page = client.get(f"/embed?year=2022&violence=state_based&compare={compare}").text
    state = state_of(page)
    assert {name: state[name] for name in changed} == changed
    assert (state["violence"], state["compare"]) == ("state_based", None)


def test_a_change_from_the_compared_year_itself_is_left_out(client):
    assert state_of(client.get("/embed?year=2022&from=2020&compare=year:2020").text)["from"] is None
    assert state_of(client.get("/embed?year=2022&from=2019&compare=year:2020").text)["from"] == "2019"


@pytest.mark.parametrize(
    ("compare", "said"),
    [
        ("2020", "parameter 'compare' cannot be '2020'; it can be years, year:2012, year:2013"),
        ("year:1999", "parameter 'compare' cannot be 'year:1999'"),
        ("year:2022-2020", "a range ends after it begins, and 2020 is not after 2022"),
        ("measure:none", "measure:fatalities_per_100k, measure:fatalities_per_1000km2"),
        ("measure:events_per_1000km2", "parameter 'compare' cannot be 'measure:events_per_1000km2'"),
        ("source:nobody", "parameter 'compare' cannot be 'source:nobody'"),
        ("frame:2016", "parameter 'compare' cannot be 'frame:2016'"),
    ],
)
def test_what_cannot_stand_beside_the_map_is_refused_in_words(client, compare, said):
    for path in ("/", "/embed", "/figure.svg"):
        answer = client.get(f"{path}?compare={compare}")
        assert answer.status_code == 400
        assert said in answer.text.replace("&#39;", "'")


def test_the_page_offers_documented_sites_first_and_keeps_the_view(client):
    page = client.get("/?year=2021&violence=state_based&lang=en").text
    menu = page[page.index('id="comparing"') : page.index("</details>", page.index('id="comparing"'))]
    assert re.findall(r'<option value="([^"]+)"', menu)[0] == "measure:documented_sites"
    assert "year:2021" not in menu, "a year is not compared with itself"
    assert '<input type="hidden" name="violence" value="state_based">' in menu
    assert 'href="?year=2021&amp;violence=state_based&amp;compare=years&amp;lang=en"' in page


def test_the_other_map_is_there_without_script(client):
    page = client.get("/?compare=year:2020").text
    assert re.search(r'<iframe class="second" id="second" title="[^"]+" src="/embed\?compare=year:2020">', page)
    assert "/compare.css" in page
    assert "<iframe" not in client.get("/").text
    noscript = client.get("/embed?compare=year:2020").text.partition("<noscript>")[2]
    assert 'href="/figure.png?year=2020"' in noscript

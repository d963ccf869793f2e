"""The page of the story: each step an address of its own, with its sentences, its map and its claims."""

import re

import pytest

from app.application import create_app
from geodata import story
from geodata.builds import store
from tests import once
from tests.app.markup import read


@pytest.fixture(scope="module")
def client():
    return create_app(once.shipped()).test_client()


@pytest.fixture(scope="module")
def steps():
    return story.tell(store.read(once.shipped()).edition())


@pytest.mark.parametrize("language", ["en", "fr"])
def test_each_step_stands_with_its_sentences_under_an_address_of_its_own(client, steps, language):
    page = client.get(f"/story?lang={language}").text.replace("&#39;", "'")
    assert 6 <= len(steps) <= 9
    for step in steps:
        assert f'id="{step.key}"' in page
        assert page.count(f'href="#{step.key}"') >= 2
        for sentence in (step.title, *step.sentences):
            assert sentence.of(language) in page


def test_the_map_of_each_step_opens_and_says_its_year(client, steps):
    page = client.get("/story").text
    opened = re.findall(r'<a class="button" href="([^"]+)"', page)
    assert len(opened) == len(steps)
    for step, address in zip(steps, opened, strict=True):
        answer = client.get(address.replace("&amp;", "&"))
        assert answer.status_code == 200
        assert step.view["year"] in re.search(r'id="subtitle"[^>]*>([^<]*)<', answer.text)[1]


def test_the_fills_of_a_step_are_those_of_the_map_page(client):
    page = client.get("/story").text
    drawn = re.search(r'id="country".*?<figure class="where">(.*?)</figure>', page, re.S)[1]
    fills = dict(re.findall(r'href="#u-(\w+)" fill="([^"]+)"', drawn))
    table = client.get("/?year=2022&focus=mali").text
    rows = dict(re.findall(r'<tr data-pcode="(\w+)".*?<rect[^>]*fill="([^"]+)"', table, re.S))
    assert len(fills) == 11
    assert fills == rows


def test_a_step_names_claims_that_there_are_with_their_verdicts(unpainted, steps):
    client = unpainted(once.shipped())
    page = client.get("/story").text
    for one in (claim for step in steps for claim in step.claims):
        assert client.get(f"/claims/{one}").status_code == 200
        assert f'/claims/{one}"' in page


def test_a_permanent_link_tells_the_same_story(client):
    page = client.get("/story").text
    kept = re.search(r'href="(/b/[^"#]+)#country"', page)[1].replace("&amp;", "&")
    told = client.get(kept).text
    assert re.findall(r"<p>(.*?)</p>", told, re.S)[:5] == re.findall(r"<p>(.*?)</p>", page, re.S)[:5]


def test_the_page_stays_small(client):
    assert len(client.get("/story", headers={"Accept-Encoding": "gzip"}).data) < 40_000


@pytest.mark.parametrize(("lang", "label"), [("en", "The story, step by step"), ("fr", "Le récit, étape par étape")])
def test_a_line_of_the_map_leads_to_the_story(client, lang, label):
    line = read(client.get(f"/?lang={lang}&source=ucdp-ged&year=2021").text).one("a", id="to-story")
    assert line.text.strip() == label
    assert line.attributes["href"] == f"/story?source=ucdp-ged&lang={lang}"

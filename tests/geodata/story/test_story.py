"""The story's sentences against the slow way: sums over the rows of counts, or over the drawn events by hand."""

import re
from collections import Counter

import pytest

from geodata import story
from geodata.builds import store
from geodata.story.phrases import compared, moved, share
from tests import deep_worlds, once

EAST = {"G": (1.5, 15.5), "M": (2.5, 16.5), "T": (0.5, 16.5)}
WHOLE = [
    {"x": 0.5, "y": 15.5, "year": year, "date_start": f"{day}/{year} 00:00:00", "date_end": f"{day}/{year} 00:00:00",
     "low": 1, "best": 1, "high": 1, "civilians": 0}
    for year in ("2020", "2022")
    for day in ("01/01", "12/31")
]  # fmt: skip
"""Two events in Mopti at the ends of the years that the story compares, so that it covers them."""


def drawn(tmp_path, **deaths):
    """The steps of a world with so many deaths a region, year and month, such as G202203=40."""
    spec = [
        *WHOLE,
        *(
            {
                "x": EAST[key[0]][0],
                "y": EAST[key[0]][1],
                "year": key[1:5],
                "date_start": f"{key[5:7]}/10/{key[1:5]} 00:00:00",
                "date_end": f"{key[5:7]}/10/{key[1:5]} 00:00:00",
                "low": number,
                "best": number,
                "high": number + 2,
                "civilians": number // 2,
            }
            for key, number in deaths.items()
        ),
    ]
    build = store.read(once.world(deep_worlds.brought(tmp_path, spec, "2016", before="P G G\nP P G")))
    return {step.key: step for step in story.tell(build.edition("brought", "2016"))}


def numbers(text):
    """The numbers of a sentence in either language, without their marks of thousands and decimals, in order."""
    return [int(re.sub(r"\D", "", one)) for one in re.findall(r"\d+(?:[.,\u202f]\d+)*", text)]


RISE = {"G202005": 10, "M202005": 4, "T202005": 20, "G202203": 40, "M202203": 30, "M202208": 6, "T202205": 22}
FALL = {"G202005": 40, "M202005": 36, "T202005": 20, "G202203": 8, "M202203": 4, "T202205": 24}


def test_a_rise_is_told_as_one(tmp_path):
    steps = drawn(tmp_path, **RISE)
    assert steps["country"].holds
    assert steps["country"].title.en == "Deaths in 2022: 2.8 times the 36 of 2020"
    assert steps["gao-menaka"].title.en == "Gao and Ménaka rose most of all"
    assert steps["gao-menaka"].sentences[0].en == (
        "The number of deaths, 2020 to 2022: in Ménaka it rose from 4 to 36 and in Gao it rose from 10 to 40; in the "
        "other regions together it rose from 22 to 24."
    )
    assert steps["gao-menaka"].sentences[1].fr == (
        "Les deux régions ont 76 % des morts du pays en 2022, contre 39 % en 2020."
    )


def test_the_opposite_is_told_as_the_opposite(tmp_path):
    steps = drawn(tmp_path, **FALL)
    assert steps["country"].holds is False
    assert steps["country"].title.fr == "Les morts de 2022 : moins que les 98 de 2020 (0,39 fois)"
    assert "2020 has the most: 98 deaths" in steps["country"].sentences[1].en
    assert steps["gao-menaka"].holds is False
    assert steps["gao-menaka"].title.en == "Gao and Ménaka did not both rise beyond the rest"
    assert "à Ménaka il est tombé de 36 à 4" in steps["gao-menaka"].sentences[0].fr
    assert steps["civilians"].title.en == "Civilians: fewer than the 48 of 2020 (0.38 times)"


def test_one_that_rises_alone_is_not_both(tmp_path):
    steps = drawn(tmp_path, **{**RISE, "G202203": 5})
    assert steps["country"].holds
    assert steps["gao-menaka"].holds is False


def test_months_are_told_around_the_departure_and_no_cause_is_said(tmp_path):
    (first, *_), caution = (lambda said: (said, said[-1]))(drawn(tmp_path, **RISE)["order"].sentences)
    assert first.en == "Of Ménaka’s 36 deaths of 2022, 30 fell in March 2022 (83%)."
    assert "no cause" in caution.en
    assert "pas une cause" in caution.fr


def test_a_source_that_lacks_a_year_tells_nothing(tmp_path):
    made = deep_worlds.deep_world(tmp_path, WHOLE[:2], before="P G G\nP P G")
    build = store.read(tmp_path, once.publish(tmp_path, made))
    assert story.tell(build.edition("brought", "2016")) == []


def rows(edition, level, year, name):
    """The sums by P-code over the rows of the table of counts, without any filter."""
    found = Counter()
    for row in edition.table("counts"):
        if (row["level"], row["period"], row["violence_type"], row["actor_family"]) == (level, year, "all", "any"):
            found[row["pcode"]] += row[name] or 0
    return found


EDITIONS = {
    "shipped": lambda: once.shipped(),
    "imported": lambda: once.imported_build(
        "data/ucdp/ged241_country_download_mali.csv", "data/boundaries/MLI-ADM3.geojson"
    ),
}


def told(kind):
    """An edition in the frame of 2016, and its steps."""
    edition = store.read(EDITIONS[kind]()).edition(frame="2016")
    return edition, story.tell(edition)


@pytest.mark.parametrize("kind", EDITIONS)
def test_every_figure_of_the_first_steps_is_a_sum_of_rows(kind):
    edition, found = told(kind)
    steps = {step.key: step for step in found}
    whole = {year: rows(edition, "country", year, "fatalities_best") for year in ("2020", "2022")}
    events = rows(edition, "country", "2022", "events")
    low, high = (rows(edition, "country", "2022", f"fatalities_{one}")["MLI"] for one in ("low", "high"))
    for text in (steps["country"].sentences[0].en, steps["country"].sentences[0].fr):
        assert {whole["2022"]["MLI"], whole["2020"]["MLI"], events["MLI"], low, high} <= set(numbers(text))
    regions = {year: rows(edition, "admin1", year, "fatalities_best") for year in ("2020", "2022")}
    rest = {year: sum(n for pcode, n in found.items() if pcode and pcode not in ("ML07", "ML10"))
            for year, found in regions.items()}  # fmt: skip
    said = {2020, 2022, *(found[pcode] for found in regions.values() for pcode in ("ML07", "ML10")), *rest.values()}
    zones = {year: rows(edition, "zones", year, "fatalities_best") for year in ("2020", "2022")}
    for language in ("en", "fr"):
        assert set(numbers(getattr(steps["gao-menaka"].sentences[0], language))) == said
        assert {zones["2020"]["either-50"], zones["2022"]["either-50"], zones["2022"]["both-50"]} <= set(
            numbers(getattr(steps["borders"].sentences[0], language))
        )
        assert set(numbers(getattr(steps["borders"].sentences[-1], language))) == {
            2020, 2022, zones["2020"][None], zones["2022"][None]
        }  # fmt: skip
    assert [steps[key].holds for key in ("country", "gao-menaka", "borders", "civilians", "sites")] == [True] * 5


@pytest.mark.parametrize("kind", EDITIONS)
def test_both_languages_say_the_same_numbers(kind):
    for step in told(kind)[1]:
        for text in (step.title, *step.sentences):
            assert sorted(numbers(text.en)) == sorted(numbers(text.fr)), text


@pytest.mark.parametrize(
    ("now", "then", "said"),
    [
        (0, 0, "as many as in 2020"),
        (5, 0, "where 2020 has none"),
        (5, 5, "as many as in 2020"),
        (102, 100, "about as many as the 100 of 2020"),
        (50, 100, "fewer than the 100 of 2020 (0.50 times)"),
        (250, 100, "2.5 times the 100 of 2020"),
    ],
)
def test_counts_are_compared_in_words(now, then, said):
    assert compared(now, then, "2020").en == said


def test_moves_and_shares_are_said_in_words():
    assert [moved(3, 3).en, moved(3, 1).fr, moved(1, 3).en] == [
        "stayed at 3", "est passé de 1 à 3", "fell from 3 to 1"
    ]  # fmt: skip
    assert [share(0, 0).en, share(0, 9).en, share(1, 900).fr, share(1, 3).en] == [
        "none", "0%", "moins de 1 %", "33%"
    ]  # fmt: skip

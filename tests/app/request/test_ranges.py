"""Ranges in addresses: what they become, and why one is refused."""

import pytest
from werkzeug.datastructures import MultiDict

from app.request import parsing
from app.request.view import View
from app.web.errors import BadParameter
from geodata.exports.selection import Selection


@pytest.fixture(scope="module")
def monthly(imported):
    return imported.build.edition()


def view(query, edition):
    return parsing.view_of(MultiDict(pair.split("=") for pair in query.split("&") if pair), edition)


def refusal(query, edition):
    with pytest.raises(BadParameter) as problem:
        view(query, edition)
    return problem.value.what


@pytest.mark.parametrize(
    ("query", "period", "then"),
    [
        ("year=2021-2023", "2021-2023", None),
        ("year=2021-2023&from=2020", "2021-2023", "2020"),
        ("year=2021-2023&from=2018-2020", "2021-2023", "2018-2020"),
        ("year=2020&from=2012-2019", "2020", "2012-2019"),
    ],
)
def test_a_range_of_years_is_a_period_and_its_address_reopens_it(made, query, period, then):
    chosen = view(query, made)
    assert (chosen.period, chosen.then, chosen.last_year) == (period, then, period[-4:])
    assert chosen.query() == f"?{query}"


@pytest.mark.parametrize(
    ("query", "period", "then", "address"),
    [
        ("month=2022-03..2022-08", "2022-03..2022-08", None, "?month=2022-03..2022-08"),
        ("year=2022&month=2021-11..2022-02", "2021-11..2022-02", None, "?month=2021-11..2022-02"),
        ("month=2022-03..2022-08&from=2021", "2022-03..2022-08", "2021-03..2021-08", None),
        ("month=2022-03..2022-08&from=2021-03..2022-02", "2022-03..2022-08", "2021-03..2022-02", None),
        ("year=2023&month=03&from=2021-03..2022-02", "2023-03", "2021-03..2022-02", None),
    ],
)
def test_a_range_of_months_has_its_years_in_it(monthly, query, period, then, address):
    chosen = view(query, monthly)
    assert (chosen.period, chosen.then) == (period, then)
    assert chosen.year == chosen.last_year == period[-7:-3] if ".." in period else "2023"
    assert chosen.query() == (address or f"?{query}")
    assert view(chosen.query()[1:], monthly) == chosen


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ("year=2023-2021", "'year' cannot be '2023-2021': a range ends after it begins, and 2021 is not after 2023"),
        ("year=2021-2021", "'year' cannot be '2021-2021': a range ends after it begins, and 2021 is not after 2021"),
        ("year=2021-", "'year' cannot be '2021-': a range has a first and a last one, as in 2021-2023"),
        ("year=-2021", "'year' cannot be '-2021': a range has a first and a last one, as in 2021-2023"),
        ("year=2021..2023", "'year' cannot be '2021..2023': a range has a first and a last one, as in 2021-2023"),
        ("year=2019-2023", "'year' cannot be '2019-2023': both ends of a range are in the years from 2021 to 2024"),
        ("from=2019-2020", "'from' cannot be '2019-2020': both ends of a range are in the years from 2021 to 2024"),
        ("month=2022-03..", "'month' cannot be '2022-03..': a range has a first and a last one, as in "
         "2022-03..2022-08"),
        ("month=2021-2023", "'month' cannot be '2021-2023': a range has a first and a last one, as in "
         "2022-03..2022-08"),
        ("month=2022-08..2022-03", "'month' cannot be '2022-08..2022-03': a range ends after it begins, and 2022-03 "
         "is "
         "not after 2022-08"),
        ("month=2021-01..2024-06", "'month' cannot be '2021-01..2024-06': 42 months are too many: at most 36, or a "
         "range "
         "of years"),
        ("year=2023&month=2022-03..2022-08", "'year' cannot be '2023': a range of months, 2022-03..2022-08, has its "
         "years in it; leave 'year' out"),
        ("year=2021-2022&month=03", "'month' cannot be '03': a month is of one year; a range of months is written "
         "as in "
         "2022-03..2022-08"),
        ("year=2021-2022&from=2021-2022", "'from' cannot be '2021-2022': it is the same as the period shown, "
         "2021-2022; "
         "give another"),
        ("year=2021-2022&from=2021-03..2021-05", "'from' cannot be '2021-03..2021-05': months are compared with "
         "months; "
         "give 'month' as well"),
        ("year=2023&month=03&from=2021-2022", "'from' cannot be '2021-2022': months are compared with the same "
         "months of "
         "one year, or with a range of months"),
        ("month=2021-11..2022-02&from=2024", "'from' cannot be '2024': the months compared with, 2024-11..2025-02, "
         "are "
         "not all known"),
    ],
)  # fmt: skip
def test_a_range_that_cannot_be_is_refused_in_words(monthly, query, detail):
    assert refusal(query, monthly) == f"parameter {detail}"


def test_months_are_refused_where_none_are_known(made):
    assert refusal("month=2022-03..2022-08", made) == "parameter 'month' cannot be '2022-03..2022-08'; it can be none"


def test_another_edition_keeps_a_range_whose_ends_it_has(made, monthly):
    assert view("year=2021-2023", made).fit(monthly, made).period == "2021-2023"
    assert view("year=2015-2018", made).fit(monthly, made).period == "2023"
    assert view("month=2022-03..2022-08", monthly).fit(made, monthly).period == "2022"
    assert view("year=2022&from=2012-2015", made).fit(monthly, made).since is None


@pytest.mark.parametrize(
    "chosen",
    [
        Selection(year="2021-2023", since="2018-2020"),
        Selection(year="2022", month="2022-03..2022-08"),
        Selection("zones"),
    ],
)
def test_a_selection_is_read_as_it_was_written(chosen):
    pairs = chosen.pairs()
    assert Selection.read(pairs) == Selection(**{**vars(chosen), "level": "admin1"})
    assert ("year" in pairs) == (chosen.year is not None and chosen.month is None)


@pytest.mark.parametrize("pairs", [{"year": "2023-2021"}, {"month": "2022-08..2022-03"}, {"from": "2021-"}])
def test_a_range_out_of_order_is_no_selection(pairs):
    with pytest.raises(ValueError, match=next(iter(pairs))):
        Selection.read(pairs)


def test_a_year_is_gone_to_from_a_range(monthly):
    chosen = View(year="2022", month="2022-03..2022-08", since="2021-03..2021-08")
    assert chosen.in_year("2021") == {"year": "2021", "month": None, "since": None}
    assert View(year="2022", month="03", since="2021").in_year("2023") == {
        "year": "2023",
        "month": "03",
        "since": "2021",
    }

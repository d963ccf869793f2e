"""Counts by month and cercle: which unit a row's names mean, what is left out, that nothing is lost or added twice."""

from __future__ import annotations

from functools import cache

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.boundaries import frames, gazetteer
from geodata.boundaries.ground import Ground, shipped_boundaries
from geodata.builds import assemble, gather, store
from geodata.builds import report as reporting
from geodata.builds.inputs import Monthly
from geodata.counting import monthly, tally
from geodata.errors import DataError
from geodata.imports import add
from geodata.imports.record import find
from geodata.names import NameRule
from geodata.schema import validate
from geodata.schema.tables import ADDITIVE_NAMES
from tests import files, once, worlds
from tests.examples import times

COLUMNS = ["admin1_name", "admin2_name", "admin1_pcode", "admin2_pcode"]


def table(*rows: dict[str, object]) -> pd.DataFrame:
    """Rows as columns.MONTHLY has them: of A 1 in March 2022, unless they say otherwise; "" is missing."""
    standard = {"country_iso3": "MLI", "admin1_name": "A", "admin2_name": "A 1", "period": "2022-03"}
    standard |= {"admin1_pcode": None, "admin2_pcode": None, "event_type": None, "events": 1, "fatalities": 0}
    made = [{"row": number, **standard, **row} for number, row in enumerate(rows, start=2)]
    return validate.validate("monthly", pd.DataFrame(made).replace({"": None}), "drawn")


@cache
def ground(drawing: str = "A B\nA B", *rules: NameRule, cercles: bool = True) -> Ground:
    drawn = worlds.units(drawing)
    units = worlds.divided(drawn, drawn) if cercles else {"admin1": drawn}
    units = {level: units[level] for level in ("admin1", "admin2") if level in units}
    return Ground(units, worlds.people(drawn), worlds.surroundings(drawn), {"admin1": list(rules)})


@cache
def real(frame: str) -> Ground:
    """The regions and cercles of a frame by name, without shapes; what names mean there."""
    of = frames.membership(gazetteer.communes()["commune_id"], frame)
    regions = of[["admin1_pcode", "admin1_name"]].drop_duplicates()
    regions.columns = ["pcode", "name"]
    cercles = of.rename(columns={"admin2_pcode": "pcode", "admin2_name": "name"}).drop_duplicates("pcode")
    rules = {level: frames.rules(frame, level) for level in ("admin1", "admin2")}
    return Ground({"admin1": regions, "admin2": cercles}, {}, shipped_boundaries().surroundings, rules, frame=frame)


def told(made, level: str, period: str = "2022-03") -> dict[object, tuple[int, int]]:
    """Events and deaths by unit; "" stands for what is not allocated."""
    found = made.counts
    rows = found[(found["level"] == level) & (found["period"] == period)]
    return {
        row.pcode if isinstance(row.pcode, str) else "": (row.events, row.fatalities_best)
        for row in rows.itertuples(index=False)
    }


def where(of: Ground, *rows: dict[str, object]) -> tuple[tuple[str, str], tuple[str, str]]:
    """Region and cercle of the first row, each with its reason; the other rows are beside it, without events."""
    made = monthly.count(table({"events": 5, **rows[0]}, *({"events": 0, **row} for row in rows[1:])), of)
    found = []
    for level in ("admin1", "admin2"):
        [pcode] = [unit for unit, (events, _) in told(made, level, rows[0].get("period", "2022-03")).items() if events]
        account = made.accounting[(made.accounting["level"] == level) & (made.accounting["events"] == 5)]
        found.append((pcode, account["reason"].item()))
    return found[0], found[1]


def test_months_and_years_of_regions_and_cercles():
    made = monthly.count(
        table(
            {"events": 2, "fatalities": 5},
            {"admin2_name": "A 2", "events": 1, "fatalities": 0},
            {"admin1_name": "B", "admin2_name": "B 1", "events": 0, "fatalities": 0},
            {"period": "2022-04", "events": 3, "fatalities": 1},
        ),
        ground(),
    )
    assert told(made, "country") == {"MLI": (3, 5)}
    assert told(made, "admin1") == {"A": (3, 5), "B": (0, 0)}
    assert told(made, "admin2") == {"A01": (2, 5), "A02": (1, 0), "B01": (0, 0)}
    assert told(made, "admin1", "2022") == {"A": (6, 6), "B": (0, 0)}
    assert (made.years, made.months, made.kind) == ((2022,), ("2022-03", "2022-04"), "monthly")
    assert set(made.counts["level"]) == {"country", "admin1", "admin2"}
    assert set(made.counts["actor_family"]) == {"any"}
    assert set(made.counts["violence_type"]) == {"unspecified"}
    for name in ("fatalities_low", "fatalities_high", "civilian_fatalities"):
        assert made.counts[name].isna().all()
    assert made.placement.empty
    assert made.disagreements.empty


def test_without_cercles_there_are_regions_alone_and_terms_may_allow_no_more():
    rows = table({"events": 2})
    assert set(monthly.count(rows, ground(cercles=False)).counts["level"]) == {"country", "admin1"}
    assert set(monthly.count(rows, ground(), levels=("country", "admin1")).counts["level"]) == {"country", "admin1"}


@pytest.mark.parametrize(
    ("row", "region", "cercle"),
    [
        ({}, ("A", "named"), ("A01", "named")),
        ({"admin1_name": "a region", "admin2_name": "Cercle X"}, ("A", "named"), ("", "unknown_name")),
        ({"admin2_name": "X", "admin2_pcode": "A02"}, ("A", "named"), ("", "unknown_name")),
        ({"admin2_name": ""}, ("A", "named"), ("", "not_named")),
        ({"admin1_name": "B"}, ("A", "named"), ("A01", "named")),
        ({"admin1_name": ""}, ("A", "named"), ("A01", "named")),
        ({"admin1_name": "Old", "admin2_name": ""}, ("", "several_units"), ("", "not_named")),
        ({"admin1_name": "Old", "admin2_name": "B 2"}, ("B", "named"), ("B02", "named")),
        ({"admin1_name": "X", "admin2_name": ""}, ("", "unknown_name"), ("", "not_named")),
        ({"admin1_name": "", "admin2_name": ""}, ("", "not_named"), ("", "not_named")),
        ({"admin1_name": "", "admin2_name": "", "admin2_pcode": "B02"}, ("", "unknown_code"), ("", "unknown_code")),
        ({"admin1_name": "", "admin2_name": "", "admin1_pcode": "B"}, ("B", "coded"), ("", "not_named")),
        ({"admin1_name": "A", "admin2_name": "", "admin1_pcode": "B"}, ("A", "named"), ("", "not_named")),
    ],
)
def test_a_cercle_s_name_decides_else_the_region_s_and_codes_only_without_names(row, region, cercle):
    assert where(ground("A B\nA B", NameRule("old", "", None, ("A", "B"))), row) == (region, cercle)


@pytest.mark.parametrize(
    ("frame", "row", "beside", "region", "cercle"),
    [
        ("2016", ("Gao", "Ansongo"), [], ("ML07", "named"), ("ML0701", "named")),
        ("2016", ("Gao", "Menaka"), [], ("ML10", "named"), ("ML0704", "named")),
        ("2012", ("Menaka", "Menaka"), [], ("ML07", "named"), ("ML0704", "named")),
        ("2016", ("Gao", "Anderamboukane"), [], ("ML10", "named"), ("ML0704", "named")),
        ("2016", ("Timbuktu", "Goundam"), [], ("ML06", "named"), ("ML0602", "named")),
        ("2016", ("Timbuktu", "Timbuktu"), [], ("", "several_units"), ("", "several_units")),
        ("2012", ("Timbuktu", "Timbuktu"), [], ("ML06", "named"), ("ML0605", "named")),
        ("2016", ("Timbuktu", "Timbuktu"), [("Taoudenit", "Al-Ourche")], ("ML06", "named"), ("ML0605", "named")),
        ("2016", ("Taoudenit", ""), [], ("ML09", "named"), ("", "not_named")),
        ("2023", ("Ségou", "San"), [], ("ML17", "named"), ("ML0405", "named")),
        ("2023", ("Segou", "X"), [], ("", "several_units"), ("", "unknown_name")),
        ("2023", ("Segou", "X"), [("San", "San")], ("ML04", "named"), ("", "unknown_name")),
        ("2016", ("San", "San"), [], ("ML04", "named"), ("ML0405", "named")),
        ("2016", ("Segou", "Baraoueli"), [], ("ML04", "named"), ("ML0401", "named")),
        ("2023", ("Ségou", "Baraouéli"), [], ("ML04", "named"), ("ML0401", "named")),
        ("2016", ("Segou", "Barwele", "ML04", "ML0401"), [], ("ML04", "named"), ("ML0401", "coded")),
        ("2016", ("", "Barwele", "ML04", "ML0401"), [], ("ML04", "coded"), ("ML0401", "coded")),
        ("2016", ("Gao", "Barwele", "ML07", "ML0401"), [], ("ML07", "named"), ("", "unknown_name")),
        ("2016", ("Segou", "X", "ML04", "ML0401"), [("Segou", "Baraoueli")], ("ML04", "named"), ("", "unknown_name")),
        ("2016", ("Bamako", "Commune_I", "ML09", "ML0901"), [], ("ML20", "named"), ("", "unknown_name")),
    ],
)
def test_names_of_every_vintage_in_every_frame(frame, row, beside, region, cercle):
    rows = [dict(zip(COLUMNS, pair, strict=False)) for pair in (row, *beside)]
    found = where(real(frame), *rows)
    assert found[0] == region
    assert found[1] == cercle


@pytest.mark.parametrize(
    ("codes", "region", "cercle"),
    [
        (("ML07", "ML0701"), ("ML07", "coded"), ("ML0701", "coded")),
        (("ML20", ""), ("ML20", "coded"), ("", "not_named")),
        (("ML09", "ML0901"), ("", "unknown_code"), ("", "unknown_code")),
        (("ML99", "ML9901"), ("", "unknown_code"), ("", "unknown_code")),
    ],
)
def test_a_code_that_stood_for_two_places_tells_nothing(codes, region, cercle):
    """ML09 was Bamako in 2012 and Taoudénit since 2016."""
    row = dict(zip(COLUMNS, ("", "", *codes), strict=True))
    assert where(real("2016"), row) == (region, cercle)


def test_the_ground_that_ships_tells_regions_by_the_cercles_named():
    made = monthly.count(
        table(
            {"admin1_name": "Gao", "admin2_name": "Menaka", "events": 1},
            {"admin1_name": "Bandiagara", "admin2_name": "Koro", "events": 2},
            {"admin1_name": "Gao", "admin2_name": "", "period": "2014-03", "events": 3},
            {"admin1_name": "Gao", "admin2_name": "", "events": 4},
        ),
        shipped_boundaries(),
    )
    assert told(made, "admin1") == {"ML10": (1, 0), "ML05": (2, 0), "ML07": (4, 0)}
    assert told(made, "admin1", "2014-03") == {"": (3, 0)}


def test_types_that_overlap_are_never_added():
    rows = table(
        {"event_type": "political_violence", "events": 5, "fatalities": 9},
        {"event_type": "civilian_targeting", "events": 3, "fatalities": 4},
        {"event_type": "demonstration", "events": 7, "fatalities": None},
        {"event_type": "political_violence", "events": 20, "country_iso3": "NER"},
        {"event_type": "civilian_targeting", "events": 10, "country_iso3": "NER"},
        {"event_type": "political_violence", "events": 2, "period": "2011-12"},
        {"event_type": "demonstration", "events": 0, "fatalities": None, "period": "2022-05"},
    )
    made = monthly.count(rows, ground())
    assert told(made, "country") == {"MLI": (5, 9)}
    assert told(made, "admin2") == {"A01": (5, 9)}
    assert set(made.counts["violence_type"]) == {"political_violence"}
    left_out = {"other_countries": 20, "earlier_years": 2, "civilian_targeting": 3, "demonstration": 7}
    assert made.left_out == left_out
    assert made.months == ("2022-03", "2022-04", "2022-05")


def test_a_file_of_nothing_to_count_is_refused_and_says_what_it_holds():
    with pytest.raises(DataError) as caught:
        monthly.count(table({"country_iso3": "NER"}, {"country_iso3": "BFA"}), ground(), where="brought")
    text = "brought: holds no month to count: 2 rows of other countries. Expected: months of Mali of 2012 or later."
    assert caught.value.text == text
    rows = [{"event_type": "demonstration"}, {"event_type": "demonstration", "period": "2011-03"}]
    with pytest.raises(DataError) as caught:
        monthly.count(table(*rows), ground(), where="brought")
    assert caught.value.text == (
        "brought: holds no month to count: 1 rows of Mali before 2012, 1 rows of Mali of type demonstration, which is "
        "not counted. Expected: months of Mali of 2012 or later, of type political_violence."
    )


RULE = NameRule("old", "", None, ("A", "B"))
months = st.lists(
    st.fixed_dictionaries(
        {
            "country_iso3": st.sampled_from(["MLI", "MLI", "MLI", "NER"]),
            "admin1_name": st.sampled_from(["A", "B", "Old", "Nowhere", ""]),
            "admin2_name": st.sampled_from(["A 1", "A 2", "B 1", "X", ""]),
            "admin1_pcode": st.sampled_from(["A", "B", "ML09", ""]),
            "admin2_pcode": st.sampled_from(["A01", "B02", ""]),
            "period": st.sampled_from(["2011-12", "2021-11", "2021-12", "2022-01", "2022-03"]),
            "events": st.integers(0, 9),
            "fatalities": st.none() | st.integers(0, 90),
        }
    ),
    min_size=1,
    max_size=12,
)


@times(0.4)
@given(rows=months, type_of=st.lists(st.sampled_from(monthly_types := ["political_violence", "demonstration"])))
def test_units_and_not_allocated_are_the_country_and_months_are_the_year(rows, type_of):
    rows = [{"country_iso3": "MLI", "period": "2022-02"}, *rows]
    if type_of:
        kinds = [monthly_types[0], *type_of]
        rows = [{**row, "event_type": kinds[place % len(kinds)]} for place, row in enumerate(rows)]
    of = ground("A B\nA B", RULE)
    made = monthly.count(table(*rows), of)
    tally.require_whole(made.counts)
    wanted = [
        row
        for row in rows
        if (row["country_iso3"], row.get("event_type")) in (("MLI", None), ("MLI", "political_violence"))
        and row["period"] >= "2012"
    ]
    whole = made.counts[made.counts["level"] == "country"].set_index("period")["events"]
    for period in whole.index:
        assert whole[period] == sum(row.get("events", 1) for row in wanted if row["period"].startswith(period))
    years = made.counts["period"].str.len() == 4
    keys = ["level", "pcode", "year"]
    for name in ADDITIVE_NAMES:
        by_year = made.counts[years].assign(year=made.counts["period"]).set_index(keys)[name].sort_index()
        monthly_rows = made.counts[~years].assign(year=made.counts["period"].str[:4])
        by_month = monthly_rows.groupby(keys, dropna=False)[name].sum(min_count=1).sort_index()
        pd.testing.assert_series_equal(by_year, by_month, check_dtype=False)
    for level in ("admin1", "admin2"):
        account = made.accounting[made.accounting["level"] == level]
        assert account["events"].sum() == whole[whole.index.str.len() == 4].sum()
    nested = made.counts[made.counts["level"] == "admin2"].dropna(subset="pcode")
    regions = made.counts[made.counts["level"] == "admin1"].set_index(["pcode", "period"])["events"]
    for (region, period), events in nested.groupby([nested["pcode"].str[:1], "period"])["events"].sum().items():
        assert events <= regions[region, period]


def names(number: int) -> dict[str, str]:
    cercles = [("Gao", "Ansongo"), ("Gao", "Bourem"), ("Menaka", "Menaka"), ("Mopti", "Koro"), ("Nowhere", "Elsewhere")]
    return dict(zip(("Admin1", "Admin2"), cercles[number], strict=True))


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """A data directory with the months of five cercles and a UN file, imported as a user would, and built."""
    rows = [
        {**names(number), "Month": month, "Events": number, "Fatalities": 3 * number}
        for number in range(5)
        for month in ("January", "February")
    ]
    rows.append({"Country": "Niger", "ISO3": "NER", "Events": 40})
    tmp_path = tmp_path_factory.mktemp("months")
    book = files.write_xlsx(tmp_path / "months.xlsx", {"READ_ME": [["About"]], "Data": files.monthly(rows)})
    people = [{}, {"contributing_country": "Togo", "male_personnel": "900"}, {"mission_acronym": "UNMISS"}]
    home = tmp_path / "data"
    add.add(home, book)
    add.add(home, files.write_csv(tmp_path / "un.csv", files.personnel(people)))
    assemble.build(home)
    return home


def test_imported_and_built_it_is_a_source_of_its_own(data, shipped):
    record = find(data, "acled-monthly-2022-02")
    assert (record.kind, record.countries) == ("monthly", {"MLI": 10, "NER": 1})
    made = store.read(data)
    assert [(entry["source"], entry["frame"]) for entry in made.editions] == [
        ("ucdp-ged", "2016"),
        ("acled-monthly-2022-02", "2016"),
    ]
    edition = made.edition("acled-monthly-2022-02")
    assert edition.manifest["families"] == []
    assert edition.manifest["violence"] == ["unspecified"]
    assert edition.manifest["levels"] == ["admin1"]
    assert edition.manifest["absent"] == ["fatalities_low", "fatalities_high", "civilian_fatalities"]
    assert sorted(edition.manifest["breaks"]) == [
        "documented_sites",
        "events_per_100k",
        "fatalities_per_1000km2",
        "fatalities_per_100k",
        "nominal_troops",
    ]
    assert (edition.figures.units["zones"], edition.figures.units["grid"]) == ([], [])
    gao = edition.figures.unit("admin1", "ML07")
    assert edition.figures.row("admin1", gao, "2022", "all", "any")["events"] == 2
    assert edition.figures.national("2022-01", "all", "any")["fatalities_best"] == 30
    beside, alone = made.edition("ucdp-ged").figures, shipped.edition().figures
    assert beside.national("2022", "all", "any") == alone.national("2022", "all", "any")


def test_a_unit_without_a_row_has_no_data_and_one_with_a_row_of_nothing_has_none_recorded(data):
    figures = store.read(data).edition("acled-monthly-2022-02").figures

    def events(pcode: str, period: str) -> float | None:
        return figures.row("admin1", figures.unit("admin1", pcode), period, "all", "any")["events"]

    assert (events("ML01", "2022"), events("ML07", "2022-01"), events("ML05", "2022-02")) == (None, 1, 3)
    assert figures.not_allocated("admin1", "2022-01", "all", "any")["events"] == 4
    assert figures.national("2022-00", "all", "any")["events"] == 0
    quiet = monthly.count(table({"events": 0}), ground())
    assert told(quiet, "admin1") == {"A": (0, 0)}


def test_the_report_says_what_was_left_out_and_why(data):
    report = reporting.report(store.read(data))
    start = report.index("acled-monthly-2022-02, boundaries of 2016:")
    assert report[start : start + 5] == [
        "acled-monthly-2022-02, boundaries of 2016:",
        "  Left out: 40 events of other countries.",
        "  Events: 20 = 12 in regions + 8 not allocated.",
        "       12 named",
        "        8 unknown name",
    ]
    assert (
        "un-personnel-2022-03: 1 months of MINUSMA, 2022-03 to 2022-03, shown beside the headcounts that ship, "
        "never added to them. Left out: 1 rows of other missions."
    ) in report


def test_the_newest_event_file_is_shown_first_then_the_newest_of_all(data, tmp_path):
    data = once.copy(data, tmp_path / "data")
    early = worlds.ged_file(tmp_path / "early.csv", [{"id": "e1"}])
    add.add(data, early, name="early")
    later = [{**names(0), "Month": "March", "Events": 1, "Fatalities": 1}]
    add.add(data, files.write_xlsx(tmp_path / "later.xlsx", {"Data": files.monthly(later)}), name="later")
    sources = [brought.source for brought in gather.gather_inputs(data).imported]
    assert sources == ["early", "later", "acled-monthly-2022-02"]


def test_hapi_is_counted_in_the_same_way(tmp_path):
    rows = [
        {"admin2_name": "Bourem", "events": 3, "fatalities": 6},
        {"admin2_name": "Bourem", "events": 2, "event_type": "civilian_targeting"},
        {"admin2_name": "Bourem", "events": 9, "fatalities": "", "event_type": "demonstration"},
    ]
    add.add(tmp_path / "data", files.write_csv(tmp_path / "hapi.csv", files.hapi(rows)))
    assemble.build(tmp_path / "data")
    made = store.read(tmp_path / "data")
    assert made.edition("hapi-2022-03").figures.national("2022-03", "all", "any")["events"] == 3
    report = reporting.report(made)
    start = report.index("hapi-2022-03, boundaries of 2016:")
    assert report[start + 1 : start + 4] == [
        "  Left out: 2 events that target civilians, which are among the political violence.",
        "  Left out: 9 events that are demonstrations, which are no political violence.",
        "  Events: 3 = 3 in regions + 0 not allocated.",
    ]


def test_a_build_of_months_in_cercles_of_two_frames(tmp_path):
    drawn = worlds.deep_world(tmp_path)
    rows = table(
        {"admin1_name": "Gao", "admin2_name": "Gao 1", "events": 4, "fatalities": 8},
        {"admin1_name": "Ménaka", "admin2_name": "", "events": 1, "fatalities": 0},
    )
    brought = Monthly("months", rows, rows.assign(oddity="warning").iloc[:0], ("country", "admin1", "admin2"))
    more = {**drawn.sources, "months": worlds.source("months")}
    once.publish(tmp_path, worlds.replace(drawn, imported=[*drawn.imported, brought], sources=more))
    made = store.read(tmp_path)
    for frame, region in (("2016", "ML07"), ("2012", "ML05")):
        edition = made.edition("months", frame)
        assert edition.manifest["levels"] == ["admin1", "admin2"]
        cercle = edition.figures.unit("admin2", "ML0701")
        assert edition.figures.row("admin2", cercle, "2022-03", "all", "any")["fatalities_best"] == 8
        assert cercle.admin1 == region
        assert edition.figures.not_allocated("admin2", "2022", "all", "any")["events"] == 1
    assert made.edition("brought", "2016").figures.units["zones"]

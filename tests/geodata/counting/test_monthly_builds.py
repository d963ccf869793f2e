"""Counts by month imported and built, beside others and in cercles of two frames."""

from __future__ import annotations

import pytest

from geodata.builds import assemble, gather, store
from geodata.builds import report as reporting
from geodata.builds.inputs import Monthly
from geodata.counting import monthly
from geodata.imports import add
from geodata.imports.record import find
from tests import deep_worlds, drawn_ged, files, once, worlds
from tests.geodata.counting.months import ground, table, told


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
    early = drawn_ged.ged_file(tmp_path / "early.csv", [{"id": "e1"}])
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
    drawn = deep_worlds.deep_world(tmp_path)
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

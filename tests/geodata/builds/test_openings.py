"""Which event source a build opens with: the newest complete one, and how an imported one is cited."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from geodata.builds import gather, inputs
from geodata.imports import add, layouts
from geodata.imports.record import Imported, listed, remove
from tests import drawn_ged, files, once

CANDIDATE = "data/ucdp/ged_candidate_26_0_2.xlsx"


def ged(tmp_path, name, *events):
    return drawn_ged.ged_file(tmp_path / f"{name}.csv", list(events) or [{}])


def test_the_newest_event_file_comes_first_and_a_provisional_one_behind_it(tmp_path):
    data = tmp_path / "data"
    add.add(data, ged(tmp_path, "first"), name="first")
    add.add(data, ged(tmp_path, "second", {"best": 2, "high": 2}), name="second")
    assert [one.source for one in gather.gather_inputs(data).imported] == ["second", "first"]
    add.add(data, files.write_csv(tmp_path / "candidate.csv", files.candidate([{}, {}])), name="candidate")
    assert [one.source for one in gather.gather_inputs(data).imported] == ["second", "candidate", "first"]
    for name in ("first", "second"):
        remove(data, name)
    assert [one.source for one in gather.gather_inputs(data).imported] == ["candidate"]


def imported(name: str, layout: str) -> Imported:
    """The record of a file; all that its layout does not decide is empty."""
    kind = "boundaries" if layout == "gadm-admin3" else layouts.LAYOUTS[layout].kind
    empty = {"str": "", "int": 0, "bool": False, "dict[str, int]": {}, "tuple[str, ...]": ()}
    blank = {field.name: empty[field.type] for field in fields(Imported)}
    return Imported(**(blank | {"name": name, "layout": layout, "kind": kind}))


@pytest.mark.parametrize(
    ("brought", "expected"),
    [
        ("", ""),
        ("A:ucdp-ged B:acled", "B A"),
        ("A:ucdp-ged b:ucdp-candidate", "A b"),
        ("a:ucdp-candidate B:ucdp-ged c:ucdp-candidate", "B c a"),
        ("a:ucdp-candidate b:ucdp-candidate", "b a"),
        ("A:ucdp-ged B:acled-monthly", "A B"),
        ("A:ucdp-ged B:acled-monthly C:acled", "C B A"),
        ("a:ucdp-candidate B:acled-monthly", "B a"),
        ("A:acled-monthly B:hapi", "B A"),
        ("a:un-personnel B:ucdp-ged c:gadm-admin3", "B"),
        ("A:ucdp-ged b:ucdp-ged", "A b"),
        ("A:acled-monthly b:ucdp-ged", "A b"),
        ("a:acled-monthly b:ucdp-ged c:ucdp-candidate", "b c a"),
    ],
)
def test_the_newest_complete_events_open_and_the_others_follow_by_age(brought, expected):
    """Capital letters are complete."""
    records = [imported(*text.split(":")) for text in brought.split()]
    complete = {record.name for record in records if record.name.isupper()}
    assert [record.name for record in gather.order_of_sources(records, complete)] == expected.split()


def test_an_imported_source_is_cited_as_its_record_says(tmp_path):
    record = add.add(tmp_path / "data", ged(tmp_path, "mine"), name="mine", release="25.1")
    found = gather.gather_inputs(tmp_path / "data")
    assert set(found.sources) - set(inputs.shipped_inputs().sources) == {"mine"}
    cited = found.sources["mine"]
    for name in ("title", "producer", "licence", "licence_url", "url", "citation", "policy"):
        assert getattr(cited, name) == getattr(record, name)
    assert (cited.release, cited.is_release_inferred, cited.raw_sha256) == ("25.1", False, record.sha256)
    assert cited.data_to == "2022-03-27"
    assert found.imported[0].events["event_id"].tolist() == ["1"]
    assert not found.is_superseded


def test_nothing_imported_is_what_ships(tmp_path):
    found = gather.gather_inputs(tmp_path)
    assert (found.grounds, found.imported, found.is_superseded) == ([], [], False)
    assert found.sources == inputs.shipped_inputs().sources


def test_figures_that_their_producer_revises_are_provisional():
    record = next(one for one in listed(once.imported(CANDIDATE)) if one.layout == "ucdp-candidate")
    assert gather.source(record).is_provisional
    assert not gather.source(replace(record, layout="ucdp-ged")).is_provisional

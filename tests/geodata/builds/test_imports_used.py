"""Imports that a build does not open with, or cannot use at all: a sample, and what holds nothing to count."""

from __future__ import annotations

import shutil

from geodata.builds import assemble, gather, store
from geodata.builds import report as reporting
from geodata.imports import add
from geodata.sources import sha256
from tests import drawn_ged, files


def ged(tmp_path, name, *events):
    return drawn_ged.ged_file(tmp_path / f"{name}.csv", list(events) or [{}])


def test_a_sample_does_not_open_the_pages_and_a_complete_file_does(tmp_path):
    """Counted from what ships: half of its events in each whole year make a file complete."""
    data = tmp_path / "data"
    add.add(data, ged(tmp_path, "sample", *[{"id": f"s{n}", "year": 2022} for n in range(7)]), name="sample")
    assert gather.gather_inputs(data).opens_with_shipped
    events = [{"id": str(n), "year": 2022, **day_of(1 + n % 12)} for n in range(204)]
    add.add(data, ged(tmp_path, "half", *events[1:]), name="half")
    assert gather.gather_inputs(data).opens_with_shipped
    add.add(data, ged(tmp_path, "whole", *events), name="whole")
    found = gather.gather_inputs(data)
    assert [(one.source, one.is_complete) for one in found.imported] == [
        ("whole", True),
        ("half", False),
        ("sample", False),
    ]
    assert not found.opens_with_shipped


def day_of(month):
    return dict.fromkeys(("date_start", "date_end"), f"{month:02}/15/2022 00:00:00")


def test_the_last_day_of_a_source_is_that_of_mali_s_own_rows(tmp_path):
    later = {"country": "Niger", "country_id": "436", "year": 2023, "date_start": "05/01/2023 00:00:00"}
    record = add.add(tmp_path / "data", ged(tmp_path, "both", {}, {**later, "date_end": "05/02/2023 00:00:00"}))
    assert (record.first_day, record.last_day) == ("2022-03-27", "2022-03-27")
    found = gather.gather_inputs(tmp_path / "data")
    assert found.sources[record.name].data_to == "2022-03-27"


def test_a_build_leaves_out_what_it_cannot_use_and_says_so(tmp_path):
    data = tmp_path / "data"
    record = add.add(data, ged(tmp_path, "mine"), name="mine")
    add.add(data, ged(tmp_path, "good", {"id": "g"}), name="good")
    abroad = files.write_csv(tmp_path / "months.csv", files.monthly([{"Country": "Niger", "ISO3": "NER"}] * 3))
    record.path(data).write_text("something else", encoding="utf-8")
    place_by_hand(data, abroad, "abroad")
    found = gather.gather_inputs(data)
    assert [one.source for one in found.imported] == ["good"]
    assert "mine" not in found.sources
    why = {one.name: one.why for one in found.left_out}
    assert why["abroad"] == "holds no month to count: 3 rows of other countries"
    assert why["mine"].startswith("the copy of mine was changed: its SHA-256 is ")
    assemble.publish(data, found)
    made = store.read(data)
    assert {entry["source"] for entry in made.editions} == {"good", "ucdp-ged"}
    assert [entry["name"] for entry in made.manifest["left_out_imports"]] == ["mine", "abroad"]
    assert reporting.report(made)[-1] == (
        "Left out, since it cannot be used: abroad (ACLED by month and admin2, from HDX): holds no month to count: "
        f"3 rows of other countries. To take it away: mali-atlas remove abroad --data {data}"
    )


def place_by_hand(data, file, name):
    """A monthly file in the data directory as earlier versions let it in."""
    record = add.add(data, files.write_csv(file.with_name("sound.csv"), files.monthly([{}])), name=name)
    shutil.copyfile(file, record.path(data))
    path = record.folder(data) / "record.json"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(record.sha256, sha256(record.path(data))), encoding="utf-8")

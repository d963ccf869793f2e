"""Files of a neighbour's events alone: beside Mali's of the same layout and release, or refused in words."""

from __future__ import annotations

import pytest

from geodata import sources, vocabulary
from geodata.boundaries.ground import shipped_boundaries
from geodata.builds import count_sources, gather
from geodata.counting import abroad
from geodata.errors import DataError
from geodata.imports import add
from geodata.imports.record import listed, remove
from tests import drawn_ged, once, worlds

NIGER = {"country": "Niger", "country_id": 436, "longitude": 4.0, "latitude": 16.0, "side_b": "Civilians"}
BURKINA = {"country": "Burkina Faso", "country_id": 439, "longitude": -1.0, "latitude": 14.0, "side_b": "Civilians"}
MALI, NER, BFA = (
    f"data/ucdp/ged241_country_download_{name}.csv" for name in ("mali", "niger_recovered", "burkina_faso")
)


def ged(tmp_path, name, *events):
    return drawn_ged.ged_file(tmp_path / f"{name}.csv", [{"year": 2022, **event} for event in events])


def test_a_neighbour_s_file_stands_beside_mali_s_with_every_row_accounted_for(tmp_path):
    data = tmp_path / "data"
    add.add(data, ged(tmp_path, "mali", {}), release="24.1")
    record = add.add(data, ged(tmp_path, "niger", NIGER, NIGER, {**NIGER, "year": 2011}), release="24.1")
    assert (record.kind, record.name, record.rows, record.accepted) == ("abroad", "ucdp-ged-24.1-niger", 3, 3)
    assert record.countries == {"Niger": 3}
    assert record.notes == (
        "events of Niger: they stand beside those of ucdp-ged-24.1, on their side of the border zones",
    )
    assert (record.first_day, record.last_day) == ("2011-03-27", "2022-03-27")
    found = gather.gather_inputs(data)
    (brought,) = found.imported
    assert {name: len(table) for name, table in brought.abroad.items()} == {"ucdp-ged-24.1-niger": 3}
    source = found.sources["ucdp-ged-24.1-niger"]
    assert (source.short, source.release) == ("UCDP GED, Niger", "24.1")
    assert source.title == "UCDP Georeferenced Event Dataset (GED), events of Niger"
    assert source.used_for == "a neighbour’s events near Mali’s borders, imported"


@pytest.mark.parametrize(
    ("mali", "told"),
    [
        (None, "none"),
        ("23.1", "ucdp-ged-23.1, release 23.1"),
    ],
)
def test_without_mali_s_events_of_the_release_it_is_refused(tmp_path, mali, told):
    data = tmp_path / "data"
    if mali:
        add.add(data, ged(tmp_path, "mali", {}), release=mali)
    with pytest.raises(DataError) as refused:
        add.add(data, ged(tmp_path, "both", NIGER, BURKINA), release="24.1")
    assert refused.value.text == (
        "both.csv: holds events of Niger and Burkina Faso alone, release 24.1, and there is no import of Mali's events "
        "that they could stand beside. Expected: an import of UCDP Georeferenced Event Dataset (GED) with Mali's "
        f"events, of the same release (there are: {told}). "
        "Import Mali's file first; where the release was told wrongly, give it with --release."
    )
    assert [one.name for one in listed(data)] == (["ucdp-ged-23.1"] if mali else [])


@pytest.mark.parametrize("first", ["in Mali's own file", "in another"])
def test_a_country_s_events_of_a_release_are_there_once(tmp_path, first):
    data = tmp_path / "data"
    own = [{}, NIGER] if first == "in Mali's own file" else [{}]
    add.add(data, ged(tmp_path, "mali", *own), release="24.1")
    if first == "in another":
        add.add(data, ged(tmp_path, "first", NIGER), release="24.1")
    home = "ucdp-ged-24.1" if first == "in Mali's own file" else "ucdp-ged-24.1-niger"
    with pytest.raises(DataError) as refused:
        add.add(data, ged(tmp_path, "again", {**NIGER, "best_est": 9, "high_est": 9}), release="24.1")
    assert refused.value.text == (
        f"again.csv: holds events of Niger, of which {home} has release 24.1 already. Expected: a country's events of "
        f"a release once. To use this file in its place, run mali-atlas remove {home} first."
    )


def test_a_build_leaves_out_what_mali_s_file_was_removed_from(tmp_path):
    data = tmp_path / "data"
    add.add(data, ged(tmp_path, "mali", {}), release="24.1")
    add.add(data, ged(tmp_path, "niger", NIGER), release="24.1")
    remove(data, "ucdp-ged-24.1")
    found = gather.gather_inputs(data)
    assert found.imported == []
    (left_out,) = found.left_out
    assert left_out.name == "ucdp-ged-24.1-niger"
    assert left_out.why == (
        "holds events of Niger alone, release 24.1, and there is no import of Mali's events that they could stand "
        "beside"
    )
    assert "ucdp-ged-24.1-niger" not in found.sources


def test_events_of_other_neighbours_stand_beside_nothing(tmp_path):
    with pytest.raises(DataError, match=r"holds no event of Mali of 2012 or later \(there are: Algeria 1\)"):
        add.add(tmp_path / "data", ged(tmp_path, "algeria", {"country": "Algeria", "country_id": 615}))


def test_a_neighbour_s_points_that_changed_places_are_refused(tmp_path):
    data = tmp_path / "data"
    add.add(data, ged(tmp_path, "mali", {}), release="24.1")
    swapped = [{**NIGER, "longitude": 16.0, "latitude": 4.0}] * 5
    with pytest.raises(DataError) as refused:
        add.add(data, ged(tmp_path, "niger", *swapped), release="24.1")
    assert refused.value.text.startswith(
        "niger.csv: 5 of 5 events of Niger (100.0 %) lie far from Niger, such as longitude 16, latitude 4: "
        "latitude and longitude have probably changed places."
    )


def test_a_file_of_several_countries_counts_each_on_its_side_and_leaves_out_the_others(tmp_path):
    data = tmp_path / "data"
    chad = {"country": "Chad", "country_id": 483, "longitude": 15.0, "latitude": 13.0}
    add.add(data, ged(tmp_path, "all", {}, {}, NIGER, BURKINA, chad, {**BURKINA, "year": 2011}), release="24.1")
    found = gather.gather_inputs(data)
    (brought,) = found.imported
    counted = count_sources.count_imported(found, brought)
    assert counted.abroad.sides == ("NER", "BFA")
    assert dict(counted.abroad.sources) == {"NER": "ucdp-ged-24.1", "BFA": "ucdp-ged-24.1"}
    left_out = counted.parts[0].aggregate.left_out
    assert dict(left_out) == {"other_countries": 2, "earlier_years": 0}  # Chad, and Burkina Faso before 2012
    whole = counted.abroad.counts.query("level == 'country' and violence_type == 'all' and actor_family == 'any'")
    assert whole[whole["period"] == "2022"].set_index("side")["events"].to_dict() == {"NER": 1, "BFA": 1}


def test_the_shipped_side_stays_for_the_neighbour_that_is_not_imported(tmp_path):
    data = tmp_path / "data"
    once.copy(once.imported(MALI), data)
    add.add(data, worlds.shared(BFA))
    found = gather.gather_inputs(data)
    counted = count_sources.count_imported(found, found.imported[0])
    assert dict(counted.abroad.sources) == {"NER": "ucdp-ged-ner", "BFA": "ucdp-ged-24.1-burkina-faso"}
    assert set(counted.distances_abroad_km) == {"BFA"}
    counts = counted.abroad.counts.query("violence_type == 'all' and actor_family == 'any' and period == '2022'")
    shipped = found.abroad.counts.query("violence_type == 'all' and actor_family == 'any' and period == '2022'")
    for side in ("NER", "BFA"):
        for column in ("events", "fatalities_best"):
            one, other = (
                table[table["side"] == side].set_index(["part", "level", "pcode"])[column].to_dict()
                for table in (counts, shipped)
            )
            assert one == other
    borders = shipped_boundaries().surroundings.borders
    assert set(abroad.locate(found.imported[0].abroad["ucdp-ged-24.1-burkina-faso"], borders)) == {"BFA"}


def test_a_sample_of_a_neighbour_is_told_from_the_whole(tmp_path):
    data = tmp_path / "data"
    once.copy(once.imported(MALI), data)
    add.add(data, worlds.shared(NER))
    add.add(data, ged(tmp_path, "sample", *[BURKINA] * 7), release="24.1")
    (brought,) = gather.gather_inputs(data).imported
    assert brought.incomplete_abroad == ("ucdp-ged-24.1-burkina-faso",)


def test_the_files_that_the_shipped_sides_were_made_from_have_their_release_on_record():
    known = sources.read(vocabulary.DATA / "sources.toml")
    for name, source in ((NER, "ucdp-ged-ner"), (BFA, "ucdp-ged-bfa")):
        assert sources.sha256(worlds.shared(name)) == known[source].raw_sha256

"""The rows of the country and of what is not allocated, in every file."""

from __future__ import annotations


def test_the_country_of_a_later_year_is_the_same_in_every_form(client):
    expected = {"events": None, "fatalities_low": 1783, "fatalities_best": 1901, "fatalities_high": 2644}
    file = client.get("/download/admin1.geojson?year=2024").json
    by_year = file["row_accounting"]["by_year"]["2024"]
    assert {name: by_year["national"][name] for name in expected} == expected
    assert by_year["national_release"] == "25.1"
    assert "ucdp-country-year" in [source["id"] for source in file["provenance"]["sources"]]
    api = client.get("/api/figures?year=2024").json["row_accounting"]["2024"]
    assert api == by_year
    last = client.get("/download/admin1.csv?year=2024").get_data(as_text=True).splitlines()[-1]
    assert last.startswith("Mali,")
    assert ",1783,1901,2644," in last
    assert "25.1" in last


def test_the_total_rows_break_down_too(client):
    import csv
    import io

    rows = list(csv.DictReader(io.StringIO(client.get("/download/admin1.csv?year=2022").data.decode("utf-8-sig"))))
    units, missing, country = rows[:-2], rows[-2], rows[-1]
    assert (missing["pcode"], country["pcode"]) == ("not allocated", "Mali")
    for name in ("events_state_based", "fatalities_best_jnim", "civilian_fatalities_one_sided"):
        assert sum(int(row[name]) for row in [*units, missing]) == int(country[name])


def test_a_year_has_no_change_from_itself(client):
    rows = client.get("/download/admin1.geojson?from=2022").json["features"]
    gao = [row["properties"] for row in rows if row["properties"]["pcode"] == "ML07"]
    changes = {row["year"]: row["fatalities_per_100k_change"] for row in gao}
    assert changes[2022] is None
    assert changes[2021] is not None

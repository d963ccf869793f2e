"""/api/claims: every claim with its verdict, reason and sentence, and the list of the page says the same."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from app.presenters import claims as claim_values
from app.presenters import quotations
from app.web import services
from geodata.claims.model import KINDS, VERDICTS
from tests.app.claims import CLAIMS, IDS, lines, page, tag
from tests.readme import ROOT

REFERENCE = (ROOT / "app" / "README.md").read_text(encoding="utf-8")


def written(value: dict) -> str:
    """A value as an English page writes it."""
    if value["unit"] == "date":
        return quotations.day(value["text"]).en
    number = value["value"]
    if number is None:
        if value["unit"] == "percent":
            return f"{value['low']:+.1f}% to {value['high']:+.1f}%".replace("-", "−")
        low, high = (None if end is None else f"{end:,.0f}" for end in (value["low"], value["high"]))
        said = f"at least {low}" if high is None else f"{low} to {high}"
        return f"{said} {value['unit']}"
    if value["unit"] == "ratio":
        return f"{number:.2f} times"
    if value["unit"] in ("percent", "share"):
        text = f"{number:+.1f}%" if value["unit"] == "percent" else f"{100 * number:.0f}%"
        return text.replace("-", "−")
    if value["unit"] == "quarters":
        return f"{number} of 4 quarters"
    noun = {"people": "person"}.get(value["unit"], value["unit"].removesuffix("s")) if number == 1 else value["unit"]
    return f"{number:,.0f} {noun}"


def test_the_api_has_every_claim_with_all_that_is_known_of_it(client, made, records):
    whole = client.get("/api/claims").json
    assert [record["id"] for record in records] == IDS
    assert len(records) == 58
    assert (whole["build"], whole["frame"], whole["source"]["id"]) == (made.id, "2016", made.source)
    assert whole["report"]["publisher"] == "Africa Center for Strategic Studies"
    assert "2022-02-27" in whole["report"].values()
    assert {key: one["claims"] for key, one in whole["verdicts"].items()} == {
        verdict: sum(record["verdict"] == verdict for record in records) for verdict in VERDICTS
    }
    for claim, record in zip(CLAIMS, records, strict=True):
        assert (record["quoted"], record["period"], record["kind"]) == (claim.quoted, claim.period, claim.kind)
        assert (record["subject_en"], record["subject_fr"]) == (claim.subject.en, claim.subject.fr)
        assert record["reason_en"]
        assert record["reason_fr"] != record["reason_en"]
        assert claim.verdict in (None, record["verdict"])
        assert record["source"] == (made.source if claim.kind == "counts" else None)
        assert {
            f"{name}_{lang}" for name in ("evidence", "note", "filter", "criterion") for lang in ("en", "fr")
        } < set(record)


def test_the_permalink_names_source_frame_and_build_and_opens(client, made, records):
    for record in records:
        address = urlsplit(record["permalink"])
        assert parse_qs(address.query) == {"source": [made.source], "frame": [made.frame]}
        assert address.path == f"/b/{made.id}/claims/{record['id']}"
        assert record["permalink"] in record["sentence_en"]
        assert record["permalink"] in record["sentence_fr"]
        assert client.get(f"{address.path}?{address.query}").status_code == 200


def test_a_sentence_says_the_claim_the_verdict_the_reason_and_its_sources(made, records):
    named = {row["source_id"]: row for row in made.table("force_sources")}
    for record in records:
        for lang in ("en", "fr"):
            sentence = record[f"sentence_{lang}"]
            assert record["quoted"] in sentence
            assert claim_values.REPORT["title"] in sentence
            assert record[f"caution_{lang}"] in sentence
            assert record[f"untested_{lang}"] in sentence
            assert record[f"reason_{lang}"] in sentence
            assert made.id in sentence
        assert VERDICTS[record["verdict"]].lower() in record["sentence_en"].lower()
        assert ("data to 31 December 2023, release inferred" in record["sentence_en"]) == (record["kind"] == "counts")
        assert ("UCDP GED 24.1" in record["sentence_en"]) == (record["kind"] == "counts")
        assert all(named[name]["publisher"] in record["sentence_en"] for name in record["source_ids"])


@pytest.mark.parametrize(
    "query", [{"verdict": "true"}, {"kind": "x"}, {"id": "c04"}, {"source": "x"}, {"lang": "fr"}, {"year": "2022"}]
)
def test_the_api_refuses_what_it_does_not_know(client, query):
    answer = client.get("/api/claims", query_string=query)
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    assert answer.json["parameter"] == next(iter(query))
    assert answer.json["allowed"]


def test_the_api_and_the_list_are_narrowed_alike(client, records):
    for name, values in (("verdict", VERDICTS), ("kind", KINDS)):
        for value in values:
            expected = [record["id"] for record in records if record[name] == value]
            found = client.get("/api/claims", query_string={name: value}).json
            assert [record["id"] for record in found["claims"]] == expected
            assert sum(one["claims"] for one in found["verdicts"].values()) == 58, "counts are of all claims"
            assert sorted(lines(page(client, f"/claims?{name}={value}"))) == expected
    (one,) = client.get("/api/claims?id=C04").json["claims"]
    assert one["id"] == "C04"


def test_the_list_shows_what_the_api_says(client, records):
    tree = page(client, "/claims")
    shown = lines(tree)
    assert sorted(shown) == IDS
    for record in records:
        line = shown[record["id"]]
        assert tag(line) == f"{record['verdict']} {VERDICTS[record['verdict']]}"
        assert record["quoted"] in line.text
        assert record["subject_en"][1:] in line.text
        if record["value"]:
            assert line.one("b").text == written(record["value"])
        assert {one.attributes["href"] for one in line.every("a")} == {f"/claims/{record['id']}"}
    table = tree.one("table", class_="data verdicts").one("tbody")
    numbers = [int(row.every("td")[0].text) for row in table.every("tr")]
    assert numbers == list(claim_values.tally(claim_values.tested(edition(client))).values())
    assert sum(numbers) == 58


def edition(client):
    return services.of(client.application).catalogue.current().edition()


def test_the_reference_says_how_many_claims_come_to_each_verdict(records):
    head = "| verdict | claims |"
    rows = [
        line.strip("| ").split(" | ") for line in REFERENCE[REFERENCE.index(head) :].splitlines()[2 : 2 + len(VERDICTS)]
    ]
    assert {row[0]: int(row[1]) for row in rows} == {
        label: sum(record["verdict"] == verdict for record in records) for verdict, label in VERDICTS.items()
    }

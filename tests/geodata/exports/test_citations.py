"""Citations: a line in two languages, BibTeX and CFF that other programs read, whatever the names in them hold."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import date

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from geodata import sources, vocabulary
from geodata.builds import inputs, store
from geodata.exports import citations, extract
from geodata.exports.citations import Citation
from geodata.exports.selection import Selection
from geodata.texts import Text
from geodata.versions import PROGRAM
from tests import once, worlds

ADDRESS = "https://atlas.example/b/0123456789abcdef/download/admin1.csv?source=mine&from=2020&year=2022"
SHIPPED = sources.read(vocabulary.DATA / "sources.toml")
HOSTILE = (
    'a "quoted" name', "half { a brace", "} the other {", "back\\slash \\cite{x}", "100 % & $5 #1 a_b ^ ~",
    "@misc{x, y = {z}}",
    "line\nbreak\r\nand\ttab", "Ménaka, Ælfric, Œuvre, Đoković, Żółć, naïve, ﬁ", "مالي \u202e right to left", "日本 🇲🇱",
    "- item: [a, b]", "# no comment", "null", "2022", "yes", "!!python/object:os.system", "'single'", "&anchor *alias",
    "a: b", ": ", "? key", "| block", "%YAML 1.1", "--- x", "\u2028\u2029\x85\x00\x07", "=HYPERLINK(1)",
    "\u00a0\u202f", "e\u0301",
)  # fmt: skip
texts = st.sampled_from(HOSTILE) | st.text(st.characters(codec="utf-8"), min_size=1, max_size=40)
CFF_KEYS = {
    "cff-version", "message", "type", "title", "abstract", "authors", "version", "date-released", "url", "license",
    "license-url", "keywords", "references",
}  # fmt: skip
REFERENCE_KEYS = {"type", "title", "authors", "version", "url", "license", "license-url", "notes"}


def citation(**changes) -> Citation:
    record = {**SHIPPED["ucdp-ged"].provenance(), **changes.pop("source", {})}
    whole = {
        "title": Text("Regions of Mali, 2022", "Régions du Mali, 2022"),
        "permalink": ADDRESS,
        "build": "0123456789abcdef",
        "built": date(2026, 11, 24),
        "sources": (record,),
    }
    return Citation(**{**whole, **changes})


ACCENTS = {"`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", ".": "\u0307", '"': "\u0308",
           "r": "\u030a", "H": "\u030b", "v": "\u030c", "c": "\u0327", "k": "\u0328"}  # fmt: skip
NAMED = {"textbackslash": "\\", "textbraceleft": "{", "textbraceright": "}", "textasciicircum": "^",
         "textasciitilde": "~"}  # fmt: skip


def bibtex(text: str) -> dict[str, dict[str, str]]:
    """The entries by key, read strictly: balanced braces, one value a field, nothing between entries."""
    entries: dict[str, dict[str, str]] = {}
    at = 0
    while at < len(text):
        head = re.compile(r"@misc\{([a-z0-9][a-z0-9-]*),\n").match(text, at)
        assert head, f"no entry at {text[at : at + 40]!r}"
        at, fields = head.end(), {}
        while not text.startswith("}", at):
            name = re.compile(r"  ([a-z]+) = \{").match(text, at)
            assert name, f"no field at {text[at : at + 40]!r}"
            start = at = name.end()
            depth = 1
            while depth:
                depth += {"{": 1, "}": -1}.get(text[at], 0)
                at += 1
            assert name[1] not in fields
            fields[name[1]] = text[start : at - 1]
            assert text.startswith(",\n", at)
            at += 2
        assert text.startswith("}\n", at)
        at += 2
        at += text.startswith("\n", at)
        assert head[1] not in entries
        entries[head[1]] = fields
    return entries


def latex(text: str) -> str:
    """What LaTeX would print; fails at a command that is not known, or a sign that would not print as itself."""
    out, rest = "", text
    patterns = {
        r"\{\\(text[a-z]+)\}": lambda m: NAMED[m[1]],
        r"\{\\([`'^~=.\"])([A-Za-z])\}": lambda m: unicodedata.normalize("NFC", m[2] + ACCENTS[m[1]]),
        r"\{\\([rHvck])\{([A-Za-z])\}\}": lambda m: unicodedata.normalize("NFC", m[2] + ACCENTS[m[1]]),
        r"\\([#$%&_])": lambda m: m[1],
        r"\\,": lambda m: "\u202f",
        r"~": lambda m: "\u00a0",
        r"[^\\{}#$%&_^~]": lambda m: m[0],
    }
    while rest:
        found = next((m, made) for pattern, made in patterns.items() if (m := re.match(pattern, rest, re.S)))
        out, rest = out + found[1](found[0]), rest[found[0].end() :]
    return out


def line(text: str) -> str:
    """The slow way: what does not print is a space, blanks are one, none at the ends; letters composed."""
    kept = [c if c.isprintable() or c in "\u00a0\u202f" else " " for c in text]
    joined = "".join(kept)
    while "  " in joined:
        joined = joined.replace("  ", " ")
    return unicodedata.normalize("NFC", joined.strip())


def test_the_line_names_the_year_what_it_is_the_build_its_day_the_address_and_the_sources():
    found = citations.as_text(citation())
    assert found.en == (
        f"Mali Atlas (2026). Regions of Mali, 2022. Build 0123456789abcdef, 24 November 2026. {ADDRESS} "
        "Source: UCDP GED 24.1 (Uppsala Conflict Data Program, CC BY 4.0, data to 31 December 2023, release inferred)."
    )
    assert found.fr == (
        f"Mali Atlas (2026). Régions du Mali, 2022. Compilation 0123456789abcdef, 24 novembre 2026. {ADDRESS} "
        "Source\u202f: UCDP GED 24.1 (Uppsala Conflict Data Program, CC BY 4.0, données jusqu’au 31 décembre 2023, "
        "version déduite)."
    )


def test_several_sources_and_one_without_a_short_name_a_release_or_a_last_day():
    one = SHIPPED["ucdp-ged"].provenance()
    other = replace(SHIPPED["geonames"], release="", data_to="").provenance()
    found = citations.as_text(citation(sources=(one, other)))
    assert " Sources: UCDP GED 24.1 (" in found.en
    assert found.en.endswith("; GeoNames, towns of Mali (GeoNames, CC BY 4.0).")
    assert found.fr.endswith("\u202f; GeoNames, towns of Mali (GeoNames, CC BY 4.0).")
    assert citations.as_text(citation(sources=())).en.endswith(ADDRESS)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_line_is_one_line(text):
    made = citation(title=Text(text, text), source={"short": "", "title": text, "producer": text})
    for whole in (citations.as_text(made).en, citations.as_text(made).fr):
        assert all(letter.isprintable() or letter in "\u00a0\u202f" for letter in whole)
        assert ADDRESS in whole


@given(title=texts, producer=texts, release=texts, note=texts)
@example(title="{", producer="}", release="\\", note="%")
def test_bibtex_reads_back_as_it_was_whatever_the_names_hold(title, producer, release, note):
    record = {"title": title, "producer": producer, "release": release, "citation": note, "is_release_inferred": False}
    made = citation(title=Text(title, ""), source=record)
    found = bibtex(citations.bibtex(made))
    assert list(found) == ["mali-atlas-0123456789abcdef", "ucdp-ged"]
    data, source = found.values()
    assert data["title"][0] + data["title"][-1] == data["author"][0] + data["author"][-1] == "{}"
    assert latex(data["title"][1:-1]) == line(title)
    assert latex(source["title"][1:-1]) == line(title)
    assert latex(source["author"][1:-1]) == line(producer)
    assert latex(source.get("version", "")) == line(release)
    assert latex(source["note"]) == line(
        f"{note.rstrip('.')}. Licence: CC BY 4.0" if note.rstrip(".") else "Licence: CC BY 4.0"
    )


def test_bibtex_names_the_build_the_address_and_its_day():
    found = bibtex(citations.bibtex(citation()))["mali-atlas-0123456789abcdef"]
    assert found["url"] == ADDRESS
    assert found["howpublished"] == f"\\url{{{ADDRESS}}}"
    assert found["urldate"] == "2026-11-24"
    assert (found["year"], found["version"]) == ("2026", "build 0123456789abcdef")
    assert latex(found["note"]) == f"Made with Mali Atlas {PROGRAM}. Sources: UCDP GED 24.1"
    assert latex(found["author"][1:-1]) == citations.AUTHORS


def test_what_is_not_known_is_no_field():
    found = bibtex(citations.bibtex(citation(source={"url": "", "release": "", "citation": ""}, permalink="")))
    assert set(found["ucdp-ged"]) == {"author", "title", "note"}
    assert {"url", "howpublished"} & set(found["mali-atlas-0123456789abcdef"]) == set()


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("https://a.example/x y{z}|\\é", "https://a.example/x%20y%7Bz%7D%7C%5C%C3%A9"),
        ("https://a.example/?a=1&b=%20#c", "https://a.example/?a=1&b=%20#c"),
        ("javascript:alert(1)", ""),
        ("no address", ""),
    ],
)
def test_an_address_is_written_so_that_nothing_in_it_ends_the_field(url, written):
    assert bibtex(citations.bibtex(citation(source={"url": url})))["ucdp-ged"].get("url", "") == written
    assert yaml.safe_load(citations.cff(citation(source={"url": url})))["references"][0].get("url", "") == written


def test_keys_are_unique_and_plain():
    named = [{**SHIPPED["ucdp-ged"].provenance(), "id": name} for name in ("A b", "a-b", "a_b", "é{}", "ucdp.24.1")]
    found = bibtex(citations.bibtex(citation(sources=tuple(named))))
    assert list(found) == ["mali-atlas-0123456789abcdef", "a-b", "a-b-2", "a-b-3", "source", "ucdp-24-1"]


def cff(made: Citation) -> dict:
    found = yaml.safe_load(citations.cff(made))
    assert set(found) <= CFF_KEYS
    for one in (found, *found.get("references", ())):
        assert all(one.values()), "an empty value"
        for name in ("url", "license-url"):
            assert re.match(r"https?://.", one.get(name, "https://x"))
        assert not ("license" in one and "license-url" in one)
        assert one.get("license", "CC-BY-4.0") == "CC-BY-4.0"
        assert [set(author) for author in one["authors"]] == [{"name"}]
        assert isinstance(one.get("version", ""), str)
    for reference in found.get("references", ()):
        assert set(reference) <= REFERENCE_KEYS
        assert reference["type"] == "data"
    return found


def test_the_cff_says_what_it_is_of():
    found = cff(citation(sources=tuple(SHIPPED[name].provenance() for name in ("ucdp-ged", "natural-earth"))))
    assert found["cff-version"] == "1.2.0"
    assert found["type"] == "dataset"
    assert found["title"] == "Regions of Mali, 2022"
    assert found["version"] == "0123456789abcdef"
    assert found["date-released"] == "2026-11-24"
    assert found["url"] == ADDRESS
    assert found["license"] == "CC-BY-4.0"
    assert PROGRAM in found["message"]
    first, second = found["references"]
    assert first["version"] == "24.1"
    assert first["notes"].startswith("The release is inferred. Licence: CC BY 4.0. Sundberg, Ralph")
    assert second["license-url"] == SHIPPED["natural-earth"].licence_url


@given(title=texts, producer=texts, release=texts, note=texts)
def test_the_cff_reads_back_as_it_was_whatever_the_names_hold(title, producer, release, note):
    record = {"title": title, "producer": producer, "release": release, "citation": note}
    found = cff(citation(title=Text(title, ""), source=record))
    assert found["title"] == title
    (reference,) = found["references"]
    assert reference["title"] == title
    assert reference["authors"] == [{"name": producer}]
    assert reference["version"] == release
    assert reference["notes"].endswith(f". {note}")


def test_the_cff_of_every_source_that_ships():
    cff(citation(sources=tuple(source.provenance() for source in SHIPPED.values())))
    assert len(bibtex(citations.bibtex(citation(sources=tuple(s.provenance() for s in SHIPPED.values()))))) == 14


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    tmp = tmp_path_factory.mktemp("cited")
    drawn = worlds.world(tmp)
    once.publish(tmp, replace(drawn, sources={**drawn.sources, "force-tables": worlds.source("force-tables")}))
    return store.read(tmp).edition()


@pytest.mark.parametrize("layer", ["admin1", "zones", "grid", "sites"])
@pytest.mark.parametrize("chosen", [Selection(), Selection(year="2022"), Selection(year="2024")])
def test_what_is_cited_of_a_layer_needs_no_rows(edition, layer, chosen):
    light = citations.of_layer(edition, layer, chosen, ADDRESS)
    assert light == citations.citation_of(extract.build_extract(edition, layer, chosen, permalink=ADDRESS))
    assert light.built == edition.built.date()
    ids = [source["id"] for source in light.sources]
    assert (inputs.NATIONAL_LATER in ids) == (layer != "sites" and chosen.year != "2022")
    assert ids[0] == ("force-tables" if layer == "sites" else inputs.INCIDENTS)

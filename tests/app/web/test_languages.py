"""Every word of ours in both languages: nothing missing, fuzzy or out of date."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from babel.messages import extract
from babel.messages.catalog import Catalog
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

import app
from app.web.languages import LATER, script_messages

ROOT = Path(app.__file__).parents[1]
FRENCH = ROOT / "app/translations/fr/LC_MESSAGES"
KEYWORDS = {**extract.DEFAULT_KEYWORDS, "N_": None, "t": None, "_": None}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
SAME_IN_FRENCH = re.compile(r"[^a-z]*")


def messages() -> dict[str, set[str]]:
    """Every text that the code, the templates and the scripts mark, and where."""
    with (ROOT / "app/translations/babel.cfg").open(encoding="utf-8") as file:
        mapping, options = parse_mapping_cfg(file, "babel.cfg")
    assert len(mapping) == 5
    found: dict[str, set[str]] = {}
    for folder in ("app", "geodata", "templates"):
        start, prefix = str(ROOT / folder), f"{folder}/"
        patterns = [(pattern.removeprefix(prefix), method) for pattern, method in mapping if pattern.startswith(prefix)]
        given = {pattern.removeprefix(prefix): values for pattern, values in options.items()}
        for name, _, message, *_ in extract.extract_from_dir(start, patterns, given, keywords=KEYWORDS):
            assert isinstance(message, str)
            found.setdefault(message, set()).add(f"{folder}/{name}")
    return found


@pytest.fixture(scope="module")
def extracted() -> dict[str, set[str]]:
    return messages()


@pytest.fixture(scope="module")
def french() -> Catalog:
    with (FRENCH / "messages.po").open("rb") as file:
        return read_po(file, locale="fr")


def test_the_extraction_sees_code_templates_and_scripts(extracted):
    suffixes = {Path(place).suffix for places in extracted.values() for place in places}
    assert suffixes == {".py", ".html", ".js"}
    assert "Fatalities per 100,000 people" in extracted


def test_every_text_is_translated(extracted, french):
    missing = [text for text in extracted if text not in french or not french[text].string]
    assert missing == []


def test_no_translation_is_fuzzy_or_of_a_text_that_is_gone(extracted, french):
    assert [entry.id for entry in french if entry.id and entry.fuzzy] == []
    assert [entry.id for entry in french if entry.id and entry.id not in extracted] == []
    assert list(french.obsolete) == []


def test_placeholders_are_the_same_in_both(french):
    entries = [entry for entry in french if entry.id]
    assert entries
    wrong = [
        entry.id
        for entry in entries
        if sorted(PLACEHOLDER.findall(entry.id)) != sorted(PLACEHOLDER.findall(entry.string))
    ]
    assert wrong == []


def test_edges_are_the_same_in_both(french):
    def edges(text: str) -> tuple[bool, bool, bool]:
        return text[:1].isspace(), text[-1:].isspace(), text.endswith(".")

    assert [entry.id for entry in french if entry.id and edges(entry.id) != edges(entry.string)] == []


def entries(catalog: Catalog) -> dict[str, str]:
    return {entry.id: entry.string for entry in catalog if entry.id}


def test_the_compiled_catalogue_is_in_step(french):
    compiled = io.BytesIO()
    write_mo(compiled, french)
    compiled.seek(0)
    with (FRENCH / "messages.mo").open("rb") as file:
        assert entries(read_mo(file)) == entries(read_mo(compiled)) == entries(french)


def test_every_text_of_the_scripts_is_found_and_said_in_french(client, tag, extracted, french):
    marked = {text for text, places in extracted.items() if any(place.endswith(".js") for place in places)}
    assert {*script_messages()} == marked
    spoken = "".join(client.get(f"/assets/{tag}/{name}.fr.js").text for name in ("atlas", *LATER))
    own = {text for text in marked if french[text].string not in marked}
    assert len(own) > 200
    for text in own:
        assert f"({json.dumps(french[text].string, ensure_ascii=False)}" in spoken, text
        assert len(text) < 12 or f'("{text}"' not in spoken, text
    assert '("Fatalities by year")' in client.get(f"/assets/{tag}/atlas.en.js").text
    assert "Stop" not in client.get(f"/assets/{tag}/atlas.en.js").text, "it is loaded later"


def test_the_scripts_texts_are_french(french):
    same = [text for text in script_messages() if french[text].string == text]
    assert all(SAME_IN_FRENCH.fullmatch(text) or len(text) < 12 for text in same), same


def test_a_french_page_has_no_english_sentence(client, extracted):
    page = client.get("/?lang=fr").text + client.get("/method?lang=fr").text
    long = [text for text in extracted if len(text) > 25 and "%" not in text and "{" not in text]
    assert len(long) > 40
    assert [text for text in long if f">{text}<" in page] == []

"""/docs: made from the tables that the program runs on, and nothing of it by hand."""

from __future__ import annotations

import re

import click
import pytest

from app import settings
from app.application import create_app
from app.cli.main import main
from app.pages import command_line
from app.request import options, parameters
from app.request.parameters import accepted
from app.settings import SETTINGS
from geodata.exports.columns import columns_of
from geodata.exports.formats import FORMATS
from tests.app.markup import Node, read


@pytest.fixture(scope="module")
def page(client) -> Node:
    return read(client.get("/docs").text)


def rows(page: Node, label: str) -> list[list[str]]:
    region = page.one("div", **{"aria-label": label})
    body = region.one("tbody")
    return [
        [" ".join(cell.text.split()) for cell in row.children if isinstance(cell, Node)] for row in body.every("tr")
    ]


def test_every_route_is_listed_with_what_it_gives_and_takes(client, page):
    found = {row[0]: row[1:] for row in rows(page, "Addresses")}
    rules = list(client.application.url_map.iter_rules())
    assert set(found) == {rule.rule for rule in rules}
    for rule in rules:
        answer = client.application.view_functions[rule.endpoint]
        takes = ", ".join(one.name for one in accepted(answer)) or "–"
        assert found[rule.rule][1] == takes
        assert found[rule.rule][0] == (answer.__doc__ or "").split("\n")[0].replace("`", "")
        assert found[rule.rule][0], f"{rule.rule} has no description"


def test_a_new_route_is_listed(data):
    app = create_app(data)

    @parameters.accepts(*parameters.of_page())
    def answer() -> str:
        """Whatever is new."""
        return ""

    app.add_url_rule("/new", "new", answer, methods=["GET"])
    assert ["/new", "Whatever is new.", "source, frame, lang"] in rows(
        read(app.test_client().get("/docs").text), "Addresses"
    )


def test_every_parameter_is_listed_with_its_values_and_default(client, page, made):
    found = rows(page, "Parameters")
    listed = [row[0] for row in found]
    for one in parameters.REGISTRY:
        row = found[listed.index(one.name)]
        assert one.help
        values = list(one.allowed(made))
        assert one.help in " ".join(" ".join(row[1] for row in found if row[0] == one.name).split())
        if len(values) > 12:
            assert row[2].startswith(f"{len(values)} values"), one.name
    own = {one.name for rule in client.application.url_map.iter_rules()
           for one in accepted(client.application.view_functions[rule.endpoint])}  # fmt: skip
    assert own <= set(listed)
    by_name = {row[0]: row for row in reversed(found)}
    assert by_name["level"][2:4] == ["admin1", "admin1"]
    assert by_name["violence"][2:4] == ["all, state_based, non_state, one_sided", "all"]
    assert by_name["year"][3] == "2022"
    assert by_name["month"][2] == "–", "what ships has no months"
    assert "zones only" in by_name["km"][1]


def test_values_are_those_of_the_opened_edition(imported):
    found = {row[0]: row for row in reversed(rows(read(imported.client.get("/docs").text), "Parameters"))}
    assert found["level"][2] == "admin1, admin2, admin3"
    assert found["month"][2] == ", ".join(f"{month:02}" for month in range(1, 13))
    assert found["frame"][2] == "2012, 2016"


def test_links_of_parameters_lead_to_them(page):
    anchors = {node.attributes.get("id") for node in page.walk()}
    links = [
        node.attributes["href"] or "" for node in page.every("a") if (node.attributes.get("href") or "").startswith("#")
    ]
    assert len(links) > 100
    assert {link[1:] for link in links} <= anchors


def test_formats_columns_and_settings_are_the_tables(page):
    assert [row[1] for row in rows(page, "Formats")] == list(FORMATS)
    columns = {column.name for level in options.LEVELS for column in columns_of(level)}
    found = rows(page, "Columns")
    assert {row[0] for row in found} == columns
    assert next(row for row in found if row[0] == "population")[4] == "Regions"
    assert rows(page, "Settings") == [[one.variable, one.default, one.meaning] for one in SETTINGS]


def test_commands_are_those_of_the_command_line(client, page):
    shown = [
        node.attributes["id"]
        for node in page.every("section")
        if (node.attributes.get("id") or "").startswith("command-")
    ]
    assert shown == [f"command-{name}" for name in sorted(main.commands)]
    for command in main.commands.values():
        assert " ".join((command.help or "").split("\n\n")[0].split()) in " ".join(page.text.split())
        for option in command.params:
            assert option.opts[0] in page.text or isinstance(option, click.Argument)
    verify = page.one("section", id="command-verify")
    assert "mali-atlas verify [OPTIONS] PACK" in verify.text
    assert "\n  2  intact, but the present build gives other figures" in client.get("/docs").text, "lines stay"


def test_a_new_command_and_a_new_setting_are_listed(data, monkeypatch):
    @click.command()
    @click.argument("place")
    @click.option("--loud", is_flag=True, help="So that <b>all</b> hear it.")
    @click.option("--times", show_default="1", type=int, help="How often.")
    def shout(place: str, loud: bool, times: int) -> None:
        """Say where it is."""

    monkeypatch.setitem(main.commands, "shout", shout)
    monkeypatch.setattr(settings, "SETTINGS", (*SETTINGS, settings.Setting("MALI_ATLAS_TIMES", "1", "how often")))
    page = read(create_app(data).test_client().get("/docs").text)
    section = page.one("section", id="command-shout")
    assert section.one("pre").text == "mali-atlas shout [OPTIONS] PLACE"
    assert section.one("p").text == "Say where it is."
    assert section.every("b") == [], "texts are text"
    assert [node.text for node in section.every("dt")] == ["--loud", "--times INTEGER"]
    assert [node.text for node in section.every("dd")] == ["So that <b>all</b> hear it.", "How often. 1"]
    assert ["MALI_ATLAS_TIMES", "1", "how often"] in rows(page, "Settings")


def test_commands_without_help_or_options_are_listed():
    assert command_line._command("x", click.Command("x")) == command_line.Command("x", "mali-atlas x [OPTIONS]", [], [])


def test_the_page_is_linked_and_stays_in_its_build(client, made):
    for path in ("/", "/data", "/gis", "/method"):
        assert 'href="/docs"' in client.get(path).text
        assert 'href="/docs?lang=fr"' in client.get(f"{path}?lang=fr").text
    kept = client.get(f"/b/{made.id}/docs?lang=fr")
    assert kept.status_code == 200
    assert f'href="/b/{made.id}/data?lang=fr"' in kept.text
    assert 'aria-current="page"' in client.get("/docs").text.split("<footer")[1]


@pytest.fixture(scope="module")
def french(client) -> Node:
    return read(client.get("/docs?lang=fr").text)


def test_no_address_of_the_french_page_is_described_in_english(page, french):
    english = {row[0]: row[1] for row in rows(page, "Addresses")}
    found = {row[0]: row[1] for row in rows(french, "Adresses")}
    assert set(found) == set(english)
    assert [path for path, about in found.items() if not about or about == english[path]] == []
    assert "`" not in "".join(found.values())


def test_no_setting_of_the_french_page_is_english(french):
    found = {row[0]: row[1:] for row in rows(french, "Réglages")}
    assert set(found) == {one.variable for one in SETTINGS}
    assert [one.variable for one in SETTINGS if not all(found[one.variable])] == []
    assert [one.variable for one in SETTINGS if found[one.variable][1] == one.meaning] == []
    same = {one.default for one in SETTINGS if found[one.variable][0] == one.default}
    assert [default for default in same if re.search("[a-z]", default)] == [], "only numbers and marks stay"
    assert found["MALI_ATLAS_WORKERS"][0] == "un par cœur"
    assert found["MALI_ATLAS_PORT"] == ["8000", "port d’écoute"]


def test_the_page_is_french_but_for_the_help_of_commands_which_it_says(page, french):
    assert "Seulement les événements de ce type de violence." in french.text
    main = french.one("main")
    english = [node for node in main.walk() if node.attributes.get("lang") == "en"]
    assert english == [section.every("div")[0] for section in main.every("section")]
    assert len(english) == len(command_line.commands())
    assert "La ligne de commande s’exprime en anglais" in main.text
    assert "The command line speaks English" not in page.text, "who reads English need not be told"


def test_the_page_has_no_script_but_that_of_the_box_in_the_header(client):
    scripts = read(client.get("/docs").text).every("script")
    assert [script.attributes["src"].rpartition("/")[2] for script in scripts] == ["copy.js"]

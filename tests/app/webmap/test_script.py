"""The script as it is served: its modules joined, and what they are told by the Python side."""

from __future__ import annotations

import json
import re

import pytest

from app.web import static as assets
from app.web.joining import JoinError, joined
from app.web.languages import scripts
from app.webmap.script_types import Config, Part, Site, Zone
from geodata.vocabulary import ABROAD, KINDS
from tests.js import write
from tests.js.declare import _written, declarations
from tests.js.rules import rules, written

LEFT = ("configure", "layers", "start", "page", "held")
"""What our script leaves for others, by name."""
OF_LATER = (
    *("making.js", "compare.js", "find.js", "picking.js", "events.js", "share.js", "sheet.js", "keys.js"),
    "embed.js",
    *("values/found.js", "values/search.js", "words/lines.js"),
)
"""The modules that only scripts import which are loaded when they are first used, beside all of events/."""


def modules(tmp_path, **files):
    """Write modules, `__` in a name for a folder, and join what main imports."""
    for name, text in files.items():
        path = tmp_path / f"{name.replace('__', '/')}.js"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return joined(tmp_path / "main.js")


def test_a_module_comes_once_and_before_those_that_import_it(tmp_path):
    script = modules(
        tmp_path,
        main='import { a as first } from "./core/a.js";\nimport { b } from "./b.js";\nuse(first, b);\n',
        core__a='import "../c.js";\nexport const a = 1;\n',
        b='import { c } from "./c.js";\nexport function b() {\n  return c;\n}\n',
        c="export class c {}\nlet a = 2;\n",
        unused="never();\n",
    )
    assert script == (
        '"use strict";\n(() => {\n'
        "const $m0 = (() => {\nclass c {}\nlet a = 2;\nreturn { c };\n})();\n"
        "const $m1 = (() => {\nconst a = 1;\nreturn { a };\n})();\n"
        "const $m2 = (() => {\nconst { c } = $m0;\nfunction b() {\n  return c;\n}\nreturn { b };\n})();\n"
        "const $m3 = (() => {\nconst { a: first } = $m1;\nconst { b } = $m2;\nuse(first, b);\n})();\n"
        "})();\n"
    )


def test_comments_are_left_out_and_texts_are_not(tmp_path):
    script = modules(
        tmp_path,
        main='/** @type {import("x").Y} */\nconst a = "//not /* this */"; // that\n\n/* nor\n   this */\n'
        "const b = /** @type {any} */ (`http://${a} \\` /* stays */`);\nconst c = 'it\\'s // here';\n",
    )
    body = script.split("(() => {\n", 2)[2]
    assert body.startswith(
        "const a = \"//not /* this */\";\nconst b = (`http://${a} \\` /* stays */`);\nconst c = 'it\\'s // here';\n"
    )


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (
            {"main": 'import { a } from "./a.js";\n', "a": 'import "./b.js";\n', "b": 'import "./a.js";\n'},
            r"in a circle: a\.js -> b\.js -> a\.js$",
        ),
        ({"main": 'import "./main.js";\n'}, r"in a circle: main\.js -> main\.js$"),
        ({"main": 'import { a } from "./gone.js";\n'}, r"^main\.js imports './gone\.js', and there is no such file"),
        ({"main": 'import "../main.js";\n'}, r"^main\.js imports '\.\./main\.js', and there is no such file below"),
        (
            {"main": 'import { a } from "./a.js";\n', "a": "export const b = 1;\n"},
            r"^main\.js imports 'a' from a\.js, which does not export it$",
        ),
        ({"main": 'import { a b } from "./a.js";\n', "a": ""}, r"'a b' is no name that can be imported$"),
        ({"main": 'import a from "./a.js";\n', "a": ""}, r"^main\.js: 'import a from"),
        ({"main": 'import * as a from "./a.js";\n', "a": ""}, r"is a form of module that is not joined$"),
        ({"main": 'import { a } from "leaflet";\n'}, r"is a form of module that is not joined$"),
        ({"main": 'const a = import("./a.js");\n', "a": ""}, r"is a form of module that is not joined$"),
        ({"main": "use(import.meta.url);\n"}, r"is a form of module that is not joined$"),
        ({"main": "export default 1;\n"}, r"'export default 1;' is a form of module that is not joined$"),
        ({"main": "export let a = 1;\n"}, r"is a form of module that is not joined$"),
        ({"main": "export { a };\n"}, r"is a form of module that is not joined$"),
        ({"main": "const $m0 = 1;\n"}, r"^main\.js: '\$m0' is a form"),
    ],
)
def test_what_cannot_be_joined_is_refused_in_words(tmp_path, files, said):
    with pytest.raises(JoinError, match=said):
        modules(tmp_path, **files)


@pytest.mark.parametrize("entry", ["main", "pages"])
def test_our_script_is_joined(entry):
    text = joined(assets.STATIC / "js" / f"{entry}.js")
    assert text.count("navigator.clipboard.writeText(") == 1, "every module comes once"
    assert not re.search(r"^\s*(import|export)\b|/\*|^\s*//", text, re.MULTILINE)
    of_page = [path for path in scripts() if path.parent.name not in ("events", "keys")]
    number = 6 if entry == "pages" else len(of_page) - len(OF_LATER) - 1
    assert text.count("const $m") == number, "and none that nothing imports"
    assert "AbortController" not in text, "what shows the progress of files is loaded later"
    assert "aria-activedescendant" not in text, "so is what answers in the box for finding"


@pytest.mark.parametrize(("lang", "said"), [("en", '"Stop"'), ("fr", '"Arrêter"')])
def test_what_is_loaded_later_speaks_the_page_s_language(client, tag, lang, said):
    answer = client.get(f"/assets/{tag}/making.{lang}.js")
    assert answer.mimetype == "text/javascript"
    assert said in answer.text
    assert "AbortController" in answer.text
    assert client.get(f"/assets/{tag}/making.de.js").status_code == 404


def test_what_draws_on_the_map_is_loaded_when_picking_begins(client, tag):
    text = client.get(f"/assets/{tag}/picking.fr.js").text
    assert '"Polygone"' in text
    assert "mouseEventToLatLng" in text
    assert "mouseEventToLatLng" not in assets.script().decode()


def test_the_names_that_folium_s_script_calls_are_the_only_ones(client, tag):
    script = assets.script().decode()
    assert re.findall(r"(?:globalThis|window|self)\.\w+=[^=;]*", script) == [
        re.search(r"globalThis\.Atlas=\{" + ",".join(rf"{name}:[\w$]+" for name in LEFT) + r"\}", script)[0]
    ]
    called = set(re.findall(r"\bAtlas\.(\w+)", client.get(f"/assets/{tag}/map.admin1.en.js").text))
    assert called == {"configure", "layers", "start"}


def config_of(client, tag, level, lang):
    text = client.get(f"/assets/{tag}/map.{level}.{lang}.js").text
    return json.JSONDecoder().raw_decode(text[text.index("{") :])[0]


def test_the_configuration_is_what_its_type_says(client, tag):
    found = config_of(client, tag, "admin1", "fr")
    assert set(found) == Config.__required_keys__
    listed = client.get(f"/assets/{tag}/sites.json").json
    assert {frozenset(site) for site in listed} == {Site.__required_keys__}
    zones = client.get(f"/assets/{tag}/zones-50.json").json["zones"]
    assert {frozenset(zone) for zone in [*zones, *found["zones"]]} == {Zone.__required_keys__}
    cells = client.get(f"/assets/{tag}/sides-grid.json").json
    counted = client.get(f"/assets/{tag}/values-grid.BFA-all-any.json").json
    assert set(counted["pcodes"]) <= {number for number, _ in cells["BFA"]}
    assert set(cells) == set(ABROAD)
    parts = client.get(f"/assets/{tag}/sides-50.json").json
    assert {frozenset(part) for part in parts} == {Part.__required_keys__}
    assert [(part["side"], part["id"]) for part in parts] == [(side, f"{kind}-50") for side in ABROAD for kind in KINDS]


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_script_draws_the_legend_of_the_page(client, tag, lang):
    settings = config_of(client, tag, "admin1", lang)
    for measure in settings["measures"]:
        for since, kind in (("", "value"), ("&from=2020", "change")):
            page = client.get(f"/?measure={measure['key']}&lang={lang}{since}").text
            shown = page[page.index('<div id="legend">') : page.index('<div id="legend-more">')]
            lines = re.findall(r'data-key="([^"]+)"><rect [^>]*fill="([^"]+)"></rect></svg><span>([^<]*)<', shown)
            fills = settings["fills"] | measure["fills"]
            assert lines == [(key, fills[key], label) for key, label in measure["legend"][kind]]
            assert f'<p class="origin">{measure["source"]}</p>' in shown
            assert measure["caveat"] in shown


def test_what_the_script_is_told_is_declared():
    """If not: python -m tests.js.write"""
    assert write.TYPES.read_text(encoding="utf-8") == declarations()


def test_the_rules_that_the_script_is_checked_by_are_those_of_python(client, made):
    """If not: python -m tests.js.write"""
    assert write.RULES.read_text(encoding="utf-8") == written(rules(client.application, made))


def test_what_has_no_declaration_is_an_error():
    with pytest.raises(TypeError, match=r"no TypeScript for <class 'complex'>"):
        _written(complex, {})

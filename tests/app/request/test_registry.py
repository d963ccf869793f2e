"""One registry of parameters: an entry that is drawn here shows wherever a parameter does."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass, fields

import pytest

from app.application import create_app
from app.request import parameters, parsing
from app.request.entries import entry
from app.request.parameters import Registry, accepted
from app.request.registry import VIEW, Where, names, one_of
from app.request.view import View
from app.web import static
from geodata.exports.extract import LAYERS
from geodata.exports.selection import Selection
from tests.app.markup import read

HALO = one_of("halo", "A ring around the units.", ("none", "wide"), on=VIEW, default="none")
TONE = one_of("tone", "A shade of the zones.", ("dark", "light"), on=frozenset({Where.FILES}), layers=("zones",))


@dataclass(frozen=True)
class Drawn(View):
    """A view with one parameter more: this field is all that is added."""

    halo: str = entry(HALO)


@pytest.fixture
def drawn(monkeypatch, data):
    """The app with the drawn parameters."""
    monkeypatch.setattr(parameters, "REGISTRY", Registry(Drawn, (*parameters.OTHERS, TONE)))
    return create_app(data).test_client()


def state_of(client, query: str) -> dict[str, object]:
    found = read(client.get(query).text).one("script", id="state")
    return json.loads(found.text)


def test_a_drawn_parameter_is_parsed_and_stands_in_addresses_in_canonical_order(drawn, made):
    with drawn.application.test_request_context("/?halo=wide&lang=fr&circles=events") as context:
        view = parsing.view_of(context.request.args, made)
    assert (view.halo, type(view)) == ("wide", Drawn)
    assert view.query() == "?circles=events&lang=fr&halo=wide"
    assert view.query(halo="none") == "?circles=events&lang=fr"
    assert view.fit(made, made) == view


def test_a_drawn_parameter_is_in_every_link_of_the_page_and_in_its_json(drawn):
    assert state_of(drawn, "/?halo=wide")["halo"] == "wide"
    assert state_of(drawn, "/")["halo"] == "none"
    text = drawn.get("/?halo=wide&year=2021").text
    for address in ("/figure.png?", "/briefing.html?", "/download/pack.zip?", "/b/"):
        assert any("halo=wide" in part[:400].split('"')[0] for part in text.split(f'href="{address}')[1:]), address


@pytest.mark.parametrize("path", ["/", "/figure.png", "/card.png", "/briefing.html", "/download/pack.zip"])
def test_a_refusal_lists_a_drawn_parameter_and_its_values(drawn, path):
    answer = drawn.get(f"{path}?halo=x")
    assert answer.json["detail"] == "parameter 'halo' cannot be 'x'; it can be none, wide"
    assert (answer.status_code, answer.json["parameter"], answer.json["allowed"]) == (400, "halo", ["none", "wide"])
    unknown = drawn.get(f"{path}?hola=x")
    assert "halo" in unknown.json["allowed"]
    assert ", halo" in unknown.json["detail"]


def test_an_address_that_a_drawn_parameter_does_not_name_refuses_it(drawn):
    for path in ("/method", "/data", "/download/admin1.csv", "/api/figures", "/ogc"):
        answer = drawn.get(f"{path}?halo=wide")
        assert answer.status_code == 400
        assert answer.json["detail"].startswith("unknown parameter 'halo'; this address takes ")


def test_the_script_is_handed_a_drawn_parameter(drawn, made):
    text = drawn.get(f"/assets/{static.tag(made)}/map.admin1.en.js").text
    settings, _ = json.JSONDecoder().raw_decode(text.removeprefix("Atlas.configure("))
    assert settings["defaults"]["halo"] == "none"
    assert settings["address"][-2:] == [["lang", None], ["halo", "none"]]
    assert [name for name, _ in settings["address"]] == names(parameters.taken(Where.MAP))
    citable = json.loads(read(drawn.get("/").text).one("script", id="citable").text)["layers"]
    assert citable["zones"]["takes"] == [*citable["grid"]["takes"], "km", "tone"]


@pytest.mark.usefixtures("unpainted")
def test_a_pack_says_a_drawn_parameter(drawn):
    answer = drawn.get("/download/pack.zip?halo=wide&layers=none")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    assert manifest["filters"]["halo"] == "wide"
    assert "halo=wide" in manifest["view"]


def test_a_drawn_parameter_is_documented(drawn):
    page = read(drawn.get("/docs").text)
    row = page.one("tr", id="parameter-halo")
    assert all(text in row.text for text in ("A ring around the units.", "none, wide", "/briefing.html"))
    row = page.one("tr", id="parameter-tone")
    assert "zones" in row.text


def test_files_of_a_layer_take_a_drawn_parameter_and_others_refuse_it(drawn):
    assert drawn.get("/download/zones.csv?tone=dark&year=2022").status_code == 200
    assert drawn.get("/download/zones.csv?tone=x").json["allowed"] == ["dark", "light"]
    assert "tone" not in drawn.get("/download/admin1.csv?tone=dark").json["allowed"]


@pytest.mark.parametrize("layer", LAYERS)
def test_what_files_take_of_a_view_is_what_its_selection_holds(layer):
    picked = {"admin1": ("ML07", "ML10"), "admin2": ("ML0701",), "admin3": ("ML0701-a",)}.get(layer, ())
    view = View(
        level=layer if picked else "admin1",
        picked=picked,
        year="2022",
        month="03",
        since="2020",
        violence="one_sided",
        family="jnim",
        named="with",
        sides="both",
        people="year",
        layers=("both-75",),
    )
    pairs = view.selection(layer).pairs()
    assert list(pairs) == parameters.of_files()[layer]
    everything = {
        "year": "2022",
        "month": "03",
        "from": "2020",
        "units": ",".join(picked),
        "violence": "one_sided",
        "family": "jnim",
        "named": "with",
        "sides": "both",
        "people": "year",
    }
    everything["km"] = "75"
    assert pairs == {name: everything[name] for name in pairs}
    assert Selection.read(pairs) == view.selection(layer)
    assert view.selection(layer, "all").pairs() == {
        name: text for name, text in pairs.items() if name not in ("year", "month")
    }


@pytest.mark.parametrize(
    ("pairs", "name"),
    [({"year": "22"}, "year"), ({"year": 2022}, "year"), ({"from": "x"}, "from"), ({"km": "-1"}, "km"),
     ({"violence": ""}, "violence"), ({"family": "Jnim"}, "family"), ({"month": "٠٣"}, "month")],
)  # fmt: skip
def test_a_selection_is_read_without_trust(pairs, name):
    with pytest.raises(ValueError, match=f"^{name}$"):
        Selection.read(pairs)
    assert Selection.read({"km": "0", "other": "x"}) == Selection()


def test_the_picked_units_are_of_the_view_s_level_alone():
    view = View(picked=("ML07", "ML10"))
    assert view.selection("admin1").pairs()["units"] == "ML07,ML10"
    assert all("units" not in view.selection(layer).pairs() for layer in LAYERS if layer != "admin1")


def test_every_field_of_a_view_is_a_parameter_that_names_it():
    assert [one.field for one in View.parameters()] == [one.name for one in fields(View)]
    assert len(set(names(View.parameters()))) == len(fields(View))


def test_every_address_takes_what_it_says(client):
    """Both ways: the refusal of an unknown parameter lists what the address notes for /docs."""
    told = 0
    for rule in client.application.url_map.iter_rules():
        known = accepted(client.application.view_functions[rule.endpoint])
        if not known:
            continue
        values = {"name": "minusma", "layer": "zones", "extension": "csv", "claim_id": "C04",
                  "collection": "claims", "item": "C04", "shape": "wide"}  # fmt: skip
        if rule.endpoint.startswith("figure"):
            values["extension"] = "png"
        path = client.application.url_map.bind("localhost").build(rule.endpoint, {n: values[n] for n in rule.arguments})
        allowed = client.get(f"{path}?yaer=2022").json["allowed"]
        told_of = [
            one for one in names(known) if one not in ("people", "named", "units") or "zones" not in path
        ]  # no zone has any
        assert allowed[: len(told_of)] == told_of, path
        assert rule.rule.endswith("/items") or len(allowed) == len(told_of), path
        told += 1
    assert told > 20

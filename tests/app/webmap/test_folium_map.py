"""The Folium map: the same bytes each time, nothing from elsewhere, every text escaped."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import folium
import pytest

from app.webmap import folium_map

HIGHLIGHTS = ["ML07", "ML10"]
ATTACKS = ("</script><img src=x onerror=alert(1)>", "<!--", "'\"&>", "\u2028")


def test_the_same_input_gives_the_same_bytes():
    assert folium_map.render(HIGHLIGHTS) == folium_map.render(HIGHLIGHTS)
    assert folium_map.render(["ML07"]) != folium_map.render(HIGHLIGHTS)


def test_another_process_gives_the_same_bytes():
    made = "hashlib.sha256(repr(folium_map.render(['ML07'])).encode()).hexdigest()"
    code = f"import hashlib; from app.webmap import folium_map; print({made})"
    found = {subprocess.check_output([sys.executable, "-c", code], text=True) for _ in range(2)}
    import hashlib

    assert found == {hashlib.sha256(repr(folium_map.render(["ML07"])).encode()).hexdigest() + "\n"}


def ids(element) -> list[str]:
    return [element._id, *(found for child in element._children.values() for found in ids(child))]


def test_ids_come_from_the_place_in_the_tree():
    first, second = (ids(folium_map.draw(HIGHLIGHTS).get_root()) for _ in range(2))
    assert first == second
    assert len(set(first)) == len(first) > 15
    drawn = folium_map.draw(HIGHLIGHTS)
    assert drawn.get_name() == "map_atlas"


def test_nothing_is_loaded_from_elsewhere():
    html, script = folium_map.render(HIGHLIGHTS)
    assert re.findall(r"(?:https?:)?//[\w.]+", html + script) == []
    assert "cdn" not in (html + script).lower()


def test_folium_s_own_lists_are_left_alone():
    before = [list(folium.Map.default_js), list(folium.Map.default_css)]
    module = [list(folium.folium._default_js), list(folium.folium._default_css)]
    assert before[0]
    drawn = folium_map.draw(HIGHLIGHTS)
    folium_map.render(HIGHLIGHTS)
    assert (drawn.default_js, drawn.default_css) == ([], [])
    assert [folium.Map.default_js, folium.Map.default_css] == before
    assert [folium.folium._default_js, folium.folium._default_css] == module


@pytest.mark.parametrize("text", ATTACKS)
def test_an_option_is_escaped_and_means_the_same(text):
    script = folium_map.render([text])[1]
    assert "<" not in script
    call = next(line for line in script.splitlines() if "Atlas.layers.highlights(" in line)
    options = call[call.index("{") : call.rindex("}") + 1]
    assert json.loads(options) == {"pcodes": [text]}
    assert not re.search(r"[<>&'\u2028]", options)


def test_each_element_is_a_call_once():
    script = folium_map.render(HIGHLIGHTS)[1]
    calls = re.findall(r"Atlas\.layers\.(\w+)\((\w+), ", script)
    assert [kind for kind, _ in calls] == list(folium_map._KINDS)
    assert {name for _, name in calls} == {"map_atlas"}
    assert script.count("L.map(") == 1


def test_an_unknown_element_is_refused():
    with pytest.raises(ValueError, match=r"^no map element 'heat'; there are baseMap, regions, grid"):
        folium_map.AtlasElement("heat")

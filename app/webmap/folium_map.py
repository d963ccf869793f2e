"""The Folium map: our own elements, rendered to one script file. The only module that knows Folium.

This is the gate that every text passes on its way to Leaflet: options are written as JSON with <, >, & and ' escaped,
and the script only ever sets them as text.
"""

from __future__ import annotations

import hashlib
from typing import Any, cast

import folium
from branca.element import Element, Figure, MacroElement
from folium.template import Template

BOUNDS = ((3.0, -22.0), (31.0, 14.0))
"""South-west and north-east corner of Mali's surroundings, in which the map stays (latitude, longitude)."""
ZOOMS = {"minZoom": 4.5, "maxZoom": 11, "maxBoundsViscosity": 0.8}
"""How far and how near the map is looked at, and how hard its bounds resist: the farthest shows Mali on a phone."""

_KINDS = ("baseMap", "regions", "grid", "zones", "highlights", "circles", "events", "sites", "labels")
MAP_NAME = "atlas"


class AtlasElement(MacroElement):
    """A layer of the map: a call of the script's maker of that name with options as escaped JSON."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            Atlas.layers.{{ this.kind }}({{ this._parent.get_name() }}, {{ this.options | tojson }});
        {% endmacro %}
        """
    )

    def __init__(self, kind: str, **options: Any) -> None:
        """An element of one of the known kinds."""
        super().__init__()  # type: ignore[no-untyped-call] # branca is not annotated
        if kind not in _KINDS:
            raise ValueError(f"no map element {kind!r}; there are {', '.join(_KINDS)}")
        self._name = "Atlas" + kind.title()
        self.kind, self.options = kind, options


def draw(highlights: list[str]) -> folium.Map:
    """A fresh map with every element, its ids derived from their place in the tree."""
    drawn = folium.Map(
        location=[16.6, 0.2],
        zoom_start=6,
        tiles=None,
        control_scale=False,
        zoom_control=False,
        attribution_control=False,
        keyboard=False,
        zoom_snap=0,
        zoom_delta=0.5,
        max_bounds=True,
        min_lat=BOUNDS[0][0],
        min_lon=BOUNDS[0][1],
        max_lat=BOUNDS[1][0],
        max_lon=BOUNDS[1][1],
    )
    drawn.options.update(ZOOMS)  # folium keeps these for tile layers, and this map has none
    drawn.default_js, drawn.default_css = [], []
    for pane, z_index in (
        ("grid", 390),
        ("rivers", 410),
        ("zones", 420),
        ("highlights", 430),
        ("circles", 440),
        ("sites", 610),
        ("labels", 650),
    ):
        folium.map.CustomPane(pane, z_index=z_index, pointer_events=pane != "labels").add_to(drawn)
    for kind in _KINDS:
        options: dict[str, Any] = {"pcodes": highlights} if kind == "highlights" else {}
        AtlasElement(kind, **options).add_to(drawn)
    _name_by_place(drawn.get_root(), "root")
    drawn._name, drawn._id = "map", MAP_NAME
    return drawn


def _name_by_place(element: Element, place: str) -> None:
    element._id = hashlib.sha256(place.encode()).hexdigest()[:12]
    for index, child in enumerate(element._children.values()):
        _name_by_place(child, f"{place}/{index}")


def render(highlights: list[str]) -> tuple[str, str]:
    """The map's HTML (the element that holds it) and its script, each rendered once; the same for the same input."""
    figure = cast(Figure, draw(highlights).get_root())
    for child in figure._children.values():
        child.render()
    return figure.html.render().strip(), "\n".join(
        line.strip() for line in figure.script.render().splitlines() if line.strip()
    )

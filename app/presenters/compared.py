"""What can stand beside the map, as a menu of links and choices; and what does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.presenters.map_view import MapView
from app.request import options
from app.request.view import View
from app.text import captions, labels
from app.web.languages import N_, gettext
from geodata.builds.store import Build
from geodata.figures import measures

BESIDE_DEATHS = "measure:documented_sites"
"""What is offered first: the sites of forces beside deaths."""
_KINDS = {
    "measure": N_("Another measure"),
    "year": N_("Another year"),
    "source": N_("Another source"),
    "frame": N_("Other boundaries"),
}


@dataclass(frozen=True)
class Compared:
    """The menu of what can stand beside the map: groups of values of `compare` with labels; the rest of the address.

    `look`: the classes of the map's box where something stands beside it; of two periods the earlier comes first.
    """

    pairs: Mapping[str, str]
    groups: Sequence[tuple[str, Sequence[tuple[str, str]]]]
    all_years: str
    look: str


def compared(build: Build, shown: MapView) -> Compared:
    """The menu of a view: deaths beside documented sites first, then other measures, years, sources, boundaries."""
    view, edition = shown.view, shown.edition
    offered = options.compared(edition, view.level)
    own = {f"measure:{view.measure}", f"year:{view.period}"}
    groups = []
    for kind, label in _KINDS.items():
        found = [key for key in offered if key.startswith(f"{kind}:") and key not in own]
        found.sort(key=lambda key: key != BESIDE_DEATHS)
        if found:
            groups.append((gettext(label), [(key, _label(build, kind, key.partition(":")[2])) for key in found]))
    return Compared(replace(view, compare=None).pairs(), groups, view.query(compare=options.ALL_YEARS), _look(view))


def _look(view: View) -> str:
    kind, _, of = (view.compare or "").partition(":")
    if not kind or kind == options.ALL_YEARS:
        return "every" if kind else ""
    return "two comes-last" if kind == "year" and of < view.period else "two"


def _label(build: Build, kind: str, key: str) -> str:
    if kind == "measure":
        return gettext(measures.BY_KEY[key].label)
    if kind == "source":
        return captions.source_label(build.manifest["sources"][key])
    return gettext(labels.FRAMES[key]) if kind == "frame" else key

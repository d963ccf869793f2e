"""The script's data for citing any file of a view: texts and sources once, and which belong to which file.

The words are those of geodata.citations, cut where a title, an address or a source stands in them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from threading import Lock
from typing import Any

from cachetools import LRUCache, cached

from app.request import keys, parameters
from app.web.languages import language
from geodata.builds.store import Edition
from geodata.exports import citations, extract, titles
from geodata.exports.citations import Citation
from geodata.exports.selection import APART, BOTH, OWN, WITH, Selection
from geodata.texts import Text, say

SOURCE_OF = {"sites": "force-tables", "troops": "geo-pko"}
"""The source of a measure that is not counted from events, by Measure.of."""
DRAWN = ("natural-earth", "geonames")
"""The sources of every map, and of its towns."""
_ADDED = {"sides": titles.ON_BOTH_SIDES, "named": titles.WITH_NAMED}
"""The words that a choice adds to a title, by the parameter that it is made with."""
_MARKED = {
    **dict.fromkeys(
        ("title", "release", "producer", "licence", "data_to", "is_release_inferred", "is_provisional"), ""
    ),
    "short": "\N{WHITE SQUARE}",
}
"""The record of a source that is found again in a citation."""


def _key(edition: Edition, layers: Sequence[str]) -> keys.Key:
    return keys.key("citable", edition, parameters.REGISTRY, *layers, has_addresses=False)


@cached(LRUCache[keys.Key, dict[str, Any]](64), key=_key, lock=Lock())
def of(edition: Edition, layers: Sequence[str]) -> dict[str, Any]:
    """The words, the sources by id as they are cited, and by layer its titles and the ids of its sources.

    `titles`: of a period; with a change; of all years; with a change: %(when)s and %(from)s stand in them, and, where
    the layer takes them, %(named)s and %(sides)s, for which `added` has the words. `takes`: the parameters of its file.
    `covered`: the sources of a period that every source covers; `later`: of one that another release fills in,
    and of all years; `both_covered`, `both_later`: of both sides of the border. `map`: the ids behind what a map draws
    besides. `briefing`: its title, and that of a change, with %(when)s and %(then)s. Kept, as no view changes it: a
    sixth of the work of a page otherwise. Not to be changed.
    """
    manifest = edition.manifest
    drawn = {
        "source": edition.source,
        "grounds": manifest["ground_sources"],
        "drawn": DRAWN,
        "listed": SOURCE_OF,
        "later": manifest["later_source"],
    }
    found = {layer: {"titles": _titles(layer), "takes": _takes(layer), **_sources(edition, layer)} for layer in layers}
    ids = {edition.source, *manifest["ground_sources"], *DRAWN, *SOURCE_OF.values(), manifest["later_source"]}
    ids |= {name for layer in found.values() for name in layer.get("both_later", ())}
    return {
        "words": _words(edition),
        "sources": {
            name: citations.source(manifest["sources"][name]).of(language())
            for name in sorted(ids)
            if name in manifest["sources"]
        },
        "layers": found,
        "added": {name: words.of(language()) for name, words in _ADDED.items()},
        "map": drawn,
        "briefing": [briefing_title("%(when)s", then).of(language()) for then in (None, "%(then)s")],
    }


def briefing_title(period: str, then: str | None) -> Text:
    """The cited title of a briefing of a period, or of a change between two."""
    text = titles.period_text
    since = say("{then} to {now}", "{then} à {now}", then=text(then), now=text(period)) if then else text(period)
    return say("Mali, {period}: a briefing", "Mali, {period}\u202f: note de synthèse", period=since)


def _words(edition: Edition) -> dict[str, str]:
    """A citation without sources, with one and with several: %(title)s, %(address)s and %(sources)s stand in them.

    `between`: what stands between two sources.
    """
    source = citations.source(_MARKED).of(language())
    none, one, several = (
        citations.as_text(
            Citation(
                Text("%(title)s", "%(title)s"), "%(address)s", edition.id, edition.built.date(), (_MARKED,) * number
            )
        ).of(language())
        for number in range(3)
    )
    between = several.split(source)[1]
    return {
        "none": none,
        "one": one.replace(source, "%(sources)s"),
        "several": several.replace(f"{source}{between}{source}", "%(sources)s"),
        "between": between,
    }


def _takes(layer: str) -> list[str]:
    """The view parameters that the files of a layer take, by name."""
    return parameters.of_files()[layer]


def _titles(layer: str) -> list[str]:
    takes = _takes(layer)
    changes = (None, "%(from)s") if "from" in takes else (None, None)
    named, sides = WITH if "named" in takes else APART, BOTH if "sides" in takes else OWN
    made = [
        titles.title(layer, Selection(year=year, since=since, named=named, sides=sides)).of(language())
        for year in ("%(when)s", None)
        for since in changes
    ]
    return [_open(text) for text in made]


def _open(title: str) -> str:
    """The title with %(name)s in the place of the words that a choice adds."""
    for name, words in _ADDED.items():
        title = title.replace(words.of(language()), f"%({name})s")
    return title


def _sources(edition: Edition, layer: str) -> dict[str, list[str]]:
    last = str(edition.manifest["covered"][-1])
    both = BOTH if "sides" in _takes(layer) else OWN
    asked = {"covered": Selection(year=last), "later": Selection()}
    if both != OWN and edition.figures.abroad:
        asked |= {f"both_{name}": replace(chosen, sides=both) for name, chosen in asked.items()}
    return {
        name: [source["id"] for source in extract.sources_of(edition, layer, chosen)] for name, chosen in asked.items()
    }

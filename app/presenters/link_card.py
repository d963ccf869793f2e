"""What a page says of itself to search engines and to whatever shows a link as a card: addresses, words, a picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.presenters import headlines
from app.presenters.map_view import MapView
from app.request.registry import Where
from app.text import captions, labels
from app.web.languages import LANGUAGES, N_, SOURCE, gettext, language
from app.web.links import Links, query

ABOUT = N_(
    "Conflict events and security forces on Mali’s regions and border zones: maps, tables and GeoJSON that can "
    "be cited."
)  # fmt: skip
_SAFE = ",/:"
"""The signs that an address of a view writes as they are."""
LOCALES = {"en": "en_GB", "fr": "fr_FR"}
"""OpenGraph's name of each language."""


@dataclass(frozen=True)
class LinkCard:
    """The canonical address of a page, its address in each language, and its card: words, picture, the picture's words.

    `default`: the address in the language of those who have none of ours.
    """

    canonical: str
    alternates: Sequence[tuple[str, str]]
    default: str
    about: str
    description: str
    image: str
    alt: str
    locale: str
    locales: Sequence[str]


def link_card(shown: MapView, links: Links, path: str, asked: Mapping[str, str | None], *, is_view: bool) -> LinkCard:
    """The card of a page at `path` with its own parameters; its picture is that of the view shown, or one that opens.

    `is_view`: the page shows that view, whose figures then describe it.
    """
    addresses = each_language(links, path, asked)
    picture = query({**shown.view.pairs(Where.CARD), "lang": language()}, safe=_SAFE)
    return LinkCard(
        canonical=addresses[language()],
        alternates=list(addresses.items()),
        default=addresses[SOURCE],
        about=gettext(ABOUT),
        description=figures(shown) if is_view else gettext(ABOUT),
        image=f"{links.base}{links.root}/card.png{picture}",
        alt=f"{_title(shown)}. {figures(shown)}",
        locale=LOCALES[language()],
        locales=[locale for code, locale in LOCALES.items() if code != language()],
    )


def each_language(links: Links, path: str, asked: Mapping[str, str | None]) -> dict[str, str]:
    """The canonical address of a page by language: the one that texts are written in is not named."""
    named = {code: None if code == SOURCE else code for code in LANGUAGES}
    return {
        code: links.base + links.root + path + query({**asked, "lang": lang}, safe=_SAFE)
        for code, lang in named.items()
    }


def figures(shown: MapView) -> str:
    """The figures of the view in a sentence or two: the country's, and those of what is opened."""
    return " ".join(filter(None, (headlines.headline(shown), headlines.opened_line(shown))))


def _title(shown: MapView) -> str:
    """What the picture's colours count, of when, and of which events."""
    is_grid = "grid" in shown.view.layers
    title = gettext(labels.OF_CELLS if is_grid else shown.measure.label)
    period = captions.subtitle(shown.edition, shown.view, shown.measure)
    return ", ".join(filter(None, (title, period, captions.filter_words(shown.view))))

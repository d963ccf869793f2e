"""Names of places: spellings made comparable, and the units that a name can mean."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_WORDS = (" region", " cercle", " district", " commune")
_SPELLINGS = {
    "timbuktu": "tombouctou",
    "taoudenni": "taoudenit",
    "taoudeni": "taoudenit",
    "koulikouro": "koulikoro",
}


def normalised(name: object) -> str:
    """A name without accents, case, hyphens and the word region or cercle; "" for a missing name."""
    if not isinstance(name, str):
        return ""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    ascii_name = " ".join(ascii_name.replace("-", " ").split())
    for word in _WORDS:
        ascii_name = ascii_name.removesuffix(word)
    return _SPELLINGS.get(ascii_name, ascii_name)


@dataclass(frozen=True)
class NameRule:
    """A region's name that stands for other units than its own.

    `region` empty: whatever region is named; `cercle` empty: whatever cercle is. `until` None: in every year.
    """

    region: str
    cercle: str
    until: int | None
    pcodes: tuple[str, ...]


def candidates(
    region: str, cercle: str, year: int, units: Mapping[str, str], rules: Sequence[NameRule]
) -> tuple[str, ...]:
    """The p-codes that a pair of names can mean in a year, sorted; empty when no unit is named or known.

    `units` maps plain names to p-codes of the frame; `rules` are read in order and the first that fits decides.
    """
    for rule in rules:
        fits_year = rule.until is None or year <= rule.until
        if rule.region in ("", region) and fits_year and rule.cercle in ("", cercle):
            return tuple(sorted(rule.pcodes))
    return (units[region],) if region in units else ()


def key(name: object) -> str:
    """A name normalised for comparison: lower-case letters and digits; "" for a missing name."""
    return re.sub(r"[^a-z0-9]", "", normalised(name))


def slug(name: str) -> str:
    """The name as an id: small letters and digits, divided by hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", normalised(name)).strip("-")

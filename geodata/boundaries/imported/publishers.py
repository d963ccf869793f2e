"""Publishers of boundary files: where their files come from, how to cite them, and what may be done with them."""

from __future__ import annotations

from dataclasses import dataclass

from geodata.texts import N_

_CC_BY = "https://creativecommons.org/licenses/by/4.0/"


@dataclass(frozen=True)
class Publisher:
    """A publisher of boundary files: origin, licence and policy."""

    title: str
    producer: str
    licence: str
    licence_url: str
    url: str
    citation: str
    policy: str


OF_CERCLES = {"geoboundaries": N_("geoBoundaries, cercles of Mali"), "gadm": N_("GADM, cercles of Mali")}
"""The title of a file of cercles, by publisher; a title that names no level stays."""
PUBLISHERS = {
    "geoboundaries": Publisher(
        N_("geoBoundaries, communes of Mali"),
        "William & Mary geoLab",
        "CC BY 4.0",
        _CC_BY,
        "https://www.geoboundaries.org/",
        "Runfola, Daniel, et al. (2020). geoBoundaries: A global database of political administrative boundaries. "
        "PLOS ONE 15(4): e0231866. Source: DNCT/DNP and UN OCHA Mali.",
        "open",
    ),
    "cod-ab": Publisher(
        N_("OCHA Common Operational Dataset, administrative boundaries of Mali (COD-AB)"),
        "UN OCHA, DNCT Mali",
        "CC BY-IGO",
        "https://creativecommons.org/licenses/by/3.0/igo/",
        "https://data.humdata.org/dataset/cod-ab-mli",
        "UN OCHA and DNCT Mali, Common Operational Dataset, administrative boundaries of Mali (COD-AB)",
        "open",
    ),
    "gadm": Publisher(
        N_("GADM, communes of Mali"),
        "GADM",
        N_("Free for academic and other non-commercial use, no redistribution"),
        "https://gadm.org/license.html",
        "https://gadm.org/",
        "GADM, database of global administrative areas, gadm.org",
        "maps-only",
    ),
}

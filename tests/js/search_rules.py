"""What the Python side finds in a drawn index, and where it leads: the script must find the same (rules.json)."""

from __future__ import annotations

from typing import Any

from app.presenters import finding
from geodata.exports import search

DOCUMENT: dict[str, Any] = {
    "kinds": [
        ["admin1", "Region", ""],
        ["admin2", "Cercle", ""],
        ["admin1", "Region, boundaries of 2023", "2023"],
        ["zone", "Border zone", ""],
        ["force", "Force", ""],
        ["town", "Town", ""],
        ["place", "Place of events", ""],
        ["site", "Documented site", ""],
        ["missing", "Events without a unit", ""],
        ["measure", "Measure", ""],
        ["page", "Page", ""],
        ["claim", "Claim of the report", ""],
    ],
    "layers": ["units", "niger-50", "towns"],
    "year": "2022",
    "entries": [
        [0, ["Gao"], "", "ML07"],
        [0, ["Tombouctou", "Timbuktu", "Timbuctoo"], "", "ML06"],
        [1, ["Gao"], "Gao", "ML0703"],
        [1, ["Ténenkou"], "Mopti", "ML0507"],
        [2, ["Koutiala"], "", "ML16"],
        [3, ["Three-border area, 50 km", "Liptako-Gourma", "trois frontières"], "50 km", "both-50"],
        [3, ["Niger border, 50 km"], "50 km", "niger-50"],
        [4, ["French forces", "Barkhane", "Serval"], "", "/forces/french"],
        [5, ["Gao"], "Gao", "9/16.272/-0.045"],
        [6, ["Mora village", "Mora", "Moura"], "Djenné, Mopti", "433697 2022 2020", 2, 325],
        [6, ["Gao town", "Gao"], "Gao", "236600 2013 2012", 32, 260],
        [6, ["N'Daki village", "N'Daki"], "Tombouctou", "456408 2022", 12, 139],
        [6, ["In Delimane village", "In Delimane"], "Ménaka", "358433 2019 2022", 24],
        [7, ["Gao"], "French forces, Gao", "french-gao french 2021 2020"],
        [8, ["Not allocated to a region"], "", "none"],
        [9, ["Events per 100,000 people"], "", "events_per_100k admin1"],
        [10, ["Method"], "", "/method"],
        [10, ["Not allocated to a cercle"], "", "/#accounting"],
        [11, ["C21: People killed at Moura", "in Moura"], "", "/claims/C21"],
    ],
}
QUERIES = (
    *("gao", "GAO", "gao town", "moura", "Mourra", "mora djenne", "tombouktou", "tim", "liptako", "trois frontieres"),
    *("barkhane", "ndaki", "n daki", "N’Dakki", "indelimane", "delimane in", "tenenkuo", "50", "not alloc", "frech"),
    *("c21", "region", "method", "koutiala 2023", "events", "xyzzy", "", "’", "ga", "mopti", "french gao"),
)
TEXTS = ("Ténenkou", "N’Daki", "Œdème ß", "Ɓɗŋɲɛɔ", "  a--b ", "İstanbul", "１２", "غاو", "Ångström", "ﬁn")
CARRIED = ({}, {"source": "drawn", "frame": "2012", "lang": "fr"})


def cases() -> dict[str, Any]:
    """The index; texts as they are folded; by query how many are found, and each with its name; addresses by entry."""
    index = finding.read(DOCUMENT)
    labels = [kind.label for kind in index.kinds]
    found = [(query, *search.search(index.entries, labels, query, 6)) for query in QUERIES]
    return {
        "index": DOCUMENT,
        "folded": [[text, search.folded(text)] for text in TEXTS],
        "found": [
            [query, total, [[index.entries.index(one.entry), finding.shown(*one)] for one in best]]
            for query, best, total in found
        ],
        "addresses": [
            [carried, [finding.address(index, entry, carried) for entry in index.entries]] for carried in CARRIED
        ],
    }

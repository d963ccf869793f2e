"""A drawn map and the sheet that it stands on."""

from __future__ import annotations

from dataclasses import replace

import shapely

from geodata.mapsheet import (
    look,
)
from geodata.mapsheet.sheet import (
    Area,
    Block,
    Circle,
    Drawn,
    Event,
    Extent,
    Key,
    Mark,
    Name,
    Part,
    Row,
    Sheet,
    Symbol,
    Zone,
)
from geodata.vocabulary import FORCES

FILLS = ("#fde0c5", "#96152f", *look.PATTERNS)


def square(west: float, south: float, wide: float = 1.0) -> dict[str, object]:
    return shapely.box(west, south, west + wide, south + wide).__geo_interface__


def drawn_map() -> Drawn:
    """Units in every fill side by side, a zone, circles, sites, events, towns and names on it."""
    units = tuple(Area(f"U{at}", f"c{at}", fill, square(at - 4, 14)) for at, fill in enumerate(FILLS))
    regions = {unit.id: unit.geometry for unit in units}
    sites = [Symbol(force.key, force.colour, "open") for force in FORCES]
    return Drawn(
        extent=Extent(tuple(regions.values())),
        level="admin1",
        regions=regions,
        units=units,
        borders=((-4000, 15000, 7000, 0),),
        rivers=((-4000, 14200, 3000, 300),),
        parts=(
            Part(
                "niger-50", "NER", "niger", ((-2000, 14000, 900, 0),), Area("niger-50", "c2", "#fab384", square(-2, 13))
            ),
            Part("both-50", "NER", "both", ((-1000, 14100, 500, 0),)),
        ),
        zones=(Zone("both-50", "both", square(-1, 14.2, 0.5)), Zone("niger-50", "niger", square(-2, 14, 0.9))),
        highlights=("U0",),
        opened=square(1, 14),
        circles=(Circle((-3.5, 14.5), 12.0),),
        marks=(*(Mark((-3.2 + at / 50, 14.2), symbol) for at, symbol in enumerate(sites)),),
        events=(
            *(Event((-0.5, 14.5 + at / 500), "state_based", 3 * at, 1 + at % 2) for at in range(4)),
            Event((2.5, 14.8), "one_sided", 120, 1),
            Event((2.6, 14.8), "non_state", 0, 2),
        ),
        towns=((-3.5, 14.7),),
        names=(
            *(Name(f"Région {unit.id}", (at - 3.5, 14.5), 3.0, "region", unit.id) for at, unit in enumerate(units)),
            Name("Ville", (-3.5, 14.7), 4.0, "town"),
            Name("Zone, 50 km", (-0.8, 14.4), 1.0, "zone", "both-50"),
        ),
        countries=(Name("Burkina Faso", (0.0, 13.8), 6.0, "country"), Name("Niger", (2.0, 15.6), 6.0, "country")),
    )


def drawn_sheet(**changes: object) -> Sheet:
    keys = tuple(Key("fill", fill, f"class {number}") for number, fill in enumerate(FILLS))
    rows = tuple(Row(fill, f"Région {at}", f"{at}.0", "0.5–9.0") for at, fill in enumerate(FILLS))
    made = Sheet(
        lang="fr",
        title="Décès pour 100\u202f000 habitants",
        subtitle="2022",
        filters="État islamique",
        headline=("Mali 2022\u202f: 5 décès.",),
        aside="Hors de la carte\u202f: 1.",
        map=drawn_map(),
        legend=(
            Block("2022", "décès", keys, remark="Une partie", notes=("Source\u202f: celle-ci",)),
            Block("", "Cercles", tuple(Key("circle", str(size), str(size)) for size in (30.0, 15.0, 6.0))),
            Block("", "", (Key("zone", "both", "Zone"), Key("opened", "", "Ouverte"))),
        ),
        figures=(Block("Régions", "pour 100\u202f000", rows=rows), Block("Les plus élevées", rows=rows[:2])),
        small=(("Sources\u202f: la première.", "Limites de 2016."), ("Projection.", "http://localhost/b/0/?a=1&b=2")),
        address="http://localhost/b/0/?a=1&b=2",
        author="Mali Atlas",
        subject="Mali 2022\u202f: 5 décès.",
    )
    return replace(made, **changes)  # type: ignore[arg-type]

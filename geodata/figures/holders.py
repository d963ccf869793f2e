"""What holds a unit at a coarser level: the region of a cercle or commune, and the cercle of a commune."""

from __future__ import annotations

from geodata.figures.figures import Figures, Unit


def at(figures: Figures, unit: Unit, level: str) -> str | None:
    """P-code of what holds a cercle or commune at a coarser level; None where that is not known."""
    return cercle(figures, unit) if level == "admin2" else unit.admin1


def cercle(figures: Figures, commune: Unit) -> str | None:
    """P-code of the cercle that a commune lies in: its own up to the hyphen or, of a cercle that a frame divides, the
    part in the region of the commune (boundaries/frames.py)."""
    whole = commune.pcode.partition("-")[0]
    known = (figures.unit("admin2", code) for code in (f"{whole}-{commune.admin1}", whole))
    return next((one.pcode for one in known if one), None)


def divided(figures: Figures, unit: Unit, level: str) -> str | None:
    """P-code of a commune's cercle where it is not the commune's own up to the hyphen; None for other levels."""
    found = cercle(figures, unit) if level == "admin3" else None
    return None if unit.pcode.partition("-")[0] == found else found

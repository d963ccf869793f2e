"""Drawn events placed into a drawn map, as tests read it."""

from geodata import vocabulary
from geodata.boundaries import frames
from geodata.placing import place as placing
from geodata.schema import validate
from tests import drawn_ged, worlds

RULES = frames.rules(vocabulary.FRAME, "admin1")
MALI = "T . .\nX . .\nG G M\nP G M"
"""Taoudénit (X) is drawn between Tombouctou (T) and Gao; Mopti in the south-west."""


def plainly(placed):
    """A placement with None for what is missing, its types those of the dictionary."""
    return validate.validate("placement", placed, "placed").astype(object).where(placed.notna(), None)


def place(spec, drawing=MALI, level="admin1", rules=RULES, **options):
    units = worlds.units(drawing)
    return plainly(placing.place(drawn_ged.events(spec), units, frame="2016", level=level, rules=rules, **options))


def decided(event, **options):
    row = place([event], **options).iloc[0]
    return row["pcode"], row["basis"], row["reason"]

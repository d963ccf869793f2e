"""Columns of the tables about boundaries: units, communes, audits and people."""

from __future__ import annotations

from geodata.schema.column import Column, count

CHECKS = (
    "crs",
    "rings",
    "validity",
    "edges",
    "overlap",
    "gap",
    "count",
    "codes",
    "accents",
    "nesting",
    "frame",
    "match",
)
"""The checks of a boundary file's audit; rings: their direction; edges: neighbours that share no vertices."""

OUTCOMES = ("noted", "mended", "refused")
"""The outcomes of an audit's findings."""

FRAME = Column("frame", "string", "vintage of the boundaries, the year they came into force")

UNITS = (
    Column("pcode", "string", "COD-AB p-code of the unit; the key together with the frame"),
    Column("iso_3166_2", "string", "ISO 3166-2 code"),
    Column("name", "string", "name in French"),
    Column("area_km2", "float64", "area on the ellipsoid", "km²", at_least=0),
)

ADMIN = (
    Column("pcode", "string", "code of the unit; the key together with the frame"),
    Column("iso_3166_2", "string", "ISO 3166-2 code; null: none, or not known here", nullable=True),
    Column("name", "string", "name in French"),
    Column("area_km2", "float64", "area on the ellipsoid", "km²", at_least=0),
    Column("admin1_pcode", "string", "region of the frame that the unit lies in"),
    Column("admin1_name", "string", "name of that region"),
)

COMMUNES = (
    Column("commune_id", "string", "our id of the commune: its cercle's p-code and its name; no official code"),
    Column("name", "string", "name as geoBoundaries has it, without accents"),
    Column("admin2_pcode", "string", "cercle, COD-AB p-code of 2017"),
    Column("admin2_name", "string", "name of the cercle"),
    Column("r2012", "string", "region in the frame 2012, p-code"),
    Column("r2016", "string", "region in the frame 2016, p-code"),
    Column("r2023", "string", "region in the frame 2023 (approximate), p-code"),
    Column("longitude", "float64", "longitude, EPSG:4326", "degrees", at_least=-180, at_most=180),
    Column("latitude", "float64", "latitude, EPSG:4326", "degrees", at_least=-90, at_most=90),
    Column("later_cercles", "string", "cercles made here after 2017, divided by semicolons", nullable=True),
)

FRAME_UNITS = (
    FRAME,
    Column("pcode", "string", "code of the region; codes are used again for other places"),
    Column("name", "string", "name in French"),
    Column("iso_3166_2", "string", "ISO 3166-2 code; null: none, or not known here", nullable=True),
)

AUDIT = (
    Column("check", "string", "what was looked at", allowed=CHECKS),
    Column("outcome", "string", "noted, mended, or refused", allowed=OUTCOMES),
    Column("names", "string", "the features concerned, as the file names them"),
    Column("longitude", "float64", "longitude, EPSG:4326", "degrees", nullable=True, at_least=-180, at_most=180),
    Column("latitude", "float64", "latitude, EPSG:4326", "degrees", nullable=True, at_least=-90, at_most=90),
    Column("metres", "float64", "how far a border moved, or would have to", "m", nullable=True, at_least=0),
    Column("detail", "string", "what was found, in words"),
)

POPULATION = (
    FRAME,
    Column("pcode", "string", "code of the region; the key together with the frame and the year"),
    Column("year", "Int64", "year of the census", "year", at_least=1900, at_most=2100),
    count("population", "people counted by the census", "people"),
    Column("caveat", "string", "what is to be known of the number: a key of people.CAVEATS", nullable=True),
)

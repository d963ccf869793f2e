"""Files of counts that `mali-atlas place` wrote, as imports: what their record says of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from geodata import policies
from geodata.counting import placed_file
from geodata.counting.placed_file import PlacedFile
from geodata.errors import DataError
from geodata.imports.checks import OTHER_COUNTRIES
from geodata.imports.layouts import LAYOUTS
from geodata.texts import N_
from geodata.vocabulary import COUNTRY_ISO3, COUNTRY_NAMES

KIND = "placed"
TITLE = N_("Events placed by mali-atlas place, as counts")
_LAYOUT_OF = {"ucdp": "ucdp-ged", "acled": "acled"}


def about(file: Path) -> dict[str, Any] | None:
    """What a record says of a file of placed counts; None for any other file. Raises DataError as placed_file.read."""
    found = placed_file.read(file)
    if found is None:
        return None
    told, layout = found.about, LAYOUTS[_LAYOUT_OF[found.actors]]
    rejected, left_out = sum(row[-1] for row in told["rejected"]), sum(told["left_out"].values())
    if told["rows"] != told["events"] + left_out + rejected:
        raise DataError(f"{told['rows']} rows are not events + left out + rejected", where=file.name)
    others = told["left_out"]["other_countries"]
    return {
        "kind": KIND,
        "layout": f"placed-{found.actors}",
        "title": TITLE,
        "why": f"Parquet of counts, placed in the frames {', '.join(found.frames)}",
        **{name: getattr(layout, name) for name in ("producer", "licence", "licence_url", "url", "citation", "policy")},
        "rows": told["rows"],
        "accepted": told["rows"] - rejected,
        "rejected": rejected,
        "odd": {},
        "countries": {COUNTRY_NAMES[COUNTRY_ISO3]: told["rows"] - rejected - others}
        | ({OTHER_COUNTRIES: others} if others else {}),
        "first_day": told["coverage"]["first_day"],
        "last_day": told["coverage"]["last_day"],
        "levels": policies.allowed_levels(layout.policy),
        "notes": tuple(
            f"rejected before: {number:,} rows of {name}{f', column {column}' if column else ''} ({reason})"
            for name, column, reason, number in told["rejected"]
        ),
    }


def read(path: Path) -> PlacedFile:
    """An imported file of placed counts. Raises DataError where it is none any more."""
    found = placed_file.read(path)
    if found is None:
        raise DataError("holds no placed counts", where=path.name, expected="what mali-atlas place wrote")
    return found


def require_units(found: PlacedFile, units: dict[str, str]) -> str:
    """The name of the boundaries that the file was placed in, out of SHA-256 by name. Raises DataError for others."""
    for name, digest in units.items():
        if digest == found.units_sha256:
            return name
    raise DataError(
        f"its events were placed in other boundaries (SHA-256 {found.units_sha256[:12]}...) than those in use",
        where=found.path.name,
        todo="Import the same boundary file, or place the events again in the one in use.",
    )

"""A user's file into the data directory: recognised, read, checked, copied aside, moved into place; and read again."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from geodata import boundary_files, imported, layouts, policies, rawtables, sources, textfiles
from geodata.audit import Audit
from geodata.cells import escape_formula
from geodata.errors import AtlasError, DataError
from geodata.imported import Imported, boundaries_in_use, find, listed, remove
from geodata.publishers import PUBLISHERS
from geodata.reading import Read
from geodata.vocabulary import COUNTRY_ISO3, FIRST_YEAR

__all__ = ["Imported", "add", "boundaries_in_use", "find", "listed", "read", "read_boundaries", "remove"]

MOST_REJECTED = 0.05
"""The share of rejected rows above which a file is not imported unless its user says so."""
OTHER_COUNTRIES = "other countries"
_NEAR = ("MLI", "NER", "BFA", "MRT", "DZA", "SEN", "GIN", "CIV")
_SHIPPED = Path(__file__).parent / "data" / "sources.toml"


@dataclass(frozen=True)
class _Found:
    """What a file was found to be: its kind, layout and origin, its accounting, and its rows where it is a table."""

    about: dict[str, Any]
    read: Read | None = None


def add(
    data: Path,
    file: Path,
    *,
    name: str | None = None,
    release: str | None = None,
    accept_rejected: bool = False,
) -> Imported:
    """Import a file into the data directory; nothing is left there where it cannot be imported.

    `name` and `release` go before what is made or inferred from the file. Raises DataError when the file is none that
    can be read, or when all its rows, or more than 5 % without `accept_rejected`, cannot be used: they are then in
    rejected-<file>.csv in the data directory. Raises AtlasError for these bytes or this name imported before.
    """
    if name is not None:
        imported.require_name(name)
    if release is not None and not (0 < len(release) <= 40 and release.isprintable()):
        raise AtlasError(f"{release!r} cannot be a release", expected="1 to 40 characters, such as 24.1")
    _require_file(file)
    with _aside(data) as folder:
        copy = folder / imported.safe_file_name(file.name)
        shutil.copyfile(file, copy)
        digest = sources.sha256(copy)
        before = listed(data)
        _require_new(before, digest, name, file)
        found = _boundaries(copy) or _table(copy)
        if found.read is not None:
            _require_usable(found.read, data, copy, accept_rejected)
            _write_rows(found.read.rejected, folder / imported.REJECTED)
            _write_rows(found.read.odd, folder / imported.ODD)
        known, is_inferred = _release(found.read, digest) if release is None else (release, False)
        record = Imported(
            **found.about,
            name="",
            file=copy.name,
            sha256=digest,
            size=copy.stat().st_size,
            release=known,
            is_release_inferred=is_inferred,
            imported_at=datetime.now(UTC).isoformat(timespec="seconds"),
            number=1 + max((other.number for other in before), default=0),
        )
        imported.write(record, folder)
        return replace(record, name=_settle(folder, data / imported.FOLDER, record, name))


def read(data: Path, record: Imported) -> Read:
    """The rows of an imported table, read again by its layout. Raises DataError if the copy was changed or is gone."""
    path = _unchanged(data, record)
    if record.layout not in layouts.LAYOUTS:
        raise DataError(
            f"{record.name} is of layout {record.layout!r}, which this version cannot read",
            where=str(path),
            expected=f"one of {', '.join(layouts.LAYOUTS)}",
            todo=f"Run mali-atlas remove {record.name}.",
        )
    return layouts.LAYOUTS[record.layout].read(path)


def read_boundaries(data: Path, record: Imported) -> tuple[gpd.GeoDataFrame, Audit]:
    """The communes of an imported boundary file and its audit, read again. Raises DataError as `read` does."""
    return boundary_files.read(_unchanged(data, record))


def _unchanged(data: Path, record: Imported) -> Path:
    path = record.path(data)
    digest = sources.sha256(path) if path.is_file() else "no file"
    if digest != record.sha256:
        raise DataError(
            f"the copy of {record.name} was changed: its SHA-256 is {digest}",
            where=str(path),
            expected=record.sha256,
            todo=f"Run mali-atlas remove {record.name}, then import the file again.",
        )
    return path


def _require_file(file: Path) -> None:
    if file.is_dir():
        raise DataError("is a folder", where=str(file), expected="a file")
    if not file.is_file():
        raise DataError("there is no such file", where=str(file), todo="Check the path.")
    if not file.stat().st_size:
        raise DataError("is empty", where=str(file), todo="Take the file again from its publisher.")


@contextmanager
def _aside(data: Path) -> Iterator[Path]:
    """A folder inside `imports` to fill; it, and folders made for it, are gone afterwards unless it was moved."""
    imports = data / imported.FOLDER
    made = [folder for folder in (imports, data) if not folder.exists()]
    imports.mkdir(parents=True, exist_ok=True)
    try:
        folder = Path(tempfile.mkdtemp(prefix=".new-", dir=imports))
        try:
            folder.chmod(0o755)
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            imported.tidy(data)
    finally:
        for parent in made:
            imported.drop_if_empty(parent)


def _require_new(before: list[Imported], digest: str, name: str | None, file: Path) -> None:
    for record in before:
        if record.sha256 == digest:
            raise AtlasError(
                f"already imported as {record.name}",
                where=file.name,
                todo=f"To import it anew, run mali-atlas remove {record.name} first.",
            )
        if record.name == name:
            raise AtlasError(
                f"{name} is the name of another import, of {record.file}",
                where=file.name,
                todo=f"Choose another --name, or run mali-atlas remove {name} first.",
            )


def _settle(folder: Path, imports: Path, record: Imported, name: str | None) -> str:
    """Give the folder its name: the one asked for, else one made of layout and release, the first that is free."""
    newest = record.release.rpartition(" to ")[2]
    wanted = name or imported.name_from(f"{record.layout.replace('admin', 'adm')} {newest}")
    tried, number = wanted, 1
    while (imports / tried).exists():
        number += 1
        tried = f"{wanted}-{number}"
    folder.rename(imports / tried)
    return tried


def _boundaries(file: Path) -> _Found | None:
    recognised = boundary_files.recognise(file)
    if recognised is None:
        return None
    what, why = recognised
    communes, audit = boundary_files.read(file)
    level = int(what[-1])
    key = what[: -len("admin0")].rstrip(" -")
    publisher = PUBLISHERS[key]
    return _Found(
        {
            **vars(publisher),
            "kind": "boundaries",
            "layout": f"{key}-admin{level}",
            "title": publisher.title,
            "why": why,
            "rows": len(communes),
            "accepted": len(communes),
            "rejected": 0,
            "odd": {},
            "countries": {},
            "first_day": "",
            "last_day": "",
            "levels": tuple(f"admin{number}" for number in range(1, level + 1)),
            "notes": tuple(_notes(audit)),
        }
    )


def _notes(found: Audit) -> Iterator[str]:
    """What the audit of a boundary file found, a sentence each."""
    if found.frame:
        yield f"its regions are those of the frame {found.frame}"
    for row in found.findings.to_dict("records"):
        metres = "" if pd.isna(row["metres"]) else f", {row['metres']:.0f} m"
        place = "" if pd.isna(row["longitude"]) else f", at {row['longitude']:.4f} east, {row['latitude']:.4f} north"
        names = f" ({row['names']})" if row["names"] else ""
        yield f"{row['outcome']}: {row['detail']}{metres}{place}{names}"


def _table(file: Path) -> _Found:
    layout, why = layouts.recognise(file)
    found = layout.read(file)
    rejected = found.rejected["row"].nunique()
    if found.rows != len(found.table) + rejected:
        raise DataError(f"{found.rows} rows are not {len(found.table)} accepted + {rejected} rejected", where=file.name)
    first, last = _days(found.table)
    levels = {"monthly": ("country", "admin1", "admin2"), "personnel": ("country",)}
    return _Found(
        {
            "kind": layout.kind,
            "layout": layout.key,
            "title": layout.title,
            "producer": layout.producer,
            "why": why,
            "licence": layout.licence,
            "licence_url": layout.licence_url,
            "url": layout.url,
            "citation": layout.citation,
            "policy": layout.policy,
            "rows": found.rows,
            "accepted": len(found.table),
            "rejected": rejected,
            "odd": {str(key): int(number) for key, number in found.odd["oddity"].value_counts().items()},
            "countries": _countries(found.table),
            "first_day": first,
            "last_day": last,
            "levels": levels.get(layout.kind) or policies.allowed_levels(layout.policy),
            "notes": (),
        },
        found,
    )


def _countries(table: pd.DataFrame) -> dict[str, int]:
    """Rows by country: Mali, its neighbours by number, then all others as one. Empty where the table names none."""
    if "country_iso3" not in table.columns:
        return {}
    name = "country" if "country" in table.columns else "country_iso3"
    near = table[table["country_iso3"].isin(_NEAR)]
    counted = near[name].value_counts()
    mali = set(near[name][near["country_iso3"] == "MLI"])
    order = sorted(counted.index, key=lambda country: (country not in mali, -counted[country], country))
    found = {str(country): int(counted[country]) for country in order}
    return found | ({OTHER_COUNTRIES: len(table) - len(near)} if len(near) < len(table) else {})


def _days(table: pd.DataFrame) -> tuple[str, str]:
    """The first and the last day that accepted rows are about, as ISO dates."""
    if table.empty:
        return "", ""
    if "period" in table.columns:
        months = pd.PeriodIndex(table["period"], freq="M")
        return months.min().start_time.date().isoformat(), months.max().end_time.date().isoformat()
    first, last = ("date_start", "date_end") if "date_start" in table.columns else ("month_end", "month_end")
    return pd.Timestamp(table[first].min()).date().isoformat(), pd.Timestamp(table[last].max()).date().isoformat()


def _require_whole(found: Read, file: Path, accept_rejected: bool) -> None:
    """Raise DataError where a file breaks off: its last row has too few fields, or a quotation mark left open."""
    if accept_rejected or found.rejected.empty:
        return
    last = int(found.rejected["row"].max())
    reasons = found.rejected.loc[found.rejected["row"] == last, "reason"]
    breaks = any(rawtables.is_short(reason) or reason == textfiles.BROKEN_QUOTE for reason in reasons)
    if breaks and (found.table.empty or last > int(found.table["row"].max())):
        raise DataError(
            f"ends in the middle of row {last:,}",
            where=file.name,
            todo="Take the file again from its publisher. To import what is there, add --accept-rejected.",
        )


def _require_mali(found: Read, file: Path) -> None:
    """Raise DataError where a table of events holds none of Mali that could be counted."""
    table = found.table
    if "date_start" not in table.columns or table.empty:
        return
    if not ((table["country_iso3"] == COUNTRY_ISO3) & (table["year"] >= FIRST_YEAR)).fillna(False).any():
        there = ", ".join(f"{country} {number:,}" for country, number in _countries(table).items())
        raise DataError(
            f"holds no event of Mali of {FIRST_YEAR} or later (there are: {there})",
            where=file.name,
            expected="events of Mali; those of other countries are left out",
        )


def _require_usable(found: Read, data: Path, file: Path, accept_rejected: bool) -> None:
    _require_whole(found, file, accept_rejected)
    _require_mali(found, file)
    rejected = found.rejected["row"].nunique()
    if not len(found.table) and not rejected:
        raise DataError("holds no rows", where=file.name, expected="a header and a row for each record")
    if rejected < found.rows and (accept_rejected or rejected <= MOST_REJECTED * found.rows):
        return
    beside = data / f"rejected-{file.stem}.csv"
    _write_rows(found.rejected, beside)
    first = found.rejected.iloc[0]
    what = f"{rejected:,} of {found.rows:,} rows ({100 * rejected / found.rows:.1f} %) cannot be used"
    todo = "" if rejected == found.rows else " To import the other rows, add --accept-rejected."
    raise DataError(
        f"{what}: row {first['row']}, column {first['column']}: {first['value']!r} ({first['reason']})",
        where=file.name,
        expected=f"at most {MOST_REJECTED:.0%} of the rows",
        todo=f"All of them are in {beside}.{todo}",
    )


def _write_rows(rows: pd.DataFrame, path: Path) -> None:
    """Write rows to look at in a spreadsheet: no half file, nothing that it would run as a formula."""
    shown = rows.copy()
    for column in shown.select_dtypes(exclude="number").columns:
        shown[column] = shown[column].astype("object").map(escape_formula)
    half = path.with_name(f".{path.name}.half")
    try:
        shown.to_csv(half, index=False, encoding="utf-8-sig", lineterminator="\n")
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)


def _release(found: Read | None, digest: str) -> tuple[str, bool]:
    """The release and whether it is inferred: on record for a file whose hash is known, else as its rows say."""
    for source in sources.read(_SHIPPED).values():
        if source.raw_sha256 == digest:
            return source.release, source.is_release_inferred
    return ("", False) if found is None else layouts.release(found)

"""The layouts of users' files: the columns that identify them, their publishers, and their policies.

A layout is recognised by the header, never by the file's name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from geodata import periods
from geodata.errors import DataError
from geodata.readers import acled, acled_monthly, hapi, ucdp_ged, un_personnel
from geodata.tabular import matching, raw_table, typed_cells
from geodata.tabular.matching import HeaderMatch
from geodata.tabular.raw_table import Header
from geodata.tabular.typed_cells import Cells, ReadResult
from geodata.texts import N_

Kind = Literal["events", "monthly", "personnel"]
Policy = Literal["ucdp", "acled", "open"]
_NAMED = 8


@dataclass(frozen=True)
class Layout:
    """A layout: title, producer, licence, policy, required columns, and reader.

    `columns` are in lower case; "best|best_est" is one column with two spellings. `policy` is a key of
    policies: what may be shown and exported.
    """

    key: str
    title: str
    kind: Kind
    producer: str
    licence: str
    licence_url: str
    url: str
    citation: str
    policy: Policy
    columns: tuple[str, ...]
    read: Callable[[Path], ReadResult] = field(repr=False)


_UCDP = ("Uppsala Conflict Data Program", "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/")
_ACLED = ("ACLED", "ACLED terms of use", "https://acleddata.com/terms-and-conditions")
_ACLED_CITATION = (
    "Raleigh, Clionadh, Roudabeh Kishi and Andrew Linke (2023). Political instability patterns are obscured by "
    "conflict dataset scope conditions, sources, and coding choices. Humanities and Social Sciences "
    "Communications 10, 74. ACLED, acleddata.com"
)
_GED_CITATION = (
    "Sundberg, Ralph, and Erik Melander (2013). Introducing the UCDP Georeferenced Event Dataset. "
    "Journal of Peace Research 50(4)."
)

LAYOUTS = {
    layout.key: layout
    for layout in (
        Layout(
            ucdp_ged.OFFICIAL,
            N_("UCDP Georeferenced Event Dataset (GED)"),
            "events",
            *_UCDP,
            "https://ucdp.uu.se/downloads/",
            _GED_CITATION,
            "ucdp",
            ucdp_ged.NEEDED,
            ucdp_ged.read,
        ),
        Layout(
            ucdp_ged.CANDIDATE,
            N_("UCDP Candidate Events Dataset, provisional"),
            "events",
            *_UCDP,
            "https://ucdp.uu.se/downloads/",
            f"{_GED_CITATION} Hegre, Håvard, Mihai Croicu, Kristine Eck and Stina Högbladh (2020). Introducing the "
            "UCDP Candidate Events Dataset. Research & Politics 7(3).",
            "ucdp",
            (*ucdp_ged.NEEDED, "code_status"),
            ucdp_ged.read,
        ),
        Layout(
            acled.CURRENT,
            N_("ACLED, events"),
            "events",
            *_ACLED,
            "https://acleddata.com/",
            _ACLED_CITATION,
            "acled",
            (*acled.NEEDED, acled.CURRENT_ONLY),
            acled.read,
        ),
        Layout(
            acled.OLD,
            N_("ACLED, events (columns before 2023)"),
            "events",
            *_ACLED,
            "https://acleddata.com/",
            _ACLED_CITATION,
            "acled",
            acled.NEEDED,
            acled.read,
        ),
        Layout(
            acled_monthly.LAYOUT,
            N_("ACLED by month and admin2, from HDX"),
            "monthly",
            *_ACLED,
            "https://data.humdata.org/organization/acled",
            _ACLED_CITATION,
            "acled",
            acled_monthly.NEEDED,
            acled_monthly.read,
        ),
        Layout(
            hapi.LAYOUT,
            N_("HDX HAPI, conflict events by month"),
            "monthly",
            "OCHA Humanitarian Data Exchange, from ACLED",
            *_ACLED[1:],
            "https://data.humdata.org/hapi",
            _ACLED_CITATION,
            "acled",
            hapi.NEEDED,
            hapi.read,
        ),
        Layout(
            un_personnel.LAYOUT,
            N_("United Nations uniformed personnel by month"),
            "personnel",
            "United Nations Department of Peace Operations",
            "CC BY 3.0 IGO",
            "https://creativecommons.org/licenses/by/3.0/igo/",
            "https://psdata.un.org/dataset/DPO-UCHISTORICAL",
            "United Nations Peace and Security Data Hub. Historical Uniformed Personnel Contribution "
            "(DPO-UCHISTORICAL).",
            "open",
            un_personnel.NEEDED,
            un_personnel.read,
        ),
    )
}
"""Every layout of events and counts by key; if two match, the one with more columns wins."""


_TELLING = {
    acled.CURRENT: "event_id_cnty and disorder_type among them",
    acled.OLD: "event_id_cnty among them, disorder_type not",
    acled_monthly.LAYOUT: "Admin2 Pcode, Month and Year, Events and Fatalities among them",
    hapi.LAYOUT: "location_code, admin2_code and reference_period_start among them",
    un_personnel.LAYOUT: "mission_acronym and female_personnel and male_personnel among them",
}


def recognise(path: Path) -> tuple[Layout, str]:
    """The layout of a file and why, in a sentence.

    Raises DataError when the file is unreadable as a whole, or when no layout fits: it names the closest one and
    its missing columns.
    """
    headers = [header for header in raw_table.headers(path) if header.names]
    tried = [(layout, found) for layout in LAYOUTS.values() for found in matching.by_sheet(headers, layout.columns)]
    fitting = [(layout, found) for layout, found in tried if not found.missing]
    if not fitting:
        raise _unknown(path, tried)
    layout, _ = max(fitting, key=lambda pair: len(pair[0].columns))
    tables = [found.header for one, found in fitting if one is layout]
    why = _TELLING.get(layout.key, "")
    if layout.read is ucdp_ged.read:
        layout, why = _ged(path, tables)
    count = sum(map(bool, tables[0].names))
    names = " and ".join(header.sheet for header in tables)
    sheets = f" in sheet{'s' if len(tables) > 1 else ''} {names}" if tables[0].sheet else ""
    return layout, f"{layout.title}: {count} columns{sheets}, {why}"


def _ged(path: Path, tables: Sequence[Header]) -> tuple[Layout, str]:
    """The layout of a GED file and why, by its content: official and candidate files have the same columns."""
    names = tables[0].names
    is_country_download = "best_est" in names and "best" not in names
    estimates = "best_est/high_est/low_est" if is_country_download else "best/high/low"
    wanted = [(header, matching.find(header, ("year",), ("code_status",)).columns) for header in tables]
    cells = Cells(raw_table.read_sheets(path, wanted))
    years = cells.number("year", typed_cells.FIRST_YEAR, typed_cells.LAST_YEAR)
    if not ucdp_ged.is_candidate(years, cells.text("code_status")):
        kind = "the per-country download" if is_country_download else "an official release"
        return LAYOUTS[ucdp_ged.OFFICIAL], f"{estimates}: {kind}"
    span = " and ".join(f"{year:.0f}" for year in sorted(years.dropna().unique()))
    return LAYOUTS[ucdp_ged.CANDIDATE], f"{estimates}: a candidate release, of {span} only and partly not cleared"


def _unknown(path: Path, tried: Sequence[tuple[Layout, HeaderMatch]]) -> DataError:
    if not tried:
        return DataError("holds no header", where=path.name, expected="a header and a row an event")
    layout, found = min(tried, key=lambda pair: len(pair[1].missing) / len(pair[0].columns))
    missing = ", ".join(found.missing[:_NAMED])
    more = f" and {len(found.missing) - _NAMED} more" if len(found.missing) > _NAMED else ""
    return DataError(
        f"unknown layout; the closest is {layout.title}, but these columns are missing: {missing}{more}",
        where=path.name,
        expected="; ".join(layout.title for layout in LAYOUTS.values()),
        todo="Export the table again with all its columns.",
    )


def release(read: ReadResult) -> tuple[str, bool]:
    """The release that a file's content points to, and whether that is inferred; "" where nothing does.

    UCDP GED: the number of the release that ends with its last year. Candidate events: the months that most of them
    start in. Monthly counts: the months covered. ACLED: the last day.
    """
    table = read.table
    if table.empty:
        return "", False
    if read.layout == ucdp_ged.OFFICIAL:
        return f"{int(table['year'].max()) - 1999}.1", True
    if read.layout == ucdp_ged.CANDIDATE:
        months = periods.covered(table["date_start"], is_provisional=True)
        return _span(months[0], months[-1]), True
    if LAYOUTS[read.layout].kind == "events":
        return f"to {table['date_start'].max():%Y-%m-%d}", True
    if LAYOUTS[read.layout].kind == "monthly":
        return _span(table["period"].min(), table["period"].max()), True
    return _span(f"{table['month_end'].min():%Y-%m}", f"{table['month_end'].max():%Y-%m}"), True


def _span(first: str, last: str) -> str:
    return first if first == last else f"{first} to {last}"

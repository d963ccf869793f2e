"""Drawn files of the layouts that users bring: rows as lists of text, written as csv or as a small xlsx workbook."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from tests import drawn_ged

Rows = list[list[str]]

ACLED = """
event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 assoc_actor_1 inter1
actor2 assoc_actor_2 inter2 interaction civilian_targeting iso region country admin1 admin2 admin3 location latitude
longitude geo_precision source source_scale notes fatalities tags timestamp
"""
"""The 31 columns of ACLED's current export, in order."""

ACLED_OLD = """
data_id iso event_id_cnty event_id_no_cnty event_date year time_precision event_type sub_event_type actor1
assoc_actor_1 inter1 actor2 assoc_actor_2 inter2 interaction region country admin1 admin2 admin3 location latitude
longitude geo_precision source source_scale notes fatalities timestamp iso3
"""
"""The 31 columns of ACLED's export before 2023, in order."""

ACLED_DEFAULTS = {
    "event_date": "2022-03-27",
    "year": "2022",
    "time_precision": "1",
    "disorder_type": "Political violence",
    "event_type": "Battles",
    "actor1": "JNIM: Group for Support of Islam and Muslims",
    "actor2": "Military Forces of Mali (2021-)",
    "inter1": "Rebel group",
    "inter2": "1",
    "iso": "466",
    "country": "Mali",
    "admin1": "Mopti",
    "admin2": "Djenne",
    "admin3": "Togue Mourari",
    "location": "Moura",
    "latitude": "14.3753",
    "longitude": "-4.5892",
    "geo_precision": "1",
    "notes": 'On 27 March, "clashes",\nin Moura',
    "fatalities": "3",
}
MONTHLY = [
    "Country",
    "Admin1",
    "Admin2",
    "ISO3",
    "Admin2 Pcode",
    "Admin1 Pcode",
    "Month",
    "Year",
    "Events",
    "Fatalities",
]
MONTHLY_DEFAULTS = {
    "Country": "Mali",
    "Admin1": "Gao",
    "Admin2": "Ansongo",
    "ISO3": "MLI",
    "Admin2 Pcode": "ML0702",
    "Admin1 Pcode": "ML07",
    "Year": "2022",
    "Events": "0",
    "Fatalities": "0",
}
HAPI = """
location_code has_hrp in_gho provider_admin1_name provider_admin2_name admin1_code admin1_name admin2_code admin2_name
admin_level event_type events fatalities reference_period_start reference_period_end dataset_hdx_id resource_hdx_id
warning error
"""
"""The 19 columns of HDX HAPI's conflict events, in order."""

HAPI_DEFAULTS = {
    "location_code": "MLI",
    "provider_admin1_name": "Gao",
    "provider_admin2_name": "Ansongo",
    "admin1_code": "ML07",
    "admin1_name": "Gao",
    "admin2_code": "ML0702",
    "admin2_name": "Ansongo",
    "admin_level": "2",
    "event_type": "political_violence",
    "events": "2",
    "fatalities": "5",
    "reference_period_start": "2022-03-01",
    "reference_period_end": "2022-03-31",
}
PERSONNEL = """
contribution_id isocode3 m49_code contributing_country mission_acronym personnel_type female_personnel male_personnel
last_reporting_date
"""
PERSONNEL_DEFAULTS = {
    "contributing_country": "Chad",
    "mission_acronym": "MINUSMA",
    "personnel_type": "Troops",
    "female_personnel": "30",
    "male_personnel": "1400",
    "last_reporting_date": "2022-03-31",
}
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September")


def _rows(columns: Sequence[str], defaults: Mapping[str, str], spec: Sequence[Mapping[str, object]]) -> Rows:
    rows = [list(columns)]
    for row in spec:
        whole = {**defaults, **{name: str(value) for name, value in row.items()}}
        rows.append([whole.get(name, "") for name in columns])
    return rows


def acled(spec: Sequence[Mapping[str, object]], *, old: bool = False) -> Rows:
    """ACLED events with ids MLI1, MLI2 and so on, all else as ACLED_DEFAULTS."""
    numbered = [{"event_id_cnty": f"MLI{number}", **row} for number, row in enumerate(spec, start=1)]
    return _rows((ACLED_OLD if old else ACLED).split(), {**ACLED_DEFAULTS, "iso3": "MLI"}, numbered)


def monthly(spec: Sequence[Mapping[str, object]]) -> Rows:
    """Months of Ansongo, from January on."""
    return _rows(MONTHLY, MONTHLY_DEFAULTS, [{"Month": _MONTHS[n % 9], **row} for n, row in enumerate(spec)])


def hapi(spec: Sequence[Mapping[str, object]]) -> Rows:
    """Rows of HAPI, each of another cercle."""
    return _rows(
        HAPI.split(), HAPI_DEFAULTS, [{"admin2_code": f"ML07{n:02}", **row} for n, row in enumerate(spec, start=1)]
    )


def personnel(spec: Sequence[Mapping[str, object]]) -> Rows:
    """Contributions with ids 1, 2 and so on."""
    return _rows(
        PERSONNEL.split(), PERSONNEL_DEFAULTS, [{"contribution_id": n, **row} for n, row in enumerate(spec, start=1)]
    )


def ged(spec: drawn_ged.Spec) -> Rows:
    """UCDP GED events as the per-country download has them, without its trailing comma."""
    columns = drawn_ged.GED.split()
    made = drawn_ged.records(spec)
    days = [dict.fromkeys(("date_start", "date_end"), f"03/27/{row['year']} 00:00:00") for row in made]
    return _rows(columns, {}, [{**day, **row} for day, row in zip(days, made, strict=True)])


def candidate(spec: drawn_ged.Spec) -> Rows:
    """UCDP candidate events: the names of the official release, half of them not cleared."""
    header, *rows = ged(spec)
    names = [name.removesuffix("_est") for name in header]
    for number, row in enumerate(rows):
        row[names.index("code_status")] = "Clear" if number % 2 else "Check dyad"
    return [[*names, "gwnoa", "gwnob"], *([*row, "432", ""] for row in rows)]


def text(rows: Rows, *, separator: str = ",", newline: str = "\n") -> str:
    """The rows as csv. Separators may stand before the end of a line, where the writer of Python 3.13 takes none."""
    end = newline.lstrip(separator)
    lines = io.StringIO()
    writer = csv.writer(lines, delimiter=separator, lineterminator=end)
    for row in rows:
        writer.writerow(row)
        lines.seek(lines.tell() - len(end))
        lines.write(newline)
    return lines.getvalue()


def write_csv(path: Path, rows: Rows, **options: str) -> Path:
    """A csv file of the rows, UTF-8."""
    path.write_bytes(text(rows, **options).encode())
    return path


WORKBOOK = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/styles.xml": (
        '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2">'
        '<xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>'
    ),
}
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def parts(sheets: Mapping[str, Sequence[Sequence[object]]]) -> dict[str, str]:
    """The parts of a workbook: texts shared, numbers and days (datetime.date) as such, None no cell."""
    shared: dict[str, int] = {}
    made = dict(WORKBOOK)
    numbered = list(enumerate(sheets.items(), start=1))
    for number, (_, rows) in numbered:
        lines = [_line(place, row, shared) for place, row in enumerate(rows, start=1)]
        made[f"xl/worksheets/sheet{number}.xml"] = sheet("".join(lines))
    names = "".join(f'<sheet name="{name}" sheetId="{number}" r:id="rId{number}"/>' for number, (name, _) in numbered)
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    made["xl/workbook.xml"] = f'<workbook {MAIN} xmlns:r="{office}"><sheets>{names}</sheets></workbook>'
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{office}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number, _ in numbered
    )
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    made["xl/_rels/workbook.xml.rels"] = f'<Relationships xmlns="{package}">{links}</Relationships>'
    strings = "".join(f'<si><t xml:space="preserve">{escape(value)}</t></si>' for value in shared)
    made["xl/sharedStrings.xml"] = f"<sst {MAIN}>{strings}</sst>"
    return made


def sheet(lines: str) -> str:
    """A sheet of these <row> elements."""
    return f"<worksheet {MAIN}><sheetData>{lines}</sheetData></worksheet>"


def _line(place: int, row: Sequence[object], shared: dict[str, int]) -> str:
    cells = (_cell(f"{_letters(column)}{place}", value, shared) for column, value in enumerate(row, start=1))
    return f'<row r="{place}">{"".join(cells)}</row>'


def _letters(column: int) -> str:
    before, last = divmod(column - 1, 26)
    return (_letters(before) if before else "") + chr(65 + last)


def _cell(place: str, value: object, shared: dict[str, int]) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        return f'<c r="{place}" t="s"><v>{shared.setdefault(value, len(shared))}</v></c>'
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, dt.date):
        return f'<c r="{place}" s="1"><v>{(value - dt.date(1899, 12, 30)).days}</v></c>'
    return f'<c r="{place}"><v>{value}</v></c>'


def write_zip(path: Path, made: Mapping[str, str | bytes]) -> Path:
    """A zip file of these parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in made.items():
            archive.writestr(name, content)
    return path


def write_xlsx(path: Path, sheets: Mapping[str, Sequence[Sequence[object]]]) -> Path:
    """An xlsx workbook of these sheets."""
    return write_zip(path, parts(sheets))

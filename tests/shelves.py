"""What the tests of imports share: a layout that is easy to write, boundaries that are only counted, folders."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from geodata.boundaries.imported import boundary_file, recognition
from geodata.errors import DataError
from geodata.imports import layouts
from geodata.tabular.typed_cells import ReadResult

HEADER = "id,country,day,best"
FOUR = ("1,Mali,2022-03-27,5", "2,Niger,2022-01-02,0", "3,Mali,2023-12-31,2", "4,Chad,2022-06-01,1")
"""Rows of the drawn layout, one of them of a country that is not counted."""
ISO3 = {"Mali": "MLI", "Niger": "NER", "Burkina Faso": "BFA"}


@dataclass(frozen=True)
class Drawn:
    """What a layout is to the library: LAYOUTS holds it in place of a layouts.Layout."""

    key: str = "drawn"
    title: str = "Drawn events"
    kind: str = "events"
    producer: str = "Somebody"
    licence: str = "CC BY 4.0"
    licence_url: str = "https://creativecommons.org/licenses/by/4.0/"
    url: str = ""
    citation: str = "Somebody (2024)"
    policy: str = "open"

    def read(self, path: Path) -> ReadResult:
        """Rows of HEADER: a best that is no number rejects a row, one of 0 is odd."""
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        table = pd.DataFrame(rows, index=range(2, len(rows) + 2), columns=HEADER.split(",")).astype("str")
        is_good = table["best"].str.fullmatch(r"\d+")
        rejected = [(row, "best", value, "not a number") for row, value in table["best"][~is_good].items()]
        good = table[is_good]
        events = pd.DataFrame(
            {
                "country": good["country"],
                "country_iso3": good["country"].map(ISO3),
                "date_start": pd.to_datetime(good["day"]),
                "year": pd.to_datetime(good["day"]).dt.year,
                "date_end": pd.to_datetime(good["day"]),
            }
        )
        odd = [(row, good["id"][row], "zero_best", "") for row in good.index[good["best"] == "0"]]
        return ReadResult(
            "drawn",
            events,
            pd.DataFrame(rejected, columns=["row", "column", "value", "reason"]),
            pd.DataFrame(odd, columns=["row", "event_id", "oddity", "detail"]),
            len(rows),
        )


def use_drawn_layouts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that start with HEADER are drawn events; GeoJSON names its communes "units": N; nothing else is known."""

    def recognise(path: Path) -> tuple[Drawn, str]:
        if not path.read_bytes().startswith(HEADER.encode()):
            raise DataError("is of no known layout", where=path.name, expected=HEADER)
        return Drawn(), "its header has id, country, day and best"

    def boundaries(path: Path) -> tuple[str, str] | None:
        return ("geoboundaries-admin3", "its properties have shapeID") if path.suffix == ".geojson" else None

    def communes(path: Path) -> tuple[list[int], SimpleNamespace]:
        findings = [("accents", "noted", "", None, None, None, "no name has an accent")]
        findings.append(("overlap", "mended", "Gossi, Hombori", -1.5, 15.25, 12.4, "overlap"))
        names = ["check", "outcome", "names", "longitude", "latitude", "metres", "detail"]
        number = int(path.read_text())
        return list(range(number)), SimpleNamespace(frame="2012", findings=pd.DataFrame(findings, columns=names))

    monkeypatch.setattr(layouts, "LAYOUTS", {"drawn": Drawn()})
    monkeypatch.setattr(layouts, "recognise", recognise)
    monkeypatch.setattr(layouts, "release", lambda read: ("1.0", True) if read.rows > 2 else ("", False))
    monkeypatch.setattr(recognition, "recognise", boundaries)
    monkeypatch.setattr(boundary_file, "read_units", communes)


def events_file(path: Path, *rows: str) -> Path:
    """A file of the drawn layout."""
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return path


def events(number: int, *, bad: int = 0, first: int = 1) -> list[str]:
    """Rows of a drawn file in Mali, the last ones with a best that is no number."""
    good = [f"{first + each},Mali,2022-03-{1 + each % 28:02},{1 + each}" for each in range(number - bad)]
    return good + [f"{first + number + each},Mali,2022-03-01,many" for each in range(bad)]


def contents(folder: Path) -> dict[str, bytes | None]:
    """Every file with its bytes, and every folder, hidden ones too."""
    return {str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None for path in folder.rglob("*")}


def failing(real: Callable[..., object], at: int) -> Callable[..., object]:
    """The function, which raises OSError at its call number `at`, counted from 0."""
    calls = iter(range(1_000_000))

    def called(*given: object, **named: object) -> object:
        if next(calls) == at:
            raise OSError(28, os.strerror(28))
        return real(*given, **named)

    return called

"""A drawn world with an imported event file in two frames, and where each event belongs: worked out by hand."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

from app.application import create_app
from app.web import static
from geodata import policies
from geodata.builds import store
from geodata.builds.inputs import Incidents, Inputs
from geodata.builds.store import Build, Edition
from geodata.readers import ucdp_ged
from tests import deep_worlds, drawn_ged, once, worlds
from tests.app.conftest import ADDITIVE

EVENTS = """
id   year x    y     prec region        type a     b                  low best high civilians date_start date_end   date_prec where_coordinates source_office
ev-1 2021 1.23 15.53 1    Gao_region    1    JNIM  Government_of_Mali 3   5    9    1         2021-03-27 2021-03-27 1         Gossi_well        Wire_A
ev-2 2022 1.73 15.53 1    Gao_region    3    IS    Civilians          10  12   12   12        2022-03-05 2022-03-06 2         .                 Wire_B
ev-3 2022 2.43 16.43 1    Ménaka_region 2    JNIM  IS                 4   4    20   0         2022-03-20 2022-03-20 1         Inekar            .
ev-4 2022 2.91 15.12 2    .             1    IS    GATIA,_MSA         7   8    8    2         2022-06-30 2022-07-02 2         .                 .
ev-5 2022 0.31 15.52 5    Mopti_region  3    Dozos Civilians          0   0    6    0         2022-03-01 2022-03-31 4         .                 .
ev-6 2022 0.52 16.51 6    .             1    AQIM  Government_of_Mali 1   2    3    0         2022-04-01 2022-12-01 5         .                 .
ev-7 2023 0.32 15.04 1    Mopti_region  3    JNIM  Civilians          2   2    2    2         2023-03-27 2023-03-27 1         .                 .
"""  # noqa: E501
PLACED = {
    "ev-1": {"2016": ("ML07", "ML0701", "ML0701-a"), "2012": ("ML05", "ML0701", "ML0701-a")},
    "ev-2": {"2016": ("ML07", "ML0702", "ML0702-a"), "2012": ("ML05", "ML0702", "ML0702-a")},
    "ev-3": {"2016": ("ML10", "ML1001", "ML1001-b"), "2012": ("ML10", "ML1001", "ML1001-b")},
    "ev-4": {"2016": ("ML10", "ML1002", None), "2012": ("ML10", "ML1002", None)},
    "ev-5": {"2016": ("ML05", None, None), "2012": ("ML05", None, None)},
    "ev-6": {"2016": (None, None, None), "2012": (None, None, None)},
    "ev-7": {"2016": ("ML05", "ML0501", "ML0501-a"), "2012": ("ML05", "ML0501", "ML0501-a")},
}
"""By event and frame: region, cercle, commune; None: not allocated there."""
MONTHS = {"ev-1": "03", "ev-2": "03", "ev-3": "03", "ev-4": "00", "ev-5": "03", "ev-6": "00", "ev-7": "03"}
"""The month of each event; 00: spans two months, or vaguer than a month."""
LEVELS = ("admin1", "admin2", "admin3")
FRAMES = ("2016", "2012")
YEARS = ("2021", "2022", "2023")
PERIODS = (*YEARS, "2022-03", "2022-06", "2023-03")
TYPES = {"1": "state_based", "2": "non_state", "3": "one_sided"}


@dataclass(frozen=True)
class Served:
    """A drawn world that is served: a client, the build, its folder."""

    client: FlaskClient
    build: Build
    data: Path

    def edition(self, **asked: str) -> Edition:
        """The edition of a source and frame, else the first."""
        return self.build.edition(asked.get("source"), asked.get("frame"))

    def asset(self, name: str, **asked: str) -> Any:
        """The answer to a file of the page of an edition."""
        return self.client.get(f"/assets/{static.tag(self.edition(**asked))}/{name}")


def world(tmp: Path, spec: drawn_ged.Spec = EVENTS, **options: Any) -> Inputs:
    """The inputs of the drawn world, every source that the web names among them."""
    drawn = deep_worlds.deep_world(tmp, spec, **options)
    more = ("natural-earth", "instat-rgph", "force-tables")
    return replace(drawn, sources={**drawn.sources, **{name: worlds.source(name) for name in more}})


def with_others(tmp: Path, others: Mapping[str, drawn_ged.Spec], terms: Mapping[str, str] | None = None) -> Inputs:
    """The drawn world with more imported event files, newest first; under UCDP's terms unless `terms` names others."""
    drawn = world(tmp)
    imported, sources = list(drawn.imported), dict(drawn.sources)
    for name, spec in others.items():
        policy = (terms or {}).get(name, "ucdp")
        read = ucdp_ged.read(drawn_ged.ged_file(tmp / f"{name}.csv", spec))
        imported.append(Incidents(name, "ucdp", read.table, read.odd, policies.allowed_levels(policy)))
        sources[name] = replace(worlds.source(name), policy=policy)
    return replace(drawn, imported=imported, sources=sources)


def serve(tmp: Path, inputs: Inputs) -> Served:
    """The inputs built into a folder and served from there."""
    once.publish(tmp, inputs)
    return Served(create_app(tmp).test_client(), store.read(tmp), tmp)


def rows(spec: str = EVENTS) -> list[dict[str, str]]:
    return drawn_ged.records(spec)


def total(period: str, violence: str = "all", chosen: set[str] | None = None) -> dict[str, int]:
    """The counts of the events of a year, of a month such as 2022-03, or with 2022-00 of the unknown month."""
    found = dict.fromkeys(ADDITIVE, 0)
    for row in rows():
        is_wanted = row["year"] == period[:4] and (len(period) == 4 or MONTHS[row["id"]] == period[5:])
        if chosen is not None and row["id"] not in chosen:
            continue
        if not is_wanted or violence not in ("all", TYPES[row["type_of_violence"]]):
            continue
        numbers = ("1", row["low_est"], row["best_est"], row["high_est"], row["deaths_civilians"])
        for name, number in zip(ADDITIVE, numbers, strict=True):
            found[name] += int(number)
    return found


def members(frame: str, level: str, pcode: str | None) -> set[str]:
    """The events of a unit, or with None those not allocated at the level."""
    return {event for event, where in PLACED.items() if where[frame][LEVELS.index(level)] == pcode}


def pcodes(served: Served, frame: str, level: str) -> list[str]:
    return [unit.pcode for unit in served.edition(frame=frame).figures.units[level]]


def table(raw: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


def links(text: str) -> list[str]:
    """The addresses on this server that a page links, HTML entities read."""
    found = re.findall(r'href="([^"]+)"', text)
    return [one.replace("&amp;", "&") for one in found if not one.startswith(("#", "http", "data:"))]

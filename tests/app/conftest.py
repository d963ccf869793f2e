"""What the tests of the web share: a build served once, worlds renamed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import vl_convert
from flask.testing import FlaskClient

from app.application import create_app
from app.charts import shared_axis, strength, timeline
from app.web import responses, static
from geodata.builds import store
from geodata.builds.inputs import INCIDENTS, NATIONAL_LATER, Inputs
from geodata.builds.store import Build, Edition
from geodata.exports.formats import gdal, workbook
from geodata.mapsheet import files
from tests import once, worlds
from tests.app.servers import templates_once

YEARS = tuple(str(year) for year in range(2012, 2025))
LAST_COVERED = "2023"
MEASURES = (
    "fatalities_per_100k",
    "fatalities_per_1000km2",
    "events_per_100k",
    "civilian_fatalities_per_100k",
    "documented_sites",
    "nominal_troops",
)
ADDITIVE = ("events", "fatalities_low", "fatalities_best", "fatalities_high", "civilian_fatalities")
VIOLENCE = ("state_based", "non_state", "one_sided")
FAMILIES = ("jnim", "is", "government", "armed_movements", "self_defence", "other", "jnim_is")
LABORIOUS = {f"figure.{kind}{size}" for kind in ("png", "svg", "pdf") for size in ("", "?size=16x9")} - {"figure.svg"}
LABORIOUS |= {"download/pack.zip"}
"""What takes a while to draw, and has the parameters of figure.svg."""
PAINTED = ("write", "plate", "tall_plate", "card")
"""The functions of geodata.mapsheet.files that draw a sheet."""
REMEMBERED = (strength.strength, timeline.timeline, shared_axis.shared_axis)
"""The functions that keep the charts they have drawn."""
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.fixture(scope="session")
def data() -> Path:
    """The data directory of the build that ships: shared, not to be changed."""
    return once.shipped()


@pytest.fixture(scope="session")
def made(data: Path) -> Edition:
    """The only edition of the build that ships."""
    return store.read(data).edition()


@pytest.fixture(scope="session")
def client(data: Path) -> FlaskClient:
    return create_app(data).test_client()


@pytest.fixture(scope="session")
def tag(made: Edition) -> str:
    return static.tag(made)


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The drawn world of tests.app.deep, served: an imported event file, cercles and communes in two frames."""
    from tests.app import deep  # deep reads this module's names

    tmp = tmp_path_factory.mktemp("imported")
    return deep.serve(tmp, deep.world(tmp))


@pytest.fixture(scope="session")
def gated(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The same under ACLED's terms: no event, commune or cell leaves."""
    from tests.app import deep  # deep reads this module's names

    tmp = tmp_path_factory.mktemp("gated")
    return deep.serve(tmp, deep.world(tmp, policy="acled"))


@pytest.fixture(scope="session")
def _unpainted_apps() -> dict[Path, FlaskClient]:
    return {}


@pytest.fixture
def unpainted(monkeypatch: pytest.MonkeyPatch, _unpainted_apps: Any) -> Iterator[Callable[[Path], FlaskClient]]:
    """A client of a data directory whose sheets, charts, workbooks and GeoPackages take no time.

    All is asked for and refused as ever, and what would be painted or packed is a word. The client has an app of its
    own, whose memory no other test sees."""

    def client(data: Path) -> FlaskClient:
        if data not in _unpainted_apps:
            _unpainted_apps[data] = create_app(data).test_client()
        return _unpainted_apps[data]

    for name in PAINTED:
        monkeypatch.setattr(files, name, lambda *_, **__: b"painted")
    monkeypatch.setattr(workbook, "write", lambda *_: b"packed")
    monkeypatch.setattr(gdal, "geopackage", lambda *_: b"packed")
    monkeypatch.setattr(vl_convert, "vegalite_to_svg", lambda *_, **__: "<svg></svg>")
    yield client
    for remembered in REMEMBERED:
        remembered.cache_clear()


@pytest.fixture(scope="module")
def sheets_in_words() -> Iterator[None]:
    """Sheets are all that stands on them, written out: who compares sheets, or looks for words, needs no picture."""

    def written(*asked: Any, **options: Any) -> bytes:
        return repr((asked, options)).encode()

    with pytest.MonkeyPatch.context() as patch:
        for name in PAINTED:
            patch.setattr(files, name, written)
        yield


@pytest.fixture(scope="session", autouse=True)
def _templates_once() -> Iterator[None]:
    with templates_once():
        yield


@pytest.fixture(scope="session", autouse=True)
def _charts_once() -> Iterator[None]:
    """A chart is drawn once a run, by its specification and the words of its language; test_charts draws anew."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vl_convert, "vegalite_to_svg", once.chart)
        yield


@pytest.fixture(scope="session", autouse=True)
def _sheets_once() -> Iterator[None]:
    """So is a sheet, by all that stands on it; tests of geodata.mapsheet, which say that it has the same bytes each
    time, draw anew."""
    with pytest.MonkeyPatch.context() as patch:
        for name in PAINTED:
            patch.setattr(files, name, partial(once.sheet, getattr(files, name), files._LOOK))
        yield


well_packed = responses._gzip
"""As answers are packed, for who compares them with those of a process of its own."""


@pytest.fixture(scope="session", autouse=True)
def _packed_quickly() -> Iterator[None]:
    """What answers hold in gzip's format is made at its quickest, not at its best, which takes four times as long."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(responses, "_gzip", lambda plain, _, mimetype: well_packed(plain, 1, mimetype))
        yield


@pytest.fixture(scope="session")
def drawn_only(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The drawn world under boundaries that may be drawn and not handed out; the events are UCDP's."""
    from tests.app import deep  # deep reads this module's names

    tmp = tmp_path_factory.mktemp("maps")
    made = deep.world(tmp)
    return deep.serve(tmp, replace(made, grounds=[replace(ground, policy="maps-only") for ground in made.grounds]))


def drawn_world(tmp: Path, **options: Any) -> Inputs:
    """A drawn world with every source that the web names."""
    drawn = worlds.world(tmp, **options)
    names = (INCIDENTS, NATIONAL_LATER, "natural-earth", "instat-rgph", "force-tables")
    return replace(
        drawn,
        national_later=drawn.national_later.assign(source_id=NATIONAL_LATER),
        sources={name: worlds.source(name) for name in names},
    )


def renamed_world(tmp: Path, names: dict[str, str], **options: Any) -> Inputs:
    """A drawn world whose units have other names; the stated regions of its sites follow."""
    drawn = drawn_world(tmp, **options)
    regions = drawn.ground.admin1
    before = regions.set_index("pcode")["name"]
    after = {before[pcode]: name for pcode, name in names.items()}
    units = {"admin1": regions.assign(name=regions["name"].replace(after))}
    sites = drawn.forces.sites.assign(stated_admin1=drawn.forces.sites["stated_admin1"].replace(after))
    return replace(drawn, ground=replace(drawn.ground, units=units), forces=replace(drawn.forces, sites=sites))


def serve_world(tmp: Path, inputs: Inputs) -> tuple[FlaskClient, Build]:
    """The inputs built into a folder and served."""
    once.publish(tmp, inputs)
    return create_app(tmp).test_client(), store.read(tmp)


def cite_as(answer) -> str:
    return answer.headers["Link"].partition(">")[0].removeprefix("<")


SPEC = [{"year": 2022, "x": 1.9, "y": 15.5, "best": 5, "high": 9}]


def spec(best: int) -> list[dict[str, object]]:
    return [{**SPEC[0], "best": best, "high": best + 4}]


def world(tmp, name: str, best: int):
    folder = tmp / name
    folder.mkdir()
    return renamed_world(folder, {}, spec=spec(best))

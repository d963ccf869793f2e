"""Servers on free ports that the run shares, one Chromium a worker, a watched page for each test."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect, sync_playwright

from geodata.builds.inputs import Inputs
from tests import once, worlds
from tests.browser import driver, served
from tests.browser.driver import Watched
from tests.browser.shared import shared

expect.set_options(timeout=20_000)  # of a machine on which all workers compute; what is right is there sooner
PROGRAMS = ("chromium-headless-shell", "chromium")
"""Debian's names of the browser, the quicker first: the same engine without a window's parts, a third less work."""
NEEDS = "needs a program `chromium-headless-shell` or `chromium` on the path"
BROUGHT = ("data/ucdp/ged241_country_download_mali.csv", "data/boundaries/MLI-ADM3.geojson")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    "--renderer-process-limit=1",  # pages of one context share a process, those of different ones never do
]
UNPAINTED = [
    "--force-gpu-mem-available-mb=0",  # frames without a picture: style, layout and what lies where are as ever
    "--js-flags=--no-maglev --no-turbofan",  # no test stays on a page long enough for what they optimise
]
"""What a test reads of a page is no picture, and takes a fourth less work without one."""


@pytest.fixture(scope="session")
def browsers() -> Iterator[Callable[..., Any]]:
    """Start Debian's Chromium with more arguments; where there is none the tests skip, or fail with
    MALI_ATLAS_NO_SKIP=1."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        if os.environ.get("MALI_ATLAS_NO_SKIP") == "1":
            pytest.fail(f"{NEEDS}, and MALI_ATLAS_NO_SKIP=1 allows no skip")
        pytest.skip(NEEDS)
    with sync_playwright() as playwright, ExitStack() as started:

        def start(*more: str) -> Any:
            launched = playwright.chromium.launch(executable_path=program, args=[*ARGUMENTS, *more])
            started.callback(launched.close)
            return launched

        yield start


@pytest.fixture(scope="session")
def chromium(browsers: Callable[..., Any]) -> Any:
    """The Chromium of most tests, which paints nothing."""
    return browsers(*UNPAINTED)


@pytest.fixture(scope="session")
def painting(browsers: Callable[..., Any]) -> Any:
    """Chromium as people have it, for what is printed and what takes time."""
    return browsers()


@pytest.fixture(scope="session")
def base(chromium: Any) -> Iterator[str]:
    """The address of a server of the figures that ship."""
    with shared("shipped", lambda data: served.by_command(once.copy(once.shipped(), data))) as address:
        yield address


@pytest.fixture(scope="session")
def serve_world(chromium: Any) -> Callable[[Inputs], Any]:
    """Serve a build of other inputs: a context manager that yields its address."""
    return lambda inputs: served.here(once.world(inputs))


@dataclass
class Importing:
    """A server that runs with the figures that ship, and gets a user's files by the command line when asked to."""

    base: str
    data: Path
    files: list[Path]
    said: list[str] = field(default_factory=list)

    def bring(self) -> None:
        """Import the files and build, once; the server is left alone. Other tests of the run read the same build."""
        if not self.said:
            once.offer(BROUGHT, self._bring)
        if not self.said:
            self._bring()

    def _bring(self) -> Path:
        self.said = [_command("import", *self.files, "--data", self.data), _command("build", "--data", self.data)]
        return self.data


def _command(*arguments: str | Path) -> str:
    program = [sys.executable, "-c", "from app.cli.main import main; main()"]
    made = subprocess.run([*program, *map(str, arguments)], capture_output=True, text=True, check=False, timeout=300)
    assert made.returncode == 0, made.stdout + made.stderr
    return made.stdout


@pytest.fixture
def importing(chromium: Any, tmp_path: Path) -> Iterator[Importing]:
    """A server of its own that real files can be brought to: UCDP's events of Mali, geoBoundaries' communes."""
    files = [worlds.shared(name) for name in BROUGHT]
    with served.by_command(tmp_path / "data") as address:
        yield Importing(address, tmp_path / "data", files)


@pytest.fixture(scope="session")
def imported(chromium: Any) -> Iterator[str]:
    """The address of a server whose data directory real files were brought to."""
    with shared("imported", lambda data: served.by_command(once.copy(once.imported_build(*BROUGHT), data))) as address:
        yield address


@pytest.fixture
def watched_import(chromium: Any, imported: str) -> Iterator[Callable[..., Watched]]:
    """Make a watched page of the server that real files have been brought to."""
    with watching(chromium, imported) as make:
        yield make


@pytest.fixture
def watched(chromium: Any, base: str) -> Iterator[Callable[..., Watched]]:
    """Make a watched page of the figures that ship: size, language and browser options as wanted."""
    with watching(chromium, base) as make:
        yield make


@pytest.fixture
def timed(painting: Any, base: str) -> Iterator[Callable[..., Watched]]:
    """Make a watched page, alone in its context and painted, whose answers are timed."""
    with watching(painting, base) as make:
        yield partial(make, alone=True)


@pytest.fixture
def timed_import(painting: Any, imported: str) -> Iterator[Callable[..., Watched]]:
    """The same of the server that real files have been brought to."""
    with watching(painting, imported) as make:
        yield partial(make, alone=True)


@contextmanager
def watching(chromium: Any, base: str) -> Iterator[Callable[..., Watched]]:
    """Make watched pages of a server.

    Whatever a test does, in the end no page has asked another host for anything, complained or broken the CSP. Each
    page is a visitor's own, in a context that tests use one after another; what measures a first visit or a time asks
    for a page that is `alone`.
    """
    made: list[Watched] = []
    kept: list[BrowserContext] = []

    def make(
        size: tuple[int, int] = driver.WIDE,
        lang: str = "en",
        *,
        alone: bool = False,
        permissions: Sequence[str] = (),
        **options: Any,
    ) -> Watched:
        if alone:
            context = driver.context(chromium, size, lang, **options)
        else:
            context = driver.kept(chromium, base, lang, kept, **options)
            kept.append(context)
        context.grant_permissions(permissions)
        seen = driver.watch(context, base)
        seen.page.set_viewport_size({"width": size[0], "height": size[1]})
        made.append(seen)
        return seen

    yield make
    for seen in made:
        context = seen.page.context
        if context in kept:
            driver.clear(context, base)
        else:
            context.close()
        assert seen.foreign() == []
        assert seen.said == []

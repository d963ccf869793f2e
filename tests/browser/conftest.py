"""Servers on free ports that the run shares, one Chromium a worker, a watched page for each test."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import sync_playwright

from geodata.builds import assemble
from tests import once, worlds
from tests.app.servers import QUIET, START, free_port
from tests.browser import driver
from tests.browser.driver import Watched
from tests.browser.shared import shared

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


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Debian's Chromium; where there is none the tests skip, or fail with MALI_ATLAS_NO_SKIP=1."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        if os.environ.get("MALI_ATLAS_NO_SKIP") == "1":
            pytest.fail(f"{NEEDS}, and MALI_ATLAS_NO_SKIP=1 allows no skip")
        pytest.skip(NEEDS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def serving(data: Path) -> Iterator[str]:
    """`mali-atlas serve` with its own data directory: yields the address."""
    port = free_port()
    command = [sys.executable, "-c", "from app.cli.main import main; main()", "serve", "--port", str(port)]
    with (data.parent / f"{data.name}.log").open("w+b") as log:
        server = subprocess.Popen(
            [*command, "--data", str(data)],
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=data.parent,
            env={
                **os.environ,
                "MALI_ATLAS_WORKERS": "1",
                **{f"MALI_ATLAS_{name.upper()}": QUIET[name] for name in QUIET},
            },
        )
        try:
            base = f"http://127.0.0.1:{port}"
            _wait_for(base, server, log)
            yield base
            assert server.poll() is None, f"the server stopped by itself, with {server.returncode}"
        finally:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _wait_for(base: str, server: subprocess.Popen[bytes], log: Any) -> None:
    end = time.monotonic() + START
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{base}/healthz", timeout=START):
                return
        except OSError:
            time.sleep(0.05)
    log.seek(0)
    pytest.fail(f"the server did not start: {log.read().decode(errors='replace')}")


@pytest.fixture(scope="session")
def base(chromium: Any) -> Iterator[str]:
    """The address of a server of the figures that ship."""
    with shared("shipped", lambda data: serving(once.copy(once.shipped(), data))) as address:
        yield address


@pytest.fixture(scope="session")
def serve_world(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Callable[[assemble.Inputs], Any]:
    """Serve a build of other inputs: a context manager that yields its address."""

    @contextmanager
    def serve(inputs: assemble.Inputs) -> Iterator[str]:
        data = tmp_path_factory.mktemp("world") / "data"
        once.publish(data, inputs)
        with serving(data) as address:
            yield address

    return serve


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
    with serving(tmp_path / "data") as address:
        yield Importing(address, tmp_path / "data", files)


@pytest.fixture(scope="session")
def imported(chromium: Any) -> Iterator[str]:
    """The address of a server whose data directory real files were brought to."""
    with shared("imported", lambda data: serving(once.copy(once.imported_build(*BROUGHT), data))) as address:
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


@contextmanager
def watching(chromium: Any, base: str) -> Iterator[Callable[..., Watched]]:
    """Make watched pages of a server.

    Whatever a test does, in the end no page has asked another host for anything, complained or broken the CSP. The
    first page of a language without options of its own is in the context that tests share; what measures a first
    visit or a time asks for a page that is `alone`.
    """
    made: list[Watched] = []
    shared: dict[str, Any] = {}

    def make(size: tuple[int, int] = driver.WIDE, lang: str = "en", *, alone: bool = False, **options: Any) -> Watched:
        if alone or options or lang in shared:
            seen = driver.watch(driver.context(chromium, size, lang, **options), base)
        else:
            shared[lang] = driver.kept(chromium, lang, base)
            seen = driver.watch(shared[lang], base)
            seen.page.set_viewport_size({"width": size[0], "height": size[1]})
        made.append(seen)
        return seen

    yield make
    for seen in made:
        context = seen.page.context
        if context in shared.values():
            driver.clear(context, base)
        else:
            context.close()
        assert seen.foreign() == []
        assert seen.said == []

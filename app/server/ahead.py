"""What is made ahead: what many will ask for of a new build, kept in a folder that all helpers read."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask

from app.presenters import download_links
from app.server import frames
from app.server.frames import Head
from app.web import services
from app.web.cache import Cache
from app.web.languages import LANGUAGES
from app.web.responses import Body
from geodata.builds.store import Edition
from geodata.errors import BuildMissing

_PAGES = ("/story", "/forces", "/withdrawal")
_FIGURES = ("/card.png", "/figure.png", "/figure.svg", "/figure.pdf")


def requests(app: Flask, base: str) -> list[Head]:
    """What is asked for most of the current build, as it is asked for at a server that is called `base`.

    Figures of the view that the map opens with and pages with charts in both languages, then whole layers in the
    formats that the page shows first. None without a build.
    """
    try:
        edition = services.of(app).catalogue.current().edition()
    except (BuildMissing, OSError):
        return []
    paths = [*_FIGURES, *_PAGES, *_files(edition)]
    called = urlsplit(base)
    return [
        {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": "",
            "HTTP_ACCEPT_LANGUAGE": language,
            "HTTP_HOST": called.netloc,
            "wsgi.url_scheme": called.scheme,
            "SERVER_PROTOCOL": "HTTP/1.1",
        }
        for path in paths
        for language in LANGUAGES
    ]


def _files(edition: Edition) -> list[str]:
    return [
        f"/download/{layer}.{found.extension}"
        for layer in download_links.layers(edition)
        for found in download_links.formats(edition, layer)
        if found.extension in download_links.FIRST
    ]


class StoredBodies(Cache[Body]):
    """A cache of bodies that also finds what was made ahead, by whichever helper."""

    def __init__(self, folder: Path, most: int, *, limit: int, largest: int) -> None:
        """`most`: bytes of all that the folder may hold; the others as for the cache in memory."""
        super().__init__(limit, lambda body: body.size, largest=largest)
        self._folder, self._most_stored = folder, most
        self.is_ahead = False
        """True while what is made is to be found by others."""

    def get(self, key: Hashable, make: Callable[[], Body]) -> Body:
        """The body of the key, from memory, else from the folder, else made."""
        found = self.find(key)
        return self.keep(key, self._stored(key, make)) if found is None else found

    def _stored(self, key: Hashable, make: Callable[[], Body]) -> Body:
        file = self._folder / hashlib.sha256(repr(key).encode()).hexdigest()
        with suppress(OSError, EOFError), file.open("rb") as opened:
            return _read(*frames.read_from(opened))
        made = make()
        if self.is_ahead and made.size + self._held() <= self._most_stored:
            with suppress(OSError):
                self._write(file, made)
        return made

    def _held(self) -> int:
        return sum(file.stat().st_size for file in self._folder.iterdir())

    def _write(self, file: Path, made: Body) -> None:
        head = {
            "plain": len(made.plain),
            "is_once": made.gzipped is made.plain,
            "own": [made.mimetype, made.tag, made.cache_control, made.vary, made.filename, made.links],
        }
        aside = file.with_suffix(".part")
        with aside.open("wb") as opened:
            frames.write_to(opened, head, made.plain + (b"" if head["is_once"] else made.gzipped))
        aside.replace(file)


def _read(head: Head, content: bytes) -> Body:
    plain = content[: head["plain"]]
    mimetype, tag, cache_control, vary, filename, links = head["own"]
    gzipped = plain if head["is_once"] else content[head["plain"] :]
    return Body(plain, gzipped, mimetype, tag, cache_control, vary, filename, tuple(links))

"""What an app has for all its requests: its settings, its builds, and what it keeps of its answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from flask import current_app, g
from flask.sansio.app import App

from app.settings import Settings
from app.web.builds import Catalogue
from app.web.cache import Cache
from app.web.responses import Body
from geodata.builds.store import Build

T = TypeVar("T")
_NAME = "mali_atlas"
_KEEP_BYTES = 32 << 20
_KEEP_LARGEST = 8 << 20
"""Bytes of a body above which it is not cached, since it would push out too many others."""


def bodies(limit: int = _KEEP_BYTES, largest: int = _KEEP_LARGEST) -> Cache[Body]:
    """A cache of bodies."""
    return Cache(limit, lambda body: body.size, largest=largest)


@dataclass
class Services:
    """The settings, the builds, the bodies of answers; and one of each kind of thing that a part of the app adds."""

    settings: Settings
    catalogue: Catalogue
    bodies: Cache[Body] = field(default_factory=bodies)
    _parts: dict[type[Any], Any] = field(default_factory=dict)

    def add(self, part: object) -> None:
        """Have this thing, in place of another of its kind."""
        self._parts[type(part)] = part

    def part(self, kind: type[T]) -> T:
        """The thing of a kind that was added. Raises KeyError where there is none."""
        return cast(T, self._parts[kind])


def of(app: App) -> Services:
    """The services of an app."""
    found: Services = app.extensions[_NAME]
    return found


def services() -> Services:
    """The services of the app that answers the current request."""
    return of(current_app)


def current_build() -> Build:
    """The current build: the same one throughout a request. Raises BuildMissing where there is none."""
    if "build" not in g:
        g.build = services().catalogue.current()
    found: Build = g.build
    return found


def register(app: App, own: Services) -> None:
    """Give the app its services."""
    app.extensions[_NAME] = own

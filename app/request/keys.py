"""Keys of what is kept: everything that an answer depends on, written once."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import NamedTuple

from flask import request

from app.web import static, urls
from app.web.languages import language
from app.web.responses import Body
from app.web.services import current_build, services
from geodata.builds.store import Build, Edition

Policies = tuple[tuple[str, str], ...]


class Key(NamedTuple):
    """Everything that a kept value depends on. A key that two values share would answer the wrong request.

    `edition` names a source and a frame, "" for a whole build; `policies` are the terms of each source as they are
    now: with those of the build, which its id fixes, they decide which terms are in force. `base` is the server as the
    request calls it. `varies` is all else: the path, the query, the view, the form.
    """

    kind: str
    build: str
    edition: str
    policies: Policies
    base: str | None
    language: str
    code: str
    varies: tuple[Hashable, ...]


def key(kind: str, of: Edition | Build, *varies: Hashable, has_addresses: bool = True, has_words: bool = True) -> Key:
    """The key of what the current request asks for.

    A value without addresses of the server serves every name that the server is called by, and one without words of
    the answer's language serves every language.
    """
    own = of.key if isinstance(of, Edition) else ""
    base = urls.base_of(request.environ, services().settings.url) if has_addresses else ""
    return Key(kind, of.id, own, policies_now(), base, language() if has_words else "", static.code_hash(), varies)


def policies_now() -> Policies:
    """The key of each source's terms as they are now: the stricter of these and those of a build are in force."""
    return current_build().policies


def kept(make: Callable[[], Body], own: Key) -> Body:
    """The body that is kept under the key, made where there is none."""
    return services().bodies.get(own, make)

"""Addresses as text: query strings, addresses that stay, and what stands before the paths of an answer's links.

No request is read here (urls.py does that), so that presenters can write links without one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from geodata.builds.store import Edition

CARRIED = ("source", "frame", "lang")
"""The parameters that a link to another page keeps."""


@dataclass(frozen=True)
class Links:
    """The prefix of the paths of an answer's links.

    `root` is /b/<build> where the answer is of a named build, "" else; `base` is scheme and host, "" where none is
    known.
    """

    root: str = ""
    base: str = ""


def query(pairs: Mapping[str, str | None], *, safe: str = ",/") -> str:
    """A query string `?...` of the parameters that are set; "" without any. `safe` are signs that stay as they are."""
    given = {name: value for name, value in pairs.items() if value is not None}
    return "?" + urlencode(given, safe=safe) if given else ""


def kept(edition: Edition, path: str, pairs: Mapping[str, str | None] | None = None) -> str:
    """The path at which an answer stays as it is while the build is kept; source and frame are named."""
    named = {"source": edition.source, "frame": edition.frame, **(pairs or {})}
    return f"/b/{edition.id}{path}{query(named)}"

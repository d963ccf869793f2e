"""Build HTTP responses: compressed once, ETag, conditional GET, security headers."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import brotli
from flask import Flask, Response, request
from werkzeug.http import parse_accept_header, parse_etags

from app.web.permanent import BUILD

POLICY = "Content-Security-Policy"
_OWN = "frame-ancestors 'self'"
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; "
    f"base-uri 'none'; form-action 'self'; {_OWN}"
)
DATA_CSP = f"default-src 'none'; {_OWN}"
"""Of scripts, styles and data, which are no pages: nothing, in fewer bytes."""
HEADERS = {
    POLICY: CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}
REVALIDATE, IMMUTABLE = "no-cache", "public, max-age=31536000, immutable"
PACKED = {
    "application/zip",
    "application/pdf",
    "application/vnd.apache.parquet",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "image/png",
}
"""Types whose content does not shrink when it is packed once more."""
_NUMBERS = {"application/json", "text/csv"}
_GZIP_WINDOW = 16 + zlib.MAX_WBITS
_DATA = {"text/javascript", "text/css", "application/json"}
_DATA_HEADERS = {POLICY: DATA_CSP, "X-Content-Type-Options": HEADERS["X-Content-Type-Options"]}
"""They lead nowhere, so that no referrer is theirs to give."""
_LARGE = 1 << 20
_LARGE_FOR_BROTLI = 1 << 18
"""Bytes from which brotli's best takes more than half a second."""
_BROTLI = (11, 9)
"""Brotli's quality for what is smaller, and from there on."""
_MARKS = {"gzip": "-gz", "br": "-br", "": ""}
"""What the entity tag of an encoding ends with, as its bytes differ."""


@dataclass(frozen=True)
class Body:
    """The bytes of an answer, plain and gzipped, with the tag of the plain ones."""

    plain: bytes
    gzipped: bytes
    mimetype: str
    tag: str
    cache_control: str = REVALIDATE
    vary: str = "Accept-Encoding"
    filename: str = ""
    links: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """The bytes that it holds; content that is not compressed again is held once."""
        return len(self.plain) + (0 if self.gzipped is self.plain else len(self.gzipped) * (1 + self.is_for_good))

    @property
    def is_for_good(self) -> bool:
        """True of a script, style or document of the map, which browsers keep: made once, read by all."""
        return self.cache_control == IMMUTABLE and self.mimetype in _DATA

    @cached_property
    def brotli(self) -> bytes:
        """The bytes as brotli has them, a seventh less than gzip's, made when first asked for."""
        packed: bytes = brotli.compress(self.plain, quality=_BROTLI[len(self.plain) >= _LARGE_FOR_BROTLI])
        return packed

    def encoded(self, coding: str) -> bytes:
        """The bytes in an encoding; "" is none."""
        return self.brotli if coding == "br" else self.gzipped if coding else self.plain

    def tag_of(self, coding: str) -> str:
        """The entity tag without quotes: one for each encoding, since the bytes differ."""
        return self.tag + _MARKS[coding]

    def headers(self, coding: str, *, known: bool) -> list[tuple[str, str]]:
        """The headers of the answer; without those of a body where the client has it already."""
        found = [
            *(_DATA_HEADERS if self.mimetype in _DATA else HEADERS).items(),
            ("ETag", f'"{self.tag_of(coding)}"'),
            ("Vary", self.vary),
            ("Cache-Control", self.cache_control),
        ]
        found += [("Link", ", ".join(self.links))] if self.links else []
        if not known:
            charset = "; charset=utf-8" if self.mimetype.startswith("text/") else ""
            found.append(("Content-Type", self.mimetype + charset))
            found += [("Content-Encoding", coding)] if coding else []
            found += [("Content-Disposition", f'attachment; filename="{self.filename}"')] if self.filename else []
        return found


def body(
    content: str | bytes,
    mimetype: str,
    *,
    cache_control: str = REVALIDATE,
    vary: str = "Accept-Encoding",
    filename: str = "",
    links: Sequence[str] = (),
) -> Body:
    """The content as an answer's body; the same content always gives the same bytes and tag.

    `links` are what the Link header says of it (RFC 8288). Content that is packed already is not packed again.
    """
    plain = content.encode() if isinstance(content, str) else content
    tag = hashlib.sha256(plain).hexdigest()[:20]
    level = 9 if len(plain) < _LARGE else 5
    gzipped = plain if mimetype in PACKED else _gzip(plain, level, mimetype)
    return Body(plain, gzipped, mimetype, tag, cache_control, vary, filename, tuple(links))


def _gzip(plain: bytes, level: int, mimetype: str) -> bytes:
    """In gzip's format; what is mostly numbers has few repetitions worth a reference, and is smaller by its letters."""
    strategy = zlib.Z_FILTERED if mimetype in _NUMBERS else zlib.Z_DEFAULT_STRATEGY
    packer = zlib.compressobj(level, zlib.DEFLATED, _GZIP_WINDOW, zlib.DEF_MEM_LEVEL + 1, strategy)
    return packer.compress(plain) + packer.flush()


def respond(answer: Body) -> Response:
    """The answer to the current request: compressed as is accepted, 304 where the client has it.

    Not by werkzeug's make_conditional, which takes twice as long and leaves the headers of a body on a 304.
    """
    coding = _coding(answer, request.headers.get("Accept-Encoding", ""))
    known = _names(request.headers.get("If-None-Match", ""), answer.tag_of(coding))
    headers = (_kept_for_good(answer) if BUILD in request.environ else answer).headers(coding, known=known)
    if known:
        response = Response(status=304, headers=headers)
        del response.headers["Content-Type"]  # werkzeug gives an answer without one its own
        return response
    return Response(answer.encoded(coding), headers=headers)


def _coding(answer: Body, accepted: str) -> str:
    """The encoding of an answer: brotli where it is made once for all, else gzip, where the client takes it."""
    if answer.mimetype in PACKED:
        return ""
    if answer.is_for_good and "br" in accepted and accepts(accepted, "br"):  # "*" are programs, which know gzip
        return "br"
    return "gzip" if accepts_gzip(accepted) else ""


def _kept_for_good(answer: Body) -> Body:
    """The answer at an address that names its build: a file never changes, a page may with the next version."""
    is_page = answer.mimetype == "text/html" and not answer.filename
    return answer if is_page else replace(answer, cache_control=IMMUTABLE)


@lru_cache(1024)
def _names(header: str, tag: str) -> bool:
    return parse_etags(header).contains_weak(tag) if header else False


def accepts_gzip(header: str) -> bool:
    """True if an Accept-Encoding header accepts gzip."""
    return accepts(header, "gzip")


@lru_cache(256)
def accepts(header: str, coding: str) -> bool:
    """True if an Accept-Encoding header accepts an encoding."""
    return parse_accept_header(header)[coding] > 0


def register(app: Flask) -> None:
    """Put the security headers on every answer."""

    @app.after_request
    def secure(response: Response) -> Response:
        own = _DATA_HEADERS if response.headers.get(POLICY) == DATA_CSP else HEADERS
        for name, value in own.items():
            response.headers.setdefault(name, value)
        return response


def let_frame(response: Response, sites: Sequence[str]) -> Response:
    """The answer, which pages of these sites may frame beside our own; "*": pages of any site."""
    framers = "*" if "*" in sites else " ".join(("'self'", *sites))
    response.headers[POLICY] = CSP.replace(_OWN, f"frame-ancestors {framers}")
    return response


VARY = "Accept-Encoding, Accept-Language"

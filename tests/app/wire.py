"""HTTP/1.1 by hand: bytes to a port of loopback, and what comes back read strictly, answer by answer."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass

WAIT = 180
"""Seconds that an answer may take; no test waits for them but one that fails."""
HOST = "atlas.example.org"
_STATUS = re.compile(r"HTTP/1\.[01] (\d{3}) [^\r\n]*")
_FIELD = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+): ?([^\x00-\x08\n-\x1f\x7f]*)")
_OF_THE_MOMENT = ("date", "connection")


@dataclass(frozen=True)
class Answer:
    """A status, the header fields in their order with names in small letters, and the body."""

    status: int
    fields: tuple[tuple[str, str], ...]
    body: bytes

    def field(self, name: str) -> str | None:
        """The value of a field; fails where it stands twice."""
        found = [value for key, value in self.fields if key == name]
        assert len(found) < 2, (name, found)
        return found[0] if found else None

    @property
    def lasting(self) -> Answer:
        """The answer without what differs from moment to moment and connection to connection."""
        return Answer(self.status, tuple(pair for pair in self.fields if pair[0] not in _OF_THE_MOMENT), self.body)


def request(target: str, *fields: str, method: str = "GET", host: str | None = HOST, body: bytes = b"") -> bytes:
    """The bytes of a request; `fields` are whole lines."""
    lines = [f"{method} {target} HTTP/1.1", *([f"Host: {host}"] if host is not None else []), *fields]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def talk(port: int, parts: Iterable[bytes], methods: Sequence[str] = ()) -> list[Answer]:
    """The answers to bytes that are sent part by part, once the server has closed the connection.

    `methods` are those of the requests, since an answer to HEAD has no body; GET where there are none.
    """
    with socket.create_connection(("127.0.0.1", port), timeout=WAIT) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with suppress(BrokenPipeError, ConnectionResetError):  # closed while we were still talking
            for part in parts:
                connection.sendall(part)
        found = b""
        with suppress(ConnectionResetError):
            while piece := connection.recv(1 << 16):
                found += piece
    return answers(found, methods)


def answers(found: bytes, methods: Sequence[str] = ()) -> list[Answer]:
    """The answers that bytes are, to the last of them; fails where they are not whole answers and nothing else."""
    said: list[Answer] = []
    while found:
        head, end, rest = found.partition(b"\r\n\r\n")
        assert end, f"an answer is cut: {found[:200]!r}"
        line, *fields = head.decode("latin-1").split("\r\n")
        status = _STATUS.fullmatch(line)
        assert status, line
        method = methods[len(said)] if len(said) < len(methods) else "GET"
        answer = Answer(int(status[1]), tuple(_field(one) for one in fields), b"")
        size = 0 if method == "HEAD" or answer.status in (204, 304) else int(answer.field("content-length") or 0)
        assert answer.field("transfer-encoding") is None
        assert len(rest) >= size, f"a body is cut: {line}, {len(rest)} of {size} bytes"
        said.append(Answer(answer.status, answer.fields, rest[:size]))
        found = rest[size:]
    return said


def _field(line: str) -> tuple[str, str]:
    match = _FIELD.fullmatch(line)
    assert match, f"no header field: {line!r}"
    return match[1].lower(), match[2]

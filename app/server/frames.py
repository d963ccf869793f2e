"""What the processes of a server say to each other: a head as JSON, then raw bytes, with the lengths of both before.

Bytes of a body are never turned into text. Whoever speaks first names the server's secret.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import struct
from dataclasses import dataclass
from typing import IO, Any, cast

Head = dict[str, Any]
_LENGTHS = struct.Struct(">IQ")
_LONGEST_HEAD, _LONGEST_BODY = 1 << 20, 1 << 30


@dataclass(frozen=True)
class Address:
    """Where the broker listens: the path of a Unix socket, or "" and a port of loopback; and what proves an asker."""

    path: str
    port: int
    secret: str


async def read(reader: asyncio.StreamReader) -> tuple[Head, bytes]:
    """The next head and body. Raises EOFError at the end, ValueError for lengths that nobody here writes."""
    head_length, body_length = _LENGTHS.unpack(await reader.readexactly(_LENGTHS.size))
    _require_sane(head_length, body_length)
    head = json.loads(await reader.readexactly(head_length))
    return head, await reader.readexactly(body_length)


async def write(writer: asyncio.StreamWriter, head: Head, body: bytes = b"") -> None:
    """Send a head and a body. Raises OSError where the other side is gone."""
    writer.write(_framed(head, body))
    if body:
        writer.write(body)
    await writer.drain()


async def connect(address: Address) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A connection to the broker. Raises OSError where it does not listen."""
    if address.path:
        return await asyncio.open_unix_connection(address.path)
    return await asyncio.open_connection("127.0.0.1", address.port)


def stream(address: Address) -> IO[bytes]:
    """The same as a file, for a process that does one thing at a time."""
    if address.path:
        connection = socket.socket(socket.AF_UNIX)
        connection.connect(address.path)
    else:
        connection = socket.create_connection(("127.0.0.1", address.port))
    with connection:
        return cast(IO[bytes], connection.makefile("rwb", buffering=1 << 16))


def read_from(file: IO[bytes]) -> tuple[Head, bytes]:
    """The next head and body of a file. Raises EOFError at the end."""
    head_length, body_length = _LENGTHS.unpack(_exactly(file, _LENGTHS.size))
    _require_sane(head_length, body_length)
    return json.loads(_exactly(file, head_length)), _exactly(file, body_length)


def write_to(file: IO[bytes], head: Head, body: bytes = b"") -> None:
    """Write a head and a body to a file."""
    file.write(_framed(head, body))
    file.write(body)
    file.flush()


def can_have_unix_sockets() -> bool:
    """True where a socket can be a file that only its owner opens."""
    return hasattr(socket, "AF_UNIX") and os.name != "nt"


def _framed(head: Head, body: bytes) -> bytes:
    text = json.dumps(head).encode()
    return _LENGTHS.pack(len(text), len(body)) + text


def _require_sane(head_length: int, body_length: int) -> None:
    if head_length > _LONGEST_HEAD or body_length > _LONGEST_BODY:
        raise ValueError(f"a head of {head_length} and a body of {body_length} bytes")


def _exactly(file: IO[bytes], length: int) -> bytes:
    found = file.read(length)
    if len(found) < length:
        raise EOFError
    return found

"""What test_process calls in a confined process: it imports this module there, and none of what tests build with."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import struct
import tempfile
from pathlib import Path


def by_python(path):
    return Path(path).read_text()


def by_a_library(path):
    """Open a file as a C library does, of which Python knows nothing."""
    libc = ctypes.CDLL(None, use_errno=True)
    return libc.open(path.encode(), os.O_RDONLY), ctypes.get_errno()


def connect_by_a_library(port):
    libc = ctypes.CDLL(None, use_errno=True)
    address = struct.pack("=HH4s8s", socket.AF_INET, socket.htons(port), bytes([127, 0, 0, 1]), bytes(8))
    return libc.connect(libc.socket(socket.AF_INET, socket.SOCK_STREAM, 0), address, len(address)), ctypes.get_errno()


def write(path):
    Path(path).write_text("written")


def write_temporary():
    with tempfile.NamedTemporaryFile(delete=False) as file:
        return file.name


def take(size):
    return len(bytearray(size))


def end(signal_):
    os.kill(os.getpid(), signal_)


def end_at_once():
    os._exit(3)


def rest():
    signal.pause()


def identity():
    return os.getpid()


def drivers():
    import pyogrio

    return sorted(pyogrio.list_drivers())

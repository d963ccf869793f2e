"""Start servers and load them over loopback, for the benchmarks."""

import contextlib
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor


def free_port() -> int:
    """A port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def running(code: str, port: int, **env: str) -> Iterator[subprocess.Popen]:
    """A server started by Python code, once its port answers; stopped at the end."""
    process = subprocess.Popen([sys.executable, "-c", code], env={**os.environ, **env}, stdout=subprocess.DEVNULL)
    try:
        for _ in range(200):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.1)
        yield process
    finally:
        process.terminate()
        process.wait(20)


def _read_answer(stream) -> tuple[int, int]:
    status = int(stream.readline().split()[1])
    size, length = 0, 0
    while (line := stream.readline()) not in (b"\r\n", b""):
        size += len(line)
        if line.lower().startswith(b"content-length:"):
            length = int(line.split(b":")[1])
    if status != 304:
        stream.read(length)
        size += length
    return status, size


def _load(port: int, request: bytes, seconds: float) -> tuple[int, set[int]]:
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        stream = connection.makefile("rb")
        count, statuses, end = 0, set(), time.perf_counter() + seconds
        while time.perf_counter() < end:
            connection.sendall(request)
            statuses.add(_read_answer(stream)[0])
            count += 1
    return count, statuses


def request(path: str, **headers: str) -> bytes:
    """The bytes of a GET request."""
    lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", "Accept-Encoding: gzip", "Connection: keep-alive"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def rate(
    pool: ProcessPoolExecutor, port: int, message: bytes, clients: int, seconds: float = 1.5
) -> tuple[float, set[int]]:
    """Requests a second of that many clients on kept-open connections, and the statuses they saw."""
    done = list(pool.map(_load, [port] * clients, [message] * clients, [seconds] * clients))
    return sum(count for count, _ in done) / seconds, set().union(*(statuses for _, statuses in done))


def median(values: list[float]) -> float:
    return statistics.median(values)

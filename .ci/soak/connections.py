"""Connections that hold on: 5,000 idle, 200 half-sent, bodies never finished, readers of a byte a second, hang-ups.

While each sort is open, twenty probes ask for the map; then the server is to close them. Prints a row a sort.

    python .ci/soak/connections.py            # about four minutes; the limit of idle seconds is set to 10
"""

from __future__ import annotations

import argparse
import contextlib
import resource
import selectors
import socket
import sys
import time
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from serving import ROOT, Server, data_directory, memory, percentile, processes

IDLE_SECONDS = 10
PATIENCE = 60
SORTS = {
    "idle": (5000, b""),
    "half-sent": (200, b"GET / HTTP/1.1\r\nHost: a\r\nX-Half: "),
    "body never finished": (200, b"POST /figure.png HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nabc"),
    "body of a GET never finished": (200, b"GET /figure.svg HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\n\r\na"),
    "one byte a second": (200, b"GET /download/admin3.geojson HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"),
}


def opened(port: int, count: int, text: bytes) -> list[socket.socket]:
    found = []
    for _ in range(count):
        one = socket.socket()
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        one.connect(("127.0.0.1", port))
        if text:
            one.sendall(text)
        found.append(one)
    return found


def probed(port: int) -> tuple[list[float], int]:
    times, failed = [], 0
    for _ in range(20):
        started = time.perf_counter()
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10).read()
        except OSError:
            failed += 1
        times.append((time.perf_counter() - started) * 1000)
    return times, failed


def server_side(pid: int) -> int:
    """The TCP connections that the workers hold."""
    count = 0
    for one in (pid for pid, role in processes(pid).items() if role == "worker"):
        with contextlib.suppress(OSError):
            count += sum(entry.readlink().name.startswith("socket:") for entry in Path(f"/proc/{one}/fd").iterdir())
    return count


def drained(pid: int, rest: int, sockets: list[socket.socket]) -> float | None:
    """Seconds until the workers hold no more sockets than at rest, while each reader takes a byte a second."""
    started = time.monotonic()
    watch = selectors.DefaultSelector()
    for one in sockets:
        one.setblocking(False)
        watch.register(one, selectors.EVENT_READ)
    while time.monotonic() - started < PATIENCE:
        for key, _ in watch.select(timeout=0):
            with contextlib.suppress(OSError):
                key.fileobj.recv(1)
        time.sleep(1)
        if server_side(pid) <= rest + 4:
            return time.monotonic() - started
    return None


def hung_up(server: Server, trials: int = 50) -> str:
    """Ask for packs and hang up at once: how long until no helper is at work."""
    for number in range(trials):
        with socket.create_connection(("127.0.0.1", server.port)) as one:
            one.sendall(f"GET /download/pack.zip?at=7/17.{number:03}/1 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    started = time.monotonic()
    last, still = spent(server.pid), 0
    while still < 3 and time.monotonic() - started < PATIENCE:
        time.sleep(0.5)
        now = spent(server.pid)
        still = still + 1 if now - last <= 2 else 0
        last = now
    return f"{time.monotonic() - started - 1.5:.1f} s until helpers rest"


def spent(pid: int) -> int:
    """Clock ticks that the helpers have used."""
    total = 0
    for one in (one for one, role in processes(pid).items() if role == "helper"):
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{one}/stat").read_text().rsplit(")", 1)[1].split()
            total += int(fields[11]) + int(fields[12])
    return total


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--code", type=Path, default=ROOT)
    parser.add_argument("--data", type=Path)
    asked = parser.parse_args()
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    with (
        data_directory(asked.data, asked.code) as data,
        Server(data, asked.code, MALI_ATLAS_IDLE=str(IDLE_SECONDS), MALI_ATLAS_AHEAD="0") as server,
    ):
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{server.port}/download/admin3.geojson", timeout=60).read()
        time.sleep(IDLE_SECONDS + 3)
        rest = server_side(server.pid)
        print("sort | open | probes failed | map p50/p99 ms | closed after s | worker MB", flush=True)
        for name, (count, text) in SORTS.items():
            sockets = opened(server.port, count, text)
            times, failed = probed(server.port)
            ended = drained(server.pid, rest, sockets)
            for one in sockets:
                one.close()
            closed = "never" if ended is None else f"{ended:.0f}"
            held = memory(server.pid).get("worker", 0)
            shown = f"{percentile(times, 50):.1f}/{percentile(times, 99):.0f}"
            print(f"{name} | {count} | {failed} of 20 | {shown} | {closed} | {held:.0f}", flush=True)
        print(f"50 packs asked for and hung up | {hung_up(server)}")


if __name__ == "__main__":
    main()

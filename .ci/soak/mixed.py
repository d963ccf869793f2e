"""A million mixed requests, good and bad, from eight clients on connections used again; processes killed meanwhile.

Each answer is held against what is expected of its address. Prints a row a minute, and at the end what came back.

    python .ci/soak/mixed.py                          # 1,000,000 requests: about half an hour on two quiet cores
    python .ci/soak/mixed.py --requests 20000 --kill 7   # and a process of the server is killed with -9 every 7 seconds
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import os
import random
import signal
import sys
import threading
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from load import KINDS, place
from serving import ROOT, Server, data_directory, memory, processes

CLIENTS = 8
SORTS = (
    (300, lambda dice: "/", {200}),
    (200, lambda dice: "/healthz", {200}),
    (150, lambda dice: f"/?year={dice.randint(2012, 2023)}", {200}),
    (100, lambda dice: f"/download/admin1.csv?year={dice.randint(2012, 2023)}", {200, 503}),
    (80, lambda dice: f"/claims/C{dice.randint(1, 58):02}", {200, 503}),
    (50, lambda dice: "/figure.svg", {200, 503}),
    (40, lambda dice: f"/?yaer={dice.randint(0, 99)}", {400}),
    (40, lambda dice: f"/nowhere/{dice.randint(0, 99)}", {404}),
    (30, lambda dice: f"/?{place(dice)}", {200}),
    (9, lambda dice: "/?" + "a" * 9000, {414}),
    (1, lambda dice: KINDS["mixed"](dice), {200, 503}),
)


def ask(port: int, seed: int, count: int, found: Counter[str], wrong: list[str]) -> None:
    """Ask so many times; what is lost with a process that is killed is counted by its error."""
    dice, connection = random.Random(seed), None
    for _ in range(count):
        _, path, expected = dice.choices(SORTS, [sort[0] for sort in SORTS])[0]
        asked = path(dice)
        try:
            connection = connection or http.client.HTTPConnection("127.0.0.1", port, timeout=180)
            connection.request("GET", asked, headers={"Accept-Encoding": "gzip"})
            answer = connection.getresponse()
            answer.read()
            found[str(answer.status)] += 1
            if answer.status not in expected:
                wrong.append(f"{answer.status} {asked[:80]}")
        except (OSError, http.client.HTTPException) as problem:
            found[type(problem).__name__] += 1
            connection = None


def kill_one(server: Server, dice: random.Random) -> str:
    """Kill a worker, the broker or a helper."""
    there = [(one, role) for one, role in processes(server.pid).items() if role in ("worker", "broker", "helper")]
    one, role = dice.choice(there)
    with contextlib.suppress(ProcessLookupError):
        os.kill(one, signal.SIGKILL)
    return role


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=1_000_000)
    parser.add_argument("--kill", type=float, default=0, help="seconds between two kills; 0 for none")
    parser.add_argument("--data", type=Path)
    asked = parser.parse_args()
    found: Counter[str] = Counter()
    killed: Counter[str] = Counter()
    wrong: list[str] = []
    with data_directory(asked.data, ROOT) as data, Server(data, ROOT) as server:
        each = asked.requests // CLIENTS
        clients = [threading.Thread(target=ask, args=(server.port, n, each, found, wrong)) for n in range(CLIENTS)]
        for one in clients:
            one.start()
        dice, started, told, last = random.Random(0), time.monotonic(), 0.0, time.monotonic()
        while any(one.is_alive() for one in clients):
            time.sleep(0.5)
            if asked.kill and time.monotonic() - last > asked.kill:
                killed[kill_one(server, dice)] += 1
                last = time.monotonic()
            if time.monotonic() - told > 60:
                told = time.monotonic()
                held = {role: round(size) for role, size in memory(server.pid).items()}
                print(f"{told - started:.0f} s | {sum(found.values())} | {dict(found)} | MB {held}", flush=True)
        held = {role: round(size) for role, size in memory(server.pid).items()}
        seconds = time.monotonic() - started
        print(f"{seconds:.0f} s | {sum(found.values())} | {dict(found)} | MB {held} | killed {dict(killed)}")
        print(f"not expected: {len(wrong)} {wrong[:5]}")


if __name__ == "__main__":
    main()

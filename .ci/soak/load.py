"""Eight clients of each kind of dear answer, no address asked twice; meanwhile the map, pages nobody saw, and /healthz.

Prints a row a kind: what the probes waited (ms), what the clients got, and the memory of each kind of process (MB).

    python .ci/soak/load.py --seconds 300                  # this checkout; needs ../shared/data
    python .ci/soak/load.py --seconds 60 --code ../before  # another checkout of the program
    python .ci/soak/load.py --kinds figures --build 20     # a build is made every 20 seconds
"""

from __future__ import annotations

import argparse
import http.client
import multiprocessing
import random
import sys
import threading
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from serving import Server, build_again, data_directory, memory, percentile

CLIENTS = 8
VIOLENCE = ("all", "state_based", "non_state", "one_sided")
FAMILIES = ("any", "jnim", "is", "government", "armed_movements", "self_defence", "other", "jnim_is")


def place(dice: random.Random) -> str:
    at = f"{dice.choice((6, 7, 8))}/{dice.uniform(11, 24):.4f}/{dice.uniform(-11, 4):.4f}"
    return f"at={at}&year={dice.randint(2012, 2023)}"


def layer(dice: random.Random) -> str:
    filters = f"violence={dice.choice(VIOLENCE)}&family={dice.choice(FAMILIES)}"
    since = dice.randint(2012, 2021)
    return f"/download/admin3.geojson?{filters}&from={since}&year={dice.randint(since + 1, 2023)}"


KINDS = {
    "figures": lambda dice: f"/figure.{dice.choice(('png', 'svg', 'pdf'))}?{place(dice)}",
    "packs": lambda dice: f"/download/pack.zip?{place(dice)}",
    "briefings": lambda dice: f"/briefing.html?{place(dice)}",
    "layers": layer,
    "collections": lambda dice: (
        f"/ogc/collections/{dice.choice(('admin2', 'admin3'))}-2016/items?f=json"
        f"&limit={dice.randint(50, 700)}&offset={dice.randint(0, 8000)}"
    ),
    "charts": lambda dice: f"/claims/C{dice.randint(1, 58):02}?lang={dice.choice(('en', 'fr'))}",
}
KINDS["mixed"] = lambda dice: KINDS[dice.choice([kind for kind in KINDS if kind != "mixed"])](dice)


def probe(port: int, end: float, seed: int, out) -> None:
    """Ask for the map, a page nobody saw and /healthz in turn, forty times a second, and tell how long each took."""
    dice, found = random.Random(seed), {"map": [], "new page": [], "healthz": []}
    failed: Counter[str] = Counter()
    connection = None
    while time.monotonic() < end:
        for name in found:
            path = {"map": "/", "new page": f"/?{place(dice)}", "healthz": "/healthz"}[name]
            started = time.perf_counter()
            try:
                connection = connection or http.client.HTTPConnection("127.0.0.1", port, timeout=60)
                connection.request("GET", path)
                answer = connection.getresponse()
                answer.read()
                if answer.status != 200:
                    failed[str(answer.status)] += 1
            except OSError as problem:
                failed[type(problem).__name__] += 1
                connection = None
            found[name].append((time.perf_counter() - started) * 1000)
            time.sleep(0.025)
    out.put((found, failed))


def ask(port: int, kind: str, seed: int, end: float, counts: Counter[str], words: list[str]) -> None:
    """A client that asks for one thing after another, and waits as it is told when there is no room."""
    dice = random.Random(seed)
    while time.monotonic() < end:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=180)
            connection.request("GET", KINDS[kind](dice), headers={"Accept-Encoding": "gzip"})
            answer = connection.getresponse()
            body = answer.read()
            counts[str(answer.status)] += 1
            if answer.status == 503:
                words.append(body.decode()[:300])
                time.sleep(min(5, float(answer.headers.get("Retry-After", 1))))
            connection.close()
        except (OSError, http.client.HTTPException) as problem:
            counts[type(problem).__name__] += 1


def loaded(server: Server, kind: str, seconds: float, seed: int, build_every: float, data: Path) -> list[object]:
    """One kind's row."""
    end = time.monotonic() + seconds
    out = multiprocessing.Queue()
    prober = multiprocessing.Process(target=probe, args=(server.port, end, seed, out))
    counts: Counter[str] = Counter()
    words: list[str] = []
    clients = [
        threading.Thread(target=ask, args=(server.port, kind, seed * 100 + n, end, counts, words))
        for n in range(CLIENTS)
    ]
    before = memory(server.pid)
    for one in (prober, *clients):
        one.start()
    most: dict[str, float] = {}
    next_build = time.monotonic() + build_every
    while time.monotonic() < end:
        time.sleep(1)
        most = {role: max(most.get(role, 0), held) for role, held in {**most, **memory(server.pid)}.items()}
        if build_every and time.monotonic() > next_build:
            build_again(data)
            next_build = time.monotonic() + build_every
    found, failed = out.get()
    for one in (prober, *clients):
        one.join()
    time.sleep(3)
    after = memory(server.pid)
    roles = " ".join(
        f"{role} {before.get(role, 0):.0f}/{most.get(role, 0):.0f}/{after.get(role, 0):.0f}" for role in most
    )
    times = [f"{percentile(found[name], 50):.1f}/{percentile(found[name], 99):.0f}" for name in found]
    if words:
        print("   503 says:", words[0], flush=True)
    return [kind, *times, sum(map(len, found.values())), dict(failed), dict(counts), roles]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--kinds", nargs="*", choices=KINDS, default=list(KINDS))
    parser.add_argument("--build", type=float, default=0, help="seconds between builds made meanwhile")
    parser.add_argument("--code", type=Path, default=Path(__file__).resolve().parents[2])
    parser.add_argument("--data", type=Path, help="a data directory; else one with communes and events is made")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with data_directory(asked.data, asked.code) as data:
        columns = "map p50/p99|new page|healthz|probes|failed|clients got|MB before/most/after"
        print(f"kind|{columns}".replace("|", " | "), flush=True)
        for number, kind in enumerate(asked.kinds):
            with Server(data, asked.code) as server:
                row = loaded(server, kind, asked.seconds, asked.seed + number, asked.build, data)
            print(" | ".join(map(str, row)), flush=True)


if __name__ == "__main__":
    main()

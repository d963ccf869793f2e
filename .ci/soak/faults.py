"""Faults, hundreds of times: killed commands, full and closed disks, one flipped byte in every file of a build.

    PYTHONPATH=. .venv/bin/python .ci/soak/faults.py [forks | commands[=TRIALS] | flips[=EVERY]] ...

Prints a row for each kind: trials, those that the fault met, failures (half a state, a traceback, no words, leftovers),
lost (what was there before and is not any more). Root mounts small disks for it; without root those are left out.
"""

from __future__ import annotations

import json
import logging
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from app.application import create_app
from geodata import files
from geodata.builds import assemble, publishing, store
from geodata.imports import add, record
from tests import drawn_ged, worlds

ROOT = Path(__file__).resolve().parents[2]
MAIN = [sys.executable, "-c", "from app.cli.main import main; main()"]
FORKS = ("killed=100", "two-at-once=50", "no-room=50", "no-rights=10", "read-only=10", "disk-full=50")
ADDRESSES = (
    *("/healthz", "/", "/forces", "/claims", "/sources", "/data", "/changes", "/method", "/withdrawal", "/gis"),
    *("/api/figures?year=2022", "/api/figures?level=zones&year=2022", "/download/admin1.csv", "/download/grid.csv"),
    *("/download/admin1.geojson", "/download/zones.geojson", "/download/sites.csv", "/figure.svg", "/ogc/collections"),
)
CHANCE = random.Random(14)
Row = tuple[str, int, int, list[str], int]


def forks() -> Iterator[Row]:
    """Commands in forks of one process: see tests/faulty.py."""
    kinds = FORKS if os.geteuid() == 0 else FORKS[:3]
    told = subprocess.run(
        [sys.executable, "-m", "tests.faulty", *kinds], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
    )
    for one in json.loads(told.stdout):
        lost = sum("half" in failure for failure in one["failures"])
        left = one["most_left_bytes"] / 1e6
        name = f"{one['command']}, {one['kind']}, at most {left:.2f} MB left"
        yield name, one["trials"], one["faulted"], one["failures"], lost


def commands(trials: int = 100) -> Iterator[Row]:
    """The commands themselves, with their confined process, at random moments; every other time that process alone."""
    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder)
        template, data = room / "template", room / "data"
        first = drawn_ged.ged_file(room / "first.csv", worlds.EVENTS)
        second = drawn_ged.ged_file(room / "second.csv", [{"year": 2022, "side_a": "x" * 1000}] * 20_000)
        add.add(template, first, name="first")
        assemble.build(template)
        for name, given in {
            "build": ["build"],
            "import": ["import", "--name", "second", str(second)],
            "remove": ["remove", "first"],
        }.items():
            yield _killed(name, [*MAIN, *given, "--data", str(data)], template, data, trials)


def _killed(name: str, command: list[str], template: Path, data: Path, trials: int) -> Row:
    failures: list[str] = []
    met = lost = 0

    def fresh() -> None:
        shutil.rmtree(data, ignore_errors=True)
        shutil.copytree(template, data)
        if name == "build":
            record.remove(data, "first")

    fresh()
    started = time.monotonic()
    subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    seconds, whole = time.monotonic() - started, _state(data)
    for number in range(trials):
        fresh()
        was = _state(data)
        moment = CHANCE.uniform(0, seconds)
        code, said = _run(command, moment, is_child=bool(number % 2) and name != "remove")
        met += code != 0
        problem = ""
        try:
            now = _state(data)
            lost += now not in (was, whole)
            problem = f"half: {now}" if now not in (was, whole) or (code == 0 and now != whole) else ""
        except Exception as error:
            lost, problem = lost + 1, f"cannot be read: {error!r}"
        if "Traceback" in said or (code == 1 and "mali-atlas: " not in said):
            problem = f"no words: {said[-200:]}"
        with files.exclusive(data, 30):  # what the next command does first
            publishing.tidy(data)
            record.tidy(data)
        hidden = [path.name for path in data.rglob(".*")]
        problem = problem or (f"left: {hidden}" if hidden else "")
        failures += [f"{name} at {moment:.3f} s: {problem}"] if problem else []
    return f"{name}, the command, -9 at random moments of {seconds:.1f} s", trials, met, failures, lost


def _run(command: list[str], moment: float, *, is_child: bool) -> tuple[int, str]:
    """The exit code of a command of which one process is killed after so long, and what it printed."""
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as running:
        time.sleep(moment)
        children = Path(f"/proc/{running.pid}/task/{running.pid}/children")
        there = children.read_text().split() if is_child and children.exists() else []
        confined = [one for one in there if b"spawn_main" in Path(f"/proc/{one}/cmdline").read_bytes()]
        for victim in map(int, confined if is_child else [running.pid]):
            os.kill(victim, signal.SIGKILL)
        said, _ = running.communicate()
    return running.returncode, said


def _state(data: Path) -> dict[str, object]:
    """The build that is served, every byte of it compared, and the imports."""
    build = store.read(data)
    whole = publishing.is_whole(data, build.id)
    return {"build": build.id, "is_whole": whole, "imports": sorted(one.name for one in record.listed(data))}


def flips(every: int = 1) -> Iterator[Row]:
    """One byte of each file of the newest build flipped, some cut or gone; then every kind of address."""
    ways: dict[str, tuple[int, Callable[[Path], object]]] = {
        "flipped": (every, lambda path: path.write_bytes(_flipped(path.read_bytes()))),
        "cut": (5 * every, lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])),
        "gone": (5 * every, lambda path: path.unlink()),
    }
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        add.add(data, drawn_ged.ged_file(Path(folder) / "events.csv", worlds.EVENTS))
        before = assemble.build(data)
        add.add(data, drawn_ged.ged_file(Path(folder) / "more.csv", [{"year": 2022}]), name="more")
        newest = assemble.build(data)
        paths = sorted(path for path in (data / "builds" / newest).rglob("*") if path.is_file())
        for way, (step, damage) in ways.items():
            failures, met, lost = [], 0, 0
            for path in paths[::step]:
                content = path.read_bytes()
                damage(path)
                problems, is_fallback = _asked(data, before, newest)
                failures += [f"{path.name} {way}: {problem}" for problem in problems]
                met, lost = met + is_fallback, lost + len(problems)
                path.write_bytes(content)
            yield f"server, one file {way}, {len(ADDRESSES)} addresses each", len(paths[::step]), met, failures, lost


def _flipped(content: bytes) -> bytes:
    at = CHANCE.randrange(len(content))
    return content[:at] + bytes([content[at] ^ 1 << CHANCE.randrange(8)]) + content[at + 1 :]


def _asked(data: Path, before: str, newest: str) -> tuple[list[str], bool]:
    client = create_app(data).test_client()
    answers = {address: client.get(address) for address in ADDRESSES}
    problems = [
        f"{address}: {one.status_code} {one.text[:200]}" for address, one in answers.items() if one.status_code != 200
    ]
    told = client.get("/healthz").json
    if told["build"] not in (before, newest) or (told["build"] == before) != (told.get("fallback_from") == newest):
        problems.append(f"/healthz: {told}")
    return problems, told["build"] == before


if __name__ == "__main__":
    wanted = sys.argv[1:] or ["forks", "commands", "flips"]
    print(f"{'what':<70}{'trials':>8}{'met':>6}{'failures':>10}{'lost':>6}", flush=True)
    for one in wanted:
        kind, _, number = one.partition("=")
        for name, trials, met, failures, lost in globals()[kind](*([int(number)] if number else [])):
            print(f"{name:<70}{trials:>8}{met:>6}{len(failures):>10}{lost:>6}", flush=True)
            for failure in failures[:10]:
                print(f"    {failure}", flush=True)

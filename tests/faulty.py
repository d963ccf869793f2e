"""Commands that are killed, out of room or without rights, tried again and again; run as a program, it prints JSON.

    python -m tests.faulty killed=100 two-at-once=20

The commands run in forks of this process, which loads everything once: what a command does is small, and a try takes
milliseconds. After each fault every byte that is served is read; then the command is given again, which must bring what
it promises and leave nothing behind. `.ci/soak/faults` does the same with whole commands.
"""

from __future__ import annotations

import ctypes
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from itertools import product
from pathlib import Path
from typing import Any

os.environ |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "ARROW_NUM_THREADS"), "1")

from tests.forked import World, asked, forked, size

NOBODY = 65534
CAPABILITY_VERSION = 0x20080522
"""Of Linux's capset(2), version 3."""
STEPS = {"open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.chmod", "shutil.copyfile", "tempfile.mkdtemp"}
"""Events of Python's audit before each of which a command is killed."""


def kill_at(step: int) -> Callable[[], None]:
    """Have this process killed before its step of that number; counted from 1."""
    seen = [0]

    def hook(event: str, given: tuple[Any, ...]) -> None:
        if event in STEPS and (event != "open" or (isinstance(given[0], str) and ".py" not in given[0])):
            seen[0] += 1
            if seen[0] == step:
                os.kill(os.getpid(), signal.SIGKILL)

    return lambda: sys.addaudithook(hook)


class Fault:
    """One kind of fault, tried on fresh copies of the world; keeps what went wrong."""

    def __init__(self, world: World, name: str) -> None:
        self.world, self.name = world, name
        self.trials, self.failures, self.faulted, self.most_left = 0, [], 0, 0
        self.data, self.is_mounted = world.room / "data", False
        self.whole = self._finished()

    def _finished(self) -> dict[str, Any]:
        """What the directory holds after the command, without a fault."""
        self._fresh()
        assert forked(lambda: self.world.run(self.name, self.data)) == 0, self.world.said()
        return asked(lambda: self.world.state(self.data), self.world.room)

    def _fresh(self) -> None:
        if self.is_mounted:
            subprocess.run(["umount", str(self.data)], check=True)
        shutil.rmtree(self.data, ignore_errors=True)
        self.data.mkdir()
        if self.is_mounted:
            subprocess.run(["mount", "-t", "tmpfs", "-o", "size=50m", "none", str(self.data)], check=True)
        shutil.copytree(self.world.template, self.data, dirs_exist_ok=True)
        self.world.said()

    def steps(self) -> int:
        """How many steps the command takes."""
        low = 1
        while True:
            self._fresh()
            if forked(lambda: self.world.run(self.name, self.data), kill_at(low * 2)) == 0:
                break
            low *= 2
        high = low * 2
        while low + 1 < high:
            middle = (low + high) // 2
            self._fresh()
            is_done = forked(lambda middle=middle: self.world.run(self.name, self.data), kill_at(middle)) == 0
            low, high = (low, middle) if is_done else (middle, high)
        return low

    def seconds(self) -> float:
        """How long the command takes."""
        self._fresh()
        started = time.monotonic()
        forked(lambda: self.world.run(self.name, self.data))
        return time.monotonic() - started

    @contextmanager
    def mounted(self) -> Iterator[None]:
        """Have the directory be a small disk of its own. Asks for root."""
        self.data.mkdir(exist_ok=True)
        subprocess.run(["mount", "-t", "tmpfs", "none", str(self.data)], check=True)
        self.is_mounted = True
        try:
            yield
        finally:
            self.is_mounted = False
            subprocess.run(["umount", str(self.data)], check=True)

    @contextmanager
    def remounted(self, option: str, after: str) -> Iterator[None]:
        """Have the disk be another while the block lasts."""
        for own in (option, after):
            subprocess.run(["mount", "-o", f"remount,{own}", str(self.data)], check=True)
            if own == option:
                yield

    def tried(
        self,
        how: str,
        before: Callable[[], object] = lambda: None,
        after: float | None = None,
        during: Callable[[], AbstractContextManager[object]] = nullcontext,
        more: Callable[[], object] | None = None,
    ) -> None:
        """Try the command once with a fault, look, and give it again without.

        The fault is `before` it in its process, a kill `after` so many seconds, in place `during` it, or `more` work
        beside it.
        """
        self._fresh()
        world, data = self.world, self.data
        self.trials += 1
        was = asked(lambda: world.state(data), world.room)
        with during():
            beside = os.fork() if more else 0
            if more and not beside:
                more()
            code = forked(lambda: world.run(self.name, data), before, after)
            if beside:
                code = max(code, os.waitstatus_to_exitcode(os.waitpid(beside, 0)[1]))
        self.faulted += code != 0
        said = world.said()
        left = size(data) - size(world.template)
        self.most_left = max(self.most_left, left)
        now = asked(lambda: world.state(data), world.room)
        allowed = (was, self.whole) if code else (self.whole,)
        problems = [f"it ended with {code}"] * (code not in (0, 1, -signal.SIGKILL))
        problems += [f"half: {now}"] * (now not in allowed)
        problems += ["no words"] * (code == 1 and "mali-atlas: " not in said)
        again = forked(lambda: world.run(self.name, data))
        is_done = now == self.whole and self.name != "build"
        problems += [f"again it ended with {again}"] * (again not in ((0, 1) if is_done else (0,)))
        after_all = asked(lambda: world.state(data), world.room)
        problems += [f"in the end: {after_all}"] * (after_all != self.whole)
        hidden = [path.name for path in data.rglob(".*")]
        problems += [f"left: {hidden}"] * bool(hidden)
        self.failures += [f"{self.name}, {how}: {problem} ({said.strip()[-200:]})" for problem in problems]


def killed(fault: Fault, trials: int) -> None:
    """At every step, evenly where there are more than half the trials, and at random moments."""
    steps, chance = fault.steps(), random.Random(14)  # noqa: S311 - the same moments every time
    by_step = min(steps, max(trials // 2, 1))
    for number in range(by_step):
        step = 1 + number * steps // by_step
        fault.tried(f"killed before step {step} of {steps}", kill_at(step))
    seconds = fault.seconds()
    for _ in range(trials - by_step):
        moment = chance.uniform(0, seconds)
        fault.tried(f"killed after {moment:.4f} s", after=moment)


def no_room(fault: Fault, trials: int) -> None:
    """No file may become larger than so many bytes, which the system refuses as it does where the disk is full."""
    largest = max(path.stat().st_size for path in fault.world.template.rglob("*") if path.is_file())

    def limited(most: int) -> Callable[[], None]:
        return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))

    for number in range(trials):
        most = largest * number // trials
        fault.tried(f"no file above {most} bytes", limited(most))


def no_rights(fault: Fault, trials: int) -> None:
    """In the directory of another user, which may be read and no more. Asks for root, and gives its privileges up.

    Not as that user: who may not read this checkout, where it is in a folder of root's own.
    """

    def given_up() -> None:
        for path in (fault.data, *fault.data.rglob("*")):
            os.chown(path, NOBODY, NOBODY, follow_symlinks=False)
        header, none = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION, 0), (ctypes.c_uint32 * 6)()
        if ctypes.CDLL(None, use_errno=True).capset(header, none):
            raise OSError(ctypes.get_errno(), "capset")

    for _ in range(trials):
        fault.tried("no rights", given_up)


def disk_full(fault: Fault, trials: int) -> None:
    """On a disk of its own with so much room left: from nothing to more than the command writes."""
    with fault.mounted():
        used = size(fault.world.template) // 1024 + 200
        for number in range(trials):
            room = used + number * 300 // trials
            fault.tried(f"disk of {room} kB", during=lambda room=room: fault.remounted(f"size={room}k", "size=50m"))


def read_only(fault: Fault, trials: int) -> None:
    """On a disk that cannot be written to."""
    with fault.mounted():
        for _ in range(trials):
            fault.tried("read-only", during=lambda: fault.remounted("ro", "rw"))


def two_at_once(fault: Fault, trials: int) -> None:
    """The same command twice at the same time."""
    for _ in range(trials):
        fault.tried("two at once", more=lambda: fault.world.run(fault.name, fault.data))


KINDS = {
    "disk-full": disk_full,
    "read-only": read_only,
    "two-at-once": two_at_once,
    "killed": killed,
    "no-room": no_room,
    "no-rights": no_rights,
}
COMMANDS = ("build", "import", "remove")


def trials(wanted: dict[str, str]) -> list[dict[str, Any]]:
    """The results by kind and command, of so many trials each."""
    found = []
    with tempfile.TemporaryDirectory(prefix="faulty-") as room:
        Path(room).chmod(0o755)
        world = World(Path(room))
        for kind, name in product(wanted, COMMANDS):
            fault = Fault(world, name)
            KINDS[kind](fault, int(wanted[kind]))
            found.append(
                {
                    "kind": kind,
                    "command": name,
                    "trials": fault.trials,
                    "faulted": fault.faulted,
                    "failures": fault.failures,
                    "most_left_bytes": fault.most_left,
                }
            )
    return found


if __name__ == "__main__":
    print(json.dumps(trials(dict(one.split("=") for one in sys.argv[1:])), indent=1))

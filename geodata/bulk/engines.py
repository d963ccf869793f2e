"""Who counts: processes of this machine, or an engine that is there. All do the same tasks, and give the same file.

A task leaves its tally as a file in a folder that all processes see, and hands on nothing but the file's name; files
are combined a few at a time, as a tree. A task that is done again writes the same file again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Protocol

from geodata.bulk import tally_file, work
from geodata.bulk.work import Task
from geodata.errors import AtlasError

MERGED_AT_ONCE = 8
"""Files that are combined at once."""


@dataclass(frozen=True)
class Counting:
    """A task whose tally is to be a file in `folder`."""

    task: Task
    folder: str


@dataclass(frozen=True)
class Merging:
    """Files in `folder`, by name, to be combined into one and then dropped."""

    names: tuple[str, ...]
    folder: str


Job = Counting | Merging
Watch = Callable[[int, int], None]
"""Told how many jobs of how many are done."""


class Engine(Protocol):
    """Runs jobs: each gives the name of a file."""

    is_apart: bool
    """True if jobs are done in other processes than the one that calls."""

    def run(self, jobs: Sequence[Job]) -> Iterator[str]:
        """The names, as the jobs end, in whatever order."""
        ...

    def close(self) -> None:
        """End what was started; work that has not begun is dropped."""
        ...


def do(job: Job) -> str:
    """Do a job in the process that calls; the name of the file it leaves."""
    folder = Path(job.folder)
    if isinstance(job, Counting):
        name = f"{_name(repr(job.task.piece))}.tally"
        work.count(job.task, folder / name)
        return name
    name = f"{_name(*sorted(job.names))}.tally"
    if not (folder / name).with_suffix(".json").exists():  # done before by a worker that was lost afterwards
        tally_file.merge([folder / one for one in job.names], folder / name)
    return name


def _name(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def reduce(engine: Engine, jobs: Sequence[Counting], folder: Path, watch: Watch) -> Path:
    """Do the jobs and combine what they leave, as a tree; the file of the whole."""
    done, total = 0, _jobs(len(jobs))
    names = []
    for name in engine.run(jobs):
        names.append(name)
        done += 1
        watch(done, total)
    while len(names) > 1:
        names.sort()
        groups = [tuple(names[at : at + MERGED_AT_ONCE]) for at in range(0, len(names), MERGED_AT_ONCE)]
        alone = [group[0] for group in groups if len(group) == 1]
        merged = []
        for name in engine.run([Merging(group, str(folder)) for group in groups if len(group) > 1]):
            merged.append(name)
            done += 1
            watch(done, total)
        for group in groups:
            if len(group) > 1:
                _drop(folder, group)
        names = [*merged, *alone]
    return folder / names[0]


def _drop(folder: Path, names: Sequence[str]) -> None:
    for name in names:
        tally_file.drop(folder / name)


def _jobs(pieces: int) -> int:
    """The jobs that so many pieces make with the files they are combined into."""
    total = pieces
    while pieces > 1:
        whole, rest = divmod(pieces, MERGED_AT_ONCE)
        total += whole + (rest > 1)
        pieces = whole + (rest > 0)
    return total


def _nothing() -> None:
    """What a process has done once it has loaded the program."""


class Local:
    """Processes of this machine; a single one works in the process that calls."""

    def __init__(self, workers: int) -> None:
        """Start so many processes, which load the program while the one that calls looks at the files."""
        self.is_apart = workers > 1
        self._pool: ProcessPoolExecutor | None = None
        if self.is_apart:
            self._pool = ProcessPoolExecutor(workers, get_context("spawn"))
            for _ in range(workers):
                self._pool.submit(_nothing)

    def run(self, jobs: Sequence[Job]) -> Iterator[str]:
        """See Engine. Raises AtlasError where a process ends without an answer, such as for want of memory."""
        if self._pool is None:
            yield from map(do, jobs)
            return
        try:
            for ended in as_completed([self._pool.submit(do, job) for job in jobs]):
                yield ended.result()
        except BrokenProcessPool:
            raise AtlasError(
                "a process that counts ended without an answer",
                where="engine local",
                todo="It may have lacked memory: take fewer --workers.",
            ) from None

    def close(self) -> None:
        """End the processes; work that has not begun is dropped."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

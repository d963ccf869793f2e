"""Run functions on files of others in a confined process: one for a command, replaced where a file ended it."""

from __future__ import annotations

import signal
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Future, wait
from concurrent.futures import TimeoutError as Overtime
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

from pebble import ProcessExpired, ProcessPool

from geodata import files
from geodata.confined.allowed import Allowed, Limits, allowed
from geodata.confined.guards import put_up
from geodata.errors import DataError

Run = Callable[..., Any]
"""Called with `where`, for errors, the name of a function such as "geodata.imports.add:add", and its arguments."""
ROOM = "mali-atlas-reading-"
"""How the folder for temporary files begins that a confined process has, in the system's own."""
_PAUSE = 0.5
_KILLED = {-signal_.value: signal_.name for signal_ in signal.Signals}


@contextmanager
def confined(
    readable: Sequence[Path], writable: Sequence[Path], limits: Limits, prepare: Sequence[str] = ()
) -> Iterator[Run]:
    """A function that runs others in a confined process, while the block lasts.

    `readable` and `writable` are the files and folders that it may use besides Python's own, `prepare` names functions
    that it calls once, first. What it needs of temporary files is gone afterwards, and so is what an earlier one left
    that was killed. Raises DataError where the function needs more than the limits, or ends the process.
    """
    system = Path(tempfile.gettempdir())
    files.sweep(system, [f"{ROOM}*"])
    with files.folder_aside(system, ROOM) as room:
        own = allowed(tuple(readable), tuple(writable), room)
        pools = [_pool(own, limits, prepare)]

        def run(where: str, function: str, *given: Any, **named: Any) -> Any:
            if not pools[-1].active:  # its process ended before it began to work
                _end(pools.pop())
                pools.append(_pool(own, limits, prepare))
            return _result(partial(_outcome, pools[-1], (function, given, named), limits), where, limits)

        try:
            yield run
        finally:
            _end(pools.pop())


def _pool(own: Allowed, limits: Limits, prepare: Sequence[str]) -> ProcessPool:
    setup = (own, limits, tuple(prepare))
    return ProcessPool(max_workers=1, context=get_context("spawn"), initializer=put_up, initargs=setup)


def _end(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]  # pebble types the rest
    pool.join()


def _outcome(pool: ProcessPool, call: tuple[Any, ...], limits: Limits) -> Any:
    """The result of a call. Raises BrokenExecutor where the pool gave up, which a task of that moment is not told."""
    try:
        future: Future[Any] = pool.schedule(_call, call, timeout=limits.seconds)
    except RuntimeError:
        raise BrokenExecutor from None
    while not wait([future], _PAUSE).done:
        if not pool.active and not wait([future], _PAUSE).done:
            raise BrokenExecutor
    return future.result()


def _call(function: str, given: tuple[Any, ...], named: dict[str, Any]) -> Any:
    """The function's result, in the confined process."""
    return resolve_name(function)(*given, **named)


def _result(outcome: Callable[[], Any], where: str, limits: Limits) -> Any:
    try:
        return outcome()
    except MemoryError:
        raise _needs(f"needs more than {limits.memory_mb:,} MB of memory", where, "MALI_ATLAS_READ_MEMORY") from None
    except Overtime:
        raise _needs(f"takes longer than {limits.seconds:,.0f} s", where, "MALI_ATLAS_READ_SECONDS") from None
    except (ProcessExpired, BrokenExecutor) as problem:
        code = problem.exitcode if isinstance(problem, ProcessExpired) else None
        how = "before it began" if code is None else _KILLED.get(code, f"exit code {code}")
        raise _needs(
            f"ended the process that worked on it ({how}), which has at most {limits.memory_mb:,} MB of memory",
            where,
            "MALI_ATLAS_READ_MEMORY",
        ) from None


def _needs(what: str, where: str, variable: str) -> DataError:
    return DataError(
        what,
        where=where,
        expected="a file as its publisher gives it",
        todo=f"Take the file again from its publisher; where it is sound and large, set {variable} higher.",
    )

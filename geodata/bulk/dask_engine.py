"""Dask as the engine: processes of this machine, or a cluster by the address of its scheduler.

Workers need Mali Atlas installed and must see the files at the same paths. Nothing else imports Dask.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from distributed import Client, LocalCluster, as_completed
from distributed.comm.core import CommClosedError

from geodata.bulk.engines import Job, do
from geodata.errors import AtlasError

_TIMEOUT = "10s"
_TRIES = 3
"""Times that a job is begun again where the worker that did it is lost or failed."""


class Dask:
    """The workers of a cluster; see engines.Engine."""

    is_apart = True

    def __init__(self, workers: int, address: str = "") -> None:
        """Connect to a scheduler, or start so many workers here. Raises AtlasError where none answers."""
        self._cluster = None
        try:
            if not address:
                self._cluster = LocalCluster(
                    n_workers=workers, threads_per_worker=1, dashboard_address=None, host="127.0.0.1"
                )
            self._client = Client(self._cluster or address, timeout=_TIMEOUT, set_as_default=False)
        except (OSError, TimeoutError, ValueError, CommClosedError):
            raise AtlasError(
                "no scheduler of Dask answers",
                where=address,
                expected="the address that dask scheduler says, such as tcp://127.0.0.1:8786",
            ) from None

    def run(self, jobs: Sequence[Job]) -> Iterator[str]:
        """See engines.Engine. Raises AtlasError where a job's workers were lost again and again."""
        from distributed.scheduler import KilledWorker  # heavy, and known only where a worker is lost

        futures = self._client.map(do, jobs, pure=False, retries=_TRIES)
        try:
            for _, name in as_completed(futures, loop=self._client.loop, with_results=True):
                yield str(name)
        except KilledWorker as problem:
            raise AtlasError(
                f"the workers that did a piece ended again and again ({problem.task})",
                where="engine dask",
                todo="They may lack memory: 500 MB a process are enough.",
            ) from None
        except ModuleNotFoundError as problem:
            raise AtlasError(
                f"the workers lack {problem.name}", where="engine dask", todo="Install mali-atlas where workers run."
            ) from None
        finally:
            self._client.cancel(futures)

    def close(self) -> None:
        """Leave the scheduler, and end the workers that were started here."""
        self._client.close()
        if self._cluster is not None:
            self._cluster.close()

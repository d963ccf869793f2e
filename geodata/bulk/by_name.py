"""Engines by name; one that is an extra is imported where it is asked for alone."""

from __future__ import annotations

from geodata.bulk.engines import Engine, Local
from geodata.errors import AtlasError


def named(name: str, workers: int, address: str = "") -> Engine:
    """An engine by name. Raises AtlasError where it is not installed or, for `address`, does not answer."""
    if name == "local":
        return Local(workers)
    try:
        from geodata.bulk.dask_engine import Dask  # an extra, which nobody needs who does not ask for it
    except ModuleNotFoundError as problem:
        raise AtlasError(
            f"the engine dask is not installed ({problem.name} is missing)",
            expected="dask and distributed",
            todo="Run pip install 'mali-atlas[dask]', or take --engine local.",
        ) from None
    return Dask(workers, address)

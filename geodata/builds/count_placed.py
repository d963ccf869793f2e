"""Count a source whose events were placed elsewhere: its counts are read, a frame after the other."""

from __future__ import annotations

from collections.abc import Sequence

from geodata.boundaries.ground import Ground
from geodata.builds.inputs import Placed
from geodata.counting.aggregate import Aggregate


def in_ground(placed: Placed, ground: Ground) -> Aggregate:
    """The counts of the source in the frame of a ground, at the levels that both have and its terms allow."""
    there = [level for level in placed.file.frames[ground.frame] if level in placed.levels and level in ground.units]
    grid = ["grid"] if "grid" in placed.levels else []
    return placed.file.aggregate(ground.frame, [*there, *grid])


def grounds(placed: Placed, available: Sequence[Ground]) -> list[Ground]:
    """The grounds that the source was placed in."""
    return [ground for ground in available if ground.key == placed.ground and ground.frame in placed.file.frames]

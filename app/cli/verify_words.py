"""Say why a pack or a layer of it cannot be compared with a build, and turn results into JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from geodata.exports.verify import BuildResult, LayerResult, Obstacle, Reason

_SENTENCES: Mapping[Reason, str] = {
    Reason.NO_BUILD: "there is no build in {missing}",
    Reason.NOT_READ: "cannot be read: {missing}",
    Reason.INCOMPLETE: "cannot be read whole ({missing})",
    Reason.NO_SOURCE: "has no source called {quoted}; it has {known}",
    Reason.NO_FRAME: "has {source} in the boundaries of {known}, not in those of {quoted}",
    Reason.REFUSED: "may not give it: {missing}",
    Reason.NO_LAYER: "does not have this layer of this source in this frame",
    Reason.NO_PERIOD: "has no figures of {missing}; it has {known}",
    Reason.NO_MONTHS: "has no months of this source",
    Reason.NOT_TOLD_APART: "does not tell {missing} apart in this source",
    Reason.NO_ZONES: "draws no zones of {missing} km for this source",
    Reason.NO_UNITS: "has no unit {quoted} in this frame, so that their sum would be of others",
}
"""The rest of a sentence that begins with the build."""
_LONGEST = 80
"""Characters of a pack's own text that are repeated."""


def obstacle_text(obstacle: Obstacle | None, source: str = "") -> str:
    """Why it cannot be compared, as the rest of a sentence; "" where it can. `source`: what the build calls it."""
    if obstacle is None:
        return ""
    return _SENTENCES[obstacle.reason].format(
        missing=obstacle.missing,
        quoted=repr(obstacle.missing[:_LONGEST]),
        known=", ".join(obstacle.known),
        source=source,
    )


def remark_text(layer: LayerResult) -> str:
    """A note on a layer that was compared; "" where there is nothing."""
    return f"its source does not cover {layer.uncovered}" if layer.uncovered else ""


def as_json(result: BuildResult) -> dict[str, Any]:
    """A result as the JSON of `mali-atlas verify` holds it."""
    layers = [
        _without(asdict(layer), "obstacle", "uncovered")
        | {"remark": remark_text(layer), "why_not": obstacle_text(layer.obstacle, result.source)}
        for layer in result.layers
    ]
    return {
        **_without(asdict(result), "obstacle"),
        "layers": layers,
        "why_not": obstacle_text(result.obstacle, result.source),
        "is_same": result.is_same,
        "differs": result.differs,
    }


def _without(found: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in found.items() if name not in names}

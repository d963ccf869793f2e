"""The view that stands beside another one: what `compare` names, and everything else alike where it can be."""

from __future__ import annotations

from dataclasses import replace

from app.request import compared, options, ranges
from app.request.view import View
from geodata.builds.store import Build, Edition


def beside(build: Build, edition: Edition, view: View) -> tuple[Edition, View]:
    """The second of two views that are compared, with its edition; the view itself where nothing is compared."""
    kind, _, of = (view.compare or "").partition(":")
    alone = replace(view, compare=None)
    if kind == "year":
        year, month = compared.period(of, edition)
        is_fit = ranges.problem(year, month, view.since, edition) is None
        return edition, replace(alone, year=year, month=month, since=view.since if is_fit else None)
    if kind == "measure":
        return edition, replace(alone, measure=of)
    if kind not in ("source", "frame"):
        return edition, alone
    there = build.edition(of) if kind == "source" else build.edition(edition.source, of)
    level = view.level if view.level in options.levels(there) else "admin1"
    changed = replace(alone, level=level, **({"source": of, "frame": None} if kind == "source" else {"frame": of}))
    return there, changed.fit(there, edition)

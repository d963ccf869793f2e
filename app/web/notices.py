"""What answers say where another build is served than the one that should be."""

from __future__ import annotations

from app.web.languages import gettext
from app.web.services import services


def fallback() -> str | None:
    """The sentence for a page; None where the build is the one that should be served."""
    found = services().catalogue.fallback
    if found is None:
        return None
    if not found.build:
        return gettext(
            "The newest build cannot be told: this is the newest one that can be read. Run: mali-atlas doctor"
        )
    return gettext(
        "The newest build, %(build)s, cannot be read: this is the one before it. Run: mali-atlas doctor",
        build=found.build,
    )


def record() -> dict[str, object]:
    """The same for a program: `fallback_from`, the build that should be served, "" if not known; else nothing."""
    found = services().catalogue.fallback
    return {} if found is None else {"fallback_from": found.build}

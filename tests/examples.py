"""How many examples a property is tried with: a multiple of what the profile in use says (see tests/conftest.py)."""

from __future__ import annotations

from typing import Any

from hypothesis import settings


def times(factor: float, **options: Any) -> settings:
    """Settings with so many times the examples of the profile, at least two: more for what is cheap and much used,
    fewer for what takes long."""
    number = max(2, round(settings().max_examples * factor))
    return settings(max_examples=number, **options)

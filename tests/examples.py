"""How many examples a property is tried with, and how many cases of a table: see the profiles in tests/conftest.py."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from hypothesis import settings

T = TypeVar("T")
IS_LARGE = settings().max_examples > 100
"""True with the large profile: every case of everything."""


def times(factor: float, **options: Any) -> settings:
    """Settings with so many times the examples of the profile, at least two: more for what is cheap and much used,
    fewer for what takes long."""
    number = max(2, round(settings().max_examples * factor))
    return settings(max_examples=number, **options)


def some(cases: Sequence[T], share: int = 3, turn: int = 0) -> list[T]:
    """Every case with the large profile; in the line one of `share`, by turns.

    For a second dimension of a test whose first gives the turn, so that each case is tried with some of the first.
    """
    return [case for at, case in enumerate(cases) if IS_LARGE or at % share == turn % share]

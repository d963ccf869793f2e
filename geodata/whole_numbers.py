"""Whole numbers told apart without sorting them, for columns of millions that hold few different ones."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Positions = npt.NDArray[np.int32]

_LISTED = 2**22
"""Numbers that are looked up in a list of all between the least and the greatest, at most; beyond, they are sorted."""


def distinct(numbers: npt.NDArray[np.integer]) -> tuple[npt.NDArray[np.int64], Positions]:
    """The different numbers, ascending, and of each number its position among them."""
    if not len(numbers):
        return np.zeros(0, np.int64), np.zeros(0, np.int32)
    least, most = int(numbers.min()), int(numbers.max())
    if most - least >= _LISTED:
        known, which = np.unique(numbers, return_inverse=True)
        return known.astype(np.int64), which.astype(np.int32)
    local = (numbers.astype(np.int64) - least).astype(np.int32)
    is_there = np.zeros(most - least + 1, bool)
    is_there[local] = True
    known = np.flatnonzero(is_there)
    rank = np.zeros(len(is_there), np.int32)
    rank[known] = np.arange(len(known), dtype=np.int32)
    return known + least, rank.take(local)


def together(columns: Sequence[tuple[npt.NDArray[np.integer], int]]) -> Positions:
    """Of each row a number that rows share where they are alike in all columns: numbers from 0, none left out.

    Each column's numbers are 0 or more and below the number beside it.
    """
    found = np.zeros(len(columns[0][0]), np.int64)
    possible = 1
    for column, below in columns:
        if possible * below > _LISTED:
            found = distinct(found)[1].astype(np.int64)
            possible = int(found.max(initial=0)) + 1
        found *= below
        found += column
        possible *= below
    return distinct(found)[1]


def order(numbers: npt.NDArray[np.integer]) -> npt.NDArray[np.intp]:
    """The order of numbers (0 or more), the same ones as they come.

    By sixteen bits after the other, which NumPy sorts by counting them: a tenth of the time of sorting whole numbers.
    """
    found = np.argsort(numbers.astype(np.uint16), kind="stable")
    for shift in range(16, int(numbers.max(initial=0)).bit_length(), 16):
        found = found[np.argsort((numbers >> shift).astype(np.uint16)[found], kind="stable")]
    return found

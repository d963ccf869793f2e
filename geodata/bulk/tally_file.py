"""What pieces count, as files: sorted sums that are combined a range of keys at a time, so that no table is in memory.

A file holds a row of whole numbers for each section and key, sections in order and keys ascending; what is small stands
beside it as JSON. Sections are the sums of a Tally: "units/<key of the index>", "named/<key>", "zones", "cells".
"""

from __future__ import annotations

import json
import os
import sys
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from geodata.bulk.counted import Counted, Coverage, joined_counted
from geodata.counting.batch_tally import LevelTally, PairSums, Tally, joined, require_events
from geodata.counting.sums import MEASURES, Sums, combined

_AT_ONCE = 100_000
"""Rows of all files that are combined at once."""
_NUMBERS = 1 + len(MEASURES)
_WIDTH = 1 + _NUMBERS + len(MEASURES)
"""Numbers of a row: the key, the sums by ADDITIVE_NAMES, the events that lack each of MEASURES."""
_NOTHING = Sums()


class Keys(Sequence[int]):
    """The keys of a section on disk, each read when it is asked for: mapped pages would count as memory."""

    def __init__(self, path: Path, first: int, last: int) -> None:
        """The keys of the rows of a file from one to before another."""
        self._file, self._first, self._length = path.open("rb", buffering=0), first, last - first

    def __len__(self) -> int:
        """The number of keys."""
        return self._length

    def __getitem__(self, at: Any) -> Any:
        """The key at a position."""
        self._file.seek((self._first + at) * _WIDTH * 8)
        return int.from_bytes(self._file.read(8), sys.byteorder)

    def close(self) -> None:
        """Leave the file."""
        self._file.close()


class Section:
    """The sums of a section on disk: keys are looked up, ranges are read."""

    def __init__(self, path: Path, first: int, last: int) -> None:
        """The rows of a file from one to before another."""
        self._path, self._first, self._last = path, first, last
        self.keys = Keys(path, first, last)

    def __len__(self) -> int:
        """The number of keys."""
        return self._last - self._first

    def read(self, start: int = 0, end: int | None = None) -> Sums:
        """The sums of the keys from one position to before another."""
        end = len(self) if end is None else end
        offset, count = (self._first + start) * _WIDTH * 8, (end - start) * _WIDTH
        numbers = np.fromfile(self._path, np.int64, count, offset=offset) if count else np.zeros(0, np.int64)
        columns = [*numbers.reshape(-1, _WIDTH).T]
        missing = tuple(column if column.any() else None for column in columns[1 + _NUMBERS :])
        return Sums(columns[0], tuple(columns[1 : 1 + _NUMBERS]), missing)


@dataclass(frozen=True)
class TallyFile:
    """A tally on disk: all but its sums in `small`, and the sums by section, read where they are needed."""

    small: Counted
    sections: Mapping[str, Section]

    def close(self) -> None:
        """Leave the file."""
        for section in self.sections.values():
            section.keys.close()

    def counted(self) -> Counted:
        """The whole of it in memory."""
        tally = self.small.tally
        found = {name: section.read() for name, section in self.sections.items()}
        levels = {
            key: replace(level, units=found[f"units/{key}"], named=found[f"named/{key}"])
            for key, level in tally.levels.items()
        }
        return replace(self.small, tally=replace(tally, levels=levels, zones=found["zones"], cells=found["cells"]))


def write(made: Counted, path: Path) -> None:
    """Write what was counted; a file that is there is whole."""
    tally = made.tally
    sections = {"zones": [tally.zones], "cells": [tally.cells]}
    for key, level in tally.levels.items():
        sections |= {f"units/{key}": [level.units], f"named/{key}": [level.named]}
    _write(made, sections, path)


def merge(paths: Sequence[Path], path: Path) -> None:
    """Combine the files into one, a range of keys at a time. Raises DataError where an event or a row is lost."""
    parts = [read(one) for one in paths]
    small = [part.small for part in parts]
    made = joined_counted(small, joined([one.tally for one in small]))
    names = {name for part in parts for name in part.sections}
    sections = {name: _ranges([part.sections[name] for part in parts if name in part.sections]) for name in names}
    _write(made, sections, path)
    for part in parts:
        part.close()


def _ranges(parts: Sequence[Section]) -> Iterator[Sums]:
    """The parts combined, a range of keys after the other."""
    parts = [part for part in parts if len(part)]
    if not parts:
        return
    longest = max(parts, key=len)
    step = max(1, _AT_ONCE * len(longest) // sum(map(len, parts)))
    bounds = [[0] * len(parts)]
    dividers = (longest.keys[at] for at in range(step, len(longest), step))
    bounds += [[bisect_left(part.keys, key) for part in parts] for key in dividers]
    bounds.append([len(part) for part in parts])
    for first, last in pairwise(bounds):
        yield combined([part.read(start, end) for part, start, end in zip(parts, first, last, strict=True)])


def _write(made: Counted, sections: Mapping[str, Iterable[Sums]], path: Path) -> None:
    aside = path.with_name(f"{path.name}.{os.getpid()}")
    bounds: dict[str, tuple[int, int]] = {}
    events: dict[str, int] = {}
    row = 0
    with aside.open("wb") as file:
        for name, pieces in sorted(sections.items()):
            first, events[name] = row, 0
            for sums in pieces:
                _rows(sums).tofile(file)
                row, events[name] = row + len(sums.keys), events[name] + sums.events
            bounds[name] = first, row
    _require_all(made.tally, events)
    document = aside.with_suffix(".json-aside")
    document.write_text(json.dumps({**_document(made), "sections": bounds}), encoding="utf-8")
    aside.replace(path)
    document.replace(path.with_suffix(".json"))


def _rows(sums: Sums) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    found = np.zeros((len(sums.keys), _WIDTH), np.int64)
    found[:, 0] = sums.keys
    for at, column in enumerate((*sums.numbers, *sums.missing), start=1):
        if column is not None:
            found[:, at] = column
    return found


def _require_all(tally: Tally, events: dict[str, int]) -> None:
    """Raise DataError unless all events are in each level that was written."""
    for key, level in tally.levels.items():
        require_events(key[:12], events[f"units/{key}"], int(level.account.events.sum()), tally.events)
    require_events("cells", events["cells"], int(tally.cell_account.events.sum()), tally.events)
    require_events("zones", events["zones"], events["zones"], tally.events)


def _document(made: Counted) -> dict[str, Any]:
    """All of what was counted but the sums, as JSON can hold it."""
    return {
        "read": made.read,
        "events": made.tally.events,
        "levels": {
            key: {"account": _lists(level.account), "disagreements": _lists(level.disagreements)}
            for key, level in made.tally.levels.items()
        },
        "cell_account": _lists(made.tally.cell_account),
        "coverage": vars(made.coverage),
        "left_out": dict(made.left_out),
        "rejected": [[*key, number] for key, number in made.rejected.items()],
    }


def _lists(pairs: PairSums) -> list[list[int]]:
    return [column.tolist() for column in (pairs.first, pairs.second, pairs.events, pairs.best)]


def _pairs(lists: Sequence[Sequence[int]]) -> PairSums:
    return PairSums(*(np.array(column, np.int64) for column in lists))


def read(path: Path) -> TallyFile:
    """A tally that was written; its sums are not read yet."""
    document = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    sections = {name: Section(path, first, last) for name, (first, last) in document["sections"].items()}
    tally = Tally(
        document["events"],
        {
            key: LevelTally(_NOTHING, _NOTHING, _pairs(level["account"]), _pairs(level["disagreements"]))
            for key, level in document["levels"].items()
        },
        _NOTHING,
        _NOTHING,
        _pairs(document["cell_account"]),
    )
    rejected = {(file, column, reason): number for file, column, reason, number in document["rejected"]}
    small = Counted(document["read"], tally, Coverage(**document["coverage"]), document["left_out"], rejected)
    return TallyFile(small, sections)


def rename(path: Path, new: Path) -> None:
    """Give a tally that was written another name; a file that is there is whole."""
    path.replace(new)
    path.with_suffix(".json").replace(new.with_suffix(".json"))


def drop(path: Path) -> None:
    """Delete a tally that was written."""
    for one in (path.with_suffix(".json"), path):
        one.unlink(missing_ok=True)

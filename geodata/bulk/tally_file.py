"""What pieces count, as files: sorted sums that are combined a range of keys at a time, so that no table is in memory.

A file holds sections in order, each in blocks of ascending keys: the keys, then column by column the numbers, in as few
bytes as the greatest of the block needs. What is small, and where the blocks are, stands beside it as JSON. Sections
are the sums of a Tally: "units/<key of the index>", "named/<key>", "zones", "cells".
"""

from __future__ import annotations

import json
import os
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from geodata.bulk.counted import Counted, Coverage, joined_counted
from geodata.counting.batch_tally import LevelTally, PairSums, Tally, joined, require_events
from geodata.counting.sums import MEASURES, Integers, Sums, combined

_AT_ONCE = 100_000
"""Rows of all files that are combined at once."""
_COLUMNS = 1 + 2 * len(MEASURES)
"""Columns beside the key: the sums by ADDITIVE_NAMES, the events that lack each of MEASURES."""
_KINDS = {1: np.uint8, 2: np.uint16, 4: np.uint32, 8: np.int64}
"""Types of a column by the bytes of a number; of 0 bytes is a column that holds nothing but zeros."""
_NOTHING = Sums()


@dataclass(frozen=True)
class Block:
    """Where a part of a section is: the first byte, the number of keys, the bytes of a number by column."""

    offset: int
    length: int
    widths: Sequence[int]

    def columns(self, file: BinaryIO, start: int, end: int) -> list[Integers | None]:
        """The columns beside the keys, of the keys from one to before another."""
        found: list[Integers | None] = []
        offset = self.offset + 8 * self.length
        for width in self.widths:
            file.seek(offset + start * width)
            found.append(np.fromfile(file, _KINDS[width], end - start).astype(np.int64) if width else None)
            offset += width * self.length
        return found


class Keys(Sequence[int]):
    """The keys of a section on disk, each read when it is asked for: mapped pages would count as memory."""

    def __init__(self, path: Path, blocks: Sequence[Block]) -> None:
        """The keys of some blocks of a file."""
        self.file = path.open("rb", buffering=0)
        self.blocks = blocks
        self.starts = [0, *accumulate(block.length for block in blocks)]

    def __len__(self) -> int:
        """The number of keys."""
        return self.starts[-1]

    def __getitem__(self, at: Any) -> Any:
        """The key at a position."""
        number = bisect_right(self.starts, at) - 1
        self.file.seek(self.blocks[number].offset + (at - self.starts[number]) * 8)
        return int.from_bytes(self.file.read(8), sys.byteorder)

    def parts(self, start: int, end: int) -> Iterator[tuple[Block, int, int]]:
        """The blocks in which the keys from one position to before another are, and where they are in each."""
        for block, first in zip(self.blocks, self.starts, strict=False):
            low, high = max(start - first, 0), min(end - first, block.length)
            if low < high:
                yield block, low, high

    def read(self, start: int, end: int) -> Integers:
        """The keys from one position to before another."""
        found = [np.zeros(0, np.int64)]
        for block, low, high in self.parts(start, end):
            self.file.seek(block.offset + 8 * low)
            found.append(np.fromfile(self.file, np.int64, high - low))
        return np.concatenate(found)


class Section:
    """The sums of a section on disk: keys are looked up, ranges are read."""

    def __init__(self, path: Path, blocks: Sequence[Block]) -> None:
        """Some blocks of a file."""
        self.keys = Keys(path, blocks)

    def __len__(self) -> int:
        """The number of keys."""
        return len(self.keys)

    def read(self, start: int = 0, end: int | None = None) -> Sums:
        """The sums of the keys from one position to before another."""
        end = len(self) if end is None else end
        if start == end:
            return _NOTHING
        parts = [(block.columns(self.keys.file, *of), of) for block, *of in self.keys.parts(start, end)]
        columns: list[Integers | None] = []
        for at in range(_COLUMNS):
            is_there = any(part[at] is not None for part, _ in parts)
            zeros = ((part[at], high - low) for part, (low, high) in parts)
            whole = [np.zeros(length, np.int64) if one is None else one for one, length in zeros] if is_there else []
            columns.append(np.concatenate(whole) if is_there else None)
        nothing = np.zeros(end - start, np.int64)
        numbers = tuple(nothing if column is None else column for column in columns[: 1 + len(MEASURES)])
        missing = (column if column is not None and column.any() else None for column in columns[1 + len(MEASURES) :])
        return Sums(self.keys.read(start, end), numbers, tuple(missing))


@dataclass(frozen=True)
class TallyFile:
    """A tally on disk: all but its sums in `small`, and the sums by section, read where they are needed."""

    small: Counted
    sections: Mapping[str, Section]

    def close(self) -> None:
        """Leave the file."""
        for section in self.sections.values():
            section.keys.file.close()

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
    blocks: dict[str, list[tuple[int, int, list[int]]]] = {}
    events: dict[str, int] = {}
    with aside.open("wb") as file:
        for name, pieces in sorted(sections.items()):
            blocks[name], events[name] = [], 0
            for sums in pieces:
                if len(sums.keys):
                    blocks[name].append((file.tell(), len(sums.keys), _write_block(sums, file)))
                    events[name] += sums.events
    _require_all(made.tally, events)
    document = aside.with_suffix(".json-aside")
    document.write_text(json.dumps({**_document(made), "sections": blocks}), encoding="utf-8")
    aside.replace(path)
    document.replace(path.with_suffix(".json"))


def _write_block(sums: Sums, file: BinaryIO) -> list[int]:
    """Write the keys and the numbers of sums; the bytes of a number of each column."""
    sums.keys.tofile(file)
    widths = []
    for column in (*sums.numbers, *sums.missing):
        most = 0 if column is None else int(column.max())
        widths.append(next(width for width in (0, *_KINDS) if most < 1 << 8 * width))
        if column is not None and widths[-1]:
            column.astype(_KINDS[widths[-1]]).tofile(file)
    return widths


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
    sections = {name: Section(path, [Block(*at) for at in blocks]) for name, blocks in document["sections"].items()}
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

"""Progress of a build: each step reported as it begins."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

Progress = Callable[[str, int, int], None]
"""Called with the name of a step, the number of steps done and the number there are."""
Item = TypeVar("Item")


def silent(step: str, done: int, of: int) -> None:
    """Report nothing."""


@dataclass
class Steps:
    """Count the steps of a build and report each: `total` is how many there are."""

    progress: Progress
    total: int
    done: int = 0

    def begin(self, name: str) -> None:
        """Report that a step begins."""
        self.progress(name, self.done, self.total)
        self.done += 1

    def each(self, items: Iterable[Item], name: Callable[[Item], str]) -> Iterator[Item]:
        """The items, a step each."""
        for item in items:
            self.begin(name(item))
            yield item

    def end(self, name: str) -> None:
        """Report that every step is done, under the name of the last."""
        self.progress(name, self.total, self.total)

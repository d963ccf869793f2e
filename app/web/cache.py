"""One cache for all that is made once: the values used last, up to a sum of sizes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from contextlib import AbstractContextManager, nullcontext
from typing import Generic, TypeVar

from cachetools import LRUCache

T = TypeVar("T")


class Cache(Generic[T]):
    """Values by key, up to a sum of sizes; safe between threads."""

    def __init__(
        self,
        limit: int,
        size: Callable[[T], int],
        *,
        largest: int | None = None,
        most: int | None = None,
        once: bool = False,
    ) -> None:
        """Keep at most `most` values whose sizes add up to at most `limit`, and none above `largest`.

        Without `largest` a value above the limit is kept alone. With `once` threads that miss wait for each other, so
        that a value that is dear to make is not made twice.
        """
        self._kept: LRUCache[Hashable, T] = LRUCache(limit, getsizeof=lambda value: min(size(value), limit))
        self._size, self._largest, self._most = size, largest, most
        self._lock = threading.Lock()
        self._making: AbstractContextManager[object] = threading.Lock() if once else nullcontext()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The value of the key, made when there is none. What `make` raises is not kept."""
        found = self.find(key)
        if found is not None:
            return found
        with self._making:
            found = self.find(key)
            return self.keep(key, make()) if found is None else found

    def find(self, key: Hashable) -> T | None:
        """The value of the key, None where none is kept."""
        with self._lock:
            return self._kept.get(key)

    def keep(self, key: Hashable, value: T) -> T:
        """The value, kept under the key if it is small enough and the key has none."""
        if self._largest is None or self._size(value) <= self._largest:
            with self._lock:
                self._kept.setdefault(key, value)
                while self._most is not None and len(self._kept) > self._most:
                    self._kept.popitem()
        return value

    @property
    def size(self) -> int:
        """The sum of the sizes of all that is kept."""
        return int(self._kept.currsize)

    def held(self) -> dict[Hashable, T]:
        """The values kept now, by key."""
        with self._lock:
            return dict(self._kept.items())

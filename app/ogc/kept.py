"""What is made once and kept while there is room: the things used last, up to a size."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """Things by key, up to a sum of sizes; safe between threads, and each is made by one of them."""

    def __init__(self, limit: int, size: Callable[[T], int]) -> None:
        """`size` tells what a thing takes of `limit`."""
        self._limit, self._size_of, self._size = limit, size, 0
        self._things: OrderedDict[Hashable, T] = OrderedDict()
        self._lock, self._making = threading.Lock(), threading.Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The thing kept under the key, made when there is none. What `make` raises is not kept."""
        found = self._found(key)
        if found is not None:
            return found
        with self._making:
            found = self._found(key)
            return self._keep(key, make()) if found is None else found

    def _found(self, key: Hashable) -> T | None:
        with self._lock:
            if key in self._things:
                self._things.move_to_end(key)
            return self._things.get(key)

    def _keep(self, key: Hashable, made: T) -> T:
        with self._lock:
            self._things[key] = made
            self._size += self._size_of(made)
            while self._size > self._limit and len(self._things) > 1:
                self._size -= self._size_of(self._things.popitem(last=False)[1])
        return made

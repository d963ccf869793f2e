"""Which worker runs which modules: what shares a browser or an app keeps to few workers, each of which makes one."""

from __future__ import annotations

from itertools import chain
from typing import Any

from xdist.scheduler import LoadFileScheduling

ROOMS = (
    ("tests/browser/",),
    ("tests/app/",),
    ("tests/test_", "tests/spec/", "tests/geodata/", "tests/app/"),
)
"""The folders whose modules a worker takes first, by its number; where none is left it takes any."""


class ByRoom(LoadFileScheduling):
    """Give a worker the next module of its rooms, in the order of the collection, and then whatever is left."""

    def _assign_work_unit(self, node: Any) -> None:
        rooms = ROOMS[int(node.gateway.id.removeprefix("gw")) % len(ROOMS)]
        wanted = chain.from_iterable(
            (module for module in self.workqueue if module.startswith(room)) for room in (*rooms, "")
        )
        self.workqueue.move_to_end(next(wanted), last=False)
        super()._assign_work_unit(node)

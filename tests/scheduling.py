"""Which worker runs which modules: what shares a browser or an app keeps to few workers, each of which makes one."""

from __future__ import annotations

from itertools import chain
from typing import Any

from xdist.scheduler import LoadFileScheduling

FOLDERS = (
    ("tests/browser/",),
    ("tests/app/",),
    ("tests/test_", "tests/spec/", "tests/geodata/", "tests/app/"),
)
"""The folders whose modules a worker takes first, by its number; where none is left it takes any."""


class ByFolder(LoadFileScheduling):
    """Give a worker the next module of its folders, in the order of the collection, and then whatever is left."""

    def _assign_work_unit(self, node: Any) -> None:
        folders = FOLDERS[int(node.gateway.id.removeprefix("gw")) % len(FOLDERS)]
        wanted = chain.from_iterable(
            (module for module in self.workqueue if module.startswith(folder)) for folder in (*folders, "")
        )
        self.workqueue.move_to_end(next(wanted), last=False)
        super()._assign_work_unit(node)

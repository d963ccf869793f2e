"""The queue of what helpers are to make: short, the same thing once, and a fair share for each client.

No process, socket or clock: the broker asks it what is next.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from dataclasses import dataclass, field
from typing import Any

AHEAD = ""
"""The client of what is made ahead: its turn comes when nobody waits."""


class Full(Exception):
    """There is no room for another job: in the queue, or in the client's share of it."""


@dataclass(eq=False)
class Job:
    """Something to be made once, for all who wait for it."""

    key: str
    client: str
    request: dict[str, Any]
    waiters: set[object] = field(default_factory=set)
    tries: int = 0


class Queue:
    """Jobs by key. Clients take turns, each with at most `share` jobs waiting, all of them with at most `most`."""

    def __init__(self, most: int, share: int) -> None:
        """Begin empty."""
        self._most, self._share = most, share
        self._jobs: dict[str, Job] = {}
        self._lanes: OrderedDict[str, deque[Job]] = OrderedDict()

    def __len__(self) -> int:
        """The number of jobs that wait for a helper, without those made ahead."""
        return sum(len(lane) for client, lane in self._lanes.items() if client != AHEAD)

    @property
    def has_work(self) -> bool:
        """True if there is a job to take."""
        return bool(self._lanes)

    def add(self, key: str, client: str, request: dict[str, Any], waiter: object) -> Job:
        """The job of the key, for which the waiter waits from now on. Raises Full where it would be one too many."""
        job = self._jobs.get(key)
        if job is None:
            job = self._new(key, client, request)
        job.waiters.add(waiter)
        return job

    def leave(self, job: Job, waiter: object) -> bool:
        """True if nobody waits for the job any more: it is dropped."""
        job.waiters.discard(waiter)
        if job.waiters:
            return False
        self.finish(job)
        return True

    def take(self) -> Job | None:
        """The next job, of the client whose turn it is; None where none waits. It stays known until it is finished."""
        client = next((name for name in self._lanes if name != AHEAD), AHEAD)
        if client not in self._lanes:
            return None
        lane = self._lanes.pop(client)
        job = lane.popleft()
        if lane:
            self._lanes[client] = lane  # at the end: the others come first
        return job

    def again(self, job: Job) -> None:
        """Put a job that was taken first in its client's lane, unless nobody waits for it."""
        if self._jobs.get(job.key) is job:
            self._lanes.setdefault(job.client, deque()).appendleft(job)

    def finish(self, job: Job) -> None:
        """Forget a job, made or not: the next who asks has it made anew."""
        if self._jobs.get(job.key) is job:
            del self._jobs[job.key]
        self._unqueue(job)

    def _new(self, key: str, client: str, request: dict[str, Any]) -> Job:
        lane = self._lanes.get(client, ())
        if client != AHEAD and (len(lane) >= self._share or len(self) >= self._most):
            raise Full
        job = self._jobs[key] = Job(key, client, request)
        self._lanes.setdefault(client, deque()).append(job)
        return job

    def _unqueue(self, job: Job) -> None:
        lane = self._lanes.get(job.client)
        if lane is not None and job in lane:
            lane.remove(job)
            if not lane:
                del self._lanes[job.client]

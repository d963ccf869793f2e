"""The queue of what helpers make: fair, short, the same thing once."""

from __future__ import annotations

import pytest

from app.server.queue import AHEAD, Full, Queue


def filled(queue: Queue, *jobs: tuple[str, str]) -> None:
    for key, client in jobs:
        queue.add(key, client, {}, object())


def taken(queue: Queue) -> list[str]:
    found = []
    while job := queue.take():
        found.append(job.key)
        queue.finish(job)
    return found


def test_clients_take_turns_whatever_each_has_waiting():
    queue = Queue(10, 10)
    filled(queue, ("a1", "a"), ("a2", "a"), ("a3", "a"), ("b1", "b"), ("c1", "c"), ("b2", "b"))
    assert taken(queue) == ["a1", "b1", "c1", "a2", "b2", "a3"]
    assert queue.take() is None


def test_a_client_that_comes_again_waits_for_the_others():
    queue = Queue(10, 10)
    filled(queue, ("a1", "a"), ("b1", "b"))
    queue.finish(queue.take())
    filled(queue, ("a2", "a"), ("c1", "c"))
    assert taken(queue) == ["b1", "a2", "c1"]


def test_the_same_thing_is_made_once_for_all_who_wait():
    queue = Queue(1, 1)
    first = queue.add("same", "a", {"n": 1}, "x")
    assert queue.add("same", "b", {"n": 1}, "y") is first
    assert len(queue) == 1
    assert queue.take() is first
    assert queue.add("same", "c", {"n": 1}, "z") is first, "it is being made"
    assert first.waiters == {"x", "y", "z"}
    queue.finish(first)
    assert queue.add("same", "a", {}, "x") is not first


def test_it_is_short_and_no_client_fills_it():
    queue = Queue(3, 2)
    filled(queue, ("a1", "a"), ("a2", "a"))
    with pytest.raises(Full):
        queue.add("a3", "a", {}, object())
    filled(queue, ("b1", "b"), ("a1", "b"))
    with pytest.raises(Full):
        queue.add("c1", "c", {}, object())
    queue.take()
    filled(queue, ("c1", "c"))
    assert taken(queue) == ["b1", "a2", "c1"]


def test_what_nobody_waits_for_is_dropped():
    queue = Queue(9, 9)
    job = queue.add("k", "a", {}, "x")
    queue.add("k", "b", {}, "y")
    assert not queue.leave(job, "x")
    assert queue.leave(job, "y")
    assert queue.take() is None
    assert len(queue) == 0


def test_what_is_taken_and_left_is_not_made_again():
    queue = Queue(9, 9)
    job = queue.add("k", "a", {}, "x")
    queue.add("l", "a", {}, "y")
    assert queue.take() is job
    queue.leave(job, "x")
    queue.again(job)
    assert taken(queue) == ["l"]


def test_what_is_lost_comes_first_of_its_client():
    queue = Queue(9, 9)
    filled(queue, ("a1", "a"), ("a2", "a"))
    queue.again(queue.take())
    assert taken(queue) == ["a1", "a2"]


def test_what_is_made_ahead_waits_for_everybody_and_takes_no_room():
    queue = Queue(1, 1)
    filled(queue, ("ahead1", AHEAD), ("ahead2", AHEAD), ("a1", "a"))
    assert len(queue) == 1
    assert taken(queue) == ["a1", "ahead1", "ahead2"]

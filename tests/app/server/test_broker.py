"""The broker over its real socket, with helpers that are threads of this process and do as they are told."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from app.server import frames
from app.server.broker import Broker
from app.server.client import Filed
from app.server.frames import Address
from app.server.kept import LARGE, Kept
from app.server.places import Lost
from app.settings import Settings
from app.web.refusals import Refusal, Why
from tests.app.server.pretended import ANSWER, Pretended, asked, environ, quick, until, waiting_for
from tests.app.servers import in_loop


@pytest.fixture
def brokered(tmp_path):
    """Run a test's coroutine beside a broker with such helpers."""

    def run(test: Callable[[Address], Awaitable[None]], *helpers: Pretended, **settings: Any) -> None:
        async def beside() -> None:
            address = Address(str(tmp_path / "socket"), 0, "secret")
            broker = asyncio.ensure_future(Broker(address, Settings(**settings), helpers, Kept()).run())
            try:
                await until(Path(address.path).exists)
                async with asyncio.timeout(30):
                    await test(address)
            finally:
                broker.cancel()
                await asyncio.gather(broker, return_exceptions=True)

        in_loop(beside())

    return run


def test_what_is_made_comes_back_and_is_kept(brokered):
    helper = Pretended(quick)

    async def test(address):
        expected = ("200 OK", [("Content-Type", "text/plain")], b"/a")
        assert await asked(address, "/a") == expected
        assert await asked(address, "/a", "another") == expected
        assert helper.asked == ["/a"]

    brokered(test, helper)


def test_the_same_request_of_many_is_made_once(brokered):
    begin = asyncio.Event()

    helper = waiting_for(begin, b"made")

    async def test(address):
        tasks = [asked(address, "/a", str(n)) for n in range(20)]
        await until(lambda: helper.asked)
        begin.set()
        assert {found[2] for found in await asyncio.gather(*tasks)} == {b"made"}
        assert helper.asked == ["/a"]

    brokered(test, helper)


def test_one_who_asks_for_much_does_not_keep_another_waiting(brokered):
    begin, order = asyncio.Event(), []

    async def waits(path):
        await begin.wait()
        order.append(path)
        return ANSWER, b""

    helper = Pretended(waits)

    async def test(address):
        many = [asked(address, "/0", "greedy")]
        await until(lambda: helper.asked)
        for n in range(1, 6):
            many.append(asked(address, f"/{n}", "greedy"))
            await asyncio.sleep(0.01)
        other = asked(address, "/other", "modest")
        await asyncio.sleep(0.05)
        begin.set()
        await asyncio.gather(*many, other)
        assert order.index("/other") == 2

    brokered(test, helper)


def test_who_finds_no_room_is_told_when_to_ask_again(brokered):
    begin = asyncio.Event()

    helper = waiting_for(begin, b"")

    async def test(address):
        good = [asked(address, "/0")]
        await until(lambda: helper.asked)
        good += [asked(address, "/1"), asked(address, "/2")]
        await asyncio.sleep(0.05)
        refusal = await asked(address, "/3")
        assert isinstance(refusal, Refusal)
        assert refusal.why == Why.FULL
        assert 1 <= refusal.retry <= 60
        good.append(asked(address, "/4", "another"))
        await asyncio.sleep(0.05)
        begin.set()
        assert all(found[0] == "200 OK" for found in await asyncio.gather(*good))

    brokered(test, helper, queue=4)


def test_what_nobody_waits_for_is_not_made_and_its_helper_is_freed(brokered):
    async def never(path):
        if path == "/slow":
            await asyncio.Event().wait()
        return ANSWER, path.encode()

    helper = Pretended(never)

    async def test(address):
        running = asked(address, "/slow")
        await until(lambda: helper.asked == ["/slow"])
        waiting, good = asked(address, "/dropped"), asked(address, "/wanted")
        await asyncio.sleep(0.05)
        waiting.cancel()
        running.cancel()
        assert (await good)[2] == b"/wanted"
        assert helper.asked == ["/slow", "/wanted"]
        assert helper.ended == 1

    brokered(test, helper)


def test_what_takes_too_long_is_given_up_and_its_helper_is_replaced(brokered):
    async def never(path):
        if path == "/slow":
            await asyncio.Event().wait()
        return ANSWER, b""

    helper = Pretended(never)

    async def test(address):
        refusal = await asked(address, "/slow")
        assert (refusal.why, refusal.seconds) == (Why.LATE, 0.1)
        assert (await asked(address, "/a"))[0] == "200 OK"
        assert (helper.started, helper.ended) == (2, 1)

    brokered(test, helper, making=0.1)


def test_nobody_waits_without_end_for_a_helper_that_does_not_begin(brokered):
    helper = Pretended(quick)
    begun = asyncio.Event()

    async def slow_to_begin() -> None:
        helper.is_used = True
        await begun.wait()

    helper.ready = slow_to_begin

    async def test(address):
        refused = await asyncio.gather(asked(address, "/a"), asked(address, "/b"), asked(address, "/a", of="two"))
        assert [one.why for one in refused] == [Why.FULL] * 3
        assert all(one.retry >= 1 for one in refused)
        begun.set()
        assert (await asked(address, "/c"))[2] == b"/c"
        assert "/b" not in helper.asked, "what nobody waits for any more is not made"

    brokered(test, helper, making=0.3)


@pytest.mark.parametrize(("losses", "is_made"), [(1, True), (2, False)])
def test_what_is_lost_with_its_helper_is_made_again_once(brokered, losses, is_made):
    left = [Lost()] * losses

    async def falls(path):
        if left:
            raise left.pop()
        return ANSWER, b"made"

    helper = Pretended(falls)

    async def test(address):
        found = await asked(address, "/a")
        assert (found == Refusal(Why.LOST)) is not is_made
        assert helper.ended == losses

    brokered(test, helper)


def test_a_helper_that_has_grown_is_replaced(brokered):
    async def grows(path):
        return {**ANSWER, "resting": 100 if path == "/small" else 500}, b""

    helper = Pretended(grows)

    async def test(address):
        for path in ("/small", "/large", "/small2"):
            await asked(address, path)
        await until(lambda: (helper.started, helper.ended) == (3, 2))

    brokered(test, helper)


def test_a_large_body_is_a_file(brokered, tmp_path):
    file = tmp_path / "body"
    file.write_bytes(b"x" * LARGE)

    async def files(path):
        return {**ANSWER, "file": str(file), "size": LARGE}, b""

    async def test(address):
        assert await asked(address, "/a") == Filed("200 OK", [("Content-Type", "text/plain")], str(file))

    brokered(test, Pretended(files))


def test_who_does_not_know_the_secret_is_not_answered(brokered):
    helper = Pretended(quick)

    async def test(address):
        reader, writer = await asyncio.open_unix_connection(address.path)
        await frames.write(writer, {"secret": "guessed", "key": "k", "client": "c", "environ": environ("/a")})
        assert await reader.read() == b""
        writer.close()
        assert helper.asked == []

    brokered(test, helper)


def test_a_broker_that_is_replaced_is_asked_again(tmp_path):
    address = Address(str(tmp_path / "socket"), 0, "secret")

    async def beside() -> None:
        task = asked(address, "/a")
        await asyncio.sleep(0.05)
        broker = asyncio.ensure_future(Broker(address, Settings(), [Pretended(quick)], Kept()).run())
        assert (await task)[2] == b"/a"
        broker.cancel()
        await asyncio.gather(broker, return_exceptions=True)

    in_loop(beside())

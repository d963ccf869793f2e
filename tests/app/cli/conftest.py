"""Commands called in the test's own process read files there, too: the real thing is in test_confined.py."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pkgutil import resolve_name
from typing import Any

import pytest

from geodata.confined import process


@contextmanager
def here(*_: object) -> Iterator[process.Run]:
    """In place of process.confined: functions run in this process, where a test can replace them."""

    def run(where: str, function: str, *given: Any, **named: Any) -> Any:
        return resolve_name(function)(*given, **named)

    yield run


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "confined", here)

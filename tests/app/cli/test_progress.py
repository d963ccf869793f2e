"""What a terminal shows while a command works, and what is written where there is none."""

from __future__ import annotations

import io
import re
from types import SimpleNamespace

import pytest

from app.cli import terminal


class Screen(io.StringIO):
    """A terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def screen(monkeypatch) -> Screen:
    shown = Screen()
    monkeypatch.setattr(terminal, "sys", SimpleNamespace(stderr=shown))
    return shown


@pytest.fixture
def clock(monkeypatch) -> list[float]:
    """The clock shows the one number in the list."""
    now = [0.0]
    monkeypatch.setattr(terminal.time, "monotonic", lambda: now[0])
    return now


def lines(screen: Screen) -> list[str]:
    """What the line showed, one after the other, without the codes that steer the terminal."""
    return [
        line.rstrip() for line in re.sub(r"\x1b\[[?0-9]*[a-zA-Z]", "", screen.getvalue()).split("\r") if line.strip()
    ]


def test_a_terminal_shows_a_bar_once_it_takes_a_second(screen, clock):
    with terminal.Progress() as progress:
        progress("Reading", 0, 4)
        assert screen.getvalue() == ""
        clock[0] = 1.5
        progress("Placing", 1, 4)
        progress("Writing", 3, 4)
    assert lines(screen) == [
        "  [######------------------]  1 of 4  Placing ...",
        "  [##################------]  3 of 4  Writing ...",
    ]
    assert screen.getvalue().endswith("\x1b[?25h\n"), "what follows stands below, with a cursor"


def test_the_bar_of_a_download_tells_its_bytes(screen, clock):
    with terminal.Progress() as progress:
        clock[0] = 2
        progress.bytes(500_000, 2_000_000)
    assert lines(screen) == ["  [######------------------]  0.5 MB of 2.0 MB"]
    with terminal.Progress() as progress:
        clock[0] = 4
        progress.bytes(500_000, None)
    assert lines(screen)[1].endswith("]  0.5 MB"), "how much there is need not be known"


def test_a_quick_work_shows_nothing_on_a_terminal(screen, clock):
    with terminal.Progress() as progress:
        progress("Reading", 0, 1)
        progress.bytes(1, 2)
    assert not lines(screen)


def test_a_long_step_fits_the_line(screen, clock):
    with terminal.Progress() as progress:
        clock[0] = 2
        progress("x" * 500, 1, 2)
    assert len(lines(screen)[0]) == terminal.WIDTH - 1


def test_without_a_terminal_each_step_is_a_line(capsys):
    with terminal.Progress() as progress:
        for done_, step in enumerate(("Reading", "Placing", "Placing", "Writing")):
            progress(step, done_, 4)
            progress.bytes(done_, 4)
    assert capsys.readouterr() == ("", "  Reading ...\n  Placing ...\n  Writing ...\n")

"""A confined process: it opens what it was given and nothing else, ends in words, and leaves nothing."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
import tempfile
from concurrent.futures import BrokenExecutor, Future
from pathlib import Path
from types import SimpleNamespace

import pytest

from geodata.confined import allowed, guards, landlock, process
from geodata.confined.allowed import Limits
from geodata.errors import DataError
from tests.app.servers import until
from tests.geodata.confined import called

CALLED = called.__name__


@pytest.fixture(scope="module")
def rooms(tmp_path_factory):
    """A file to read, a folder to write to, and a canary beside them."""
    folder = tmp_path_factory.mktemp("rooms")
    (folder / "data").mkdir()
    (folder / "file").write_text("the file")
    (folder / "canary").write_text("the canary")
    return folder


@pytest.fixture(scope="module")
def run(rooms):
    with process.confined([rooms / "file"], [rooms / "data"], Limits(1_500, 60)) as run:
        yield lambda function, *given: run("it", f"{CALLED}:{function.__name__}", *given)


def refused(call, *given):
    with pytest.raises(PermissionError) as caught:
        call(*given)
    assert caught.value.strerror.startswith("A file may open nothing but itself")


def test_it_reads_its_file_and_writes_to_its_folder(run, rooms):
    assert run(called.by_python, str(rooms / "file")) == "the file"
    run(called.write, str(rooms / "data" / "new"))
    assert (rooms / "data" / "new").read_text() == "written"


def test_it_neither_reads_nor_writes_anything_else(run, rooms):
    refused(run, called.by_python, str(rooms / "canary"))
    refused(run, called.write, str(rooms / "canary"))
    refused(run, called.write, str(rooms / "new"))
    assert (rooms / "canary").read_text() == "the canary"
    assert sorted(path.name for path in rooms.iterdir()) == ["canary", "data", "file"]


@pytest.mark.skipif(not landlock.version(), reason="this kernel has no Landlock")
def test_a_library_that_python_knows_nothing_of_is_refused_by_the_kernel(run, rooms):
    assert called.by_a_library(str(rooms / "canary"))[0] >= 0
    assert run(called.by_a_library, str(rooms / "canary")) == (-1, errno.EACCES)
    assert run(called.by_a_library, str(rooms / "file"))[0] >= 0
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert called.connect_by_a_library(port)[0] == 0
        if landlock.version() >= 4:
            assert run(called.connect_by_a_library, port) == (-1, errno.EACCES)


def test_its_temporary_files_are_in_a_room_of_its_own(run, rooms):
    made = Path(run(called.write_temporary))
    assert made.parent.name.startswith(process.ROOM)
    assert made.exists()


def test_too_much_memory_is_a_sentence_and_the_process_goes_on(run):
    before = run(called.identity)
    with pytest.raises(DataError) as caught:
        run(called.take, 3_000_000_000)
    assert caught.value.text == (
        "it: needs more than 1,500 MB of memory. Expected: a file as its publisher gives it. Take the file again from "
        "its publisher; where it is sound and large, set MALI_ATLAS_READ_MEMORY higher."
    )
    assert run(called.take, 1_000) == 1_000
    assert run(called.identity) == before


@pytest.mark.parametrize("signal_", [signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT])
def test_a_process_that_ends_is_a_sentence_and_another_takes_its_place(run, signal_):
    with pytest.raises(DataError) as caught:
        run(called.end, int(signal_))
    assert caught.value.text.startswith(f"it: ended the process that worked on it ({signal_.name}), which has at most")


def test_a_process_that_ends_before_it_begins_is_a_sentence_each_time(rooms):
    with process.confined([], [rooms / "data"], Limits(), [f"{CALLED}:end_at_once"]) as run:
        for _ in range(2):
            with pytest.raises(DataError) as caught:
                run("it", f"{CALLED}:identity")
            assert caught.value.text.startswith("it: ended the process that worked on it (")


def test_a_pool_that_gave_up_as_the_work_came_is_not_waited_for(monkeypatch):
    def full(*_, **__):
        raise RuntimeError("Unexpected error within the Pool")

    monkeypatch.setattr(process, "_PAUSE", 0.01)
    done = Future()
    done.set_result(3)
    for schedule in (lambda *_, **__: Future(), full):
        with pytest.raises(BrokenExecutor):
            process._outcome(SimpleNamespace(active=False, schedule=schedule), (), Limits())
    ready = SimpleNamespace(active=False, schedule=lambda *_, **__: done)
    assert process._outcome(ready, (), Limits()) == 3


def test_too_long_is_a_sentence_and_nothing_is_left(rooms):
    with process.confined([], [rooms / "data"], Limits(1_500, 10)) as run:
        confined = run("it", f"{CALLED}:identity")
        with pytest.raises(DataError) as caught:
            run("it", f"{CALLED}:rest")
    assert caught.value.what == "takes longer than 10 s"
    until(lambda: not is_alive(confined))


def test_gdal_has_the_drivers_that_are_promised_and_no_other(rooms):
    with process.confined([], [], Limits(), ["geodata.geometry.drivers:only_shapefile"]) as run:
        assert run("", f"{CALLED}:drivers") == ["ESRI Shapefile"]
    assert len(called.drivers()) > 20, "in this process all are there"


def test_what_a_killed_command_left_goes_with_the_next_and_one_at_work_keeps_its_room(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (tmp_path / f"{process.ROOM}dead").mkdir()
    with process.confined([], [], Limits()), process.confined([], [], Limits()):
        assert len(list(tmp_path.iterdir())) == 2
    assert list(tmp_path.iterdir()) == []


STARTS = """
import sys, os
from pathlib import Path
from geodata.confined import process
from geodata.confined.allowed import Limits

if __name__ == "__main__":
    with process.confined([], [Path(sys.argv[1])], Limits()) as run:
        print(run("", "tests.geodata.confined.called:identity"), flush=True)
        run("", "tests.geodata.confined.called:rest")
"""


def test_it_ends_when_the_command_that_started_it_is_killed(tmp_path):
    (tmp_path / "start.py").write_text(STARTS)
    started = [sys.executable, str(tmp_path / "start.py"), str(tmp_path)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    with subprocess.Popen(started, stdout=subprocess.PIPE, env=environment) as command:
        confined = int(command.stdout.readline())
        command.kill()
        command.wait()
        until(lambda: not is_alive(confined), 30)


def is_alive(process_id):
    try:
        return Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.parametrize(
    ("event", "given"),
    [
        ("open", ("/canary", "r", 0)),
        ("open", (b"/canary", "r", 0)),
        ("open", (Path("/canary"), None, os.O_RDONLY)),
        ("open", ("/data/../canary", "r", 0)),
        ("open", ("/database", "r", 0)),
        ("open", ("/file", "w", 0)),
        ("open", ("/file", "r+", 0)),
        ("open", ("/file", None, os.O_RDWR)),
        ("open", ("/file", None, os.O_CREAT)),
        ("os.rename", ("/data/a", "/canary", -1, -1)),
        ("os.remove", ("/file", -1)),
        ("os.listdir", ("/",)),
        ("socket.connect", (None, ("127.0.0.1", 1))),
        ("socket.getaddrinfo", ("localhost", 1)),
        ("subprocess.Popen", ("ls", [], None, None)),
        ("os.system", ("ls",)),
        ("os.symlink", ("/canary", "/data/a", -1)),
        ("sqlite3.load_extension", (None, "x")),
    ],
)
def test_the_audit_refuses(event, given):
    hook = guards.audit(allowed.Allowed(("/file",), ("/data",), "/data"))
    with pytest.raises(PermissionError):
        hook(event, given)


@pytest.mark.parametrize(
    ("event", "given"),
    [
        ("open", ("/file", "r", 0)),
        ("open", ("/data/a", "w", 0)),
        ("open", ("/data/a", "r", 0)),
        ("open", ("relative", "r", 0)),
        ("open", (3, "w", 0)),
        ("os.rename", ("/data/a", "/data/b", -1, -1)),
        ("os.listdir", ("/data",)),
        ("os.listdir", (None,)),
        ("compile", (None, "x")),
    ],
)
def test_the_audit_passes(event, given):
    guards.audit(allowed.Allowed(("/file",), ("/data",), "/data"))(event, given)


def test_where_a_command_stands_is_not_read(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    assert str(tmp_path) not in allowed.allowed((), (), Path(tempfile.gettempdir())).readable

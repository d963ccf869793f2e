"""The command line: what it prints, and that an error is a sentence."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from app import __version__
from app.cli import main, server
from app.settings import Settings
from geodata import versions
from geodata.builds import assemble, store
from geodata.errors import AtlasError
from tests import drawn_ged, once, worlds
from tests.app.commands import run
from tests.app.servers import free_port


@pytest.fixture(autouse=True)
def _unset(monkeypatch):
    for name in ("DATA", "HOST", "PORT", "WORKERS"):
        monkeypatch.delenv(f"MALI_ATLAS_{name}", raising=False)


@pytest.fixture
def served(monkeypatch) -> list[tuple]:
    """What would be served; no server starts."""
    calls: list[tuple] = []
    monkeypatch.setattr(server, "serve", lambda *given: calls.append(given))
    return calls


@pytest.fixture
def at_hand(data, monkeypatch) -> None:
    """A build of what ships is a copy of the one that the run has."""

    def build(folder: Path, progress: object = None) -> str:
        return str(store.current_id(once.copy(data, folder)))

    monkeypatch.setattr(assemble, "build", build)


def test_the_version():
    assert run("--version").output == f"mali-atlas, version {__version__}\n"


def test_build_reports_the_accounting_and_the_contradictions(tmp_path):
    result = run("build", "--data", tmp_path)
    assert result.exit_code == 0
    assert f"Building in {tmp_path} from the figures that ship ..." in result.output
    assert f"Built {store.current_id(tmp_path)} in " in result.output
    assert "Events: 1998 = 1907 in regions + 91 not allocated." in result.output
    assert "Site fama-indelimane: stated" in result.output


def test_build_counts_what_was_imported(tmp_path):
    data = tmp_path / "data"
    file = drawn_ged.ged_file(tmp_path / "events.csv", worlds.EVENTS)
    assert run("import", "--data", data, "--name", "mine", file).exit_code == 0
    result = run("build", "--data", data)
    assert result.exit_code == 0, result.output
    assert f"Building in {data} from the figures that ship, mine ..." in result.output
    assert store.current_id(data)


def test_build_shows_its_steps(tmp_path, at_hand, monkeypatch):
    build = assemble.build

    def pipeline(folder, progress):
        progress("Reading", 0, 2)
        progress("Placing", 1, 2)
        return build(folder)

    monkeypatch.setattr(assemble, "build", pipeline)
    result = run("build", "--data", tmp_path)
    assert result.exit_code == 0, result.output
    assert result.output.splitlines()[1:3] == ["  Reading ...", "  Placing ..."]


def test_the_variable_names_the_directory(tmp_path, at_hand, monkeypatch):
    monkeypatch.setenv("MALI_ATLAS_DATA", str(tmp_path / "named"))
    assert run("build").exit_code == 0
    assert store.current_id(tmp_path / "named")


def refused(result, *parts: str) -> None:
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    last = result.output.splitlines()[-1]
    assert last.startswith("mali-atlas: ")
    assert "Traceback" not in result.output
    for part in parts:
        assert part in last


@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe\x00", b"id,year\n1,2022\n", b"a,b\n1,2,3,4\n", b"\0" * 99])
def test_a_file_that_cannot_be_read_is_a_sentence(tmp_path, content):
    file = tmp_path / "events.csv"
    if content is not None:
        file.write_bytes(content)
    refused(run("import", "--data", tmp_path / "data", file), "events.csv: ")
    assert not (tmp_path / "data").exists()


def test_a_wrong_value_is_named_with_its_row(tmp_path):
    file = drawn_ged.ged_file(tmp_path / "events.csv", [{}, {"prec": "x"}])
    refused(run("import", "--data", tmp_path / "data", file), "1 of 2 rows", "row 3, column where_prec: 'x'")


def test_the_option_for_an_event_file_is_gone(tmp_path):
    result = run("build", "--data", tmp_path, "--events", "events.csv")
    assert result.exit_code == 2
    assert "No such option" in result.output


@pytest.mark.parametrize("command", ["build", "serve"])
def test_a_directory_that_cannot_be_written_is_a_sentence(tmp_path, command, served):
    (tmp_path / "file").write_text("no directory")
    folder = tmp_path / "file" / "data"
    port = ["--port", free_port()] if command == "serve" else []
    refused(
        run(command, "--data", folder, *port),
        f"{folder}: cannot be written (Not a directory). Choose another directory with --data.",
    )
    assert served == []


def test_a_file_as_data_directory_is_refused(tmp_path):
    (tmp_path / "file").write_text("no directory")
    result = run("build", "--data", tmp_path / "file")
    assert result.exit_code == 2
    assert "is a file" in result.output


def test_a_busy_port_is_an_error_that_says_so(tmp_path, served):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen(1)
        port = other.getsockname()[1]
        result = run("serve", "--data", tmp_path, "--port", port)
    refused(
        result,
        f"127.0.0.1: port {port} is not free",
        f"Stop what listens there, or choose another: mali-atlas serve --port {port + 1}",
    )
    assert served == []
    assert store.current_id(tmp_path) is None, "nothing is built for a server that cannot start"


@pytest.mark.parametrize("port", ["0", "65536", "x"])
def test_a_port_that_is_none(served, port):
    result = run("serve", "--port", port)
    assert (result.exit_code, served) == (2, [])
    assert "Invalid value for '--port'" in result.output


def test_serve_builds_at_its_first_start_and_prints_the_address(tmp_path, served, at_hand, monkeypatch):
    monkeypatch.setenv("MALI_ATLAS_WORKERS", "3")
    port = free_port()
    result = run("serve", "--data", tmp_path, "--port", port)
    assert result.exit_code == 0, result.output
    assert f"Mali Atlas is at http://127.0.0.1:{port}/ (stop with Ctrl+C)" in result.output
    assert served == [(str(tmp_path.resolve()), "127.0.0.1", port, Settings.from_environ(os.environ))]
    assert served[0][3].workers == (1 if os.name == "nt" else 3)
    first = store.current_id(tmp_path)
    assert first
    again = run("serve", "--data", tmp_path, "--port", port)
    assert "Building" not in again.output
    assert store.current_id(tmp_path) == first


def test_the_host_and_port_come_from_the_environment(tmp_path, served, monkeypatch, data):
    port = free_port()
    monkeypatch.setenv("MALI_ATLAS_HOST", "localhost")
    monkeypatch.setenv("MALI_ATLAS_PORT", str(port))
    monkeypatch.setenv("MALI_ATLAS_WORKERS", "1")
    assert run("serve", "--data", data).exit_code == 0
    assert [given[:3] for given in served] == [(str(data.resolve()), "127.0.0.1", port)]


def test_wrong_workers_are_a_sentence(data, served, monkeypatch):
    monkeypatch.setenv("MALI_ATLAS_WORKERS", "none")
    refused(
        run("serve", "--data", data, "--port", free_port()),
        "MALI_ATLAS_WORKERS: 'none' is not a valid number of workers",
    )
    assert served == []


@pytest.fixture
def builds(monkeypatch) -> list[Path]:
    """The folders that a build was asked for; none is made."""
    calls: list[Path] = []
    monkeypatch.setattr(main, "_build", lambda folder, _: calls.append(folder))
    return calls


def test_a_build_of_another_version_is_made_anew(data, served, builds, monkeypatch):
    run("serve", "--data", data, "--port", free_port())
    assert builds == []
    monkeypatch.setattr(versions, "fingerprint", lambda: "another")
    run("serve", "--data", data, "--port", free_port())
    assert builds == [data]
    assert len(served) == 2


def test_a_damaged_build_is_made_anew(data, served, builds, tmp_path):
    copy = once.copy(data, tmp_path / "data")
    path = copy / "builds" / store.pointed(copy) / "web_base.json"
    path.write_text(path.read_text() + " ")
    run("serve", "--data", copy, "--port", free_port())
    assert builds == [copy]


@pytest.mark.parametrize("problem", [OSError(28, "No space left on device"), AtlasError("too much")])
def test_where_no_build_can_be_made_the_one_that_is_there_is_served(data, served, monkeypatch, problem):
    def fail(*_):
        raise problem

    monkeypatch.setattr(main, "_build", fail)
    monkeypatch.setattr(versions, "fingerprint", lambda: "another")
    result = run("serve", "--data", data, "--port", free_port())
    assert (result.exit_code, len(served)) == (0, 1)
    first, second, *_ = result.output.splitlines()
    assert first.startswith(("mali-atlas: No space left on device. Make room on this disk", "mali-atlas: too much."))
    assert second.startswith(f"Build {store.pointed(data)} of 20")
    assert second.endswith(" is used in its place.")


def test_a_host_that_is_no_address_is_not_called_busy(tmp_path, served):
    result = run("serve", "--data", tmp_path, "--host", "127.0.0.1.5", "--port", free_port())
    assert result.exit_code == 1
    assert "127.0.0.1.5: is not an address of this machine" in result.output
    assert "not free" not in result.output
    assert served == []


def test_a_build_that_is_gone_is_made_anew(tmp_path, served, builds):
    (tmp_path / "data").mkdir()
    run("serve", "--data", tmp_path / "data", "--port", free_port())
    assert builds == [tmp_path / "data"]

"""Commands in forks of this process, which loads everything once; and what they leave in a data directory."""

from __future__ import annotations

import json
import os
import signal
import time
import traceback
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

from click.testing import CliRunner

from app.cli import main
from geodata import sources
from geodata.builds import assemble, publishing, store
from geodata.confined import process
from geodata.imports import add, record
from tests import drawn_ged, worlds


@contextmanager
def here(*_: object) -> Any:
    """In place of process.confined: in this process, a fork already, or one where a test replaces functions."""
    yield lambda where, function, *given, **named: resolve_name(function)(*given, **named)


class World:
    """A data directory with a build and an import, and what the commands make of it."""

    def __init__(self, room: Path) -> None:
        process.confined = here  # type: ignore[assignment]
        self.room, self.template = room, room / "template"
        worlds.ROOM.append(room)
        (room / "world").mkdir()
        self.made = assemble.assemble(worlds.world(room / "world"))
        self.old = publishing.publish(self.template, lambda folder: assemble.write(self.made, folder))
        add.add(self.template, drawn_ged.ged_file(room / "first.csv", worlds.EVENTS), name="first")
        self.file = drawn_ged.ged_file(room / "second.csv", [{"year": 2022, "side_a": "x" * 60_000}] * 3)
        self.pipe = os.pipe()
        os.set_blocking(self.pipe[0], False)

    def build(self, data: Path, *_: object, **__: object) -> str:
        """In place of assemble.build: the same build with one more file."""

        def write(folder: Path) -> None:
            assemble.write(self.made, folder)
            (folder / "more.json").write_text("[]")

        return publishing.publish(data, write)

    def command(self, name: str, data: Path) -> list[str]:
        return {
            "build": ["build", "--data", str(data)],
            "import": ["import", "--data", str(data), "--name", "second", str(self.file)],
            "remove": ["remove", "--data", str(data), "first"],
        }[name]

    def run(self, name: str, data: Path) -> None:
        """Run a command; its exit code is this process's, and its output must be words."""
        assemble.build = self.build
        result = CliRunner().invoke(main.main, self.command(name, data))
        if result.exception and not isinstance(result.exception, SystemExit):
            traceback.print_exception(result.exception)
            os._exit(99)
        os.write(self.pipe[1], result.output.encode()[-4_000:])
        os._exit(result.exit_code)

    def said(self) -> str:
        """What the last command printed."""
        try:
            return os.read(self.pipe[0], 1 << 16).decode()
        except BlockingIOError:
            return ""

    def state(self, data: Path) -> dict[str, Any]:
        """What the directory holds, every byte of it read: the build that is served, the imports."""
        build = store.read(data)
        for entry in build.editions:
            edition = build.edition(entry["source"], entry["frame"])
            for path in (build.folder / one for one in build.checked.hashes):
                if path.parent in edition.folders:
                    (edition.document if path.suffix == ".json" else edition.table)(path.stem)
        imports = {one.name: sources.sha256(one.path(data)) == one.sha256 for one in record.listed(data)}
        return {"build": build.id, "is_pointed": store.pointed(data) == build.id, "imports": imports}


def forked(work: Callable[[], object], before: Callable[[], object] = lambda: None, after: float | None = None) -> int:
    """The exit code of a fork that did the work, or the number of the signal that ended it, negative."""
    child = os.fork()
    if not child:
        try:
            before()
            work()
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(98)
    if after is not None:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def asked(work: Callable[[], Any], room: Path) -> Any:
    """What a fork answers, as JSON; the text of its error where it fails."""

    def tell() -> None:
        try:
            found = work()
        except BaseException as problem:
            found = f"{type(problem).__name__}: {problem}"
        (room / "answer").write_text(json.dumps(found))

    forked(tell)
    return json.loads((room / "answer").read_text())


def size(folder: Path) -> int:
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file())

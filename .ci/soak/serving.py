"""What the scripts beside it share: a data directory with communes and events, a server over it, and its memory."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Self

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "data"
FILES = ("ucdp/ged241_country_download_mali.csv", "boundaries/MLI-ADM3.geojson")
BUILD = "import sys; from pathlib import Path; from geodata.builds import assemble; assemble.build(Path(sys.argv[1]))"
IMPORT = """
import sys
from pathlib import Path
from geodata.imports import add
for file in sys.argv[2:]:
    add.add(Path(sys.argv[1]), Path(file))
"""


def run(code: Path, program: str, *arguments: object) -> None:
    """Run a program of a checkout."""
    command = [sys.executable, "-c", program, *map(str, arguments)]
    subprocess.run(command, env={**os.environ, "PYTHONPATH": str(code)}, cwd=code, check=True)


@contextlib.contextmanager
def data_directory(given: Path | None, code: Path) -> Iterator[Path]:
    """The given data directory; else one that is made with communes and events where these files are."""
    if given:
        yield given
        return
    with tempfile.TemporaryDirectory() as folder:
        if SHARED.is_dir():
            run(code, IMPORT, folder, *(SHARED / name for name in FILES))
        run(code, BUILD, folder)
        yield Path(folder)


def build_again(data: Path) -> None:
    """Start a build of the same inputs, which has another time and so becomes the current one."""
    subprocess.Popen([sys.executable, "-c", BUILD, str(data)], env={**os.environ, "PYTHONPATH": str(ROOT)}, cwd=ROOT)


class Server:
    """`mali-atlas serve` of a checkout on a free port, once it answers; stopped at the end."""

    def __init__(self, data: Path, code: Path = ROOT, **settings: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = "from app.cli.main import main; main()"
        self._process = subprocess.Popen(
            [sys.executable, "-c", command, "serve", "--port", str(self.port), "--data", str(data)],
            env={**os.environ, "PYTHONPATH": str(code), **settings},
            cwd=code,
            stdout=subprocess.DEVNULL,
        )
        self.pid = self._process.pid

    def __enter__(self) -> Self:
        for path in ("/healthz", "/", "/figure.svg"):
            self._wait(path)
        return self

    def _wait(self, path: str) -> None:
        """Wait until the server answers; a server that never does is no trial, and would count as quick refusals."""
        for _ in range(600):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=60).read()
                return
            time.sleep(0.1)
        self.__exit__()
        sys.exit(f"the server does not answer {path}")

    def __exit__(self, *_: object) -> None:
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(60)


def _status(pid: int, name: str) -> str:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith(f"{name}:"):
                return line.split()[1]
    return "0"


def processes(pid: int) -> dict[int, str]:
    """The processes of a server by their part in it."""
    parents = {int(path.name): int(_status(int(path.name), "PPid")) for path in Path("/proc").glob("[0-9]*")}
    children: dict[int, list[int]] = {}
    for child, parent in parents.items():
        children.setdefault(parent, []).append(child)
    found = {pid: "main"}
    for child in children.get(pid, []):
        with contextlib.suppress(OSError):
            command = Path(f"/proc/{child}/cmdline").read_text()
            if "resource_tracker" in command:
                continue
            found[child] = "broker" if "spawn_main" in command else "worker"
            for store in children.get(child, []):
                if "forkserver" in Path(f"/proc/{store}/cmdline").read_text():
                    found[store] = "store"
                    found |= dict.fromkeys(children.get(store, []), "helper")
    return found


def memory(pid: int) -> dict[str, float]:
    """The MB that the largest process of each part holds."""
    found: dict[str, float] = {}
    for one, role in processes(pid).items():
        found[role] = max(found.get(role, 0), int(_status(one, "VmRSS")) / 1024)
    return found


def percentile(values: list[float], part: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(part / 100 * (len(ordered) - 1)))] if ordered else float("nan")

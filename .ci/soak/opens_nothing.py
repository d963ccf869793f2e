"""Every hostile file imported by the command, and a build of what was read, with each call to the system looked at.

    PYTHONPATH=. .venv/bin/python .ci/soak/opens_nothing.py

Asks for strace. Prints how many files were refused and imported, what was connected to, read of the canary, started as
a program but Python itself, and written outside the data directory and the folder for temporary files: all of that
must be 0.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from geodata.imports.record import listed
from tests import hostile_files

ROOT = Path(__file__).resolve().parents[2]
CALLS = "open,openat,creat,connect,sendto,execve,execveat,rename,renameat,renameat2,unlink,unlinkat,mkdir,link,symlink"
COMMAND = ["strace", "-f", "-qq", "-y", "-s", "300", "-e", f"trace={CALLS}", "-e", "status=successful", "-o"]
MAIN = [sys.executable, "-B", "-c", "from app.cli.main import main; main()"]
_WRITES = re.compile(r"O_(WRONLY|RDWR|CREAT|TRUNC|APPEND)")
_PATH = re.compile(r'"((?:[^"\\]|\\.)*)"')
_NO_FILES = ("/dev/shm/", "/dev/null", "/dev/tty", "/proc/self/")  # noqa: S108 - what is looked for, not written


def looked(trace: str, data: Path, temporary: Path, canary: Path) -> Counter[str]:
    """What the calls of a trace did that they should not have."""
    found: Counter[str] = Counter()
    for line in trace.splitlines():
        call = line.split(maxsplit=1)[1] if " " in line else ""
        paths = [path.encode().decode("unicode_escape") for path in _PATH.findall(call)]
        if call.startswith(("connect(", "sendto(")) and ("AF_INET" in call or "sin_addr" in call):
            found[f"connected {call[:120]}"] += 1
        elif call.startswith("exec"):
            found[f"started {call[:120]}"] += paths[:1] != [sys.executable]
        elif any(path == str(canary) for path in paths):
            found[f"canary {call[:120]}"] += 1
        elif not call.startswith("open") or _WRITES.search(call):
            outside = [path for path in paths if path.startswith("/") and not _is_inside(path, data, temporary)]
            if outside and not call.startswith(("connect(", "sendto(", "exec")):
                found[f"wrote {call[:160]}"] += 1
    return +found


def _is_inside(path: str, *folders: Path) -> bool:
    return path.startswith((*(f"{folder}/" for folder in folders), *map(str, folders), *_NO_FILES))


def main() -> int:
    """Print the findings; the exit code is 1 where there are any."""
    with tempfile.TemporaryDirectory() as folder, hostile_files.listener() as (url, asked):
        room = Path(folder)
        canary, data, temporary = room / "canary", room / "data", room / "temporary"
        canary.write_text("the canary")
        temporary.mkdir()
        paths = []
        for number, recipe in enumerate((hostile_files.REFUSED | hostile_files.READ).values()):
            (room / str(number)).mkdir()
            paths.append(str(recipe(room / str(number), url, canary)))
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(temporary), "HOME": str(room / "home")}
        bad: Counter[str] = Counter()
        for name, given in {"import": ["import", *paths], "build": ["build"]}.items():
            trace = room / f"{name}.trace"
            command = [*COMMAND, str(trace), *MAIN, *given, "--data", str(data)]
            result = subprocess.run(command, cwd=room, env=environment, capture_output=True, text=True, check=False)
            refused = sum(line.startswith("mali-atlas: ") for line in result.stderr.splitlines())
            found = looked(trace.read_text(errors="replace"), data, temporary, canary)
            print(
                f"{name}: exit code {result.returncode}, {refused} refused in words, {len(listed(data))} imports kept"
            )
            print(f"  calls that should not be: {found.total()}; connections to the listener: {len(asked)}")
            print(f"  left in the folder for temporary files: {len(list(temporary.iterdir()))}")
            bad += found
        for line, number in bad.most_common(20):
            print(f"    {number} times {line}")
        return int(bool(bad) or bool(asked))


if __name__ == "__main__":
    sys.exit(main())

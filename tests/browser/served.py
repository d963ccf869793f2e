"""A data directory served on a free port: by `mali-atlas serve`, or by the app alone in this process."""

from __future__ import annotations

import os
import subprocess
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from werkzeug.serving import WSGIRequestHandler, make_server

from app.application import create_app
from app.web import responses
from tests.app.servers import QUIET, START, free_port, serve_command, templates_once

PACKED_QUICKLY = (1, 1)
"""What a browser of a test unpacks at once is packed in a hundredth of the time that brotli's best takes."""


class _Silent(WSGIRequestHandler):
    def log(self, *_: object) -> None:
        """Nothing is written of a request: what is wrong shows on the page."""


@contextmanager
def here(data: Path) -> Iterator[str]:
    """The app of a data directory in threads of this process: yields the address.

    For drawn worlds, of which a test module looks at few pages: a server takes six seconds of a core to start. What the
    server adds, connections and helpers, the figures that ship and those that are brought are asked through.
    """
    with templates_once():
        app = create_app(data)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Silent)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(responses, "_BROTLI", PACKED_QUICKLY)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.port}"
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


@contextmanager
def by_command(data: Path) -> Iterator[str]:
    """`mali-atlas serve` with its own data directory: yields the address."""
    port = free_port()
    own = {f"MALI_ATLAS_{name.upper()}": text for name, text in QUIET.items()}
    with (data.parent / f"{data.name}.log").open("w+b") as log:
        server = subprocess.Popen(
            serve_command(port, data, "from app.web import responses", f"responses._BROTLI = {PACKED_QUICKLY}"),
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=data.parent,
            env={**os.environ, "MALI_ATLAS_WORKERS": "1", **own},
        )
        try:
            base = f"http://127.0.0.1:{port}"
            _wait_for(base, server, log)
            yield base
            assert server.poll() is None, f"the server stopped by itself, with {server.returncode}"
        finally:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _wait_for(base: str, server: subprocess.Popen[bytes], log: Any) -> None:
    end = time.monotonic() + START
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{base}/healthz", timeout=START):
                return
        except OSError:
            time.sleep(0.05)
    log.seek(0)
    pytest.fail(f"the server did not start: {log.read().decode(errors='replace')}")

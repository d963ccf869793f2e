"""One file over HTTP: aside, whole or not at all, tried again where that can help; errors say what to do."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import requests
import urllib3
from requests import exceptions

from geodata import files
from geodata.errors import AtlasError

Watch = Callable[[int, int | None], None]
LARGEST = 1 << 30
MOST_REDIRECTS = 5
_CHUNK = 1 << 16
_AGAIN = {408, 425, 429, 500, 502, 503, 504}
"""Status codes that another attempt may not meet."""


@dataclass(frozen=True)
class Network:
    """Network settings: mirror ("": the publisher), proxy ("": the system's), timeout in seconds, attempts in all."""

    mirror: str = ""
    proxy: str = ""
    timeout: float = 30
    attempts: int = 4
    pause: float = 1

    def address(self, url: str) -> str:
        """The URL to request: the publisher's own, or <mirror>/<host>/<path> below the mirror."""
        parts = urlsplit(url)
        return f"{self.mirror.rstrip('/')}/{parts.netloc}{parts.path}" if self.mirror else url

    def shown(self, url: str) -> str:
        """The same without a user's name and password, for a message."""
        return re.sub(r"//[^/@]*@", "//", self.address(url))


class _Failed(Exception):
    """An attempt that failed: why, and whether another may succeed."""

    def __init__(self, why: str, *, again: bool) -> None:
        self.why, self.again = why, again
        super().__init__(why)


def unwatched(done: int, of: int | None) -> None:
    """Nobody watches the download."""


def _fetch(url: str, path: Path, network: Network, watch: Watch) -> None:
    """Write the body of the answer. Raises _Failed or a RequestException unless it is whole."""
    proxies = {"http": network.proxy, "https": network.proxy} if network.proxy else None
    headers = {"User-Agent": "mali-atlas", "Accept-Encoding": "identity"}
    with requests.Session() as session:
        session.max_redirects = MOST_REDIRECTS
        with session.get(url, stream=True, timeout=network.timeout, proxies=proxies, headers=headers) as answer:
            _write(answer, path, _size(url, answer), watch)


def _write(answer: requests.Response, path: Path, size: int | None, watch: Watch) -> None:
    done = 0
    with path.open("wb") as file:
        for chunk in answer.iter_content(_CHUNK):
            file.write(chunk)
            done += len(chunk)
            watch(done, size)
            if done > LARGEST:
                raise _Failed(f"the file is larger than {LARGEST:,} bytes", again=False)
    if size is not None and done != size and "Content-Encoding" not in answer.headers:
        raise _Failed(f"it broke off after {done:,} of {size:,} bytes", again=True)


def download(
    url: str, target: Path, network: Network, *, watch: Watch = unwatched, tell: Callable[[str], None] = lambda _: None
) -> Path:
    """Download a file completely and return its path; nothing partial is left after a failure.

    What may pass (a stall, a body cut short, 5xx) is tried again after a pause that doubles; `tell` is given a line
    each time, `watch` the bytes so far and in all, None where the server does not say. Raises AtlasError with what
    went wrong and the way to fetch the file by hand.
    """
    for attempt in range(1, network.attempts + 1):
        try:
            with files.write_aside(target) as aside:
                _fetch(network.address(url), aside, network, watch)
        except (_Failed, exceptions.RequestException) as problem:
            failed = problem if isinstance(problem, _Failed) else _explained(problem, url, network)
        else:
            return target
        if not failed.again or attempt == network.attempts:
            tries = f", {attempt} times" if attempt > 1 else ""
            raise AtlasError(f"{failed.why}{tries}", where=network.shown(url), todo=by_hand(url))
        tell(f"{failed.why}; attempt {attempt + 1} of {network.attempts} follows ...")
        time.sleep(network.pause * 2 ** (attempt - 1))
    raise AtlasError("no attempt is allowed", where=network.shown(url), expected="at least one attempt")


def by_hand(url: str) -> str:
    """Instructions for downloading by hand."""
    return f"By hand: open {url} in a browser, save the file, then run mali-atlas import FILE."


def _size(url: str, answer: requests.Response) -> int | None:
    """The size that the answer announces; None where it does not. Raises _Failed unless it is a good answer."""
    code = answer.status_code
    if code != requests.codes.ok:
        raise _Failed(f"the server answers {code} ({answer.reason})", again=code in _AGAIN)
    if url.startswith("https:") and not answer.url.startswith("https:"):
        raise _Failed(f"the server leads to an address without encryption, {answer.url}", again=False)
    if answer.headers.get("Content-Type", "").startswith("text/html"):
        raise _Failed("a web page arrived, not the file (the sign-in of a network?)", again=False)
    announced = answer.headers.get("Content-Length", "")
    if announced.isdecimal() and int(announced) > LARGEST:
        raise _Failed(f"the file is larger than {LARGEST:,} bytes", again=False)
    return int(announced) if announced.isdecimal() else None


def _explained(problem: exceptions.RequestException, url: str, network: Network) -> _Failed:
    """An error of requests in plain words. Order matters: a ProxyError, say, is a ConnectionError too."""
    host = urlsplit(network.address(url)).hostname
    cause = problem.args[0] if problem.args else None
    if isinstance(problem, exceptions.TooManyRedirects):
        return _Failed(f"the server leads on more than {MOST_REDIRECTS} times", again=False)
    if isinstance(problem, exceptions.Timeout) or isinstance(cause, urllib3.exceptions.ReadTimeoutError):
        return _Failed(f"{host} was silent for {network.timeout:g} s", again=True)
    if isinstance(problem, exceptions.ProxyError):
        return _Failed(f"the proxy does not lead to {host}", again=False)
    if isinstance(problem, exceptions.SSLError):
        return _Failed(f"the certificate of {host} cannot be trusted", again=False)
    if isinstance(cause, urllib3.exceptions.MaxRetryError):
        return _Failed(f"{host} cannot be reached; is this machine online?", again=False)
    if isinstance(problem, exceptions.ConnectionError | exceptions.ChunkedEncodingError):
        return _Failed("the connection broke off", again=True)
    return _Failed(f"it cannot be fetched ({problem})", again=False)

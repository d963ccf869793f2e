"""Fetch openly published data: download aside, check the hash, unpack, and only then import."""

from __future__ import annotations

import json
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from geodata import files, sources
from geodata.errors import AtlasError, DataError
from geodata.imports import add, download
from geodata.imports.download import Network, Watch, unwatched
from geodata.imports.record import Imported, listed, remove, safe_file_name

RECORD = "downloads.json"
LARGEST_UNPACKED = 4 << 30
MOST_PACKED = 200
"""Bytes that a byte of an archive may become: a csv packs to a tenth, a bomb to a thousandth."""
_GEOBOUNDARIES = "b7dd6a55701c76a330500ad9d9240f2b9997c6a8"
"""The commit of the geoBoundaries release 5.0.0; hash and size are those of the file's Git LFS pointer there."""
_CANDIDATE = re.compile(r"ucdp-candidate-(\d\d)\.0\.([1-9]|1[0-2])")


@dataclass(frozen=True)
class Dataset:
    """An openly published file: title, URL, size, and SHA-256 if known."""

    name: str
    title: str
    release: str
    licence: str
    url: str
    size: int | None = None
    sha256: str | None = None

    @property
    def file(self) -> str:
        """The name of the file at its publisher."""
        return self.url.rsplit("/", 1)[-1]


def _communes(size: int, sha256: str) -> Dataset:
    file = "releaseData/gbOpen/MLI/ADM3/geoBoundaries-MLI-ADM3.geojson"
    url = f"https://github.com/wmgeolab/geoBoundaries/raw/{_GEOBOUNDARIES}/{file}"
    return Dataset("geoboundaries-adm3", "geoBoundaries, communes", "5.0.0", "CC BY 4.0", url, size, sha256)


def _ged(release: str, size: int | None = None) -> Dataset:
    url = f"https://ucdp.uu.se/downloads/ged/ged{release.replace('.', '')}-csv.zip"
    return Dataset(f"ucdp-ged-{release}", "UCDP GED, all countries", release, "CC BY 4.0", url, size)


def _candidate(release: str) -> Dataset:
    url = f"https://ucdp.uu.se/downloads/candidateged/GEDEvent_v{release.replace('.', '_')}.csv"
    return Dataset(f"ucdp-candidate-{release}", "UCDP Candidate, all countries", release, "CC BY 4.0", url)


DATASETS = {
    dataset.name: dataset
    for dataset in (
        _communes(2_081_023, "523ccb26174fdb64655abe6cae4f32b1693a1e822fed1c8cb296f2f2c1b10bd1"),
        _ged("24.1"),
        _ged("25.1", 29_307_888),
        _ged("26.1", 39_122_522),
        _candidate("26.0.2"),
    )
}
"""The datasets that can be fetched by name; any other monthly candidate release is ucdp-candidate-YY.0.M."""


def find(name: str) -> Dataset:
    """Look a dataset up by name. Raises AtlasError with the known names for an unknown one."""
    candidate = _CANDIDATE.fullmatch(name)
    if candidate:
        return _candidate(f"{candidate[1]}.0.{candidate[2]}")
    if name not in DATASETS:
        raise AtlasError(
            f"{name!r} cannot be fetched",
            expected=f"one of {', '.join(DATASETS)}, or ucdp-candidate-YY.0.M",
            todo="Other files: download them in a browser, then run mali-atlas import FILE.",
        )
    return DATASETS[name]


def fetch(
    data: Path,
    dataset: Dataset,
    network: Network,
    *,
    accept_rejected: bool = False,
    watch: Watch = unwatched,
    tell: Callable[[str], None] = lambda _: None,
    bring: Callable[..., Imported] = add.add,
) -> Imported:
    """Download a dataset and import it; nothing is left in the data directory unless all went well.

    The SHA-256 is compared with the one that is known, else with that of the first download, which is kept in
    downloads.json. `watch` is given the bytes so far and in all, `tell` a line for each attempt that failed and is
    made again; `bring` imports as add.add does. Raises AtlasError for what was imported before, and for every failure,
    with the way to fetch the file by hand.
    """
    records = downloads(data)
    before = records.get(dataset.name, {})
    _require_new(data, dataset, before)
    expected = dataset.sha256 or before.get("sha256")
    with _room(data) as room:
        file = download.download(dataset.url, room / dataset.file, network, watch=watch, tell=tell)
        digest = sources.sha256(file)
        if expected and digest != expected:
            _refuse_changed(data, dataset, digest, file.stat().st_size, before)
        table = _unpacked(file)
        kept = sources.sha256(table)
        made = bring(data, table, release=dataset.release, accept_rejected=accept_rejected)
    record = {"url": dataset.url, "sha256": digest, "imported_sha256": kept}
    first = {"first_at": datetime.now(UTC).date().isoformat()}
    try:
        _keep(data, {dataset.name: first | before | record})
    except OSError:
        remove(data, made.name)
        raise
    return made


def _require_new(data: Path, dataset: Dataset, before: dict[str, str]) -> None:
    hashes = {dataset.sha256, before.get("imported_sha256")} - {None}
    for record in listed(data):
        if record.sha256 in hashes:
            raise AtlasError(
                f"already imported as {record.name}",
                where=dataset.name,
                todo=f"To fetch it anew, run mali-atlas remove {record.name} first.",
            )


def _refuse_changed(data: Path, dataset: Dataset, digest: str, size: int, before: dict[str, str]) -> None:
    if dataset.sha256:
        raise DataError(
            f"what arrived is another file: {size:,} bytes, SHA-256 {digest}",
            where=dataset.url,
            expected=f"SHA-256 {dataset.sha256}",
            todo=download.by_hand(dataset.url),
        )
    raise DataError(
        f"the file has changed since its first download on {before['first_at']}: its SHA-256 is {digest}",
        where=dataset.url,
        expected=f"SHA-256 {before['sha256']}",
        todo=f"If its publisher says that it was replaced, delete {data / RECORD} and fetch it again.",
    )


@contextmanager
def _room(data: Path) -> Iterator[Path]:
    """A temporary folder in the data directory to download into."""
    with ExitStack() as kept:
        if not data.exists():
            kept.callback(files.drop_if_empty, data)
        with files.exclusive(data):
            files.sweep(data, [".fetch-*"])
            room = kept.enter_context(files.folder_aside(data, ".fetch-"))
        yield room


def _unpacked(file: Path) -> Path:
    """The file itself, or the only csv of a zip archive. Raises DataError for any other archive, and for a zip bomb."""
    if file.suffix != ".zip":
        return file
    try:
        with zipfile.ZipFile(file) as archive:
            members = [
                member
                for member in archive.infolist()
                if member.filename.lower().endswith(".csv") and not member.filename.startswith("__MACOSX/")
            ]
            if len(members) != 1:
                raise DataError(f"holds {len(members)} csv files", where=file.name, expected="one csv file")
            table = file.with_name(safe_file_name(Path(members[0].filename).name))
            _unpack(archive, members[0], table)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as problem:
        raise DataError(
            f"cannot be unpacked ({problem})", where=file.name, todo="Take the file again from its publisher."
        ) from None
    return table


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, table: Path) -> None:
    most = min(LARGEST_UNPACKED, MOST_PACKED * max(member.compress_size, 1))
    done = 0
    with archive.open(member) as packed, table.open("wb") as file:
        while chunk := packed.read(1 << 20):
            done += len(chunk)
            if done > most:
                raise DataError(
                    f"{member.filename} unpacks to more than {most:,} bytes",
                    where=Path(archive.filename or "").name,
                    expected=f"at most {MOST_PACKED} times its packed size",
                )
            file.write(chunk)


def downloads(data: Path) -> dict[str, dict[str, str]]:
    """The records of what was fetched, by the dataset's name. Raises DataError where they cannot be read."""
    try:
        found: Any = json.loads((data / RECORD).read_text(encoding="utf-8"))
        return {str(name): {str(key): str(value) for key, value in record.items()} for name, record in found.items()}
    except FileNotFoundError:
        return {}
    except (ValueError, AttributeError) as problem:
        raise DataError(
            f"cannot be read ({problem})", where=str(data / RECORD), todo="Delete this file, then fetch again."
        ) from None


def _keep(data: Path, more: dict[str, dict[str, str]]) -> None:
    with files.exclusive(data):
        text = json.dumps(downloads(data) | more, indent=2, sort_keys=True) + "\n"
        with files.write_aside(data / RECORD) as aside:
            aside.write_text(text, encoding="utf-8", newline="\n")

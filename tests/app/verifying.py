"""`mali-atlas verify`, asked: what it says of a pack in words and as JSON, and packs of drawn worlds."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from app.application import create_app
from app.cli import main, verify
from geodata.builds import store
from geodata.exports import pack as packs
from geodata.exports.verify import confirm
from tests import drawn_ged, worlds
from tests.app.conftest import drawn_world

SAME, DAMAGED, DIFFERENT, UNKNOWN = 0, 1, 2, 3


def run(*arguments: object):
    return CliRunner().invoke(main.main, ["verify", *map(str, arguments)])


def verified(pack: Path, data: Path) -> tuple[dict[str, Any], str]:
    """What --json says, and what is said without; both give the same code, and no traceback. A build is asked once."""
    answers: dict[str, Any] = {}

    def answer(pack: packs.Pack, build: store.Build) -> Any:
        if build.id not in answers:
            answers[build.id] = confirm(pack, build)
        return answers[build.id]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(verify, "confirm", answer)
        plain, told = run(pack, "--data", data), run(pack, "--data", data, "--json")
    assert plain.exit_code == told.exit_code
    assert plain.exception is None or isinstance(plain.exception, SystemExit), plain.exception
    found = json.loads(told.stdout)
    assert found["is_intact"] is (plain.exit_code != DAMAGED)
    return {**found, "code": plain.exit_code}, plain.output


def folder(tmp: Path, name: str) -> Path:
    made = tmp / name
    made.mkdir()
    return made


def pack_of(data: Path, query: str, to: Path) -> Path:
    """A pack of the present build of a data directory, saved."""
    answer = create_app(data).test_client().get(f"/download/pack.zip?{query}")
    assert answer.status_code == 200, answer.text
    to.write_bytes(answer.data)
    return to


def world(tmp: Path, spec: drawn_ged.Spec = worlds.EVENTS, **options: Any):
    return drawn_world(Path(tempfile.mkdtemp(dir=tmp)), spec=spec, **options)


def changed(found: dict[str, Any], layer: str = "admin1") -> dict[tuple[str, str], tuple[Any, Any]]:
    """By unit and column, what was and what is."""
    one = next(entry for entry in found["present_build"]["layers"] if entry["layer"] == layer)
    return {(each["unit"], each["column"]): (each["then"], each["now"]) for each in one["differences"]}


def told(found: dict[str, Any]) -> dict[str, set[tuple[str, str, str, str]]]:
    """The differences that verify names, as `slow` gives them."""

    def text(value: Any) -> str:
        return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)

    return {
        layer["layer"]: {
            (_key(layer["layer"], one["unit"]), one["column"], text(one["then"]), text(one["now"]))
            for one in layer["differences"]
        }
        for layer in found["present_build"]["layers"]
    }


def _key(layer: str, unit: str) -> str:
    return unit if layer in ("zones", "grid") or unit == "not allocated" else unit.split(" ")[0]

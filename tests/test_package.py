"""The wheel: everything inside, and at work outside the checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytest.importorskip("hatchling", reason="builds the wheel without a network")
ROOT = Path(__file__).resolve().parents[1]
CACHES = {"__pycache__", "node_modules"}
SCRIPT_CHECKS = {
    "README.md",
    "config.d.ts",
    "eslint.config.js",
    "globals.d.ts",
    "package-lock.json",
    "package.json",
    "tsconfig.json",
    "types.d.ts",
}
PROGRAM = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
import app, geodata
assert Path(app.__file__).is_relative_to(sys.argv[1]), app.__file__
assert Path(geodata.__file__).is_relative_to(sys.argv[1]), geodata.__file__
from app.application import create_app, templates
from app.web import static
from geodata.builds import assemble, store
assert templates().is_relative_to(sys.argv[1]), templates()
data = Path(sys.argv[2])
assemble.build(data)
client = create_app(data).test_client()
tag = static.tag(store.read(data).edition())
files = [f"/assets/{tag}/{name}" for name in ("atlas.fr.js", "atlas.css", "map.admin1.fr.js")]
for path in ("/?lang=fr", "/method", *files):
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.data)
    print(path.rsplit("/", 1)[-1], len(answer.data))
print("Régions" in client.get("/?lang=fr").text)
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """The wheel made of the sdist of a checkout where nothing is compiled."""
    checkout, out = tmp_path_factory.mktemp("checkout") / "main", tmp_path_factory.mktemp("wheel")
    ignored = shutil.ignore_patterns(".git", ".venv", ".*_cache", ".hypothesis", "node_modules", "__pycache__", "*.mo")
    shutil.copytree(ROOT, checkout, ignore=ignored)
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(checkout)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    (made,) = out.glob("*.whl")
    return made


def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_the_wheel_holds_every_file_of_the_packages(wheel):
    inside = names(wheel)
    expected = {
        path.relative_to(ROOT).as_posix()
        for package in ("app", "geodata")
        for path in (ROOT / package).rglob("*")
        if path.is_file() and CACHES.isdisjoint(path.parts) and path.suffix != ".md"
    }
    expected -= {f"app/static/js/{name}" for name in SCRIPT_CHECKS}
    expected |= {f"app/templates/{path.name}" for path in (ROOT / "templates").iterdir()}
    assert {name for name in expected if name.endswith((".mo", ".html", ".js", ".css", ".csv", ".geojson", ".toml"))}
    assert expected <= inside
    for suffix in (".html", ".js", ".css", ".mo", ".csv", ".geojson", ".toml", ".typed"):
        assert [name for name in inside if name.endswith(suffix)], suffix


def test_the_wheel_holds_nothing_else(wheel):
    outside = {name for name in names(wheel) if not name.startswith(("app/", "geodata/"))}
    assert {name.split("/")[0] for name in outside} == {"mali_atlas-0.1.0.dist-info"}
    assert not [name for name in names(wheel) if name.endswith((".pyc", ".orig", ".md")) or "tests/" in name]


def test_what_checks_the_script_is_here_and_stays_here(wheel):
    assert {name for name in SCRIPT_CHECKS if (ROOT / "app/static/js" / name).is_file()} == SCRIPT_CHECKS
    inside = {name for name in names(wheel) if name.startswith("app/static/js/")}
    assert len(inside) > 30
    assert {Path(name).suffix for name in inside} == {".js"}
    assert not [name for name in inside if Path(name).name in SCRIPT_CHECKS or "node_modules" in name]


def test_the_wheel_says_what_it_is(wheel):
    with zipfile.ZipFile(wheel) as archive:
        meta = archive.read("mali_atlas-0.1.0.dist-info/METADATA").decode()
        entry = archive.read("mali_atlas-0.1.0.dist-info/entry_points.txt").decode()
    assert "\nLicense-Expression: MIT\n" in meta
    assert "\nRequires-Python: >=3.11\n" in meta
    assert "mali-atlas = app.cli.main:main" in entry


def test_the_wheel_works_outside_the_checkout(wheel, tmp_path):
    home, data, elsewhere = tmp_path / "unpacked", tmp_path / "data", tmp_path / "elsewhere"
    elsewhere.mkdir()
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(home)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    result = subprocess.run(
        [sys.executable, "-I", "-c", PROGRAM, str(home), str(data)],
        cwd=elsewhere,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**environment, "PYTHONIOENCODING": "utf-8"},
        check=False,
    )
    assert result.returncode == 0, result.stderr
    lines = result.stdout.splitlines()
    assert [line.split()[0] for line in lines[:-1]] == [
        "?lang=fr",
        "method",
        "atlas.fr.js",
        "atlas.css",
        "map.admin1.fr.js",
    ]
    assert all(int(line.split()[1]) > 1000 for line in lines[:-1])
    assert lines[-1] == "True", "the French catalogue is inside"

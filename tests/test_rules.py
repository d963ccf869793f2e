"""The rules of the house that code can check: arrows, gates, top level, sizes."""

from __future__ import annotations

import ast
import graphlib
import hashlib
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import grimp
import pytest

from app.web.languages import scripts
from tests.syntax import imports

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("app", "geodata")
MODULES = sorted(
    path for package in PACKAGES for path in (ROOT / package).rglob("*.py") if "node_modules" not in path.parts
)
SCRIPTS = scripts()
STYLES = sorted((ROOT / "app/static").glob("*.css"))
TEMPLATES = sorted((ROOT / "templates").glob("*.html"))
TOP_LEVEL = {"pyproject.toml", "README.md", "app", "geodata", "templates", "tests"}
LONGEST_SCRIPT, WIDEST = 300, 120
STYLE_INSIDE = "<style>{{ style }}</style>"
NAMESPACE = "http://www.w3.org/2000/svg"
LINKED = ("https://creativecommons.org/", "https://ucdp.uu.se/", "https://www.naturalearthdata.com/")
UNSAFE = (
    r"innerHTML",
    r"outerHTML",
    r"insertAdjacentHTML",
    r"bindTooltip\(",
    r"bindPopup\(",
    r"\beval\(",
    r"new Function\(",
    r"document\.write",
    r"\bhtml:\s*[\"'`]",
    r"setTimeout\(\s*[\"']",
    r"setAttribute\(\s*[\"'](?:style|on\w+)",
)


@cache
def imported(path: Path) -> frozenset[str]:
    """The top-level packages that a module imports, in functions too."""
    found: set[str] = set()
    for node in imports(path):
        if isinstance(node, ast.Import):
            found |= {name.name.split(".")[0] for name in node.names}
        elif node.level == 0 and node.module:
            found.add(node.module.split(".")[0])
    return frozenset(found)


def relative(paths) -> list[str]:
    return [path.relative_to(ROOT).as_posix() for path in paths]


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def files() -> list[Path]:
    """Every file of the checkout but caches and what .gitignore names: no git is needed."""
    ignored = {line.strip("/*") for line in (ROOT / ".gitignore").read_text().split()} | {".git", ".egg-info"}
    found = []
    for path in ROOT.rglob("*"):
        parts = path.relative_to(ROOT).parts
        if path.is_file() and not any(part in ignored or Path(part).suffix in ignored for part in parts):
            found.append(path)
    return found


def test_the_arrows_between_packages_hold():
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "0 broken" in result.stdout


def test_no_module_imports_itself_by_way_of_others():
    graph = grimp.build_graph(*PACKAGES, cache_dir=None)
    arrows = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    assert sum(map(len, arrows.values())) > len(MODULES)
    graphlib.TopologicalSorter(arrows).prepare()  # raises CycleError, which names a cycle


@pytest.mark.parametrize(
    ("package", "home"),
    [
        ("folium", ["app/webmap/folium_map.py"]),
        ("branca", ["app/webmap/folium_map.py"]),
        ("granian", ["app/cli/server.py"]),
        ("vl_convert", ["app/charts/render.py"]),
        ("xlsxwriter", ["geodata/exports/formats/workbook.py"]),
    ],
)
def test_a_library_has_one_home(package, home):
    assert relative(path for path in MODULES if package in imported(path)) == home


@pytest.mark.parametrize("package", ["matplotlib", "PIL"])
def test_sheets_are_drawn_in_one_place(package):
    users = relative(path for path in MODULES if package in imported(path))
    assert users
    assert all(path.startswith("geodata/mapsheet/") for path in users)


def test_no_figure_is_drawn_through_global_state():
    assert [path for path in relative(MODULES) if "pyplot" in (ROOT / path).read_text(encoding="utf-8")] == []


def test_charts_are_made_in_one_place():
    """Every chart is Vega-Lite written by `vega`; nothing loads Altair, whose copies took longer than the drawing."""
    assert [path for path in relative(MODULES) if "altair" in imported(ROOT / path)] == []
    users = relative(path for path in MODULES if re.search(r"\bvega\.(marks|layered)\(", path.read_text("utf-8")))
    assert users
    assert all(path.startswith("app/charts/") for path in users)


@pytest.mark.parametrize("package", ["app", "flask", "jinja2"])
def test_the_pipeline_knows_no_web(package):
    assert relative(path for path in MODULES if package in imported(path) and ROOT / "geodata" in path.parents) == []


@pytest.mark.parametrize("package", ["geopandas", "pandas", "numpy", "shapely"])
def test_the_web_does_no_arithmetic_on_frames(package):
    assert relative(path for path in MODULES if package in imported(path) and ROOT / "app" in path.parents) == []


def test_a_script_never_makes_markup_from_text():
    for path in SCRIPTS:
        text = path.read_text(encoding="utf-8")
        assert [pattern for pattern in UNSAFE if re.search(pattern, text)] == [], named(path)


def test_a_script_is_short_in_both_directions():
    for path in SCRIPTS:
        lines = path.read_text(encoding="utf-8").splitlines()
        assert len(lines) <= LONGEST_SCRIPT, named(path)
        assert [line for line in lines if len(line) > WIDEST] == [], named(path)


def test_a_text_of_a_script_is_written_in_its_call():
    """Texts that are worked out come translated from the server, and are filled by filled()."""
    for path in SCRIPTS:
        calls = re.findall(r"(?<!function )\bt\(\s*(.)", path.read_text(encoding="utf-8"))
        assert set(calls) <= {'"', ")"}, f"{named(path)}: t() is only named in comments"


def test_nothing_is_loaded_from_elsewhere():
    for path in (*SCRIPTS, *STYLES, *TEMPLATES):
        text = path.read_text(encoding="utf-8").replace(NAMESPACE, "")
        found = re.findall(r"(?:https?:)?//[\w-]+\.[\w.-]+[^\s\"')]*", text)
        assert [address for address in found if not address.startswith(LINKED)] == [], named(path)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_has_no_inline_script_or_style(path):
    text = path.read_text(encoding="utf-8")
    if path.name == "briefing.html":  # a file that leaves the server with its style inside
        assert text.count(STYLE_INSIDE) == 1
        text = text.replace(STYLE_INSIDE, "")
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", text)
    for attributes in re.findall(r"<script\b([^>]*)>", text):
        assert "src=" in attributes or re.search(r'type="application/(ld\+)?json"', attributes)
    trusted = re.findall(r"\{\{\s*([\w.]+)\s*\|\s*safe", text)
    assert trusted == (["map_html"] if path.name in {"index.html", "embed.html"} else [])


def test_the_files_are_there_to_be_checked():
    assert len(MODULES) > 30
    assert len(SCRIPTS) > 30
    assert {path.parent.name for path in SCRIPTS} == {
        *("js", "core", "values", "words", "drawing", "layers", "events", "keys", "views")
    }
    assert STYLES
    assert {"base.html", "error.html", "index.html", "method.html"} <= {path.name for path in TEMPLATES}


def test_no_test_module_imports_another():
    """What two of them need lives in a module that holds no tests."""
    found = {}
    for path in sorted((ROOT / "tests").rglob("*.py")):
        for node in imports(path):
            names = [*(getattr(node, "module", None) or "").split("."), *(name.name for name in node.names)]
            if any(re.match(r"(?:[\w.]+\.)?test_", name) for name in names):
                found.setdefault(relative([path])[0], []).extend(names)
    assert found == {}


def test_the_visible_top_level():
    visible = {path.relative_to(ROOT).parts[0] for path in files()}
    assert {name for name in visible if not name.startswith(".")} == TOP_LEVEL


def test_there_is_no_drawer_for_everything():
    names = {"utils", "util", "helpers", "common", "misc"}
    assert relative(path for path in MODULES if path.stem in names) == []


def test_nothing_of_the_data_that_may_not_ship_is_here():
    kept = ROOT.parent / "shared" / "data"
    if not kept.is_dir():
        pytest.skip(f"needs {kept}")

    def digest(path: Path) -> str:
        return hashlib.sha256(path.read_bytes()).hexdigest()

    theirs = {digest(path): path.name for path in kept.rglob("*") if path.is_file() and path.stat().st_size}
    assert len(theirs) > 10
    ours = {relative([path])[0]: digest(path) for path in files() if path.stat().st_size}
    assert len(ours) > 80
    assert {name: theirs[code] for name, code in ours.items() if code in theirs} == {}

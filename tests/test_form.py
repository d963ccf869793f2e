"""The form of modules, as far as code can check it: lengths, the order of names, imports and what they are called.

What still breaks a rule is listed in EXCEPTIONS with its reason; an exception that nothing needs any more fails too.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.syntax import imports, tree

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("app", "geodata")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
LONGEST, LONGEST_FUNCTION = 300, 40
"""Lines of a module and of a function."""
SEVERAL = "another thing here has that name"

EXCEPTIONS: dict[str, dict[str, str]] = {
    "a module goes by its own name": {
        "app/application.py app.exports.mapsheet.route as figure": SEVERAL,
        "app/application.py app.pages.data as data_pages": SEVERAL,
        "app/application.py app.pages.forces.page as force_pages": SEVERAL,
        "app/application.py app.pages.withdrawal.page as withdrawal_pages": SEVERAL,
        "app/ogc/service.py app.ogc.features as ogc_features": SEVERAL,
        "app/pages/forces/charts.py app.charts.strength as panels": SEVERAL,
        "app/webmap/script_config.py app.text.labels as words": SEVERAL,
    },
}


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(tree(path)))


@cache
def names(path: Path, context: type[ast.expr_context]) -> tuple[ast.Name, ...]:
    """The names that a module uses, or gives a value."""
    return tuple(node for node in nodes(path) if isinstance(node, ast.Name) and isinstance(node.ctx, context))


def inside(one: ast.AST, whole: ast.AST) -> bool:
    return whole.lineno <= one.lineno <= whole.end_lineno


@cache
def lines(path: Path) -> tuple[str, ...]:
    return tuple(path.read_text(encoding="utf-8").splitlines())


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def functions(path: Path) -> tuple[ast.FunctionDef | ast.AsyncFunctionDef, ...]:
    return tuple(node for node in nodes(path) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def long_modules(path: Path) -> Iterator[str]:
    if len(lines(path)) > LONGEST:
        yield name(path)


def long_functions(path: Path) -> Iterator[str]:
    for function in functions(path):
        if function.end_lineno - function.lineno + 1 > LONGEST_FUNCTION:
            yield f"{name(path)} {function.name}"


def constants(path: Path) -> dict[str, int]:
    """The names that a module gives values to, outside of functions and classes, with their first line."""
    found: dict[str, int] = {}
    for node in tree(path).body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        for target in targets if isinstance(node, ast.Assign | ast.AnnAssign) else ():
            for one in ast.walk(target):
                if isinstance(one, ast.Name):
                    found.setdefault(one.id, node.lineno)
    return found


def late_constants(path: Path) -> Iterator[str]:
    """Constants below a function or class that uses them."""
    known = constants(path)
    uses = [one for one in names(path, ast.Load) if known.get(one.id, 0) > one.lineno]
    for node in tree(path).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            used = {one.id for one in uses if inside(one, node)}
            yield from (f"{name(path)} {one}" for one in sorted(used) if known.get(one, 0) > node.lineno)


def unexplained_imports(path: Path) -> Iterator[str]:
    """Imports inside a function without a comment on their line that says why."""
    for node in imports(path):
        is_inside = any(inside(node, function) for function in functions(path))
        if is_inside and "#" not in " ".join(lines(path)[node.lineno - 1 : node.end_lineno]):
            yield f"{name(path)} {ast.unparse(node)}"


def is_module(dotted: str) -> bool:
    path = ROOT / dotted.replace(".", "/")
    return path.with_suffix(".py").is_file() or path.is_dir()


def own_modules(path: Path) -> Iterator[tuple[str, str]]:
    """Our own modules that a module imports, with the names that it gives them."""
    for node in imports(path):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in PACKAGES:
            for one in node.names:
                if is_module(f"{node.module}.{one.name}"):
                    yield f"{node.module}.{one.name}", one.asname or one.name


def renamed_modules(path: Path) -> Iterator[str]:
    """Our own modules under another name than theirs."""
    for module, given in own_modules(path):
        if given != module.rpartition(".")[2]:
            yield f"{name(path)} {module} as {given}"


def hidden_modules(path: Path) -> Iterator[str]:
    """Names in a function that hide one of our own modules, which the module imports for all of it."""
    known = {
        one.asname or one.name for node in tree(path).body if isinstance(node, ast.ImportFrom) for one in node.names
    }
    known &= {given for _, given in own_modules(path)}
    stored = [one for one in names(path, ast.Store) if one.id in known]
    for function in functions(path):
        arguments = function.args
        given = {one.arg for one in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)}
        given |= {one.id for one in stored if inside(one, function)}
        yield from (f"{name(path)} {function.name} {one}" for one in sorted(known & given))


RULES = {
    "a module is short": long_modules,
    "a function is short": long_functions,
    "a constant stands above its use": late_constants,
    "an import inside a function says why": unexplained_imports,
    "a module goes by its own name": renamed_modules,
    "no name hides a module": hidden_modules,
}


@pytest.mark.parametrize("rule", RULES)
def test_the_form_of_modules(rule):
    found = {one for path in MODULES for one in RULES[rule](path)}
    assert sorted(found - set(EXCEPTIONS.get(rule, {}))) == []


def test_modules_of_tests_are_short_too():
    assert [one for path in sorted((ROOT / "tests").rglob("*.py")) for one in long_modules(path)] == []


@pytest.mark.parametrize("rule", EXCEPTIONS)
def test_no_exception_outlives_its_reason(rule):
    found = {one for path in MODULES for one in RULES[rule](path)}
    assert sorted(set(EXCEPTIONS[rule]) - found) == []


@pytest.mark.parametrize(
    ("rule", "text", "expected"),
    [
        ("a module is short", "\n" * 301, [""]),
        ("a module is short", "\n" * 300, []),
        ("a function is short", "def f():\n" + "    x = 1\n" * 40, [" f"]),
        ("a function is short", "def f():\n" + "    x = 1\n" * 39, []),
        ("a constant stands above its use", "def f():\n    return A\nA = 1\n", [" A"]),
        ("a constant stands above its use", "A = 1\ndef f():\n    return A\n", []),
        ("an import inside a function says why", "def f():\n    import re\n", [" import re"]),
        ("an import inside a function says why", "def f():\n    import re  # heavy\n", []),
        ("a module goes by its own name", "from geodata import periods as when\n", [" geodata.periods as when"]),
        ("a module goes by its own name", "from geodata import periods\n", []),
        (
            "no name hides a module",
            "from geodata import periods\ndef f(periods):\n    return periods\n",
            [" f periods"],
        ),
        ("no name hides a module", "from geodata import periods\ndef f(when):\n    return 1\n", []),
    ],
)
def test_a_rule_finds_what_breaks_it(rule, text, expected, tmp_path, monkeypatch):
    path = ROOT / "app" / "drawn.py"
    monkeypatch.setattr(Path, "read_text", lambda *_, **__: text)
    kept = tree, nodes, names, lines, functions, imports
    for one in kept:
        one.cache_clear()
    try:
        assert list(RULES[rule](path)) == [name(path) + one for one in expected]
    finally:
        for one in kept:
            one.cache_clear()

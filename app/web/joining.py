"""Our script as one file: its ES modules joined in the order of their imports, so that no page needs a bundler.

Each module becomes a function of its own, so that no two names meet; comments are left out. What is joined is the part
of ES modules that we write, and anything else is refused in words:

    import { name, other as alias } from "./path.js";      import "./path.js";
    export const name = ...      export function name      export async function name      export class name
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_TOKEN = re.compile(
    r"""(?P<kept>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)|/\*.*?\*/[ ]?|//[^\n]*""", re.DOTALL
)
_IMPORT = re.compile(r'^import\s+(?:\{(?P<names>[^}]*)\}\s*from\s*)?"(?P<path>\./[^"]+|\.\./[^"]+)";$', re.MULTILINE)
_NAME = re.compile(r"^(?P<name>[\w$]+)(?:\s+as\s+(?P<alias>[\w$]+))?$")
_EXPORT = re.compile(r"^export\s+(?=(?:const|function|async function|class)\s+(?P<name>[\w$]+))", re.MULTILINE)
_OTHER = re.compile(r"^(?:import|export)\b.*|\bimport\s*\(.*|\bimport\.meta\b.*|\$m\d+", re.MULTILINE)
_BLANK = re.compile(r"[ \t]+$|^\s*\n", re.MULTILINE)


class JoinError(ValueError):
    """A module that cannot be joined, and why."""


@dataclass(frozen=True)
class Module:
    """A module without comments, imports and exports: what it takes from which file, and the names that it gives."""

    name: str
    body: str
    imports: dict[Path, list[tuple[str, str]]]
    exports: tuple[str, ...]


def joined(entry: Path) -> str:
    """The script of an entry module and of all that it imports, each module once and before those that import it.

    Raises JoinError as `modules` does.
    """
    found = modules(entry)
    order = {path: f"$m{number}" for number, path in enumerate(found)}
    parts = [_wrapped(module, order, order[path]) for path, module in found.items()]
    return '"use strict";\n(() => {\n' + "".join(parts) + "})();\n"


def modules(entry: Path) -> dict[Path, Module]:
    """An entry module and all that it imports by file, each once and before those that import it.

    Raises JoinError for a circle of imports, a file or a name that is not there, and any other form of module.
    """
    found: dict[Path, Module] = {}
    _gather(entry.resolve(), entry.resolve().parent, found, ())
    return found


def _gather(path: Path, root: Path, modules: dict[Path, Module], open_: tuple[Path, ...]) -> None:
    """Add a module after those that it imports; `open_` are the modules that are being added."""
    if path in modules:
        return
    if path in open_:
        circle = [_named(one, root) for one in (*open_[open_.index(path) :], path)]
        raise JoinError(f"modules import each other in a circle: {' -> '.join(circle)}")
    module = _read(path, root)
    for imported in module.imports:
        _gather(imported, root, modules, (*open_, path))
        _require_names(module, modules[imported], module.imports[imported])
    modules[path] = module


def _require_names(module: Module, other: Module, names: list[tuple[str, str]]) -> None:
    for name, _ in names:
        if name not in other.exports:
            raise JoinError(f"{module.name} imports {name!r} from {other.name}, which does not export it")


def _named(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


def _read(path: Path, root: Path) -> Module:
    name = _named(path, root)
    text = _TOKEN.sub(lambda found: found["kept"] or "", path.read_text(encoding="utf-8"))
    imports: dict[Path, list[tuple[str, str]]] = {}
    for found in _IMPORT.finditer(text):
        target = (path.parent / found["path"]).resolve()
        if not target.is_relative_to(root) or not target.is_file():
            raise JoinError(f"{name} imports {found['path']!r}, and there is no such file below {root.name}")
        imports.setdefault(target, []).extend(_names(found["names"] or "", name))
    exports = tuple(found["name"] for found in _EXPORT.finditer(text))
    body = _EXPORT.sub("", _IMPORT.sub("", text))
    if other := _OTHER.search(body):
        raise JoinError(f"{name}: {other[0].strip()!r} is a form of module that is not joined")
    return Module(name, _BLANK.sub("", body), imports, exports)


def _names(text: str, module: str) -> list[tuple[str, str]]:
    """(exported name, own name) pairs of what stands in the braces of an import."""
    pairs = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        found = _NAME.match(part)
        if found is None:
            raise JoinError(f"{module}: {part!r} is no name that can be imported")
        pairs.append((found["name"], found["alias"] or found["name"]))
    return pairs


def _wrapped(module: Module, order: dict[Path, str], name: str) -> str:
    taken = "".join(
        f"const {{ {', '.join(map(_binding, names))} }} = {order[path]};\n"
        for path, names in module.imports.items()
        if names
    )
    given = f"return {{ {', '.join(module.exports)} }};\n" if module.exports else ""
    return f"const {name} = (() => {{\n{taken}{module.body}{given}}})();\n"


def _binding(names: tuple[str, str]) -> str:
    given, own = names
    return own if own == given else f"{given}: {own}"

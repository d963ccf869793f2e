"""TypeScript declarations of what the script is told, from the types of the Python side."""

from __future__ import annotations

import types
from typing import Any, Literal, NotRequired, Union, get_args, get_origin, get_type_hints, is_typeddict

from app.webmap import script_types

ROOTS = (script_types.Config, script_types.Site, script_types.Zone, script_types.Part)
HEAD = """\
// Written by `python -m tests.js.write` from app/webmap/script_types.py: change that, not this.
"""
PLAIN = {str: "string", int: "number", float: "number", bool: "boolean", type(None): "null"}


def declarations() -> str:
    """An interface for each type that the roots are made of, those that are used before those that use them."""
    found: dict[str, str] = {}
    for root in ROOTS:
        _declare(root, found)
    return HEAD + "".join(found.values())


def _declare(kind: Any, found: dict[str, str]) -> None:
    if kind.__name__ in found:
        return
    lines = []
    for name, hint in get_type_hints(kind, include_extras=True).items():
        optional = "?" if get_origin(hint) is NotRequired else ""
        lines.append(f"  {name}{optional}: {_written(hint, found)};\n")
    about = (kind.__doc__ or "").strip().partition("\n")[0]
    comment = f"/** {about} */\n" if about and not about.startswith("dict(") else ""
    found[kind.__name__] = f"\n{comment}export interface {kind.__name__} {{\n{''.join(lines)}}}\n"


def _written(hint: Any, found: dict[str, str]) -> str:
    origin, inner = get_origin(hint), get_args(hint)
    if hint in PLAIN:
        return PLAIN[hint]
    if is_typeddict(hint):
        _declare(hint, found)
        return str(hint.__name__)
    if origin in (types.UnionType, Union):
        return " | ".join(_written(part, found) for part in inner)
    if origin is Literal:
        return " | ".join(f'"{part}"' for part in inner)
    if origin is NotRequired:
        return _written(inner[0], found)
    if origin is list:
        item = _written(inner[0], found)
        return f"({item})[]" if "|" in item else f"{item}[]"
    if origin is tuple:
        return f"[{', '.join(_written(part, found) for part in inner)}]"
    if origin is dict:
        return f"Record<string, {_written(inner[1], found)}>"
    raise TypeError(f"no TypeScript for {hint!r}")

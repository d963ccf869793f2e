"""What babel.cfg has pybabel read: Python's texts, and those of addresses, which are their functions' docstrings."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from typing import Any, BinaryIO

from babel.messages.extract import extract_python


def extract(
    file: BinaryIO, keywords: Any, comment_tags: Collection[str], options: Any
) -> Iterator[tuple[Any, ...]]:  # as Babel hands them on, whose types change with its versions
    """The texts of a module that calls mark, then the first lines of its addresses' docstrings, which /docs shows.

    Each with its line, the call that marks it (None: no call does), and comments.
    """
    yield from extract_python(file, keywords, comment_tags, options)
    file.seek(0)
    for function in ast.walk(ast.parse(file.read())):
        if isinstance(function, ast.FunctionDef) and any(map(_is_route, function.decorator_list)):
            yield function.lineno, None, (ast.get_docstring(function) or "").partition("\n")[0], []


def _is_route(decorator: ast.expr) -> bool:
    """Whether a decorator is `@blueprint.get(...)`."""
    return isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "blueprint.get"

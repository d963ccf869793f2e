"""Our script and styles in fewer bytes, made when they are first served: no space, no comment, short names.

The modules of a script come one after the other in one function. Each variable that they declare gets one short name,
alike wherever its module uses it; properties, texts and the browser's own names stay. Lines stay apart at statements.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count, islice, product
from pathlib import Path

from app.web.joining import Module, modules
from app.web.script_names import BOTH, LEADS, PROPERTY, Names
from app.web.script_tokens import Token, tokens

Key = tuple[str, str]
"""A variable: the module that declares it outside all braces, or none, and its name there."""
_FIRST = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_$"
_REST = f"{_FIRST}0123456789"
_RESERVED = frozenset(("do", "if", "in", "of", "as", "for", "get", "let", "new", "set", "try", "var"))
_BEGINS = {";", "{", "}"}
"""Signs after which a statement begins."""
_SHORTER = {"const": "let", "true": "!0", "false": "!1"}
_GOES_ON = frozenset(re.findall(r"\S+", "( [ { , ? : . ?. = => && || ?? + - * / < > <= >= === !== == != ! ..."))
"""Signs after which a line's end ends no statement."""
_ENDS_NOTHING = (_GOES_ON | {")", "]", "}"}) - {"(", "[", "{", "+", "-", "/", "!", "..."}
"""Signs before which it ends none."""
_CSS = re.compile(
    r"""(?P<kept>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    |;?(?:\s|/\*.*?\*/)*(?P<sign>[{};,])(?:\s|/\*.*?\*/)*|(?<=[\w-])(?P<colon>:)\s+|(?<=[\s:(,-])0(?=\.\d)
    |(?:\s|/\*.*?\*/)+""",
    re.DOTALL | re.VERBOSE,
)


def shrunk(entry: Path, said: Callable[[str], str] = str) -> str:
    """The script of an entry module and of all that it imports, in fewer bytes: it does what `joined` does.

    `said` makes of a module's text what it is to say, such as the same in another language.

    Raises JoinError or TokenError for a form that is not known.
    """
    found = {path: replace(module, body=said(module.body)) for path, module in modules(entry).items()}
    names = {path: Names(tokens(module.body)) for path, module in found.items()}
    keys = {path: _keys(path, module, names) for path, module in found.items()}
    short = _short(names, keys)
    parts = [_written(names[path], {name: short[key] for name, key in keys[path].items()}) for path in found]
    return '"use strict";(()=>{' + "\n".join(parts) + "})();\n"


def shrunk_style(text: str) -> str:
    """A style sheet without comments, and without the space and noughts that mean nothing."""
    return _CSS.sub(lambda found: found["kept"] or found["sign"] or found["colon"] or " " * (found[0] != "0"), text)


def _keys(path: Path, module: Module, names: dict[Path, Names]) -> dict[str, Key]:
    """The variable that each name of a module stands for; of another module's, that one."""
    own = names[path]
    top = own.top()
    found: dict[str, Key] = {name: (str(path) if name in top else "", name) for name in own.declared()}
    for target, pairs in module.imports.items():
        found |= {alias: (str(target), given) for given, alias in pairs}
    return found


def _short(names: dict[Path, Names], keys: dict[Path, dict[str, Key]]) -> dict[Key, str]:
    """A short name for each variable, the shortest for those used most, none that a name which stays has.

    Two that are declared outside all braces never have the same, nor two that a module uses: others may.
    """
    uses: Counter[Key] = Counter()
    stays = set(_RESERVED)
    places: dict[Key, set[str]] = defaultdict(set)
    for path, own in names.items():
        for at, meaning in own.meaning.items():
            if meaning == PROPERTY:
                continue
            key = keys[path].get(own.text(at))
            if key:
                uses[key] += 1
                places[key] |= {str(path), *([""] if key[0] else [])}
            else:
                stays.add(own.text(at))
    found: dict[Key, str] = {}
    taken: dict[str, set[str]] = defaultdict(lambda: set(stays))
    free: Counter[str] = Counter()  # by place, how many of the candidates from the first one on are taken there
    candidates = list(islice(_candidates(), len(uses) + len(stays) + 1))
    for key in sorted(uses, key=lambda key: (-uses[key], key[1], key[0])):
        at = max(free[place] for place in places[key])
        while any(candidates[at] in taken[place] for place in places[key]):
            at += 1
        found[key] = candidates[at]
        for place in places[key]:
            taken[place].add(candidates[at])
            while candidates[free[place]] in taken[place]:
                free[place] += 1
    return found


def _candidates() -> Iterator[str]:
    for length in count(0):
        for first in _FIRST:
            yield from (first + "".join(rest) for rest in product(_REST, repeat=length))


def _written(own: Names, short: dict[str, str]) -> str:
    """A module with short names, and with space only where two words or signs would run together."""
    parts: list[str] = []
    before, declares = Token("sign", ";"), [False]  # whether what is under way in each bracket declares variables
    for at, token in enumerate(own.tokens):
        if _is_left_out(own, at):
            continue
        between = _between(before, token)
        if _is_declaration(own, at):
            if before.text == "," and declares[-1]:
                continue  # the declaration before goes on
            declares[-1] = before.text in _BEGINS
        elif between == "\n":
            declares[-1] = False
        parts += [between, text := _said(own, at, short, declares[-1])]
        before = replace(token, text=text)
        declares[-1] &= text != ";"
        if token.closes:
            declares.pop()
        if token.opens:
            declares.append(False)
    return "".join(parts)


def _said(own: Names, at: int, short: dict[str, str], declares: bool) -> str:
    """A token as it is written: a name short, and a comma between two declarations."""
    token, text = own.tokens[at], own.text(at)
    meaning = own.meaning.get(at, PROPERTY)
    if meaning != PROPERTY and text in short:
        return f"{text}:{short[text]}" if meaning == BOTH else short[text]
    if text == ";" and declares and _is_declaration(own, at + 1):
        return ","
    if token.kind == "word" and own.text(at - 1) not in {".", "?."} and own.text(at + 1) != ":":
        return _SHORTER.get(text, text)
    return text


def _is_declaration(own: Names, at: int) -> bool:
    """True for the word that begins the declaration of variables."""
    return own.text(at) in {"const", "let"} and own.text(at - 1) not in {".", "?."} and own.text(at + 1) != ":"


def _is_left_out(own: Names, at: int) -> bool:
    """True for what means nothing: brackets around a name, and before a bracket's end a comma, or a semicolon that is
    no empty statement."""
    text, after = own.text(at), own.text(at + 1)
    if text in {"(", ")"}:
        return _holds_a_name(own, *sorted((at, own.tokens[at].mate)))
    if after not in {")", "]", "}"} or own.tokens[at + 1].kind != "sign":
        return False
    is_empty = own.text(at - 1) == ")" and own.text(own.tokens[at - 1].mate - 1) in LEADS
    return text == "," or (text == ";" and after == "}" and not is_empty)


def _holds_a_name(own: Names, start: int, end: int) -> bool:
    """True for brackets after a sign around one name, or names with dots between, such as casts of types have, or the
    only parameter of a function; false for those of a call."""
    before, inside = own.tokens[start - 1] if start else Token("sign", ";"), own.tokens[start + 1 : end]
    if before.kind != "sign" or before.text in {")", "]", "}", "?."} or not inside or len(inside) % 2 == 0:
        return False
    if own.text(end + 1) == "=>":
        return len(inside) == 1 and inside[0].kind == "word"
    return all(token.kind == "word" if place % 2 == 0 else token.text == "." for place, token in enumerate(inside))


def _between(before: Token, token: Token) -> str:
    """The space that has to stand between two tokens: a line's end where a statement may end, or one space."""
    if (
        "\n" in token.space
        and before.text != ";"
        and not (
            (before.kind == "sign" and before.text in _GOES_ON)
            or (token.kind == "sign" and token.text in _ENDS_NOTHING)
        )
    ):
        return "\n"
    words = ("word", "number", "regex")
    if before.kind in words and token.kind in ("word", "number"):
        return " "
    return " " if before.text[-1] == token.text[0] and token.text[0] in "+-/" and token.space else ""

"""The tokens of a script: words, numbers, texts, templates, regular expressions and signs, as shrinking reads them."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NEXT = re.compile(
    r"""(?P<word>[A-Za-z_$][\w$]*)|(?P<number>\d[\w.]*)
    |(?P<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    |(?P<sign>\.\.\.|=>|\?\.(?!\d)|\+\+|--|[=!]==?|[<>]=|&&=?|\|\|=?|\?\?=?|\*\*|[-+*%]=|[^\s\w])""",
    re.VERBOSE,
)
_SPACE = re.compile(r"\s*")
_TEMPLATE = re.compile(r"(?:[^`\\$]|\\.|\$(?!\{))*(?P<end>`|\$\{)", re.DOTALL)
_REGEX = re.compile(r"/(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*")
_OPENS, _CLOSES = {"(", "[", "{"}, {")", "]", "}"}
_BEFORE_REGEX = {"return", "typeof", "case", "of", "in"}


class TokenError(ValueError):
    """A script that cannot be told apart into tokens."""


@dataclass
class Token:
    """A word, number, text, piece of a template, regular expression or sign, with the space before it.

    `mate` of a bracket is the number of the token that closes or opens it.
    """

    kind: str
    text: str
    space: str = ""
    mate: int = -1

    @property
    def closes(self) -> bool:
        """True for a bracket's end and for a piece of a template behind what is filled in."""
        return self.text[0] == "}" if self.kind == "template" else self.kind == "sign" and self.text in _CLOSES

    @property
    def opens(self) -> bool:
        """True for a bracket and for a piece of a template before what is filled in."""
        return self.text.endswith("${") if self.kind == "template" else self.kind == "sign" and self.text in _OPENS


def tokens(script: str) -> list[Token]:
    """The tokens of a script without comments; joined with the space before each, they are the script but its end."""
    found: list[Token] = []
    inside: list[str] = []  # the braces that are open: a block's or object's `{`, a template's `${`
    end = 0
    while (at := _past_space(script, end)) < len(script):
        token = _token(script, at, found[-1] if found else Token("sign", ";"), inside)
        token.space = script[end:at]
        found.append(token)
        end = at + len(token.text)
    _match(found)
    return found


def _past_space(script: str, at: int) -> int:
    found = _SPACE.match(script, at)
    return found.end() if found else at


def _token(script: str, at: int, before: Token, inside: list[str]) -> Token:
    if script[at] == "`" or (script[at] == "}" and inside[-1:] == ["${"]):
        return _template(script, at, inside)
    if script[at] == "/" and _may_be_regex(before) and (found := _REGEX.match(script, at)):
        return Token("regex", found[0])
    found = _NEXT.match(script, at)
    if found is None or found.lastgroup is None or found[0] in ('"', "'"):
        raise TokenError(f"no token at {script[at : at + 40]!r}")
    if found[0] == "{":
        inside.append("{")
    elif found[0] == "}" and inside:
        inside.pop()
    return Token(found.lastgroup, found[0])


def _template(script: str, at: int, inside: list[str]) -> Token:
    """A piece of a template: from ` or the end of what is filled in, to the next of these."""
    if script[at] == "}":
        inside.pop()
    found = _TEMPLATE.match(script, at + 1)
    if found is None:
        raise TokenError(f"no end of the template {script[at : at + 40]!r}")
    if found["end"] == "${":
        inside.append("${")
    return Token("template", script[at] + found[0])


def _may_be_regex(before: Token) -> bool:
    if before.kind == "word":
        return before.text in _BEFORE_REGEX
    return before.kind == "sign" and before.text not in {")", "]", "}"}


def _match(found: list[Token]) -> None:
    """Tell each bracket its mate."""
    open_: list[int] = []
    for number, token in enumerate(found):
        if token.closes:
            if not open_:
                raise TokenError(f"{token.text!r} closes nothing")
            token.mate = open_.pop()
            found[token.mate].mate = number
        if token.opens:
            open_.append(number)
    if open_:
        raise TokenError(f"{found[open_[-1]].text!r} is not closed")

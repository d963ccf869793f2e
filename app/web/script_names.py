"""What each word of a script stands for: a variable, a property, or both; and which variables a module declares.

Not a parser: it knows the forms that our modules are written in, and leaves a name alone where it cannot tell. A name
is renamed alike wherever a module uses it, so that nothing depends on where a scope begins or ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.web.script_tokens import Token, TokenError

VARIABLE, PROPERTY, BOTH = "variable", "property", "both"
"""What a word stands for: BOTH as in `{ name }`; a keyword is as little a variable as a property is."""
_KEYWORDS = frozenset(
    re.findall(
        r"\w+",
        """arguments as async await break case catch class const constructor continue debugger default delete do else
        export extends false finally for from function get globalThis if import in instanceof let new null of return set
        static super switch this throw true try typeof undefined var void while with yield""",
    )
)
_DECLARES = frozenset(("const", "let", "var", "function", "class"))
_BLOCKS = frozenset(("else", "try", "catch", "finally", "do", "static", "=>", ")", ";", "{", "}"))
_OF_MEMBERS = frozenset(("async", "get", "set", "static", "*"))
LEADS = frozenset(("if", "for", "while", "switch", "with"))
"""Words before brackets that are no call."""


@dataclass
class Names:
    """The tokens of a module without space, the bracket around each, what its braces are, and its words' meaning."""

    tokens: list[Token]
    around: list[int] = field(default_factory=list)
    braces: dict[int, str] = field(default_factory=dict)
    meaning: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read the tokens once, in their order."""
        open_: list[int] = []
        for at, token in enumerate(self.tokens):
            if token.closes:
                open_.pop()
            self.around.append(open_[-1] if open_ else -1)
            if token.kind == "word":
                self.meaning[at] = self._meaning(at)
            if token.opens:
                open_.append(at)
                if token.text == "{":
                    self.braces[at] = self._brace(at)
        self._require_known()

    def _require_known(self) -> None:
        """Raise TokenError where a brace holds what only stands in one of another kind."""
        for at, token in enumerate(self.tokens):
            inside, after = self.braces.get(self.around[at]), self.text(at + 1)
            is_first = token.kind == "word" and self.text(at - 1) in {"{", ","}
            is_call = is_first and after == "(" and self.text(self.tokens[at + 1].mate + 1) != "{"
            in_object = inside == "object" and (token.text == ";" or is_call)
            if in_object or (inside == "block" and is_first and after == ":"):
                said = " ".join(one.text for one in self.tokens[max(0, at - 5) : at + 5])
                raise TokenError(f"a brace of unknown kind before {token.text!r}, in: {said}")

    def text(self, at: int) -> str:
        """The text of a token; empty beyond the ends."""
        return self.tokens[at].text if 0 <= at < len(self.tokens) else ""

    def declared(self) -> set[str]:
        """The names that the module declares anywhere."""
        return {self.text(at) for at in self._declarations()}

    def top(self) -> set[str]:
        """The names that the module declares outside all braces."""
        return {self.text(at) for at in self._statements() if self._is_top(at)}

    def _is_top(self, at: int) -> bool:
        """True if no block is open: what is open is the pattern of a declaration."""
        around = self.around[at]
        while around >= 0 and (self.text(around) == "[" or self.braces.get(around) == "object"):
            around = self.around[around]
        return around < 0

    def _brace(self, at: int) -> str:
        before = self.text(at - 1)
        if self.text(at - 2) == "class" or (self.text(at - 2) == "extends" and self.text(at - 4) == "class"):
            return "class"
        return "block" if before in _BLOCKS or not before else "object"

    def _meaning(self, at: int) -> str:
        before, after = self.text(at - 1), self.text(at + 1)
        inside = self.braces.get(self.around[at], "")
        if self.text(at) in _KEYWORDS or before in {".", "?.", "#"}:
            return PROPERTY
        if inside == "class" and self._before_member(at) in {"{", "}", ";"}:
            return PROPERTY
        if inside == "object" and self._before_member(at) in {"{", ","}:
            return BOTH if after in {",", "}", "="} else PROPERTY
        return VARIABLE

    def _before_member(self, at: int) -> str:
        """What stands before a name and the words and the `*` that a member's name may have before it."""
        while self.text(at - 1) in _OF_MEMBERS:
            at -= 1
        return self.text(at - 1)

    def _declarations(self) -> Iterator[int]:
        yield from self._statements()
        for at, token in enumerate(self.tokens):
            if token.kind != "sign":
                continue
            if token.text == "=>" and self.tokens[at - 1].kind == "word":
                yield at - 1
            elif token.text == "=>" or (token.text == "{" and self.text(at - 1) == ")"):
                start = self.tokens[at - 1].mate
                if token.text == "=>" or self.text(start - 1) not in LEADS:
                    yield from self._bound(start, at - 1)

    def _statements(self) -> Iterator[int]:
        """What const, let, function and class declare."""
        for at, token in enumerate(self.tokens):
            if token.kind == "word" and token.text in _DECLARES and self.text(at - 1) not in {".", "?."}:
                following = at + 1
                if self.text(following) in {"{", "["}:
                    yield from self._bound(following, self.tokens[following].mate)
                elif self.meaning.get(following) == VARIABLE:
                    yield following

    def _bound(self, start: int, end: int) -> Iterator[int]:
        """The names that a pattern or a list of parameters binds: all but keys and what stands after an `=`."""
        at = start + 1
        while at < end:
            if self.text(at) == "=":
                at = self._past_value(at, end)
                continue
            if self.meaning.get(at) in {VARIABLE, BOTH}:
                yield at
            at += 1

    def _past_value(self, at: int, end: int) -> int:
        """Where a default ends: at the comma or the bracket that closes its list."""
        around = self.around[at]
        while at < end and not (self.around[at] == around and self.text(at) == ",") and at != self.tokens[around].mate:
            at += 1
        return at

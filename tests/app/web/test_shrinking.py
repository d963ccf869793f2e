"""The script and the styles as they are served: in fewer bytes, and meaning the same."""

from __future__ import annotations

import gzip
import re
import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web import static
from app.web.joining import joined, modules
from app.web.languages import LATER
from app.web.script_names import Names
from app.web.script_tokens import TokenError, tokens
from app.web.shrinking import shrunk, shrunk_style

ENTRIES = ["main", "pages", "embed", *LATER]
NODE = shutil.which("node")
"""What parses a script, where it is there: nothing that runs needs it."""


def shrink(tmp_path, text, **others):
    """What becomes of a module, its only line of code behind the first braces."""
    for name, other in others.items():
        (tmp_path / f"{name}.js").write_text(other, encoding="utf-8")
    path = tmp_path / "entry.js"
    path.write_text(text, encoding="utf-8")
    return shrunk(path).removeprefix('"use strict";(()=>{').removesuffix("})();\n")


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("const first = 1;\nuse(first + +first - -first);", "let a=1;use(a+ +a- -a);"),
        ("const { one, two: other } = found;\nuse(one, other);", "let{one:a,two:b}=found;use(a,b);"),
        ("const name = 1;\nuse({ name, value: name }.name);", "let a=1;use({name:a,value:a}.name);"),
        (
            "const of = (list) => list;\nfor (const x of of(y)) use(x);",
            "let of=a=>a;for(let b of of(y))use(b);",
        ),
        ("const f = ({ key = 1, deep: { inner } }) => key + inner;", "let c=({key:b=1,deep:{inner:a}})=>b+a;"),
        ("const f = (a = document, b) => a + b;", "let c=(a=document,b)=>a+b;"),
        (
            "const part = 1;\nuse(`${part} of ${{ part }.part} part`);",
            "let a=1;use(`${a} of ${{part:a}.part} part`);",
        ),
        ("const clear = /[/]part/g;\nuse(part / clear / 2);", "let a=/[/]part/g;use(part/a/2);"),
        ("try {\n  use();\n} catch (error) {\n  use(error);\n}", "try{use()}catch(a){use(a)}"),
        (
            "const pick = true ? one : two;\nuse({ pick: pick ? pick : 1 });",
            "let a=!0?one:two;use({pick:a?a:1});",
        ),
        (
            "const at = /** @type {any} */ (event.target).value || (event);\nuse((at), [(this.x)], !(at));",
            "let a=event.target.value||event;use(a,[this.x],!a);",
        ),
        (
            "const at = (a?.b).c + a?.(b) + (a, b) + (1).x + new (a.b)() + (f)(x);\nuse(async (x) => x, (x) => x);",
            "let d=(a?.b).c+a?.(b)+(a,b)+(1).x+new(a.b)()+f(c);use(async(c)=>c,c=>c);",
        ),
        (
            "const one = 1;\nlet two;\nconst [three] = [() => {\n  const four = one;\n  let five = 2;\n}];\nuse(two);",
            "let a=1,b,[e]=[()=>{let d=a,c=2}];use(b);",
        ),
        (
            "const one = 1;\nuse();\nlet two = 2;\nif (one) {\n  use();\n}\nlet three;",
            "let a=1;use();let c=2;if(a){use()}\nlet b;",
        ),
        (
            "for (let at = 0; at; ) {\n  let one = `${at}`;\n  const two = 1;\n}\nlet word = 1\nuse()\nlet three = 1;",
            "for(let a=0;a;){let b=`${a}`,d=1}\nlet e=1\nuse()\nlet c=1;",
        ),
        ("let word = 1\nuse();\nlet other;\nuse({ let: 1 }.let);", "let b=1\nuse();let a;use({let:1}.let);"),
        (
            "class Way {\n  go(step) {\n    this.step = step;\n  }\n}\nnew Way().go();",
            "class a{go(b){this.step=b}}\nnew a().go();",
        ),
        ("const all = { show(one) {\n    return one;\n  },\n};", "let b={show(a){return a}};"),
        ("let word = 1\nword++\nuse(word)", "let a=1\na++\nuse(a)"),
        ("label.text = text.label;", "label.text=text.label;"),
        ("{\n  while (use());\n}\nuse({ true: false }, one.const);", "{while(use());}\nuse({true:!1},one.const);"),
        ("const more = 1;\nuse({ weight: 5 + 2 * more, more });", "let a=1;use({weight:5+2*a,more:a});"),
        ("const all = { async *more(one) {\n    yield one;\n  },\n};", "let b={async*more(a){yield a}};"),
        ("const more = 1;\nuse({ wait: async more => more * more });", "let a=1;use({wait:async a=>a*a});"),
    ],
)
def test_what_a_module_declares_is_renamed_and_nothing_else(tmp_path, text, becomes):
    assert shrink(tmp_path, text) == becomes


WORDS = ("more", "other", "2")
SIGNS = ("*", "+", "-", "/", "%", "**", "&&", "||", "??", "<", "===")


@st.composite
def members(draw):
    """A member of an object as it is written, and as it is to be: its key stays, what its value names is short."""
    key = draw(st.sampled_from(("more", "weight", "get")))
    words = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4))
    signs = draw(st.lists(st.sampled_from(SIGNS), min_size=3, max_size=3))
    rest = list(zip(signs, words[1:], strict=False))
    written = f"{key}: {words[0]}" + "".join(f" {sign} {word}" for sign, word in rest)
    short = {"more": "a", "other": "b"}
    return written, f"{key}:{short.get(words[0], words[0])}" + "".join(
        f"{sign}{short.get(word, word)}" for sign, word in rest
    )


@given(st.lists(members(), min_size=1, max_size=4))
def test_a_value_of_an_object_is_told_from_a_member(tmp_path_factory, drawn):
    """`{ weight: 2 * more, opacity }`: the star before a name makes no generator of it."""
    head = "const more = 1;\nconst other = more + more + more + more + more;\n"
    count = sum(written.partition(":")[2].count("other") for written, _ in drawn)
    uses = "".join("use(more);\n" for _ in range(count))
    text = head + uses + "use({ " + ", ".join(written for written, _ in drawn) + " });"
    expected = "use({" + ",".join(short for _, short in drawn) + "});"
    assert shrink(tmp_path_factory.mktemp("drawn"), text).endswith(expected)


def test_names_of_two_modules_never_meet(tmp_path):
    text = 'import { shown as other } from "./one.js";\nconst shown = other;\nuse(shown, a);\n'
    assert shrink(tmp_path, text, one="export const shown = b;\n") == "let d=b;\nlet c=d;use(c,a);"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("const a = [1;", "'[' is not closed"),
        ("use(1));", "')' closes nothing"),
        ("use('it);", "no token at"),
        ("use(`it);", "no end of the template"),
        ("odd {\n  use(1);\n}", "a brace of unknown kind before 'use'"),
        ("odd {\n  a = 1;\n}", "a brace of unknown kind before ';'"),
        ("if (odd) {\n  label: use(1);\n}", "a brace of unknown kind before 'label'"),
    ],
)
def test_what_cannot_be_told_is_refused_in_words(tmp_path, text, said):
    with pytest.raises(TokenError, match=re.escape(said)):
        shrink(tmp_path, text)


@pytest.mark.parametrize("entry", ENTRIES)
def test_our_script_says_the_same_in_fewer_bytes(entry):
    path = static.STATIC / "js" / f"{entry}.js"
    plain, small = joined(path), static.script(entry).decode()
    assert len(gzip.compress(small.encode())) < 0.85 * len(gzip.compress(plain.encode()))
    small_says = small.replace("!0", "true").replace("!1", "false")
    texts = [
        [one.text for one in tokens(script) if one.kind in {"text", "regex", "number"}]
        for script in (plain, small_says)
    ]
    assert texts[0][1:] == texts[1][1:], "no text is changed"
    if NODE:
        said = subprocess.run(
            [NODE, "--check", "-"], input=small, capture_output=True, text=True, check=False, timeout=60
        )
        assert said.returncode == 0, said.stderr


def test_every_name_that_is_used_freely_is_the_browsers_or_leaflets():
    """A name that is neither declared nor known is a mistake of ours or of what renames."""
    known = set(re.findall(r"[\w$]+", BROWSERS))
    for module in (static.STATIC / "js" / f"{entry}.js" for entry in ENTRIES):
        for found in modules(module).values():
            names = Names(tokens(found.body))
            own = names.declared() | {alias for pairs in found.imports.values() for _, alias in pairs}
            used = {names.text(at) for at, meaning in names.meaning.items() if meaning != "property"}
            assert used - own <= known, found.name


BROWSERS = """
AbortController AbortSignal Array Blob Boolean CSS DOMParser Date Element Error Event HTMLElement
Infinity IntersectionObserver Intl JSON KeyboardEvent L Map Math MutationObserver NaN Node Number Object
PointerEvent Promise RegExp ResizeObserver Set String TypeError URL URLSearchParams WeakMap WeakSet addEventListener
cancelAnimationFrame clearInterval clearTimeout console decodeURIComponent devicePixelRatio document
encodeURIComponent fetch getComputedStyle history innerHeight innerWidth isFinite isNaN localStorage location
matchMedia navigator parseFloat performance queueMicrotask removeEventListener requestAnimationFrame
requestIdleCallback sessionStorage setInterval setTimeout structuredClone window
"""
"""What a script finds in a browser, as far as ours may use it, and Leaflet."""


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        (".a > .b,\n.c :hover {\n  margin: 0.5rem -0.25rem 10px;\n}\n", ".a > .b,.c :hover{margin:.5rem -.25rem 10px}"),
        ('/* a */\n.a::before { content: "a: 0.5; /* b */"; }', ' .a::before{content:"a: 0.5; /* b */"}'),
        ("@media (min-width: 900px) and (print) {\n  .a { top: calc(1px + 0.5em) }\n}",
         "@media (min-width:900px) and (print){.a{top:calc(1px + .5em)}}"),
    ],
)  # fmt: skip
def test_a_style_loses_what_means_nothing(text, becomes):
    assert shrunk_style(text) == becomes


def test_what_leaflet_says_to_old_browsers_it_says_to_all_in_the_same_rule():
    whole = static._RULE.sub(static._used, shrunk_style((static.LEAFLET / "leaflet.css").read_text(encoding="utf-8")))
    left_out = [(old, whole[old.end() : whole.index("}", old.start())]) for old in static._OF_OLD.finditer(whole)]
    assert len(left_out) > 10
    for old, behind in left_out:
        name = re.sub("^-(?:ms|moz|webkit)-", "", old[0].partition(":")[0])
        assert name in [declaration.partition(":")[0] for declaration in behind.split(";")], (old[0], behind)

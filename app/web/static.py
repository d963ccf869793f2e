"""Scripts and styles that are the same for every build, and the tag that their addresses carry."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path

from xstatic.pkg import leaflet

from app.web.joining import joined
from app.web.languages import LATER, SOURCE, translated
from app.web.shrinking import shrunk, shrunk_style
from geodata.builds.store import Build, Edition
from geodata.versions import code

STATIC = Path(__file__).parents[1] / "static"
LEAFLET = Path(leaflet.BASE_DIR)
SHEETS = (LEAFLET / "leaflet.css", *(STATIC / f"{name}.css" for name in ("atlas", "picture", "phone")))
"""The style sheets that every page of ours loads, served as one."""
_UNUSED = (
    *("popup", "tooltip", "control-layers", "attribution", "default-icon", "oldie", "vml"),
    *("leaflet-tile", "image-layer", "marker-shadow", "shadow-pane", "div-icon", "safari", "canvas"),
    *("scale-line:not", "-pane img", "draggable"),
)
"""What Leaflet has rules for and our map does not have."""
_RULE = re.compile(r"([^{}]+)(\{[^{}]*\})")
_OF_OLD = re.compile(
    r"(?<=[{;])(?:-(?:ms|moz)-(?!user-select)|-webkit-trans|cursor:-|pointer-events:visiblePainted)[^;}]*;?"
)
"""What only browsers ask for that are long gone: behind each stands what all others take."""
_JSON, _SCRIPT, _STYLE = "application/json", "text/javascript", "text/css"


@cache
def script(entry: str = "main", lang: str = SOURCE) -> bytes:
    """Our script as one file, in few bytes: a module of static/js and all that it imports, its texts in a language."""
    return shrunk(_module(entry), partial(translated, lang=lang)).encode()


@cache
def style(path: Path) -> bytes:
    """A style sheet in few bytes; of Leaflet's the rules for what the map has."""
    text = shrunk_style(path.read_text(encoding="utf-8"))
    return (_OF_OLD.sub("", _RULE.sub(_used, text)) if path.is_relative_to(LEAFLET) else text).encode()


def _used(rule: re.Match[str]) -> str:
    selectors = [one for one in rule[1].split(",") if not any(part in one for part in _UNUSED)]
    return ",".join(selectors) + rule[2] if selectors else ""


def _module(entry: str) -> Path:
    return STATIC / "js" / f"{entry}.js"


@cache
def code_hash() -> str:
    """A hash of everything that makes the files: scripts, styles, translations, Leaflet, Folium, both packages."""
    digest = hashlib.sha256("".join(joined(_module(entry)) for entry in ("main", "pages", "embed", *LATER)).encode())
    digest.update(b"".join(_read(LEAFLET / name) for name in ("leaflet.js", "leaflet.css")))
    digest.update(f"folium {version('folium')}, geodata {code()}".encode())
    root = Path(__file__).parents[1]
    for path in sorted(root.rglob("*")):
        if path.suffix in {".css", ".py", ".mo"} and "node_modules" not in path.parts and path.is_file():
            digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:10]


def tag(edition: Edition | Build) -> str:
    """The part of the addresses that names the build, the code and the edition: of a build, the one shown first."""
    return f"{edition.id}-{code_hash()}~{edition.key}"


def _read(path: Path) -> bytes:
    return path.read_bytes()


_FIXED: dict[str, tuple[str, Callable[[], bytes]]] = {
    "leaflet.js": (
        _SCRIPT,
        lambda: _read(LEAFLET / "leaflet.js").replace(b"//# sourceMappingURL=leaflet.js.map", b""),
    ),
    "noscript.css": (_STYLE, lambda: style(STATIC / "noscript.css")),
    "find.css": (_STYLE, lambda: style(STATIC / "find.css")),
    "atlas.css": (_STYLE, lambda: b"".join(map(style, SHEETS))),
    "pages.css": (_STYLE, lambda: style(STATIC / "pages.css")),
    "print.css": (_STYLE, lambda: style(STATIC / "print.css")),
    "compare.css": (_STYLE, lambda: style(STATIC / "compare.css")),
    "share.css": (_STYLE, lambda: style(STATIC / "share.css")),
    "imported.css": (_STYLE, lambda: style(STATIC / "imported.css")),
    "keys.css": (_STYLE, lambda: style(STATIC / "keys.css")),
    "briefing.css": (_STYLE, lambda: style(STATIC / "briefing.css")),
    "story.css": (_STYLE, lambda: style(STATIC / "story.css")),
    "copy.js": (_SCRIPT, lambda: script("pages")),
    "embed.js": (_SCRIPT, lambda: script("embed")),
}

"""A page of text and shapes in points from its lower left corner: a matplotlib figure, its fonts and measures."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from functools import cache, lru_cache
from itertools import accumulate
from pathlib import Path as File
from typing import Any

import matplotlib as mpl
import shapely
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Circle, FancyBboxPatch, PathPatch
from matplotlib.path import Path
from matplotlib.patheffects import withStroke
from matplotlib.text import Text
from matplotlib.textpath import text_to_path
from matplotlib.transforms import Affine2D, Transform

from geodata.mapsheet.look import LEADING, PAPER, Style
from geodata.mapsheet.sheet import Size

INCH = 72.0
MM = INCH / 25.4
"""Points of a millimetre."""
_LETTER = 0.55
"""The width of a letter in a text of size 1, about."""
HALO = "halo"
"""The label of the white stroke under a text: no text of its own."""


@cache
def font(size: float, is_bold: bool) -> FontProperties:
    """DejaVu Sans, which matplotlib brings: no font of the system decides how a sheet looks."""
    name = "DejaVuSans-Bold.ttf" if is_bold else "DejaVuSans.ttf"
    return FontProperties(fname=File(mpl.get_data_path()) / "fonts" / "ttf" / name, size=size)


def width(text: str, style: Style) -> float:
    """The width of a text in points."""
    return _width(text, style.is_bold) * (style.size / text_to_path.FONT_SCALE)


@lru_cache(16384)
def _width(text: str, is_bold: bool) -> float:
    """The same at the size that matplotlib measures at: letters are laid out once for all sizes that a legend tries."""
    measured = font(text_to_path.FONT_SCALE, is_bold)
    return float(text_to_path.get_text_width_height_descent(text, measured, False)[0])


def wrap(text: str, style: Style, room: float) -> list[str]:
    """The text in lines no wider than the room in points; a word that is wider, an address, is cut."""
    words = [part for whole in text.split(" ") for part in _cut(whole, style, room)]
    found: list[str] = []
    while words:
        number = _fitting(words, style, room)
        found.append(" ".join(words[:number]))
        words = words[number:]
    return found


def _fitting(words: list[str], style: Style, room: float) -> int:
    """How many of the words fit a line, one at least; sought from a guess, as each line that is tried is laid out."""

    def fits(number: int) -> bool:
        return number <= len(words) and width(" ".join(words[:number]), style) <= room

    letters = accumulate(len(word) + 1 for word in words)
    number = max(1, bisect_right(list(letters), room / (style.size * _LETTER)))
    while number > 1 and not fits(number):
        number -= 1
    while fits(number + 1):
        number += 1
    return number


def _cut(word: str, style: Style, room: float) -> list[str]:
    if width(word, style) <= room or len(word) < 2:
        return [word]
    end = bisect_right(range(2, len(word)), room, key=lambda letters: width(word[:letters], style)) + 1
    breaks = [at + 1 for at, letter in enumerate(word[:end]) if letter in "/&?," and at > end // 2]
    end = breaks[-1] if breaks else end
    return [word[:end], *_cut(word[end:], style, room)]


class Page:
    """A figure whose unit is the point; `scale` is how much larger than on A4 its texts and symbols are."""

    def __init__(self, size: Size) -> None:
        """An empty white page of that size."""
        self.width, self.height, self.scale = size.width_mm * MM, size.height_mm * MM, size.scale
        self.figure = Figure(figsize=(self.width / INCH, self.height / INCH), facecolor=PAPER)
        self.points: Transform = Affine2D().scale(1 / INCH) + self.figure.dpi_scale_trans

    def add(self, artist: Artist, z: float) -> Any:
        """The artist, put on the page above everything of a lower z."""
        artist.set_zorder(z)
        return self.figure.add_artist(artist)

    def text(self, x: float, y: float, text: str, style: Style, *, z: float = 50, **more: Any) -> Text:
        """A line of text whose baseline starts at a point; `halo` puts a white edge of that width under it."""
        halo = more.pop("halo", 0.0)
        if halo:
            below = self._text(x, y, text, style, z - 0.5, **more)
            below.set_path_effects([withStroke(linewidth=halo, foreground=PAPER)])
            below.set_label(HALO)
        return self._text(x, y, text, style, z, **more)

    def _text(self, x: float, y: float, text: str, style: Style, z: float, **more: Any) -> Text:
        made = Text(
            x,
            y,
            text,
            color=style.colour,
            fontproperties=font(style.size, style.is_bold),
            transform=self.points,
            parse_math=False,
            **more,
        )
        self.add(made, z)
        return made

    def paragraph(self, x: float, top: float, room: float, text: str, style: Style) -> float:
        """Write the text in lines below `top`; return where it ends."""
        for line in wrap(text, style, room):
            self.text(x, top - style.size, line, style)
            top -= style.size * LEADING
        return top

    def path(self, path: Path, transform: Transform | None = None, *, z: float = 10, **look: Any) -> PathPatch:
        """A shape in points, or in what `transform` takes to points."""
        whole = self.points if transform is None else transform + self.points
        made: PathPatch = self.add(PathPatch(path, transform=whole, **look), z)
        return made

    def circle(self, x: float, y: float, radius: float, *, z: float, **look: Any) -> None:
        """A circle around a point."""
        self.add(Circle((x, y), radius, transform=self.points, **look), z)

    def box(
        self, x: float, y: float, wide: float, high: float, *, z: float, round_: float = 0, **look: Any
    ) -> FancyBboxPatch:
        """A box, its corners rounded by so many points."""
        style = f"round,pad=0,rounding_size={round_}" if round_ else "square,pad=0"
        made = FancyBboxPatch((x, y), wide, high, boxstyle=style, transform=self.points, **look)
        self.add(made, z)
        return made


def outline(shape: shapely.Geometry, place: Callable[[Any], Any] = lambda points: points) -> Path:
    """The rings of polygons, or lines, as one path; `place` takes their points to the page."""
    parts = []
    for part in shapely.get_parts(shape):
        rings = shapely.get_parts(shapely.get_rings(part)) if part.geom_type == "Polygon" else [part]
        parts += [_ring(place(shapely.get_coordinates(ring)), is_closed=part.geom_type == "Polygon") for ring in rings]
    return Path.make_compound_path(*parts) if parts else Path([(0, 0)])


def _ring(points: Any, *, is_closed: bool) -> Path:
    codes = [Path.MOVETO, *[Path.LINETO] * (len(points) - 1)]
    if is_closed:
        codes[-1] = Path.CLOSEPOLY
    return Path(points, codes)

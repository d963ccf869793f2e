"""A sheet as a file: the same sheet and the same version of matplotlib give the same bytes."""

from __future__ import annotations

import gc
import io
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_pdf import FigureCanvasPdf
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from PIL import Image, PngImagePlugin

from geodata.errors import AtlasError
from geodata.mapsheet.card import compose as compose_card
from geodata.mapsheet.layout import compose
from geodata.mapsheet.page import INCH
from geodata.mapsheet.plate import compose as compose_plate
from geodata.mapsheet.plate import compose_tall
from geodata.mapsheet.sheet import SIZES, Sheet

DPI = 300
FORMATS = ("png", "svg", "pdf")
"""The formats that a sheet can have."""
_LOCK = threading.Lock()
_LOOK: dict[Any, Any] = {
    "svg.hashsalt": "mali-atlas",
    "svg.fonttype": "path",
    "pdf.fonttype": 42,
    "pdf.compression": 9,
    "text.hinting": "none",
    "text.usetex": False,
    "path.simplify": False,
    "axes.unicode_minus": False,
}
_EXACT = 48
"""The number of most frequent colours that a palette image keeps exactly."""
_DOCTYPE = re.compile(r"<!DOCTYPE[^>]*>\s*")
_PATH, _LONG = re.compile(r' d="[^"]*"'), re.compile(r"(?<=\.\d\d)\d+")
_COMMENT = re.compile(r"\s*<!--.*?-->", re.S)
_METADATA = re.compile(r"\s*<metadata>.*?</metadata>", re.S)


def write(sheet: Sheet, *, extension: str, size: str, dpi: int = DPI, colours: int | None = None) -> bytes:
    """The sheet as png, svg or pdf. Of a png, `dpi` and, for a small file, how many colours it may have.

    One sheet is drawn at a time: matplotlib is not made for threads. Raises AtlasError for another format or size.
    """
    if extension not in FORMATS or size not in SIZES:
        raise AtlasError(f"no sheet as {extension}, {size}", expected=f"{', '.join(FORMATS)}; {', '.join(SIZES)}")
    with _alone():
        return _written(compose(sheet, SIZES[size]), sheet, extension, dpi, colours)


def plate(sheet: Sheet, width_mm: float, height_mm: float, *, dpi: int, colours: int) -> bytes:
    """The map and the legend of the sheet alone as a small png: for a page that has its own title and sources."""
    with _alone():
        return _png(compose_plate(sheet, width_mm, height_mm), sheet, dpi, colours)


def tall_plate(sheet: Sheet, width_mm: float, map_mm: float, *, dpi: int, colours: int) -> bytes:
    """The same for a narrow screen: the legend below a map of that height."""
    with _alone():
        return _png(compose_tall(sheet, width_mm, map_mm), sheet, dpi, colours)


def card(sheet: Sheet, source: str, *, colours: int) -> bytes:
    """The sheet as the picture beside a link, a png of 1200 by 630 pixels; `source`: whose figures, in a line."""
    with _alone():
        return _png(compose_card(sheet, source), sheet, int(INCH), colours)


@contextmanager
def _alone() -> Iterator[None]:
    """Draw one figure at a time, in the sheet's look, and leave nothing of it behind."""
    with _LOCK, mpl.rc_context(_LOOK):
        yield
        gc.collect()  # a figure holds itself and its pixels in a circle: 25 ms here spare a worker 150 MB


def _written(figure: Figure, sheet: Sheet, extension: str, dpi: int, colours: int | None) -> bytes:
    if extension == "png":
        return _png(figure, sheet, dpi, colours)
    figure.set_dpi(INCH)
    return _pdf(figure, sheet) if extension == "pdf" else _svg(figure, sheet)


def _png(figure: Figure, sheet: Sheet, dpi: int, colours: int | None) -> bytes:
    figure.set_dpi(dpi)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()  # type: ignore[no-untyped-call] # matplotlib's canvases carry no types
    image = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")  # type: ignore[no-untyped-call]
    if colours:
        image = _few(image, colours)
    said = PngImagePlugin.PngInfo()
    for name, text in _said(sheet).items():
        said.add_itxt(name, text)
    out = io.BytesIO()
    image.save(out, "png", dpi=(dpi, dpi), pnginfo=said, compress_level=8 if colours else 6)
    return out.getvalue()


def _few(image: Image.Image, colours: int) -> Image.Image:
    """The image in so many colours; those that fill most of it, the classes' among them, stay exactly what they are."""
    made = image.quantize(colours, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    points = np.asarray(image).reshape(-1, 3)
    _, at, numbers = np.unique(points @ [1 << 16, 1 << 8, 1], return_index=True, return_counts=True)
    palette = np.array(made.getpalette(), dtype=int).reshape(-1, 3)
    most = np.argsort(numbers, kind="stable")[-_EXACT:]
    palette[np.asarray(made).reshape(-1)[at[most]]] = points[at[most]]
    made.putpalette(palette.reshape(-1).tolist())
    return made


def _said(sheet: Sheet) -> dict[str, str]:
    return {"Title": _title(sheet), "Author": sheet.author, "Description": sheet.subject, "Source": sheet.address}


def _title(sheet: Sheet) -> str:
    return ", ".join(part for part in (sheet.title, sheet.subtitle, sheet.filters) if part)


def _pdf(figure: Figure, sheet: Sheet) -> bytes:
    said: dict[str, Any] = {"Title": _title(sheet), "Author": sheet.author, "Subject": sheet.subject}
    said |= {"Keywords": sheet.address, "Creator": "Mali Atlas", "CreationDate": None}
    out = io.BytesIO()
    FigureCanvasPdf(figure).print_pdf(out, metadata=said)  # type: ignore[no-untyped-call]
    return out.getvalue()


def _svg(figure: Figure, sheet: Sheet) -> bytes:
    """An SVG without a document type, comments or metadata: nothing in it points outside."""
    out = io.BytesIO()
    said = {"Title": _title(sheet), "Date": None, "Creator": None}
    FigureCanvasSVG(figure).print_svg(out, metadata=said)  # type: ignore[no-untyped-call]
    text = _METADATA.sub("", _COMMENT.sub("", _DOCTYPE.sub("", out.getvalue().decode())))
    text = _PATH.sub(lambda path: _LONG.sub("", path[0]), text)
    described = f"</title>\n <desc>{_escaped(f'{sheet.subject} {sheet.address}')}</desc>"
    return text.replace("</title>", described, 1).encode()


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

"""What the frames have in common: that they may be framed, and the lines that put one into another page."""

from __future__ import annotations

from urllib.parse import urlencode
from xml.sax.saxutils import escape

from flask import Response

from app.web import responses, urls
from app.web.services import services


def let_frame(response: Response) -> Response:
    """Let others frame the page, and what it says where there is none: a build that is gone, a wrong address."""
    return responses.let_frame(response, services().settings.framers)


def lines(address: str, title: str, height: int, width: int | str = "100%") -> str:
    """The element that shows an address of ours in a page of another site, sizes in px.

    The Share menu writes the same for a view that is not asked of the server (words/lines.js), which a test holds.
    """
    src, name = (escape(text, {'"': "&quot;"}) for text in (address, title))
    return (
        f'<iframe src="{src}"\n  title="{name}"\n'
        f'  width="{width}" height="{height}" frameborder="0" loading="lazy"></iframe>'
    )


def described_at(path: str) -> str:
    """The address at which the frame of what is shown at a path is described (oEmbed)."""
    return f"{urls.base()}/oembed?" + urlencode({"url": urls.absolute(path)})

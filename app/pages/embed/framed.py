"""What the frames have in common: that they may be framed, and the lines that put one into another page."""

from __future__ import annotations

from flask import Response
from markupsafe import escape

from app.web import responses
from app.web.services import services


def let_frame(response: Response) -> Response:
    """Let others frame the page, and what it says where there is none: a build that is gone, a wrong address."""
    return responses.let_frame(response, services().settings.framers)


def lines(address: str, title: str, height: int) -> str:
    """The element that shows an address of ours in a page of another site, `height` in px."""
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" width="100%" height="{height}" '
        f'style="border:0" loading="lazy"></iframe>'
    )

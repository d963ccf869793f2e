"""The page on method: how an edition's events were counted, placed and classed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import request

from app import page
from app.presenters import method
from app.presenters.method import Method
from app.request import parsing
from app.request.parameters import of_page
from app.request.view import View
from geodata.builds.store import Edition

ACCEPTS = of_page()


@dataclass(frozen=True)
class MethodPage(page.Shared):
    """The page on method."""

    TEMPLATE: ClassVar[str] = "method.html"

    method: Method


def render(edition: Edition) -> str:
    """The page on method of an edition."""
    view = View(**parsing.parse(request.args, edition, ACCEPTS))
    return page.render(MethodPage(**page.shared(edition, view.pairs(), "method"), method=method.method(edition)))

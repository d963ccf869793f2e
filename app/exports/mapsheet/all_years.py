"""The sheet of all years: a small map of each on the classes of one legend, in the page's words."""

from __future__ import annotations

from dataclasses import replace

from app.presenters.small_maps import year_maps
from app.request.view import View
from app.web.languages import gettext
from geodata.builds.store import Edition
from geodata.mapsheet.sheet import Sheet, SmallMap


def plain(view: View) -> View:
    """The view that such a sheet shows of any: the units of all of Mali, nothing over them, no change."""
    return replace(view, since=None, layers=("units",), circles="none", unit=None, focus="mali", at=None)


def with_years(sheet: Sheet, edition: Edition, view: View) -> Sheet:
    """The sheet of a plain view with every year in place of its own."""
    maps = list(year_maps(edition, view, ""))
    span = f"{maps[0].year}–{maps[-1].year}"
    first, *others = sheet.legend
    return replace(
        sheet,
        subtitle=span,
        headline=(),
        aside=gettext("Under each map: all of Mali; not allocated: what no unit could be told."),
        legend=(replace(first, title="", remark=""), *others),
        figures=(),
        subject=f"{sheet.title}, {span}",
        years=tuple(
            SmallMap(
                one.label,
                tuple(one.fills),
                tuple(filter(None, (one.figure, one.missing if one.is_covered else gettext("no figures by unit")))),
            )
            for one in maps
        ),
    )

"""What every helper needs, imported once: helpers start as copies of the process that has done so."""

from importlib import import_module

WARM = (
    "app.application",
    "app.charts.claims",
    "app.charts.strength",
    "app.charts.timeline",
    "app.charts.years",
    "app.server.helper",
    "geodata.exports.formats.workbook",
    "geodata.mapsheet.files",
)
for name in WARM:
    import_module(name)
import_module("app.web.static").code_hash()  # which helpers share too: a checkout may change while they serve

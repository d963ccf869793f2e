"""The pages of the forces, asked for and read."""

from __future__ import annotations

from tests.app.markup import read


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return read(answer.text)


def on_day(found):
    """The rows of the table of the day, by force: presence, sites, figures."""
    table = next(one for one in found.every("table") if "onday" in (one.attributes.get("class") or "").split())
    rows = [row.every("th") + row.every("td") for row in table.one("tbody").every("tr")]
    return {cells[0].text: [cell.text for cell in cells[1:]] for cells in rows}

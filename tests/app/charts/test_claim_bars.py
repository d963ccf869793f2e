"""The bars of claims: where a source gives a range alone, and room for what is written beside the longest."""

from __future__ import annotations

import pytest

from app.charts import claims
from app.charts.render import WIDE
from app.charts.theme import ACCENT


def drawn(*rows: claims.Row) -> list[dict]:
    return claims._bars(rows, None, WIDE)["layer"][0]["data"]["values"]


@pytest.mark.parametrize(
    ("low", "high", "number", "end"),
    [(300, 350, 300, 350), (1000, None, 1000, 1000), (None, 700, 700, 700), (-70, -62, -62, -70)],
)
def test_a_range_alone_is_a_bar_to_its_nearer_end_with_the_number_beside_the_farther(low, high, number, end):
    (row,) = drawn(claims.Row("Wagner", None, low, high, "a range"))
    assert (row["number"], row["end"], row["is_below"], row["colour"]) == (number, end, number < 0, ACCENT)


def test_what_is_not_known_at_all_is_no_bar():
    (row,) = drawn(claims.Row("Wagner", None, None, None, "no data"))
    assert (row["number"], row["end"]) == (None, 0)


def test_a_longer_text_beside_the_longest_bar_has_more_room():
    def most(text):
        chart = claims._bars([claims.Row("x", 100, None, None, text)], None, WIDE)
        return chart["layer"][0]["encoding"]["x"]["scale"]["domain"][1]

    assert most("at least 1,000,000") > most("1,000") == most("10") > 100

"""The point decides among the candidates, or alone where no unit is named."""

from tests.spec.placing.drawn import paragraphs, placed


@paragraphs("point")
def test_events_are_placed_as_the_manual_says(example, scale, expected):
    assert placed(example, scale) == expected, example.titles["en"]

"""Each level needs a place known precisely enough, by the scale of its source."""

from tests.spec.placing.drawn import paragraphs, placed


@paragraphs("precision")
def test_events_are_placed_as_the_manual_says(example, scale, expected):
    assert placed(example, scale) == expected, example.titles["en"]

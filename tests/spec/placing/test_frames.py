"""What names mean in the boundaries of 2012, 2016 and 2023."""

from tests.spec.placing.drawn import paragraphs, placed


@paragraphs("frames")
def test_events_are_placed_as_the_manual_says(example, scale, expected):
    assert placed(example, scale) == expected, example.titles["en"]

"""Names give the candidates: regions, cercles, other spellings, what a name stood for in which year."""

from tests.spec.placing.drawn import paragraphs, placed


@paragraphs("names")
def test_events_are_placed_as_the_manual_says(example, scale, expected):
    assert placed(example, scale) == expected, example.titles["en"]

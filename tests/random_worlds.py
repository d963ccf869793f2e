"""Drawings and events of every kind, as Hypothesis draws them."""

from __future__ import annotations

from hypothesis import Phase
from hypothesis import strategies as st

from tests import worlds

NO_SHRINKING = (Phase.explicit, Phase.generate)
"""For properties whose examples take long: a failure is shown as it was found, within seconds."""
drawings = (
    st.lists(st.sampled_from("ABC."), min_size=9, max_size=9)
    .filter(lambda letters: len({*letters} - {"."}) > 1)
    .map(lambda letters: "\n".join(" ".join(letters[row : row + 3]) for row in (0, 3, 6)))
)
"""Drawings of three by three squares and two or three units."""
anywhere = st.sampled_from([1, 2, 1.5, 0, 3, 2.5]) | st.floats(-1, 4, allow_nan=False).map(
    lambda number: round(number, 9)
)
"""Coordinates that often fall on borders and corners of a drawing, and sometimes outside it."""
counted = st.integers(0, 50)
drawn_event = st.fixed_dictionaries(
    {
        "year": st.sampled_from([2021, 2022]),
        "x": anywhere,
        "y": anywhere.map(lambda number: worlds.SOUTH + number),
        "prec": st.integers(1, 7),
        "region": st.sampled_from(["", "A region", "B", "Nowhere"]),
        "type": st.integers(1, 3),
        "a": st.sampled_from(["JNIM", "IS", "GATIA, MSA", "Tuareg"]),
        "b": st.sampled_from(["IS", "Government of Mali", "Civilians"]),
        "low": counted,
        "best": counted,
        "high": counted,
        "civilians": counted,
    }
)
drawn_events = st.lists(drawn_event, min_size=1, max_size=8)
"""Events of every precision in and around a drawing, some named, in two years."""

"""The model of a claim of the report, of the result of testing it, and of the evidence.

Plain Python: a web worker imports this. The tests themselves are in the modules beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from geodata.figures.figures import Figures
from geodata.figures.quarterly import Quarters
from geodata.texts import N_, NOTHING, Text

VERDICTS = {
    "supported": N_("Supported"),
    "not_supported": N_("Not supported by this source"),
    "differs": N_("Differs"),
    "disputed": N_("Disputed"),
    "superseded": N_("Superseded"),
    "inaccurate": N_("Inaccurate wording"),
    "not_testable": N_("Not testable with this source"),
}
"""The closed list of verdicts."""

KINDS = {
    "counts": N_("Computed from counts"),
    "forces": N_("Computed from dates and published figures"),
    "documentary": N_("Documentary"),
}
"""The basis of a verdict. Only verdicts of documentary claims are written down; the others are computed."""

TOPICS = {
    "conflict": N_("Violence"),
    "wagner": N_("Wagner Group"),
    "displacement": N_("Displacement"),
    "forces": N_("International forces together"),
    "minusma": N_("MINUSMA"),
    "french": N_("Barkhane and Takuba"),
    "european": N_("EUTM and EUCAP"),
    "g5": N_("G5 Sahel"),
    "restrictions": N_("Restrictions"),
    "politics": N_("Politics"),
    "publication": N_("Publication"),
}
"""The topics of claims, in the order of the page."""

FIGURES = ("bars", "readings", "dates", "")
"""The kinds of chart of a claim: from Result.series, Result.readings, Result.values with a date; "": none."""

UNITS = ("events", "deaths", "people", "quarters", "ratio", "share", "percent", "date")
"""Units of a value. share: 0 to 1; percent: a change, -40.0; date: in Value.text; ratio: later over earlier;
quarters: of the four of a year."""


@dataclass(frozen=True)
class Stated:
    """A number or date that a publication gives and no force table has room for, such as people displaced.

    `low` without `number` and `high` is "at least"; no number at all: only the date `when`. `is_dated`: a date.
    """

    source_id: str
    when: str = ""
    number: float | None = None
    low: float | None = None
    high: float | None = None
    is_dated: bool = False


@dataclass(frozen=True)
class Account:
    """What one named source says of a claim: who says it, what, and the publications that carry it."""

    who: Text
    says: Text
    source_ids: tuple[str, ...]


@dataclass(frozen=True)
class Pick:
    """One number or date of the force tables: the one row of `table` whose columns are as in `where`, its `field`.

    `stated`: said here with its source, no row has it. `share`: times the first over the second. Of headcounts,
    `field` is "best" unless the low or high figure is meant.
    """

    key: str
    label: Text
    table: str = ""
    where: tuple[tuple[str, str], ...] = ()
    field: str = ""
    stated: Stated | None = None
    share: tuple[Pick, Pick] | None = None


@dataclass(frozen=True)
class Recipe:
    """One way of counting a change: the picks summed at its start and at its end, each with a sign (1 or -1)."""

    key: str
    label: Text
    start: tuple[tuple[int, Pick], ...]
    end: tuple[tuple[int, Pick], ...]


@dataclass(frozen=True)
class Claim:
    """A record of data/forces/claims.toml: a statement of the report, and how it is tested.

    `quoted`: the report's own short words, "" where it only tells of an event; `quoted_fr` says them in French.
    `criterion`: when it counts as supported, with the limits `at_least`, `at_most` and `above` where it has any.
    `caution`: a part of the note that every quotation repeats. `untested`: the part of the statement, such as a cause,
    that no count or document tests, and why; quotations repeat it too. `verdict`: of a documentary claim, else None.
    `claimed`: the number or date that is tested, "" where the report gives none. `picks` and `recipes`: what it is
    tested with; `beside`: what is shown next to it. `left`: who had left by the claim's end. `contradiction`:
    a whole and a part of it that another source makes larger. `accounts`: what
    named sources say, side by side. `see`: ids of the claims on the same matter. `events`: ids of the timeline.
    `view`: the query of the map that shows it, `place`: what the page of withdrawals shows beside it, "" where none
    does.
    """

    id: str
    quoted: str
    subject: Text
    period: str
    topic: str
    kind: str
    evidence: Text
    computation: str | None = None
    quoted_fr: str = ""
    criterion: Text = NOTHING
    verdict: str | None = None
    note: Text = NOTHING
    caution: Text = NOTHING
    untested: Text = NOTHING
    claimed: str = ""
    unit: str = ""
    at_least: float | None = None
    at_most: float | None = None
    above: float | None = None
    source_ids: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    accounts: tuple[Account, ...] = ()
    see: tuple[str, ...] = ()
    figure: str = ""
    view: str = ""
    place: str = ""
    picks: tuple[Pick, ...] = ()
    beside: tuple[Pick, ...] = ()
    recipes: tuple[Recipe, ...] = ()
    left: Pick | None = None
    contradiction: tuple[Pick, Pick] | None = None

    def is_met(self, value: float) -> bool:
        """True if a value is within the limits."""
        return (
            (self.at_least is None or value >= self.at_least)
            and (self.at_most is None or value <= self.at_most)
            and (self.above is None or value > self.above)
        )


@dataclass(frozen=True)
class Value:
    """A computed number or date, with its range if the source gives one; None: the source gives a range alone, of
    which one end may be missing ("at least", "up to"), or cannot tell.

    `text` is the date, to the day, month or year. `source_id`: of a row of the force tables, "" of incidents.
    `rests_on`: "" for a row, with its source or none, or incidents; sum, of rows; computed, from rows.
    """

    key: str
    label: Text
    value: float | None
    unit: str
    low: float | None = None
    high: float | None = None
    text: str | None = None
    source_id: str = ""
    rests_on: str = ""


@dataclass(frozen=True)
class Part:
    """A force's people in a sum: sign, figure and range, source ("" if none is given).

    A number of None is a range alone. `measure`, `when` and `force`: of its row, "" where no row has it. `rests_on`:
    see Value.
    """

    label: Text
    number: float | None
    low: float
    high: float
    sign: int
    source_id: str
    measure: str = ""
    when: str = ""
    rests_on: str = ""
    force: str = ""


@dataclass(frozen=True)
class Reading:
    """One way of counting, with its parts: the change in percent, and whether it gives the claimed figure.

    The totals and the change are None where a part is a range alone; `value` then has the range of the change.
    """

    key: str
    label: Text
    start: tuple[Part, ...]
    end: tuple[Part, ...]
    start_total: float | None
    end_total: float | None
    value: Value
    reproduces: bool


@dataclass(frozen=True)
class Bar:
    """A bar of the chart that shows a claim; None: a range alone, or nothing. `is_main`: one the claim is about."""

    label: Text
    number: float | None
    low: float | None = None
    high: float | None = None
    is_main: bool = True


@dataclass(frozen=True)
class Result:
    """The result of testing a claim. `reason`: one or two sentences with the numbers. `filter`: the events counted.

    `value` is the main one of `values`. `source_id`: the incident source, "" where none was asked. `threshold`: a
    line across the bars, what `threshold_label` says. `also`: the sources of the neighbours' sides that were counted.
    Readings and bars are empty where there are none.
    """

    claim: Claim
    verdict: str
    reason: Text
    value: Value | None = None
    values: tuple[Value, ...] = ()
    readings: tuple[Reading, ...] = ()
    series: tuple[Bar, ...] = ()
    series_unit: str = ""
    threshold: float | None = None
    threshold_label: Text = NOTHING
    source_id: str = ""
    also: tuple[str, ...] = ()
    filter: Text = NOTHING


@dataclass(frozen=True)
class Evidence:
    """The evidence for testing claims: one source in one frame, and the force tables.

    `name` is what readers call the source. `quarters`: None where it has none, such as counts by month, which tell
    neither actors nor civilians apart. `tables`: rows of headcounts, mandates, sites and timeline. `sides`: by
    neighbour, the source of the events on its side.
    """

    source: str
    name: str
    frame: str
    figures: Figures
    quarters: Quarters | None
    tables: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    sides: Mapping[str, str] = field(default_factory=dict)

    def covers(self, year: str, quarter: int | None = None) -> bool:
        """True if the source covers the whole of a year, or of one of its quarters."""
        return self.figures.covers_whole(year, quarter)

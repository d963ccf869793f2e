"""The figures of claims as a person reads them: with their unit, their range, or as a date."""

from __future__ import annotations

import re

from app.text import numbers
from app.web.languages import gettext, language
from geodata.claims.model import Value
from geodata.texts import Text, several

_DAY = re.compile(r"\d{4}(-\d\d){0,2}")


def number(value: float | None, unit: str, low: float | None = None, high: float | None = None) -> str:
    """A number as it stands beside a label: a change with its sign, a ratio as times.

    Of None its range, "at least" or "up to" where one end is missing; "no data" where there is none.
    """
    if value is None:
        return _open(unit, low, high)
    if unit == "ratio":
        return gettext("%(number)s times", number=numbers.rate(value, 2))
    if unit == "share":
        return gettext("%(number)s%%", number=numbers.rate(100 * value, 0))
    if unit == "percent":
        return gettext("%(number)s%%", number=numbers.rate(value, 1, signed=True))
    return numbers.whole(value)


def _open(unit: str, low: float | None, high: float | None) -> str:
    if low is None and high is None:
        return gettext("no data")
    if low is None:
        return gettext("up to %(number)s", number=number(high, unit))
    if high is None:
        return gettext("at least %(number)s", number=number(low, unit))
    return gettext("%(low)s to %(high)s", low=number(low, unit), high=number(high, unit))


_NOUNS = {
    "events": (Text("event", "événement"), Text("events", "événements")),
    "deaths": (Text("death", "mort"), Text("deaths", "morts")),
    "people": (Text("person", "personne"), Text("people", "personnes")),
    "quarters": (Text("of 4 quarters", "trimestre sur 4"), Text("of 4 quarters", "trimestres sur 4")),
}
"""The nouns after a number of each unit: singular, plural."""


def written(value: Value) -> dict[str, str]:
    """A value in words: `label`, `text` with its unit, `range` from low to high, `when`, the day that a number is of.

    "" where there is none.
    """
    when = numbers.day(value.text) if value.text and value.unit != "date" and _DAY.fullmatch(value.text) else ""
    return {"label": own(value.label), "text": _text(value), "range": between(value), "when": when}


def _text(value: Value) -> str:
    if value.unit == "date":
        return numbers.day(value.text) if value.text else gettext("no data")
    if value.unit in _NOUNS and value.value is not None:
        return own(several(int(value.value), *_NOUNS[value.unit]))
    said = number(value.value, value.unit, value.low, value.high)
    if value.unit in _NOUNS and (value.low, value.high) != (None, None):
        return f"{said} {own(_NOUNS[value.unit][1])}"
    return said


def between(value: Value) -> str:
    """The range of a value; "" where there is none, it stands for the value, or low and high are the value."""
    if None in (value.value, value.low, value.high) or value.low == value.value == value.high:
        return ""
    if value.unit == "ratio":
        return numbers.between(numbers.rate(value.low, 2), numbers.rate(value.high, 2))
    low, high = (number(end, value.unit) for end in (value.low, value.high))
    if value.unit in ("percent", "share"):
        return gettext("%(low)s to %(high)s", low=low, high=high)
    return numbers.between(low, high)


def own(text: Text) -> str:
    """The text in the answer's language."""
    return text.of(language())


def headed(text: str) -> str:
    """The text with a capital at its head."""
    return text[:1].upper() + text[1:]


def lettered(key: str, label: str) -> str:
    """The label of a way of counting after the letter that it is called by."""
    return f"{key}. {headed(label)}"

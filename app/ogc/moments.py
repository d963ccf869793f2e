"""The `datetime` of a request: an instant or an interval of RFC 3339, as the first and last moment that it holds."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta

_DAY = r"[12]\d{3}-\d\d-\d\d"
_MOMENT = re.compile(rf"({_DAY})(?:[Tt](\d\d:\d\d:\d\d)(\.\d{{1,9}})?([Zz]|[+-]\d\d:\d\d))?", re.ASCII)
_OPEN = ("", "..")
EARLIEST, LATEST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
_INSTANT = (
    r"[12]\d{3}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|02-(?:0[1-9]|1\d|2[0-8]))"
    r"(?:T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d))?"
)
_LEAP_DAY = r"[12]\d(?:0[48]|[2468][048]|[13579][26])-02-29"
PATTERN = rf"^(?:{_LEAP_DAY}|(?:{_INSTANT})(?:/(?:\.\.)?)?|(?:\.\.)?/(?:{_INSTANT})|(?:{_INSTANT})/(?:{_INSTANT}))$"
"""The same as OpenAPI can say it, which is all but that an interval must not end before it starts."""

Span = tuple[datetime, datetime]


def parse(text: str) -> Span:
    """First and last moment, UTC, of a day, a moment, or an interval whose open end is "" or "..".

    Raises ValueError for anything else, and for an interval that ends before it starts or is open at both ends.
    """
    first, slash, last = text.partition("/")
    if not slash:
        return _moment(first)
    if first in _OPEN and last in _OPEN:
        raise ValueError(text)
    start = EARLIEST if first in _OPEN else _moment(first)[0]
    end = LATEST if last in _OPEN else _moment(last)[1]
    if start > end:
        raise ValueError(text)
    return start, end


def _moment(text: str) -> Span:
    match = _MOMENT.fullmatch(text)
    if match is None:
        raise ValueError(text)
    day, clock, fraction, zone = match.groups()
    if clock is None:
        return whole_days(day, day)
    found = datetime.fromisoformat(f"{day}T{clock}{(fraction or '')[:7]}{zone.upper()}").astimezone(UTC)
    return found, found


def whole_days(first: str, last: str) -> Span:
    """From the first moment of a day to the last moment of another, UTC. Raises ValueError for an invalid day."""
    start, end = (datetime.combine(datetime.fromisoformat(day), time(), UTC) for day in (first, last))
    return start, end + timedelta(days=1, microseconds=-1)


def overlap(one: Span, other: Span) -> bool:
    """True if two spans overlap."""
    return one[0] <= other[1] and other[0] <= one[1]

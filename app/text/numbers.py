"""Numbers and dates for people, numbers as the script writes them: a small value never shows as zero."""

from __future__ import annotations

from decimal import Decimal

from app.web.languages import gettext, language
from geodata import texts

MINUS, RANGE = texts.MINUS, "–"


def whole(number: float | None) -> str:
    """A count with thousands separated; "no data" for None."""
    return gettext("no data") if number is None else _local(Decimal(int(number)), 0)


def mean(number: float | None) -> str:
    """A count, or a mean of counts with one decimal where it needs one; "no data" for None."""
    return whole(number) if number is None or number == int(number) else rate(number, 1)


def change(value: float | None) -> str:
    """The change of a count or of a mean of counts, with its sign; one decimal where it needs one."""
    return rate(value, 0 if value is None or value == round(value) else 1, signed=True)


def rate(value: float | None, decimals: int, *, signed: bool = False) -> str:
    """A rate with fixed decimals; "<0.1" where a value above zero would read as zero; "no data" for None."""
    if value is None:
        return gettext("no data")
    step = Decimal(1).scaleb(-decimals)
    size = texts.rounded(Decimal(value), decimals)
    sign = MINUS if value < 0 else "+" if signed and value > 0 else ""
    if size == 0 and value != 0:
        return f"{sign}<{_local(step, decimals)}" if sign != MINUS else f"{MINUS}<{_local(step, decimals)}"
    return sign + _local(size, decimals)


def between(low: str, high: str) -> str:
    """A range of two written numbers."""
    return f"{low}{RANGE}{high}"


def counts(low: float, high: float) -> str:
    """A range of counts; one number where both are the same."""
    return whole(low) if low == high else between(whole(low), whole(high))


def limit(value: float) -> str:
    """A class limit, with as many decimals as it needs."""
    number = Decimal(str(value)).normalize()
    return _local(number, max(0, -int(number.as_tuple().exponent)))


def day(text: str) -> str:
    """A date of year, month or day precision: "13 June 2022", "June 2022", "2022"."""
    return texts.day(text).of(language())


def days(first: str, last: str | None) -> str:
    """A date, or the first and last of a span of days."""
    return f"{day(first)} {RANGE} {day(last)}" if last else day(first)


def _local(number: Decimal, decimals: int) -> str:
    return texts.written(number, decimals, language())

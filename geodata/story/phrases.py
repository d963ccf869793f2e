"""Parts of the story's sentences: counts with their range, and how one compares with another."""

from __future__ import annotations

from geodata import texts
from geodata.figures.figures import Row
from geodata.texts import NOTHING, Text, day, say

SAME = 0.05
"""Up to this share, one count is told as about as many as another."""


def deaths(row: Row) -> Text:
    """The deaths at the best estimate."""
    return texts.deaths(int(row["fatalities_best"] or 0))


def events(row: Row) -> Text:
    """The number of events."""
    return texts.events(int(row["events"] or 0))


def spread(row: Row) -> Text:
    """The range of the reports behind a number of deaths, in brackets; nothing where the source gives none."""
    low, high = row["fatalities_low"], row["fatalities_high"]
    if low is None or high is None or low == high:
        return NOTHING
    return say(" (reports: {low} to {high})", " (rapports : {low} à {high})", low=low, high=high)


def compared(now: float, then: float, year: str) -> Text:
    """The comparison of a count with that of an earlier year: "2.4 times the 1,509 of 2020"."""
    if now == then:
        return say("as many as in {year}", "autant qu’en {year}", year=year)
    if then == 0:
        return say("where {year} has none", "contre aucun en {year}", year=year)
    ratio = now / then
    if abs(ratio - 1) <= SAME:
        return say(
            "about as many as the {then} of {year}", "à peu près autant que les {then} de {year}", then=then, year=year
        )
    if ratio < 1:
        return say(
            "fewer than the {then} of {year} ({ratio:2} times)",
            "moins que les {then} de {year} ({ratio:2} fois)",
            then=then,
            year=year,
            ratio=ratio,
        )
    return say("{ratio:1} times the {then} of {year}", "{ratio:1} fois les {then} de {year}", ratio=ratio, then=then,
               year=year)  # fmt: skip


def moved(now: float, then: float) -> Text:
    """The way of a number between two years, with its verb: "rose from 44 to 953", "stayed at 12".

    In French the subject is singular, such as "le nombre de morts".
    """
    if now == then:
        return say("stayed at {now}", "est resté à {now}", now=now)
    if now > then:
        return say("rose from {then} to {now}", "est passé de {then} à {now}", then=then, now=now)
    return say("fell from {then} to {now}", "est tombé de {then} à {now}", then=then, now=now)


def share(part: float, whole: float) -> Text:
    """A part of a whole in percent; "less than 1%" where it would read as none."""
    if not whole:
        return Text("none", "aucun")
    percent = 100 * part / whole
    if 0 < percent < 1:
        return Text("less than 1%", "moins de 1 %")
    return say("{n}%", "{n} %", n=percent)


def dated(text: str) -> Text:
    """A date with its preposition: "on 13 June 2022", "in June 2022"."""
    written = day(text)
    precise = text.count("-") == 2
    return Text(f"{'on' if precise else 'in'} {written.en}", f"{'le' if precise else 'en'} {written.fr}")

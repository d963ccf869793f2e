"""Sentences in English and in French with numbers and dates written as each language writes them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel.dates import get_month_names
from babel.numbers import format_decimal

LANGUAGES = ("en", "fr")
MINUS = "−"


@dataclass(frozen=True)
class Text:
    """A sentence or label in both languages."""

    en: str
    fr: str

    def of(self, language: str) -> str:
        """The text in French for "fr", else in English."""
        return self.fr if language == "fr" else self.en


NOTHING = Text("", "")


def say(en: str, fr: str, **values: object) -> Text:
    """The two sentences with values in their places: "{ratio:1}" is a number with one decimal, rounded half up.

    Numbers get the language's marks for thousands and decimals and a true minus sign; a Text gives its language.
    """
    written = {language: {name: _Written(value, language) for name, value in values.items()} for language in LANGUAGES}
    return Text(en.format_map(written["en"]), fr.format_map(written["fr"]))


def several(number: int, one: Text, many: Text) -> Text:
    """A number with its noun: "1 death", "2 deaths"; French has the singular for 0 as well."""
    noun = Text(one.en if number == 1 else many.en, one.fr if number < 2 else many.fr)
    return say("{n} {noun}", "{n} {noun}", n=number, noun=noun)


def events(number: int) -> Text:
    """So many events, in words."""
    return several(number, Text("event", "événement"), Text("events", "événements"))


def deaths(number: int) -> Text:
    """So many deaths, in words."""
    return several(number, Text("death", "mort"), Text("deaths", "morts"))


def day(text: str) -> Text:
    """A date of year, month or day precision as people write it: 15 August 2022, 15 août 2022."""
    parts = text.split("-")
    if len(parts) == 1:
        return Text(text, text)
    months = {language: get_month_names(locale=language)[int(parts[1])] for language in LANGUAGES}
    if len(parts) == 2:
        return Text(*(f"{months[language]} {parts[0]}" for language in LANGUAGES))
    number = int(parts[2])
    first = "1er" if number == 1 else f"{number}"
    return Text(f"{number} {months['en']} {parts[0]}", f"{first} {months['fr']} {parts[0]}")


def listed(texts: list[Text]) -> Text:
    """The texts as a list: "a, b and c"."""

    def joined(words: list[str], last: str) -> str:
        return f" {last} ".join([part for part in (", ".join(words[:-1]), words[-1]) if part]) if words else ""

    return Text(joined([text.en for text in texts], "and"), joined([text.fr for text in texts], "et"))


class _Written:
    """A value inside a sentence of one language."""

    def __init__(self, value: object, language: str) -> None:
        self._value, self._language = value, language

    def __format__(self, decimals: str) -> str:
        if isinstance(self._value, Text):
            return self._value.of(self._language)
        if isinstance(self._value, bool) or not isinstance(self._value, int | float):
            return str(self._value)
        number = Decimal(str(self._value))
        size = rounded(number, int(decimals or 0))
        text = written(size, int(decimals or 0), self._language)
        return f"{MINUS}{text}" if number < 0 and size else text


def rounded(number: Decimal, decimals: int) -> Decimal:
    """The size of a number, without its sign, rounded half up to so many decimals."""
    return abs(number).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


@lru_cache(4096)
def written(size: Decimal, decimals: int, language: str) -> str:
    """A number as the language writes it: thousands apart, with its mark before so many decimals."""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return str(format_decimal(size, format=pattern, locale=language))


def N_(text: str) -> str:
    """The text itself, unchanged; pybabel collects the literal."""
    return text

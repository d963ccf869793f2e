"""The report's claims tested with an edition, each as a record and a sentence to quote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from app.presenters import quotations
from app.presenters.quotations import Quotable
from app.web.cache import Cache
from app.web.languages import N_
from geodata import claims
from geodata.builds.store import Edition
from geodata.claims.model import VERDICTS, Claim, Part, Result
from geodata.figures.figures import Figures
from geodata.texts import Text, say

PUBLISHER = "Africa Center for Strategic Studies"
REPORT = {
    "publisher": PUBLISHER,
    "title": "Malian Military Junta Scuttles Security Partnerships while Militant Violence Surges",
    "printed": "2022-02-27",
    "written_in": "2023",
}
"""The report that is tested. `printed` is the date in its text; it counts all of 2022, so it was written in 2023."""

MEANINGS = {
    "supported": N_("What is counted or documented here agrees with the report."),
    "not_supported": N_("This source counts otherwise. Another one may not: the report does not name its own."),
    "differs": N_("Another figure, or only a part of what the report says, is documented."),
    "disputed": N_(
        "Named sources contradict each other on it, and nothing here settles which is right; all are shown."
    ),
    "superseded": N_(
        "A forecast or count that later findings or events have overtaken; whether it stood is said on its page."
    ),
    "inaccurate": N_("What it tells of is documented, but the words used for it are wrong."),
    "not_testable": N_("This source does not hold what it would take, or it is a judgement that no count can test."),
}
"""The meaning of each verdict, in one line."""


@cache
def shipped() -> tuple[Claim, ...]:
    """The claims that ship, read once."""
    return tuple(claims.read())


_TESTED: Cache[tuple[Figures, list[Result]]] = Cache(4, lambda _: 1)
"""Results by the identity of the figures that they are of, which are kept with them: some editions, used last."""


def tested(edition: Edition) -> list[Result]:
    """The result of testing every claim with an edition, in the report's order; shared, not to be changed."""
    figures = edition.figures
    return _TESTED.get(id(figures), lambda: (figures, claims.evaluate(shipped(), claims.evidence_of(edition))))[1]


def chosen(results: Sequence[Result], wanted: Mapping[str, str | None]) -> list[Result]:
    """The results filtered by `id`, `verdict` and `kind`; None does not filter."""

    def is_wanted(result: Result) -> bool:
        own = {"id": result.claim.id, "verdict": result.verdict, "kind": result.claim.kind}
        return all(wanted.get(name) in (None, value) for name, value in own.items())

    return [result for result in results if is_wanted(result)]


def tally(results: Sequence[Result]) -> dict[str, int]:
    """The number of claims of each verdict, in the order of verdicts, 0 where there is none."""
    found = Counter(result.verdict for result in results)
    return {verdict: found[verdict] for verdict in VERDICTS}


def sources_of(result: Result) -> list[str]:
    """Ids of the sources of the force tables that a result rests on, each once."""
    values = [*result.values, *([result.value] if result.value else [])]
    used = [
        *result.claim.source_ids,
        *(name for account in result.claim.accounts for name in account.source_ids),
        *(value.source_id for value in values),
        *(part.source_id for part in _parts(result)),
    ]
    return [name for name in dict.fromkeys(used) if name and name != result.source_id]


def _parts(result: Result) -> list[Part]:
    """All that the ways of counting add up."""
    return [part for reading in result.readings for part in (*reading.start, *reading.end)]


def path_of(result: Result) -> str:
    """The path of a claim's page."""
    return f"/claims/{result.claim.id}"


def quotable(edition: Edition, result: Result, documents: Mapping[str, Mapping[str, Any]], base: str) -> Quotable:
    """The claim, its verdict and the reason as a sentence with its citation; `documents`: force_sources by id.

    `base` is scheme and host of this server.
    """
    claim = result.claim
    period = quotations.period(claim.period)
    subject = Text(f"{claim.subject.en}, {period.en}", f"{claim.subject.fr}, {period.fr}")
    finding = say(
        "{publisher} ({year}), “{title}”: {claim}. Tested by Mali Atlas: {verdict}. {reason}{caution}",
        "{publisher} ({year}), «\u202f{title}\u202f»\u202f: {claim}. "
        "Vérifié par Mali Atlas\u202f: {verdict}. {reason}{caution}",
        publisher=PUBLISHER,
        title=REPORT["title"],
        year=REPORT["written_in"],
        claim=_claimed(claim, subject),
        verdict=_lowered(quotations.both(VERDICTS[result.verdict])),
        reason=result.reason,
        caution=_after(claim.caution, claim.untested),
    )
    return quotations.quotable(
        finding,
        edition,
        path_of(result),
        base,
        source=edition.manifest["sources"].get(result.source_id),
        also=[edition.manifest["sources"][name] for name in result.also],
        documents=[documents[name] for name in sources_of(result) if name in documents],
    )


def _after(*texts: Text) -> Text:
    """The texts that there are, each after a space."""
    said = [text for text in texts if text.en]
    return Text("".join(f" {text.en}" for text in said), "".join(f" {text.fr}" for text in said))


def _claimed(claim: Claim, subject: Text) -> Text:
    """The report's words with what they are of; in French, with their French after them."""
    if not claim.quoted:
        return subject
    said = f" [{claim.quoted_fr}]" if claim.quoted_fr != claim.quoted else ""
    return Text(f"“{claim.quoted}” ({subject.en})", f"«\u202f{claim.quoted}\u202f»{said} ({subject.fr})")


def _lowered(text: Text) -> Text:
    return Text(*(part[:1].lower() + part[1:] for part in (text.en, text.fr)))


def record(edition: Edition, result: Result, documents: Mapping[str, Mapping[str, Any]], base: str) -> dict[str, Any]:
    """A claim with its result, every text in both languages, for JSON."""
    quoted = quotable(edition, result, documents, base)
    own = dict(_members(result.claim))
    found = {name: value for name, value in _members(result) if name != "source_id"}
    return {
        **{name: value for name, value in own.items() if name != "verdict"},
        **found,
        "source": result.source_id or None,
        "permalink": quoted.address,
        "sentence_en": quoted.sentence.en,
        "sentence_fr": quoted.sentence.fr,
    }


def _members(whole: Any) -> Iterator[tuple[str, Any]]:
    """The fields of a dataclass as JSON; a Text is two of them, and the claim of a result is left out."""
    for one in fields(whole):
        value = getattr(whole, one.name)
        if isinstance(value, Text):
            yield f"{one.name}_en", value.en
            yield f"{one.name}_fr", value.fr
        elif one.name.endswith("source_id"):
            yield one.name, value or None
        elif one.name != "claim":
            yield one.name, _plain(value)


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return dict(_members(value))
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


def labelled(results: Sequence[Result]) -> dict[str, dict[str, Any]]:
    """Every verdict: its label and meaning in both languages, and its number of claims."""
    found = {}
    for verdict, number in tally(results).items():
        label, meaning = quotations.both(VERDICTS[verdict]), quotations.both(MEANINGS[verdict])
        found[verdict] = {
            "label_en": label.en,
            "label_fr": label.fr,
            "meaning_en": meaning.en,
            "meaning_fr": meaning.fr,
            "claims": number,
        }
    return found

"""Citations of a file or map, as text, BibTeX and CFF: its sources, build and permanent address."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from geodata.builds.store import Edition
from geodata.exports.extract import Extract, sources_of
from geodata.exports.selection import Selection
from geodata.exports.titles import title
from geodata.texts import NOTHING, Text, day, say
from geodata.versions import PROGRAM

AUTHORS = "The Mali Atlas authors"
_SPDX = {"CC BY 4.0": "CC-BY-4.0"}
"""Licences of sources that have an SPDX identifier in CFF 1.2.0."""
_LINE_ENDS = "\x85\u2028\u2029"
"""Characters that YAML 1.1 reads as the end of a line, besides those of ASCII."""
_SPACES = "\u00a0\u202f"
"""Spaces that do not break, which citations keep."""


@dataclass(frozen=True)
class Citation:
    """A citation: title, permanent address, build and the day it was made (UTC), sources.

    `sources` are records as Source.provenance gives them, that of the figures first; `version` is the program's.
    """

    title: Text
    permalink: str
    build: str
    built: date
    sources: tuple[Mapping[str, Any], ...]
    version: str = PROGRAM


def citation_of(extract: Extract) -> Citation:
    """The citation of a file of the extract."""
    return of_layer(extract.edition, extract.layer, extract.chosen, extract.permalink)


def of_layer(edition: Edition, layer: str, chosen: Selection, permalink: str) -> Citation:
    """The same without making the rows."""
    found = sources_of(edition, layer, chosen)
    return Citation(title(layer, chosen), permalink, edition.id, edition.built.date(), tuple(found))


def as_text(citation: Citation) -> Text:
    """The citation as one line: Mali Atlas and the year, title, build and its day, address; sources."""
    behind = sources(list(map(source, citation.sources)))
    return say(
        "Mali Atlas ({year}). {title}. Build {build}, {day}. {permalink}{sources}",
        "Mali Atlas ({year}). {title}. Compilation {build}, {day}. {permalink}{sources}",
        year=str(citation.built.year),
        sources=Text(*(f" {text.strip()}" if text else "" for text in (behind.en, behind.fr))),
        title=_each(citation.title),
        build=citation.build,
        day=day(citation.built.isoformat()),
        permalink=citation.permalink,
    )


def sources(named: Sequence[Text]) -> Text:
    """The sources as a sentence followed by a space; empty without sources."""
    if not named:
        return NOTHING
    return say(
        "Source{s}: {names_en}. ",
        "Source{s}\u202f: {names_fr}. ",
        s="s" if len(named) > 1 else "",
        names_en="; ".join(text.en for text in named),
        names_fr="\u202f; ".join(text.fr for text in named),
    )


def source(record: Mapping[str, Any]) -> Text:
    """A data source as cited: short name, release, producer, licence, last day.

    Where readers have no name for it, its title, with the release behind.
    """
    release = "" if record["short"] else _line(record["release"])
    to = say(", data to {day}", ", données jusqu’au {day}", day=day(record["data_to"]))
    return say(
        "{name} ({producer}{release}, {licence}{to}{inferred}{provisional})",
        "{name} ({producer}{release}, {licence}{to}{inferred}{provisional})",
        name=_line(name(record)),
        producer=_line(record["producer"]),
        release=f", {release}" if release else "",
        licence=_line(record["licence"]),
        to=to if record["data_to"] else NOTHING,
        inferred=Text(", release inferred", ", version déduite") if record["is_release_inferred"] else NOTHING,
        provisional=Text(", provisional figures", ", chiffres provisoires") if record["is_provisional"] else NOTHING,
    )


def name(record: Mapping[str, Any]) -> str:
    """The short name of a source with its release; its title where it has no short name."""
    named = (record["short"], record["release"]) if record["short"] else (record["title"],)
    return " ".join(part for part in named if part)


def _each(text: Text) -> Text:
    return Text(_line(text.en), _line(text.fr))


def _line(text: str) -> str:
    """The text on one line, without what does not print; the spaces of French typography stay."""
    kept = "".join(letter if letter.isprintable() or letter in _SPACES else " " for letter in text)
    return re.sub(r"[ \t]+", " ", kept).strip()


def bibtex(citation: Citation) -> str:
    """BibTeX entries for the data and each of its sources, in UTF-8, with unique keys; URLs are not escaped.

    What LaTeX would read as a command is escaped, accents are written as commands where LaTeX has them.
    """
    named = "; ".join(name(record) for record in citation.sources)
    address = _address(citation.permalink)
    data = {
        "author": f"{{{_latex(AUTHORS)}}}",
        "title": f"{{{_latex(citation.title.en)}}}",
        "year": f"{citation.built.year}",
        "version": f"build {citation.build}",
        "howpublished": f"\\url{{{address}}}" if address else "",
        "url": address,
        "urldate": citation.built.isoformat(),
        "note": _latex(f"Made with Mali Atlas {citation.version}. Sources: {named}" if named else ""),
    }
    entries = [_entry(f"mali-atlas-{citation.build}", data)]
    keys = {f"mali-atlas-{citation.build}"}
    for record in citation.sources:
        key = _key(record, keys)
        keys.add(key)
        entries.append(_entry(key, _source_fields(record)))
    return "\n".join(entries)


def _source_fields(record: Mapping[str, Any]) -> dict[str, str]:
    inferred = " (inferred)" if record["is_release_inferred"] else ""
    provisional = ["Provisional figures"] if record["is_provisional"] else []
    note = [record["citation"].rstrip("."), *provisional, f"Licence: {record['licence']}"]
    return {
        "author": f"{{{_latex(record['producer'])}}}",
        "title": f"{{{_latex(record['title'])}}}",
        "version": _latex(record["release"] + inferred) if record["release"] else "",
        "url": _address(record["url"]),
        "note": _latex(". ".join(part for part in note if part)),
    }


def _entry(key: str, fields: Mapping[str, str]) -> str:
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if value]
    return f"@misc{{{key},\n{''.join(lines)}}}\n"


def _key(record: Mapping[str, Any], taken: Iterable[str]) -> str:
    made = re.sub(r"[^a-z0-9]+", "-", str(record["id"]).lower()).strip("-") or "source"
    numbered = (f"{made}-{number}" for number in range(2, 1000))
    return made if made not in taken else next(key for key in numbered if key not in taken)


def _address(text: str) -> str:
    """An address with everything encoded that BibTeX or LaTeX would read otherwise; "" for none."""
    found = quote(text, safe="!#$&'()*+,-./:;=?@[]_~%")
    return found if re.match(r"https?://.", found) else ""


_MARKS = {
    "\u0300": "`",
    "\u0301": "'",
    "\u0302": "^",
    "\u0303": "~",
    "\u0304": "=",
    "\u0307": ".",
    "\u0308": '"',
    "\u030a": "r",
    "\u030b": "H",
    "\u030c": "v",
    "\u0327": "c",
    "\u0328": "k",
}
"""Combining marks and the command that puts them on a letter."""
_COMMANDS = {
    "\\": "{\\textbackslash}",
    "{": "{\\textbraceleft}",
    "}": "{\\textbraceright}",
    "^": "{\\textasciicircum}",
    "~": "{\\textasciitilde}",
    "\u00a0": "~",
    "\u202f": "\\,",
    **{letter: f"\\{letter}" for letter in "#$%&_"},
}


def _latex(text: str) -> str:
    return "".join(map(_letter, unicodedata.normalize("NFC", _line(text))))


def _letter(letter: str) -> str:
    if letter in _COMMANDS:
        return _COMMANDS[letter]
    base, mark = (*unicodedata.normalize("NFD", letter), "", "")[:2]
    is_known = len(unicodedata.normalize("NFD", letter)) == 2 and mark in _MARKS and base.isascii() and base.isalpha()
    if not is_known:
        return letter
    command = _MARKS[mark]
    return f"{{\\{command}{{{base}}}}}" if command.isalpha() else f"{{\\{command}{base}}}"


def cff(citation: Citation) -> str:
    """A CITATION.cff (Citation File Format 1.2.0): the data, and each source as a reference. `version` is the build.

    A licence without an SPDX identifier is named by its address; that of the data is that of its figures.
    """
    found = {
        "cff-version": "1.2.0",
        "message": f"Cite the sources of these figures, listed as references, and Mali Atlas {citation.version}.",
        "type": "dataset",
        "title": citation.title.en,
        "abstract": as_text(citation).en,
        "authors": [{"name": AUTHORS}],
        "version": citation.build,
        "date-released": citation.built.isoformat(),
        "url": _address(citation.permalink),
        **(_licence(citation.sources[0]) if citation.sources else {}),
        "keywords": ["Mali", "armed conflict", "fatalities"],
        "references": list(map(_reference, citation.sources)),
    }
    return _yaml(_given(found))


def _yaml(document: Mapping[str, Any]) -> str:
    """The document as YAML; characters that YAML reads as an end of line are escaped, so that they come back."""
    import yaml  # only a citation file needs it, and no worker starts with one

    class Dumper(yaml.SafeDumper):  # type: ignore[misc]  # PyYAML carries no types
        pass

    def text(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
        style = '"' if any(character in value for character in _LINE_ENDS) else None
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)

    Dumper.add_representer(str, text)
    made: str = yaml.dump(document, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=120)
    return made


def _reference(record: Mapping[str, Any]) -> dict[str, Any]:
    inferred = "The release is inferred. " if record["is_release_inferred"] else ""
    inferred += "The figures are provisional. " if record["is_provisional"] else ""
    return _given(
        {
            "type": "data",
            "title": record["title"] or record["id"],
            "authors": [{"name": record["producer"] or record["id"]}],
            "version": record["release"],
            "url": _address(record["url"]),
            **_licence(record),
            "notes": f"{inferred}Licence: {record['licence']}. {record['citation']}",
        }
    )


def _licence(record: Mapping[str, Any]) -> dict[str, str]:
    if record["licence"] in _SPDX:
        return {"license": _SPDX[record["licence"]]}
    return {"license-url": _address(record["licence_url"])}


def _given(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value}

"""The sidecar of a CSV file: metadata as W3C's "Metadata Vocabulary for Tabular Data" (CSVW) has it."""

from __future__ import annotations

import json
from typing import Any

from geodata.exports.extract import DISCLAIMER, NOT_ALLOCATED, Extract
from geodata.exports.formats import about
from geodata.schema.column import Column
from geodata.vocabulary import COUNTRY_NAMES

MIMETYPE = "application/csvm+json"
SUFFIX = "-metadata.json"
_DATATYPES = {"string": "string", "Int64": "integer", "float64": "double", "bool": "boolean"}


def write(extract: Extract, hxl: bool = False, *, address: str = "") -> bytes:
    """The description of `delimited.write(extract, hxl)` as JSON; `address` is its own permanent address.

    To its readers the row of HXL tags is a comment: its first field starts with #.
    """
    found = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "@id": address,
        "@type": "Table",
        "url": extract.permalink,
        "dialect": {
            "encoding": "utf-8",
            "delimiter": ",",
            "quoteChar": '"',
            "doubleQuote": True,
            "lineTerminators": ["\r\n"],
            "header": True,
            "headerRowCount": 1,
            **({"commentPrefix": "#"} if hxl else {}),
        },
        **_terms(extract),
        "tableSchema": {"columns": [_column(extract, column) for column in extract.columns]},
        "notes": [_note(extract)],
    }
    return json.dumps(found, ensure_ascii=False, indent=1, allow_nan=False).encode()


def _terms(extract: Extract) -> dict[str, Any]:
    """Provenance in Dublin Core's terms."""
    origin = extract.provenance
    return {
        "dc:title": extract.title.en,
        "dc:identifier": extract.permalink,
        "dc:created": origin["built"],
        "dc:hasVersion": origin["build"],
        "dc:bibliographicCitation": about.citation(extract),
        "dc:rights": origin["terms"],
        "dc:description": DISCLAIMER,
        "dc:license": [{"@id": url} for url in dict.fromkeys(one["licence_url"] for one in origin["sources"]) if url],
        "dc:source": [
            {
                "dc:title": source["title"],
                "dc:creator": source["producer"],
                "dc:identifier": source["id"],
                "dc:hasVersion": source["release"],
                "dc:license": source["licence"],
                "dc:bibliographicCitation": source["citation"],
            }
            for source in origin["sources"]
        ],
    }


def _column(extract: Extract, column: Column) -> dict[str, Any]:
    """A column; rows that belong to no unit are null in columns about units."""
    is_first = column is extract.columns[0]
    words = [NOT_ALLOCATED, *COUNTRY_NAMES.values()] if is_first and extract.totals and column.dtype != "string" else []
    return {
        "name": column.name,
        "titles": column.name,
        "datatype": _DATATYPES[column.dtype],
        "null": ["", *words] if words else "",
        "required": not column.nullable and not extract.totals,
        "dc:description": column.meaning,
        **({"schema:unitText": column.unit} if column.unit else {}),
    }


def _note(extract: Extract) -> dict[str, Any]:
    """Notes without a CSVW term of their own: filters, hashes of the sources, row accounting, how to read the file."""
    first = extract.columns[0].name
    words = " or ".join(repr(word) for word in dict.fromkeys(one.properties[first] for one in extract.totals))
    rows = f"Rows whose first field is {words} stand for no unit." if extract.totals else ""
    text = "Text that a spreadsheet would run as a formula has an apostrophe before it."
    return {**about.document(extract), "rows": " ".join(part for part in (rows, text) if part)}

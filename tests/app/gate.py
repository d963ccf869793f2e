"""The licence gate, asked: a drawn source whose every event can be told by a mark, refusals, texts of files."""

from __future__ import annotations

import gzip
import io
import json
import re
import zipfile

import pyarrow.parquet as pq

from geodata import policies
from geodata.exports.formats import FORMATS
from geodata.exports.formats.csvw import SUFFIX

ACLED = policies.POLICIES["acled"].rule
MAPS_ONLY = policies.POLICIES["maps-only"].rule
UCDP = policies.POLICIES["ucdp"].rule
KEPT = """

d        year x       y        prec region        type a                 b           low best high civilians date_start date_end   where_coordinates source_office

qx-90001 2021 1.23457 15.53197 1    Gao_region    1    Zqxarmy           Zqxband     3   5    9    1         2021-03-27 2021-03-27 Zqxwell           Zqxwire

qx-90002 2022 1.73931 15.52683 1    Gao_region    3    JNIM_(Zqxcell)    Civilians   10  12   12   12        2022-03-05 2022-03-06 Zqxford           Zqxwire

qx-90003 2022 2.43719 16.43551 1    Ménaka_region 2    Zqxarmy           Zqxband     4   4    20   0         2022-03-20 2022-03-20 Zqxhill           Zqxwire

qx-90004 2022 2.91313 15.12371 2    .             1    Zqxband           GATIA,_MSA  7   8    8    2         2022-06-30 2022-07-02 Zqxpost           Zqxwire
"""  # noqa: E501
MARKS = re.compile(
    r"zqx|" + "|".join(re.escape(number[:-2]) for number in re.findall(r"\d+\.\d{5}", KEPT)), re.IGNORECASE
)
"""What only the event rows know: ids, sides, places, offices, coordinates to a kilometre."""
PROBLEM = "application/problem+json"
FORBIDDEN = (
    *(f"/download/{layer}.{kind}" for layer in ("events", "admin3", "grid") for kind in (*FORMATS, f"csv{SUFFIX}")),
    "/api/figures?level=admin3",
    "/api/figures?level=grid",
)
"""Downloads that the terms of ACLED forbid."""
FILES = (
    *(f"events-{year}.json" for year in (2021, 2022, 2023, 2024)),
    *(f"values-{level}-all-any{year}.json" for level in ("admin3", "grid") for year in ("", "-2022")),
    *(f"values-{level}-one_sided-jnim-2022.json" for level in ("admin3", "grid")),
    *(f"events-{level}-{pcode}-2022.json" for level, pcode in (("admin1", "ML07"), ("admin2", "none"))),
)
"""Files of the map page that they forbid."""


def refused(answer, rule: str = ACLED, policy: str = "acled") -> None:
    assert answer.status_code == 403, answer.request.url
    assert answer.headers["Content-Type"] == PROBLEM
    assert answer.headers["Cache-Control"] == "no-store"
    body = json.loads(answer.data)
    assert set(body) == {"type", "title", "status", "detail", "policy", "rule"}
    assert (body["status"], body["policy"], body["rule"]) == (403, policy, rule)
    assert body["title"] == "The source’s terms do not allow this"
    assert rule in body["detail"]


def text_of(data: bytes) -> str:
    """The text of a file, that of packed files unpacked; of a drawn one what is written in it as text."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            return "".join(text_of(parts.read(name)) for name in parts.namelist())
    if data.startswith(b"PAR1"):
        table = pq.read_table(io.BytesIO(data))
        return f"{table.to_pylist()} {table.schema.metadata}"
    if data.startswith(b"\x89PNG"):
        return data.partition(b"IDAT")[0].decode(errors="replace")
    if data.startswith(b"%PDF"):
        return re.sub(rb"\bstream\b.*?\bendstream\b", b"", data, flags=re.DOTALL).decode(errors="replace")
    if data.startswith(b"<?xml"):
        return re.sub(r"<[^>]*>", " ", data.decode())
    return re.sub(r'"data:image/png;base64,[^"]*"', "", data.decode("utf-8-sig", errors="replace"))


def nothing_of_the_events(answer) -> None:
    """No event row in the body, gzipped or not, nor in a header."""
    data = gzip.decompress(answer.data) if answer.headers.get("Content-Encoding") == "gzip" else answer.data
    assert not MARKS.findall(text_of(data)), answer.request.url
    assert not MARKS.findall(str(answer.headers)), answer.request.url

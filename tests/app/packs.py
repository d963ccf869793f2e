"""Citation packs, asked for and read."""

from __future__ import annotations

import csv
import io

from geodata.exports.pack import Pack, read


def got(client, address: str, **headers: str) -> Pack:
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200, answer.text
    assert answer.mimetype == "application/zip"
    return read(answer.data)


def names(pack: Pack) -> list[str]:
    return sorted(pack.files)


def table(pack: Pack, layer: str) -> list[dict[str, str]]:
    part = next(part for part in pack.parts if part.layer == layer)
    return list(csv.DictReader(io.StringIO(pack.files[part.file("csv").name].decode("utf-8-sig"), newline="")))

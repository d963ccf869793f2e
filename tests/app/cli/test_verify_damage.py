"""`mali-atlas verify` of what is no pack, damaged, forged, or of an older form."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from geodata.exports import pack as packs
from tests.app.verifying import DAMAGED, DIFFERENT, SAME, changed, run, verified
from tests.zips import members, zipped

pytestmark = pytest.mark.usefixtures("undrawn")


def forged(pack: Path, to: Path, change, layer: str = "admin1") -> Path:
    """The pack with the table of a layer changed, and its manifest and zip made to fit again."""
    whole = packs.read(pack.read_bytes())
    name = next(part for part in whole.parts if part.layer == layer).file("csv").name
    told = {key: value for key, value in whole.manifest.items() if key not in ("format", "version", "files")}
    to.write_bytes(packs.write(told, {**whole.files, name: change(whole.files[name])}))
    return to


def test_a_pack_that_its_own_build_did_not_give_is_found_out(tmp_path, drawn):
    data, pack = drawn
    first = packs.read(pack.read_bytes())
    row = next(line for line in first.files[first.parts[0].file("csv").name].split(b"\r\n") if b"Gao" in line)
    false = forged(
        pack, tmp_path / "forged.zip", lambda table: table.replace(row, row.replace(b",10,12,12,", b",10,120,12,"))
    )
    found, text = verified(false, data)
    assert found["code"] == DIFFERENT
    assert found["kept_build"]["differs"] is True
    assert changed(found)["ML07 Gao", "fatalities_best"] == (120, 12)
    assert "is the one it names" in text
    extra = forged(pack, tmp_path / "added.zip", lambda table: table + row.replace(b"ML07", b"ML77") + b"\r\n")
    layer = verified(extra, data)[0]["present_build"]["layers"][0]
    assert [one["unit"] for one in layer["gone"]] == ["ML77 Gao"]
    wide = forged(
        pack, tmp_path / "wide.zip", lambda table: table.replace(b"\r\n", b",1\r\n").replace(b"end,1", b"end,x", 1)
    )
    found, text = verified(wide, data)
    assert found["present_build"]["layers"][0]["columns_gone"] == ["x"]
    assert "column is gone" in text
    assert found["code"] == DIFFERENT


@pytest.mark.parametrize("layer", ["zones", "grid"])
def test_a_pack_from_before_rows_had_a_side_is_of_mali_s(tmp_path, drawn, layer):
    def without_side(table: bytes) -> bytes:
        head, *rows = csv.reader(io.StringIO(table.decode("utf-8-sig"), newline=""))
        at, text = head.index("side"), io.StringIO(newline="")
        csv.writer(text, lineterminator="\r\n").writerows(row[:at] + row[at + 1 :] for row in (head, *rows))
        return text.getvalue().encode("utf-8-sig")

    found, _ = verified(forged(drawn[1], tmp_path / "before.zip", without_side, layer), drawn[0])
    own = next(one for one in found["present_build"]["layers"] if one["layer"] == layer)
    assert (own["differences"], own["gone"], own["come"], own["columns_gone"]) == ([], [], [], [])
    assert own["rows"] > 4
    assert found["code"] == SAME


@pytest.mark.parametrize(
    "change", [lambda table: b"\xff\xfe", lambda table: b"a,b\r\n1,2\r\n", lambda table: table + b"x\r\n"]
)
def test_a_table_that_is_none_is_damage(tmp_path, drawn, change):
    found, text = verified(forged(drawn[1], tmp_path / "forged.zip", change), drawn[0])
    assert found["code"] == DAMAGED
    assert text.startswith(f"mali-atlas: {tmp_path / 'forged.zip'}: data/mali-admin1-2022-from-2021.csv: ")


@pytest.mark.parametrize("name", ["README.txt", "CITATION.cff", "citation.bib", "figure.png", "manifest.json"])
def test_damage_is_one_sentence(tmp_path, drawn, name):
    data, pack = drawn
    whole = members(pack.read_bytes())
    file = tmp_path / "it.zip"
    for content in (
        zipped({key: value for key, value in whole.items() if key != name}),
        zipped({**whole, name: whole[name] + b"!"}) if name != "manifest.json" else zipped({**whole, name: b"{"}),
        zipped({**whole, "data/more.txt": b"x"}),
        pack.read_bytes()[:-30],
        pack.read_bytes()[: len(pack.read_bytes()) // 2],
        b"",
        b"<!DOCTYPE html><title>503</title>",
        b"no zip",
    ):
        file.write_bytes(content)
        found, text = verified(file, data)
        assert found["code"] == DAMAGED
        assert set(found) == {"pack", "is_intact", "problem", "code"}
        assert len(text.splitlines()) == 1
        assert text.startswith(f"mali-atlas: {file}: ")


def test_what_is_no_file(tmp_path, drawn):
    for path in (tmp_path / "none.zip", tmp_path):
        result = run(path, "--data", drawn[0])
        assert result.exit_code == DAMAGED
        assert len(result.output.splitlines()) == 1
        assert "Traceback" not in result.output


def test_a_file_that_is_too_large_is_not_read(tmp_path, drawn, monkeypatch):
    monkeypatch.setattr(packs, "MOST_BYTES", 100)
    found, text = verified(drawn[1], drawn[0])
    assert found["code"] == DAMAGED
    assert "is larger than any citation pack" in text


def test_nothing_is_written(tmp_path, drawn, monkeypatch):
    data, pack = drawn
    monkeypatch.chdir(tmp_path)
    before = sorted(data.rglob("*"))
    verified(pack, data)
    assert list(tmp_path.iterdir()) == []
    assert sorted(data.rglob("*")) == before

"""Packs: written the same each time, read without trust, and compared row by row with what a build gives."""

from __future__ import annotations

import hashlib
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.errors import DataError
from geodata.exports import pack
from geodata.exports.pack import MANIFEST, Pack
from geodata.exports.selection import Selection
from tests.examples import times
from tests.zips import members, zipped

CSV = "\ufeffpcode,name,year,month,events\r\nML07,Gao,2022,,3\r\nML10,Ménaka,2022,,\r\n".encode()
TABLE = "data/mali-admin1-2022.csv"
FILES = {"README.txt": b"read me\n" * 40, TABLE: CSV, "figure.png": bytes(range(256)) * 8}
TOLD: dict[str, Any] = {
    "build": "0123456789abcdef",
    "source": "mine",
    "frame": "2016",
    "sources": [{"id": "mine"}],
    "layers": [
        {
            "layer": "admin1",
            "filters": {"year": "2022", "violence": "one_sided"},
            "files": [{"name": TABLE, "format": "csv", "permalink": "https://atlas.example/b/x/download/admin1.csv"}],
        }
    ],
}


def made(manifest: dict[str, Any] | None = None, files: dict[str, bytes] | None = None) -> bytes:
    return pack.write(TOLD if manifest is None else manifest, FILES if files is None else files)


def damaged(content: bytes, *parts: str) -> str:
    """The one sentence that says why this is no pack."""
    with pytest.raises(DataError) as caught:
        pack.read(content, "it.zip")
    text = caught.value.text
    assert text.startswith("it.zip: ")
    assert len(text) < 600
    assert "\n" not in text
    for part in parts:
        assert part in text
    return text


def test_a_pack_reads_back_as_it_was_written():
    found = pack.read(made())
    assert isinstance(found, Pack)
    assert dict(found.files) == FILES
    assert (found.build, found.source, found.frame) == ("0123456789abcdef", "mine", "2016")
    (part,) = found.parts
    assert part.layer == "admin1"
    assert part.chosen == Selection(year="2022", violence="one_sided")
    assert part.file("csv").name == TABLE
    assert found.manifest["format"] == pack.FORMAT
    assert [(entry["name"], entry["size"], entry["sha256"]) for entry in found.manifest["files"]] == [
        (name, len(content), hashlib.sha256(content).hexdigest()) for name, content in FILES.items()
    ]


def test_the_same_bytes_each_time_with_nothing_of_this_machine_in_them():
    assert made() == made()
    with zipfile.ZipFile(io.BytesIO(made())) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [MANIFEST, *FILES]
        for entry in archive.infolist():
            assert entry.date_time == (1980, 1, 1, 0, 0, 0)
            assert (entry.create_system, entry.external_attr >> 16) == (3, 0o100644)
            assert entry.compress_type == zipfile.ZIP_DEFLATED
            assert entry.extra == b""


@pytest.mark.parametrize(
    "chosen",
    [
        Selection(),
        Selection(year="2022", month="03", since="2020", violence="one_sided", family="jnim"),
        Selection(year="2022", km=37),
    ],
)
def test_filters_read_back_as_they_were_chosen(chosen):
    told = {**TOLD, "layers": [{**TOLD["layers"][0], "filters": chosen.pairs()}]}
    assert pack.read(made(told)).parts[0].chosen == chosen


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"PK", "is not a zip file"),
        (b"hello", "is not a zip file"),
        (b"\xef\xbb\xbfpcode,name\r\n", "is not a zip file"),
        (b"%PDF-1.4", "is not a zip file"),
        (b"<!DOCTYPE html><html><h1>404</h1></html>", "is a web page, perhaps an error message"),
        (b"\n <html lang=en>", "is a web page, perhaps an error message"),
        (b"\x1f\x8b\x08\x00", "is not a zip file"),
        (b"PK\x03\x04", "is a damaged zip file"),
        (b"PK\x05\x06" + bytes(18), "is not a zip file"),
        (b"x" + made(), "is not a zip file"),
    ],
)
def test_what_is_no_zip_is_said_in_a_sentence(content, words):
    assert words in damaged(content)


def test_a_zip_that_is_no_pack():
    damaged(zipped({"a.txt": b"x"}), f"without a {MANIFEST}")
    damaged(zipped({MANIFEST: b"{}"}), "not a citation pack's")
    damaged(zipped({MANIFEST: b"[]"}), "not a citation pack's")
    damaged(zipped({MANIFEST: b"\xff"}), "not valid JSON")
    damaged(zipped({MANIFEST: b"[" * 100_000}), "not valid JSON")
    damaged(zipped({}), "is not a zip file")


def test_a_pack_of_another_version_says_so():
    whole = {"format": pack.FORMAT, "version": 2, "files": []}
    damaged(zipped({MANIFEST: json.dumps(whole).encode()}), "version 2", "this program reads 1", "a newer one")


@pytest.mark.parametrize("name", [MANIFEST, *FILES])
def test_a_flipped_byte_in_any_file_is_seen(name):
    content = made()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entry = archive.getinfo(name)
    start = entry.header_offset + 30 + len(name)
    for at in range(start, start + entry.compress_size, max(1, entry.compress_size // 40)):
        flipped = bytearray(content)
        flipped[at] ^= 0x10
        try:
            damaged(bytes(flipped))
        except pytest.fail.Exception:
            assert members(bytes(flipped)) == members(content), f"byte {at}"


@times(4)
@given(st.data())
def test_any_damage_is_a_sentence_or_leaves_every_file_as_it_was(data):
    """Clocks and permissions of a zip, and unused bits at the end of what is packed, are all that may change unseen."""
    content = bytearray(made())
    for _ in range(data.draw(st.integers(1, 3))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        found = pack.read(bytes(content))
    except DataError:
        damaged(bytes(content))
        return
    assert dict(found.files) == FILES
    assert found.parts == pack.read(made()).parts


def test_a_truncated_pack_at_every_length():
    content = made()
    for length in range(len(content)):
        damaged(content[:length])


@pytest.mark.parametrize("name", list(FILES))
def test_a_file_that_is_missing_added_renamed_or_changed(name):
    whole = members(made())
    damaged(zipped({key: value for key, value in whole.items() if key != name}), f"lacks {name}")
    renamed = {("data/other.bin" if key == name else key): value for key, value in whole.items()}
    damaged(zipped(renamed), f"lacks {name}")
    damaged(zipped({**whole, name: whole[name] + b" "}), f"holds {name} with another content")
    damaged(zipped({**whole, name: whole[name][:-1] + b"?"}), f"holds {name} with another content")
    damaged(zipped({**whole, "data/more.csv": whole[name]}), "holds data/more.csv, of which its manifest.json knows")
    swapped = dict(zip(FILES, reversed([whole[key] for key in FILES]), strict=True))
    damaged(zipped({MANIFEST: whole[MANIFEST], **swapped}), "with another content")


def test_a_pack_that_another_program_zipped_again_is_intact():
    assert dict(pack.read(zipped(members(made()))).files) == FILES
    assert dict(pack.read(zipped(members(made()), compression=zipfile.ZIP_STORED)).files) == FILES


UNSAFE = ("../x", "/etc/passwd", "a/../../x", "C:\\x", "a\\b", "data/", "a//b", ".hidden", "a/b/c", "x\0y", "é", "-x",
          "a b", "con:", "a" * 200, "\u202egpj.exe", "./a", "data/.x")  # fmt: skip


@pytest.mark.parametrize("name", UNSAFE)
def test_a_name_that_could_lead_elsewhere_is_refused(name):
    whole = members(made())
    damaged(zipped({**whole, name: b"x"}), "")


def test_the_same_name_twice_is_refused():
    whole = members(made())
    out = io.BytesIO(zipped(whole))
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr(TABLE, b"x")
    damaged(out.getvalue(), "two files of the same name")
    damaged(zipped({**whole, TABLE.upper(): b"x"}), "two files of the same name")


def test_too_many_or_too_large_is_refused_before_it_is_unpacked(monkeypatch):
    whole = members(made())
    damaged(zipped({**whole, **{f"data/{n}.txt": b"x" for n in range(pack.MOST_FILES)}}), "at most 64")
    bomb = zipped({**whole, "data/zeros.bin": bytes(pack.MOST_BYTES // 2), "data/more.bin": bytes(pack.MOST_BYTES)})
    assert len(bomb) < 1_000_000
    damaged(bomb, "would unpack to more")
    monkeypatch.setattr(pack, "MOST_BYTES", 1000)
    damaged(made(), "is larger than any citation pack")


def test_a_size_that_lies_is_refused():
    content = bytearray(zipped({**members(made()), "data/zeros.bin": bytes(1 << 20)}))
    for at in (content.rindex(b"PK\x03\x04") + 22, content.rindex(b"PK\x01\x02") + 24):
        struct.pack_into("<I", content, at, 10)
    damaged(bytes(content), "")


@pytest.mark.parametrize(
    "change",
    [
        lambda content: content + b"more",
        lambda content: content[:-2] + b"\x04\x00more",
        lambda content: _with(content, flags=1),
        lambda content: _with(content, method=12),
        lambda content: _with(content, method=99),
        lambda content: _hidden(content),
    ],
    ids=["appended", "comment", "encrypted", "bzip2", "unknown", "hidden"],
)
def test_anything_else_in_the_zip_is_refused(change: Callable[[bytes], bytes]):
    damaged(change(made()), "")


def _with(content: bytes, flags: int | None = None, method: int | None = None) -> bytes:
    """The zip with other flags or another method said of its first file."""
    made = bytearray(content)
    for head, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = made.index(head) + at
        if flags is not None:
            struct.pack_into("<H", made, start, flags)
        if method is not None:
            struct.pack_into("<H", made, start + 2, method)
    return bytes(made)


def _hidden(content: bytes) -> bytes:
    """The zip with bytes between its files and its list of them."""
    start = content.index(b"PK\x01\x02")
    end = bytearray(content[start:])
    at = end.rindex(b"PK\x05\x06") + 16
    struct.pack_into("<I", end, at, start + 6)
    return content[:start] + b"secret" + bytes(end)


@pytest.mark.parametrize(
    "change",
    [
        {"build": "../../etc"}, {"build": "0123456789ABCDEF"}, {"build": None}, {"source": 1}, {"frame": None},
        {"sources": {}}, {"sources": ["x"]}, {"sources": [{}]}, {"layers": []}, {"layers": "x"}, {"layers": [1]},
        {"layers": [{}]},
        {"layers": [{**TOLD["layers"][0], "layer": "communes"}]},
        {"layers": [{**TOLD["layers"][0], "filters": None}]},
        {"layers": [{**TOLD["layers"][0], "filters": {"year": 2022}}]},
        {"layers": [{**TOLD["layers"][0], "filters": {"year": "２０２２"}}]},
        {"layers": [{**TOLD["layers"][0], "filters": {"month": "3"}}]},
        {"layers": [{**TOLD["layers"][0], "filters": {"family": "x/../y"}}]},
        {"layers": [{**TOLD["layers"][0], "filters": {"km": "1e9"}}]},
        {"layers": [{**TOLD["layers"][0], "files": []}]},
        {"layers": [{**TOLD["layers"][0], "files": [{"name": "README.txt", "format": "exe", "permalink": ""}]}]},
        {"layers": [{**TOLD["layers"][0], "files": [{"name": "none.csv", "format": "csv", "permalink": ""}]}]},
        {"layers": [{**TOLD["layers"][0], "files": [{"name": TABLE, "format": "csv"}]}]},
    ],
)  # fmt: skip
def test_a_manifest_that_says_something_else_is_refused(change):
    damaged(made({**TOLD, **change}), "is not what a citation pack says")


def test_a_list_of_files_that_is_none_is_refused():
    whole = json.loads(members(made())[MANIFEST])
    for files, name in ((None, "files"), ({}, "files"), (["x"], "files"), ([{"name": 1}], "name"), ([{}], "name")):
        text = json.dumps({**whole, "files": files}).encode()
        damaged(zipped({**members(made()), MANIFEST: text}), f"{name!r} is not what")


def test_a_checksum_that_was_made_to_fit_does_not_hide_a_change():
    content = made()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entry = archive.getinfo(TABLE)
    changed = zipped({**members(content), TABLE: CSV.replace(b",3", b",4")})
    assert zlib.crc32(CSV) == entry.CRC
    damaged(changed, "with another content")

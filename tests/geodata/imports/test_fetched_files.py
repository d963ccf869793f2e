"""What a download holds: zips and tables that cannot be trusted, and the list of what was downloaded."""

from __future__ import annotations

import hashlib
import json
import re

import pytest

from geodata import files
from geodata.errors import AtlasError, DataError
from geodata.imports import fetch
from geodata.imports.record import listed
from tests.geodata.imports.publisher import BODY, DIGEST, QUICK, data, dataset, here, packed, refused, server
from tests.shelves import HEADER, events, failing

__all__ = ["data", "here", "server"]


def test_a_zip_holds_the_csv(server, data):
    server.bodies["ged.zip"] = packed({"GEDEvent_v24_1.csv": BODY, "__MACOSX/._GEDEvent_v24_1.csv": b"", "r.txt": b""})
    record = fetch.fetch(data, dataset(server, file="ged.zip"), QUICK)
    assert (record.file, record.sha256) == ("GEDEvent_v24_1.csv", DIGEST)
    kept = json.loads((data / "downloads.json").read_text())["drawn"]
    assert kept["sha256"] == hashlib.sha256(server.bodies["ged.zip"]).hexdigest()
    assert kept["imported_sha256"] == DIGEST
    assert refused(data, dataset(server, file="ged.zip")).what == "already imported as drawn-24.1"
    assert server.asked.total() == 1


def encrypted() -> bytes:
    whole = bytearray(packed({"a.csv": BODY}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        whole[whole.index(mark) + at] |= 1
    return bytes(whole)


def broken() -> bytes:
    whole = bytearray(packed({"a.csv": BODY * 50}))
    whole[60:70] = b"\xff" * 10
    return bytes(whole)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            b"no zip",
            r"f\.zip: cannot be unpacked \(File is not a zip file\)\. Take the file again from its publisher\.",
        ),
        (packed({"a.csv": BODY})[:-30], r"f\.zip: cannot be unpacked \(.*\)\. Take .*"),
        (encrypted(), r"f\.zip: cannot be unpacked \(.*password required.*\)\. Take .*"),
        (broken(), r"f\.zip: cannot be unpacked \(.*\)\. Take .*"),
        (packed({"a.txt": BODY}), r"f\.zip: holds 0 csv files\. Expected: one csv file\."),
        (packed({"a.csv": BODY, "b.csv": BODY}), r"f\.zip: holds 2 csv files\. Expected: one csv file\."),
        (
            packed({"a.csv": b"0" * 2_000_000}),
            r"f\.zip: a\.csv unpacks to more than [\d,]+ bytes\. Expected: at most 200 times its packed size\.",
        ),
    ],
    ids=["text", "cut", "encrypted", "broken", "none", "two", "bomb"],
)
def test_a_zip_that_cannot_be_trusted_is_refused(server, data, body, message):
    server.bodies["f.zip"] = body
    error = refused(data, dataset(server, file="f.zip"))
    assert isinstance(error, DataError)
    assert re.fullmatch(message, error.text)
    assert not data.exists()


def test_a_member_cannot_leave_its_folder(server, data, tmp_path):
    server.bodies["f.zip"] = packed({"../../../outside.csv": BODY})
    assert fetch.fetch(data, dataset(server, file="f.zip"), QUICK).file == "outside.csv"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data"]


def test_what_is_no_table_is_neither_imported_nor_recorded(server, data):
    server.bodies["events.csv"] = b"a,b\n1,2\n"
    assert refused(data, dataset(server)).text == "events.csv: is of no known layout. Expected: id,country,day,best."
    assert not data.exists()


def test_rejected_rows_may_be_accepted(server, data):
    server.bodies["events.csv"] = "\n".join([HEADER, *events(3, bad=2)]).encode()
    with pytest.raises(DataError, match=r"2 of 3 rows .* add --accept-rejected"):
        fetch.fetch(data, dataset(server), QUICK)
    assert fetch.fetch(data, dataset(server), QUICK, accept_rejected=True).rejected == 2


def test_a_record_that_cannot_be_written_takes_the_import_back(server, data, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(fetch, "_keep", failing(fetch._keep, 0))
        with pytest.raises(OSError, match="No space left"):
            fetch.fetch(data, dataset(server), QUICK)
    assert listed(data) == []


@pytest.mark.parametrize("text", ["", "{", "[]", '{"a": 1}'])
def test_a_damaged_list_of_downloads_says_what_to_do(server, data, text):
    data.mkdir()
    (data / "downloads.json").write_text(text)
    error = refused(data, dataset(server))
    assert error.where == str(data / "downloads.json")
    assert error.what.startswith("cannot be read (")
    assert error.todo == "Delete this file, then fetch again."
    assert server.asked.total() == 0


def test_what_a_killed_download_left_goes_with_the_next_and_one_that_is_made_stays(server, data):
    (data / ".fetch-old").mkdir(parents=True)
    with files.folder_aside(data, ".fetch-") as other:
        fetch.fetch(data, dataset(server), QUICK)
        assert list(data.glob(".*")) == [other]


def test_the_datasets_are_pinned_or_said_not_to_be():
    assert set(fetch.DATASETS) == {
        "geoboundaries-adm3",
        "ucdp-ged-24.1",
        "ucdp-ged-25.1",
        "ucdp-ged-26.1",
        "ucdp-candidate-26.0.2",
    }
    for name, found in fetch.DATASETS.items():
        assert found.name == name
        assert found.url.startswith("https://")
        assert (found.sha256 is not None) == name.startswith("geoboundaries")
        assert found.sha256 is None or re.fullmatch("[0-9a-f]{64}", found.sha256)
        assert found.release
        assert found.licence == "CC BY 4.0"


def test_the_addresses_are_the_publishers():
    assert fetch.find("geoboundaries-adm3").url == (
        "https://github.com/wmgeolab/geoBoundaries/raw/b7dd6a55701c76a330500ad9d9240f2b9997c6a8/"
        "releaseData/gbOpen/MLI/ADM3/geoBoundaries-MLI-ADM3.geojson"
    )
    assert fetch.find("ucdp-ged-25.1").url == "https://ucdp.uu.se/downloads/ged/ged251-csv.zip"
    found = fetch.find("ucdp-candidate-26.0.11")
    assert (found.release, found.url, found.sha256) == (
        "26.0.11",
        "https://ucdp.uu.se/downloads/candidateged/GEDEvent_v26_0_11.csv",
        None,
    )


@pytest.mark.parametrize("name", ["", "acled", "ucdp-candidate-26.0.13", "ucdp-candidate-26.0.2\n", "../x"])
def test_another_name_cannot_be_fetched(name):
    with pytest.raises(AtlasError) as caught:
        fetch.find(name)
    assert caught.value.text == (
        f"{name!r} cannot be fetched. Expected: one of geoboundaries-adm3, "
        "ucdp-ged-24.1, ucdp-ged-25.1, ucdp-ged-26.1, ucdp-candidate-26.0.2, or ucdp-candidate-YY.0.M. "
        "Other files: download them in a browser, then run mali-atlas import FILE."
    )

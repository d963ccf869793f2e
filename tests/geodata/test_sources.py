from collections import Counter

import pytest

from geodata import sources, vocabulary
from geodata.errors import DataError
from tests import worlds

RECORDS = sources.read(vocabulary.DATA / "sources.toml")
UNLISTED = {"sources.toml", "class_limits.csv"}
"""Our own rules, and the list itself."""


def test_every_shipped_file_belongs_to_exactly_one_source():
    listed = Counter(name for source in RECORDS.values() for name in source.files)
    there = {path.relative_to(vocabulary.DATA).as_posix() for path in vocabulary.DATA.rglob("*") if path.is_file()}
    assert listed == Counter(there - UNLISTED)


def test_every_shipped_file_has_the_hash_on_record():
    sources.verify(RECORDS, vocabulary.DATA)
    for source in RECORDS.values():
        assert {name: sources.sha256(vocabulary.DATA / name) for name in source.files} == source.files


@pytest.mark.parametrize("record", RECORDS.values(), ids=list(RECORDS))
def test_every_source_can_be_cited(record):
    cited = record.provenance()
    for field in (
        "id",
        "title",
        "producer",
        "release",
        "licence",
        "licence_url",
        "citation",
        "used_for",
        "policy",
    ):
        assert cited[field].strip()


def test_the_provenance_is_the_whole_record():
    record = worlds.source("drawn")
    assert sources.Source(**record.provenance()) == record
    inferred = {name for name, source in RECORDS.items() if source.provenance()["is_release_inferred"]}
    assert inferred == {"ucdp-ged", "ucdp-ged-ner", "ucdp-ged-bfa"}


@pytest.fixture
def record(tmp_path):
    (tmp_path / "counts.csv").write_bytes(b"a,b\n")
    digest = "3f6324df3af2bca0cf4ba7ad9a0c1c5c2f62eee2cb9f10dcc4ea4f08e96aeb1f"
    return sources.Source("drawn", *["words"] * 8, files={"counts.csv": digest})


def test_a_changed_file_is_refused(tmp_path, record):
    expected, found = record.files["counts.csv"], sources.sha256(tmp_path / "counts.csv")
    with pytest.raises(DataError) as caught:
        sources.verify({"drawn": record}, tmp_path)
    assert caught.value.text == (
        f"counts.csv: its SHA-256 is {found}. Expected: {expected}. "
        "Install the package again, or record the new hash in sources.toml."
    )


def test_a_missing_file_is_refused(tmp_path, record):
    (tmp_path / "counts.csv").unlink()
    with pytest.raises(DataError, match=r"^counts\.csv: its SHA-256 is no file\."):
        sources.verify({"drawn": record}, tmp_path)


@pytest.mark.parametrize(("record", "wrong"), [("colour = 'red'", "colour"), ("title = 'Drawn'", "producer")])
def test_an_unknown_or_missing_field_is_refused(tmp_path, record, wrong):
    (tmp_path / "sources.toml").write_text(f"[drawn]\n{record}\n")
    with pytest.raises(DataError) as caught:
        sources.read(tmp_path / "sources.toml")
    assert wrong in caught.value.what
    assert caught.value.expected == "the fields of geodata.sources.Source"


def test_a_row_of_an_unknown_source_is_refused():
    sources.require_known({"un", "ucdp"}, {"un"}, "sites.csv")
    with pytest.raises(DataError) as caught:
        sources.require_known({"un"}, {"un", "rumour", "blog"}, "sites.csv")
    assert caught.value.text == "sites.csv: unknown sources: blog, rumour. Add their records first."

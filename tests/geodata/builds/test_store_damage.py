"""Damage in a build is noticed by who reads it, and put right by making it again."""

import json

import pytest

from geodata.builds import hashes, publishing, store
from geodata.errors import BuildDamaged, BuildMissing
from tests.geodata.builds.read import builds, published, writing


def everything(data):
    """Read all that can be read of the current build."""
    build = store.read(data, store.current_id(data))
    for entry in build.editions:
        edition = build.edition(entry["source"], entry["frame"])
        for path in (build.folder / name for name in build.checked.hashes):
            if path.parent in edition.folders:
                (edition.document if path.suffix == ".json" else edition.table)(path.stem)


DAMAGE = {
    "flipped": lambda path: path.write_bytes(bytes([path.read_bytes()[0] ^ 1]) + path.read_bytes()[1:]),
    "cut": lambda path: path.write_bytes(path.read_bytes()[:-1]),
    "gone": lambda path: path.unlink(),
}


@pytest.mark.parametrize(("how", "step"), [("flipped", 1), ("cut", 7), ("gone", 6)])
def test_damage_in_any_file_of_a_build_is_noticed_by_who_reads_it(tmp_path, small, how, step):
    published(tmp_path, small[0])
    everything(tmp_path)
    folder = store.read(tmp_path).folder
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != hashes.BUILT)
    for path in files[::step]:
        content = path.read_bytes()
        DAMAGE[how](path)
        with pytest.raises((BuildDamaged, BuildMissing)) as caught:
            everything(tmp_path)
        assert isinstance(caught.value, BuildDamaged) or path == folder / "manifest.json"
        assert caught.value.text.endswith(("Run: mali-atlas doctor.", "Run: mali-atlas build."))
        path.write_bytes(content)
    everything(tmp_path)
    assert len(files) > 30


@pytest.mark.parametrize("about", ["", "{", "[]", '{"files": 1}', '{"files": {"a": "zz"}}', '{"built": "x"}'])
def test_a_build_that_records_no_hashes_is_checked_by_its_name(tmp_path, small, about):
    _, found = published(tmp_path, small[0])
    (found.folder / hashes.BUILT).write_text(about)
    everything(tmp_path)
    path = found.folder / "web_base.json"
    path.write_text(path.read_text() + " ")
    with pytest.raises(BuildDamaged, match="its files are not those that its name stands for"):
        store.read(tmp_path)


def test_a_damaged_build_is_put_right_by_making_it_again(tmp_path, small):
    _, found = published(tmp_path, small[0])
    path = found.folder / "web_base.json"
    path.write_text("{}")
    assert published(tmp_path, small[0])[1].id == found.id
    everything(tmp_path)
    assert builds(tmp_path) == [found.id]


def test_the_candidates_are_the_build_of_the_pointer_and_then_the_newest(tmp_path):
    made = [publishing.publish(tmp_path, writing(str(number))) for number in range(3)]
    for name, day in zip(made, ("03", "01", "02"), strict=True):
        (tmp_path / "builds" / name / hashes.BUILT).write_text(json.dumps({"built": f"2026-01-{day}T00:00:00Z"}))
    assert store.candidates(tmp_path) == [made[2], made[0], made[1]]
    (tmp_path / store.POINTER).write_text("cut")
    assert store.candidates(tmp_path) == [made[0], made[2], made[1]]
    assert store.current_id(tmp_path) == made[0]

import json
import os

import pytest

from geodata import build, store
from geodata.errors import BuildMissing
from tests import worlds


def content(text):
    def write(folder):
        (folder / "manifest.json").write_text(text)

    return write


def builds(data):
    return sorted(path.name for path in (data / "builds").iterdir())


def test_the_same_content_has_the_same_id_and_other_content_another(tmp_path):
    first = store.publish(tmp_path / "a", content("1"))
    assert store.publish(tmp_path / "b", content("1")) == first
    assert store.publish(tmp_path / "a", content("2")) != first
    assert len(first) == 16


def test_the_hash_covers_names_and_bytes(tmp_path):
    found = set()
    for name, files in {"a": {"x": "1"}, "b": {"y": "1"}, "c": {"x": "2"}, "d": {"x": "1", "y": ""}}.items():
        (tmp_path / name).mkdir()
        for file, text in files.items():
            (tmp_path / name / file).write_text(text)
        found.add(store.content_hash(tmp_path / name))
    assert len(found) == 4


def test_the_pointer_names_the_last_build_and_nothing_is_left_beside_it(tmp_path):
    first, second = store.publish(tmp_path, content("1")), store.publish(tmp_path, content("2"))
    assert store.current_id(tmp_path) == second
    assert json.loads((tmp_path / store.POINTER).read_text()) == {"build": second, "events_file": ""}
    assert builds(tmp_path) == sorted([first, second])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["builds", store.POINTER]
    assert store.publish(tmp_path, content("1")) == first == store.current_id(tmp_path)


def test_a_crash_while_writing_leaves_the_current_build(tmp_path):
    first = store.publish(tmp_path, content("1"))

    def crash(folder):
        (folder / "manifest.json").write_text("half")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        store.publish(tmp_path, crash)
    assert store.current_id(tmp_path) == first
    assert builds(tmp_path) == [first]


def test_a_crash_before_the_pointer_is_replaced_leaves_the_current_build(tmp_path, monkeypatch):
    first = store.publish(tmp_path, content("1"))

    def crash(*paths):
        raise OSError("killed")

    monkeypatch.setattr(store.Path, "replace", crash)
    with pytest.raises(OSError, match="killed"):
        store.publish(tmp_path, content("2"))
    assert store.current_id(tmp_path) == first


def test_old_builds_are_tidied_but_never_the_current_one(tmp_path):
    made = []
    for number in range(store.KEEP + 2):
        made.append(store.publish(tmp_path, content(str(number))))
        os.utime(tmp_path / "builds" / made[-1], (number, number))
    assert builds(tmp_path) == sorted(made[-store.KEEP :])
    oldest = made[2]
    assert store.publish(tmp_path, content("2")) == oldest
    assert oldest in builds(tmp_path)
    store.publish(tmp_path, content("new"))
    assert len(builds(tmp_path)) == store.KEEP


@pytest.mark.parametrize("pointer", [None, "", "{}", "[]", '{"build": "gone"}'])
def test_reading_what_is_not_there_says_what_to_do(tmp_path, pointer):
    if pointer is not None:
        (tmp_path / store.POINTER).write_text(pointer)
    assert store.current_id(tmp_path) is None
    with pytest.raises(BuildMissing) as caught:
        store.read(tmp_path)
    assert caught.value.text == f"{tmp_path}: there is no build. Run: mali-atlas build."


def test_a_build_whose_folder_is_incomplete_is_no_build(tmp_path):
    first = store.publish(tmp_path, content("1"))
    (tmp_path / "builds" / first / "manifest.json").unlink()
    assert store.current_id(tmp_path) is None
    with pytest.raises(BuildMissing):
        store.read(tmp_path, first)


def test_a_build_read_back_is_what_was_assembled(tmp_path):
    inputs = worlds.world(tmp_path)
    made = build.assemble(inputs)
    found = store.read(tmp_path, build.publish(tmp_path, inputs))
    assert found.manifest == json.loads(json.dumps(made.manifest))
    for name, document in made.documents.items():
        assert found.document(name) == json.loads(json.dumps(document))
    assert [row["pcode"] for row in found.table("sites")] == ["ML07", "ML07", "ML10", "ML05", "ML06"]
    assert found.table("headcounts")[0]["low"] is None
    assert found.figures.units["admin1"][0].label_point == (0.5, 15.5)
    assert "geometry" not in found.table("layer_admin1")[0]

"""What a run keeps: each world once, told apart by every value that it is made from."""

from dataclasses import replace

import pytest

from geodata.builds import assemble, store
from geodata.builds.inputs import Inputs
from tests import deep_worlds, once


@pytest.fixture(scope="module")
def inputs(tmp_path_factory) -> Inputs:
    return deep_worlds.deep_world(tmp_path_factory.mktemp("inputs"))


def test_the_same_inputs_have_the_same_digest(inputs, tmp_path):
    assert once.digest(inputs) == once.digest(deep_worlds.deep_world(tmp_path))


def with_cell(table, column, value):
    changed = table.copy()
    changed.loc[changed.index[0], column] = value
    return changed


@pytest.mark.parametrize(
    "change",
    [
        lambda one: replace(one, incident_source="another"),
        lambda one: replace(one, is_superseded=True),
        lambda one: replace(one, grounds=one.grounds[:1]),
        lambda one: replace(one, grounds=one.grounds[::-1]),
        lambda one: replace(one, sources={**one.sources, "brought": replace(one.sources["brought"], policy="acled")}),
        lambda one: replace(one, imported=[replace(one.imported[0], keeps_events=False)]),
        lambda one: replace(
            one, imported=[replace(one.imported[0], events=with_cell(one.imported[0].events, "location", "Gossi"))]
        ),
        lambda one: replace(one, ground=replace(one.ground, population={"ML07": 1})),
        lambda one: replace(
            one,
            ground=replace(
                one.ground,
                units={"admin1": one.ground.admin1.set_geometry(one.ground.admin1.geometry.translate(0.001))},
            ),
        ),
        lambda one: replace(one, forces=replace(one.forces, sites=with_cell(one.forces.sites, "to_date", None))),
    ],
)
def test_any_other_value_has_another_digest(inputs, change):
    assert once.digest(change(inputs)) != once.digest(inputs)


def test_a_value_of_an_unknown_kind_is_no_world():
    with pytest.raises(TypeError, match="no digest of"):
        once.digest({"a": object()})


def test_a_kept_world_is_the_build_of_its_inputs(inputs, tmp_path):
    first = assemble.publish(tmp_path / "built", inputs)
    assert once.publish(tmp_path / "kept", inputs) == first
    assert once.world(inputs) == once.world(inputs)
    one, other = store.read(tmp_path / "kept"), store.read(once.world(inputs))
    assert (one.id, one.manifest) == (other.id, other.manifest)
    assert one.folder != other.folder


def test_a_folder_is_made_once_and_a_failure_is_told_to_all(tmp_path_factory):
    calls = []
    name = f"once-{tmp_path_factory.mktemp('once').name}-{id(calls)}"
    assert once.folder(name, calls.append) == once.folder(name, calls.append)
    assert len(calls) == 1

    def fail(folder):
        raise OSError("no room")

    with pytest.raises(OSError, match="no room"):
        once.folder(f"{name}-not", fail)
    with pytest.raises(RuntimeError, match="could not be made"):
        once.folder(f"{name}-not", fail)


def test_what_a_test_built_by_itself_is_kept_once_and_without_its_older_builds(inputs, tmp_path):
    name = once.publish(tmp_path, inputs)
    older = tmp_path / "builds" / "older"
    older.mkdir()
    brought = []

    def bring():
        brought.append(tmp_path)
        return tmp_path

    for _ in range(2):
        once.offer([str(tmp_path)], bring)
    assert brought == [tmp_path]
    (kept,) = (path for path in once._rooms[-1].glob(f"built-{once._short([str(tmp_path)])}-*") if path.is_dir())
    assert [path.name for path in (kept / "builds").iterdir()] == [name]
    assert store.read(kept).id == name
    assert older.is_dir()


def test_a_change_to_what_is_shared_is_found(inputs, tmp_path, monkeypatch):
    monkeypatch.setattr(once, "_rooms", [tmp_path])
    folder = once.world(inputs)
    assert once.changed() == []
    (store.read(folder).folder / "more.json").write_text("{}")
    assert [name.rpartition("/")[2] for name in once.changed()] == [store.read(folder).id]

"""A build's manifests hold the keys that their types name, and an edition is read under all three of them."""

import json
from typing import get_type_hints

import pytest

from geodata.builds import assemble, manifest, store
from geodata.figures.classes import Limits
from geodata.sources import Provenance
from tests import deep_worlds


@pytest.fixture(scope="module")
def build(tmp_path_factory):
    """A build of a drawn world with regions, cercles and communes in two frames."""
    folder = tmp_path_factory.mktemp("manifests")
    return store.read(folder, assemble.publish(folder, deep_worlds.deep_world(folder)))


def documents(build, kind):
    found = [json.loads(path.read_text(encoding="utf-8")) for path in build.folder.glob(f"{kind}/*/manifest.json")]
    assert found
    return found


def unlike(document, kind):
    """The keys that the type does not name, and those that it requires and the document lacks."""
    return set(document) - set(get_type_hints(kind)), kind.__required_keys__ - set(document)


AGREES = (set(), set())


def test_the_builds_own(build):
    assert unlike(build.manifest, manifest.BuildManifest) == AGREES
    for entry in build.manifest["editions"]:
        assert unlike(entry, manifest.EditionEntry) == AGREES
    for record in build.manifest["sources"].values():
        assert unlike(record, Provenance) == AGREES


def test_a_grounds(build):
    for document in documents(build, "grounds"):
        assert unlike(document, manifest.GroundManifest) == AGREES
        for units in document["units"].values():
            assert units
            assert all(unlike(unit, manifest.UnitRecord) == AGREES for unit in units)
        assert all(unlike(row, manifest.Contradiction) == AGREES for row in document["contradictions"])
        for rows in document["frame_differences"].values():
            assert all(unlike(row, manifest.FrameDifference) == AGREES for row in rows)


def test_that_of_an_editions_counts(build):
    for document in documents(build, "editions"):
        assert unlike(document, manifest.CountsManifest) == AGREES
        limits = [limits for levels in document["breaks"].values() for limits in levels.values()]
        assert limits
        assert all(unlike(one, Limits) == AGREES for one in limits)


def test_an_edition_has_the_units_of_its_ground_and_its_counts(build):
    edition = build.edition()
    assert unlike(edition.manifest, manifest.EditionManifest) == AGREES
    assert {"admin1", "zones"} <= set(edition.manifest["units"]) == set(edition.figures.units)
    assert edition.manifest["levels"] == ["admin1", "admin2", "admin3"]


def test_the_counts_say_their_levels_where_the_ground_has_more():
    ground = {"units": {"admin1": [], "admin2": []}, "levels": ["admin1", "admin2"]}
    counts = {"units": {"zones": []}, "levels": ["admin1"]}
    merged = manifest.edition_manifest({"layout": 5}, ground, counts)
    assert merged == {"layout": 5, "units": {"admin1": [], "admin2": [], "zones": []}, "levels": ["admin1"]}

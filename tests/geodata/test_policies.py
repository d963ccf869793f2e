"""The licence gate: what each source's terms allow, and that every source has terms."""

from __future__ import annotations

from pathlib import Path

import pytest

from geodata import policies, sources
from geodata.boundaries.imported import publishers
from geodata.errors import AtlasError, DataError
from geodata.imports import layouts
from geodata.policies import POLICIES, Refused

ALL = ("country", "admin1", "admin2", "admin3", "zones", "grid")
RULE = (
    "ACLED: no event or point leaves this server in any form; counts do, with attribution, "
    "by cercle or coarser, since a commune in a month often holds a single event."
)


def test_a_key_names_its_policy():
    assert {key: found.key for key, found in POLICIES.items()} == {key: key for key in POLICIES}
    assert {"ucdp", "acled", "open"} <= set(POLICIES)


@pytest.mark.parametrize("key", POLICIES)
def test_a_rule_is_one_sentence(key):
    assert POLICIES[key].rule.endswith(".")
    assert POLICIES[key].rule.count(". ") == 0


@pytest.mark.parametrize("key", POLICIES)
def test_nothing_is_exported_that_is_not_shown(key):
    found = POLICIES[key]
    assert found.shows_events or not found.exports_events


@pytest.mark.parametrize("export", [True, False])
@pytest.mark.parametrize("key", sorted(set(POLICIES) - {"acled"}))
def test_other_events_may_be_shown_and_exported(key, export):
    policies.require_events(key, export=export)


@pytest.mark.parametrize(("export", "verb"), [(True, "exported"), (False, "shown")])
def test_acled_s_events_leave_in_no_form(export, verb):
    with pytest.raises(Refused) as caught:
        policies.require_events("acled", export=export)
    assert caught.value.text == f"the events of this source may not be {verb}. {RULE}"
    assert (caught.value.policy, caught.value.rule) == ("acled", RULE)
    assert isinstance(caught.value, AtlasError)


@pytest.mark.parametrize("key", sorted(set(POLICIES) - {"acled"}))
def test_other_figures_have_every_level(key):
    assert policies.allowed_levels(key) == ALL
    for level in ALL:
        policies.require_level(key, level)


def test_acled_s_figures_end_at_the_cercle():
    assert policies.allowed_levels("acled") == ("country", "admin1", "admin2", "zones")
    for level in policies.allowed_levels("acled"):
        policies.require_level("acled", level)
    for level in ("admin3", "grid"):
        with pytest.raises(Refused) as caught:
            policies.require_level("acled", level)
        assert caught.value.text == (
            f"the figures of this source may not be shown by {level}. "
            f"Expected: one of country, admin1, admin2, zones. {RULE}"
        )


def test_shapes_for_maps_only_are_not_handed_out():
    for key in sorted(set(POLICIES) - {"maps-only"}):
        policies.require_geometry(key)
    with pytest.raises(Refused) as caught:
        policies.require_geometry("maps-only")
    assert caught.value.text == f"the shapes of this source may not be exported. {POLICIES['maps-only'].rule}"


def test_an_unknown_level_is_no_level():
    with pytest.raises(DataError) as caught:
        policies.require_level("ucdp", "admin4")
    assert caught.value.text == f"unknown level 'admin4'. Expected: one of {', '.join(ALL)}."


@pytest.mark.parametrize(
    "ask",
    [
        lambda: policies.require_events("", export=False),
        lambda: policies.require_level("", "admin1"),
        lambda: policies.require_geometry(""),
        lambda: policies.allowed_levels(""),
    ],
)
def test_a_key_that_is_none_allows_nothing(ask):
    with pytest.raises(DataError) as caught:
        ask()
    assert caught.value.text == "unknown policy ''. Expected: one of ucdp, acled, open, maps-only."


def test_every_shipped_source_has_a_policy():
    for source in sources.read(Path(sources.__file__).parent / "data" / "sources.toml").values():
        assert source.policy in POLICIES, source.id


def test_every_layout_and_publisher_has_a_policy():
    for layout in layouts.LAYOUTS.values():
        assert layout.policy in POLICIES, layout.key
    for publisher in publishers.PUBLISHERS.values():
        assert publisher.policy in POLICIES

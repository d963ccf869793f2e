"""The licence gate: what each source's terms let a reader see, at which level, and take away in which form."""

from __future__ import annotations

from dataclasses import dataclass

from geodata.errors import AtlasError, DataError
from geodata.texts import N_

_LEVELS = {
    "admin3": ("country", "admin1", "admin2", "admin3", "zones", "grid"),
    "admin2": ("country", "admin1", "admin2", "zones"),
}
"""Levels allowed by the finest one: a grid cell in a month may hold a single event, as a commune may."""


@dataclass(frozen=True)
class Policy:
    """The permissions that a source's terms give. `rule` states them to a reader in one sentence."""

    key: str
    rule: str
    shows_events: bool
    exports_events: bool
    finest_level: str
    exports_geometry: bool = True


POLICIES = {
    policy.key: policy
    for policy in (
        Policy(
            "ucdp",
            N_("UCDP: everything may be shown and exported with its citation; headlines of news are not redisplayed."),
            shows_events=True,
            exports_events=True,
            finest_level="admin3",
        ),
        Policy(
            "acled",
            N_(
                "ACLED: no event or point leaves this server in any form; counts do, with attribution, "
                "by cercle or coarser, since a commune in a month often holds a single event."
            ),
            shows_events=False,
            exports_events=False,
            finest_level="admin2",
        ),
        Policy(
            "open",
            N_("Open data: everything may be shown and exported with attribution."),
            shows_events=True,
            exports_events=True,
            finest_level="admin3",
        ),
        Policy(
            "maps-only",
            N_("These boundaries may be drawn in maps, with attribution, but not handed out as files."),
            shows_events=True,
            exports_events=True,
            finest_level="admin3",
            exports_geometry=False,
        ),
    )
}


class Refused(AtlasError):
    """Raised when the source's terms forbid a request; the web answers 403 with the rule."""

    def __init__(self, what: str, policy: Policy, *, expected: str = "") -> None:
        """Keep the policy's key and its rule as fields."""
        self.policy, self.rule = policy.key, policy.rule
        super().__init__(what, expected=expected, todo=policy.rule)


def policy(key: str) -> Policy:
    """Look a policy up by key. Raises DataError for an unknown key."""
    if key not in POLICIES:
        raise DataError(f"unknown policy {key!r}", expected=f"one of {', '.join(POLICIES)}")
    return POLICIES[key]


def require_events(policy_key: str, *, export: bool) -> None:
    """Raise Refused unless event rows and points may be shown, or with `export` taken away as a file."""
    found = policy(policy_key)
    if export and not found.exports_events:
        raise Refused("the events of this source may not be exported", found)
    if not found.shows_events:
        raise Refused("the events of this source may not be shown", found)


def require_level(policy_key: str, level: str) -> None:
    """Raise Refused unless figures may be shown and exported at the level. Raises DataError for an unknown level."""
    if level not in _LEVELS["admin3"]:
        raise DataError(f"unknown level {level!r}", expected=f"one of {', '.join(_LEVELS['admin3'])}")
    allowed = allowed_levels(policy_key)
    if level not in allowed:
        raise Refused(
            f"the figures of this source may not be shown by {level}",
            policy(policy_key),
            expected=f"one of {', '.join(allowed)}",
        )


def require_geometry(policy_key: str) -> None:
    """Raise Refused unless the source's shapes may be taken away as a file."""
    found = policy(policy_key)
    if not found.exports_geometry:
        raise Refused("the shapes of this source may not be exported", found)


def allowed_levels(policy_key: str) -> tuple[str, ...]:
    """The levels at which figures may be shown and exported, coarse to fine, zones and grid at the end."""
    return _LEVELS[policy(policy_key).finest_level]

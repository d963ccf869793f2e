"""The closed vocabularies that the pipeline and the web share: violence types, actor families, forces, zones.

Light on purpose: a web worker imports this, and no table library with it.
"""

from __future__ import annotations

from dataclasses import dataclass

from geodata.labels import N_

VIOLENCE_TYPES = ("state_based", "non_state", "one_sided")
"""UCDP GED codebook, type_of_violence 1, 2, 3."""

FAMILIES = (
    "jnim",
    "is",
    "government",
    "armed_movements",
    "self_defence",
    "other",
    "jnim_is",
)
"""Actor families: an event is in each family that one of its sides belongs to; never sum them."""

STATUSES = ("no_data", "none_recorded", "zero", "best_zero", "recorded")
"""What a figure says: not covered; no event; events but none killed in any estimate; best 0 and high above; deaths."""

MEMBERS: dict[str, tuple[str, ...]] = {
    "jnim": ("JNIM", "AQIM", "Ansar Dine", "MUJAO"),
    "is": ("IS",),
    "government": ("Government of Mali",),
    "armed_movements": ("CMA", "CSP-PSD", "CSP-DPA", "CSP", "MSA", "GATIA", "CM-FPR", "Platform"),
    "self_defence": ("Dan na Ambassagou", "Dozos (Mali)"),
}
"""UCDP's actor names in each family. A side such as "GATIA, MSA" is several names. Every other name but
Civilians makes an event one of the family "other" (so do FLM, al-Murabitun and the Signed-in-Blood Battalion,
which joined JNIM or its forerunners: UCDP codes them apart until they did)."""

NOT_AN_ACTOR = "Civilians"

INTERNATIONAL = ("minusma", "french", "eutm", "eucap", "takuba", "g5")
"""The forces that the measure of documented sites counts: MINUSMA, French, EU, Takuba, G5."""


@dataclass(frozen=True)
class Force:
    """A security force: key, short label, full name, colour of its symbol."""

    key: str
    label: str
    name: str
    colour: str


FORCES = (
    Force(
        "minusma",
        N_("MINUSMA"),
        N_("United Nations Multidimensional Integrated Stabilization Mission in Mali"),
        "#2b6cb0",
    ),
    Force("french", N_("French forces"), N_("Operations Serval and Barkhane"), "#1a365d"),
    Force("takuba", N_("Task Force Takuba"), N_("European special forces under French command"), "#6b46c1"),
    Force("eutm", N_("EUTM Mali"), N_("European Union Training Mission in Mali"), "#0f766e"),
    Force("eucap", N_("EUCAP Sahel Mali"), N_("European Union civilian capacity-building mission"), "#0891b2"),
    Force("g5", N_("G5 Sahel Joint Force"), N_("Joint Force of the G5 Sahel"), "#4d7c0f"),
    Force("fama", N_("Malian armed forces"), N_("Forces armées maliennes (FAMa)"), "#374151"),
    Force("wagner", N_("Wagner Group"), N_("Wagner Group"), "#9d174d"),
)

DISTANCES_KM = (25, 50, 100)
KINDS = ("niger", "burkina", "either", "both")


def zone_id(kind: str, km: int) -> str:
    """The id of a zone, such as niger-50."""
    return f"{kind}-{km}"


def zone_ids() -> list[str]:
    """Every zone's id, kinds in order, distances ascending."""
    return [zone_id(kind, km) for kind in KINDS for km in DISTANCES_KM]

"""The closed vocabularies that the pipeline and the web share: violence types, actor families, forces, zones.

Light on purpose: a web worker imports this, and no table library with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from geodata.texts import N_

DATA = Path(__file__).parent / "data"
CENSUS, CENSUS_BEFORE = 2022, 2009
"""Years of the two censuses, RGPH5 and RGPH4."""
PEOPLE = ("census", "year")
"""Whose number rates divide by: the people of the census in every year, or those of the year between two censuses."""
FIRST_YEAR = 2012
"""The first year shown: the rebellion and the coup of 2012."""
COUNTRY, COUNTRY_PCODE, COUNTRY_ISO3 = "country", "MLI", "MLI"
SIDES = (COUNTRY_ISO3, "NER", "BFA")
"""The countries that border zones reach into: Mali's side first, then the neighbours' in the order of KINDS."""
ABROAD = SIDES[1:]
COUNTRY_NAMES = {"MLI": "Mali", "NER": "Niger", "BFA": "Burkina Faso"}
"""The names of the sides, which are the same in both languages."""

VIOLENCE_TYPES = ("state_based", "non_state", "one_sided")
"""UCDP GED codebook, type_of_violence 1, 2, 3."""

ACLED_TYPES = ("battles", "explosions", "against_civilians", "riots", "protests", "strategic")
"""ACLED codebook, event_type: battles, explosions/remote violence, violence against civilians, riots, protests,
strategic developments. Never added to UCDP's: ACLED counts events in which nobody died, too."""

POLITICAL_VIOLENCE, UNSPECIFIED = "political_violence", "unspecified"
MONTHLY_TYPES = (POLITICAL_VIOLENCE, UNSPECIFIED)
"""Of counts by month: HDX HAPI's event_type that is counted (ACLED's battles, explosions and remote violence, violence
against civilians, mob violence); and a file that does not say what it counts."""

COUNTRIES = {
    "MLI": (432, 466),
    "NER": (436, 562),
    "BFA": (439, 854),
    "MRT": (435, 478),
    "DZA": (615, 12),
    "SEN": (433, 686),
    "GIN": (438, 324),
    "CIV": (437, 384),
}
"""Mali and its neighbours, ISO 3166-1 alpha-3: Gleditsch and Ward number (UCDP), ISO 3166-1 numeric (ACLED)."""

ODDITIES = {
    "best_above_high": N_("the best estimate is above the highest"),
    "low_above_best": N_("the lowest estimate is above the best"),
    "best_zero": N_("the best estimate is 0, the highest is not"),
    "spans_months": N_("the event spans several months"),
    "vague_date": N_("the date is known to more than a month only"),
    "dates_reversed": N_("the first day is after the last"),
    "year_differs": N_("the year is not the year of the first day"),
    "inactive_year": N_("the conflict was below 25 deaths in this year"),
    "not_clear": N_("the producer has not cleared the event"),
    "far_from_mali": N_("the event is in Mali, its point is far from it"),
    "warning": N_("the publisher warns of this row"),
    "not_month_end": N_("the day is not the last of a month"),
}
"""Oddities of rows that are kept, for a person to look at."""

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

ALL_VIOLENCE, ANY_FAMILY = "all", "any"
"""No filter by type of violence; no filter by actor family."""

STATUSES = ("no_data", "none_recorded", "zero", "best_zero", "recorded", "no_denominator")
"""Statuses of a figure: not covered; no event; events without deaths in any estimate; best 0 and high above; deaths;
counted, but nobody knows how many people the rate would be of."""

MEMBERS: dict[str, tuple[str, ...]] = {
    "jnim": ("JNIM", "AQIM", "Ansar Dine", "MUJAO"),
    "is": ("IS",),
    "government": ("Government of Mali",),
    "armed_movements": (
        *("CMA", "CSP-PSD", "CSP-DPA", "CSP", "FLA", "MAA", "MSA", "GATIA", "CM-FPR", "MPGK", "Ganda Iso", "Platform"),
    ),
    "self_defence": ("Dan na Ambassagou", "Dozos (Mali)"),
}
"""UCDP's actor names in each family; this list decides. A side such as "GATIA, MSA" is several names. Every other
name but Civilians makes an event one of the family "other" (so do FLM, al-Murabitun and the Signed-in-Blood Battalion,
which joined JNIM or its forerunners: UCDP codes them apart until they did)."""

NOT_AN_ACTOR = "Civilians"

ACLED_MEMBERS: dict[str, tuple[str, ...]] = {
    "jnim": ("JNIM", "GSIM", "Katiba Macina", "AQIM", "Ansar Dine", "MUJAO"),
    "is": ("Islamic State", "ISGS", "ISWAP", "ISSP"),
    "government": ("Military Forces of Mali", "Police Forces of Mali", "Government of Mali"),
    "armed_movements": (
        *("CMA", "CSP", "CSP-PSD", "CSP-DPA", "FLA", "MNLA", "HCUA", "MAA", "MSA", "GATIA", "CM-FPR", "Platform"),
        *("MPGK", "Ganda Koy", "Ganda Iso"),
        *("Coordination of Movements of the Azawad", "Azawad Liberation Front"),
    ),
    "self_defence": ("Dan Na Ambassagou", "Dozo"),
}
"""First words of ACLED's actor names in each family, such as "Military Forces of Mali (2021-)". A name that
begins otherwise (MINUSMA, Wagner Group, Military Forces of France, an unidentified group) makes an event one of the
family "other"; one that begins with Civilians is no actor."""

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
    Force("eucap", N_("EUCAP Sahel Mali"), N_("European Union civilian capacity-building mission"), "#0e7490"),
    Force("g5", N_("G5 Sahel Joint Force"), N_("Joint Force of the G5 Sahel"), "#4d7c0f"),
    Force("fama", N_("Malian armed forces"), N_("Forces armées maliennes (FAMa)"), "#374151"),
    Force("wagner", N_("Wagner Group"), N_("Wagner Group"), "#9d174d"),
    Force("africa_corps", N_("Africa Corps"), N_("Africa Corps of the Russian Ministry of Defence"), "#c2410c"),
)

GROUPS = (
    Force("jnim", N_("JNIM"), N_("Jama’at Nusrat al-Islam wal-Muslimin"), "#8a4b08"),
    Force("isgs", N_("ISGS"), N_("Islamic State in the Greater Sahara, later Islamic State Sahel Province"), "#b91c1c"),
)
"""Armed groups: no sites, only published estimates of their fighters."""

REPORTED = (*FORCES, *GROUPS)
"""Every force and group that has a page, in the order of the pages."""

BY_FORCE: dict[str, Force] = {force.key: force for force in REPORTED}

MOVEMENTS = {
    "cma": N_("CMA"),
    "csp": N_("CSP-PSD, later CSP-DPA"),
    "fla": N_("FLA"),
    "fu_aes": N_("Unified force of the AES"),
}
"""Armed movements, and a force of three states, that dated events name and that have no page."""

CIVIL_AUTHORITIES = "civil_authorities"
"""Who held a place next, where that was no force."""

SITE_COUNTRIES = ("Chad", "Mauritania", "Niger")
"""Countries that the table of sites states in the place of a region."""

INCOMPLETE = ("fama", "wagner", "africa_corps")
"""Forces whose list of sites is far from complete."""

DISTANCES_KM = (25, 50, 100)
KINDS = ("niger", "burkina", "either", "both")


@dataclass(frozen=True)
class ZoneLine:
    """The style of a zone's line: colour, width in px, dashes in px; none is solid."""

    colour: str
    width: float
    dashes: tuple[int, ...] = ()


ZONE_LINES = {
    "niger": ZoneLine("#0b5c6b", 2.2, (7, 5)),
    "burkina": ZoneLine("#5a3d8a", 2.2, (7, 5)),
    "either": ZoneLine("#33485c", 2.2, (2, 4)),
    "both": ZoneLine("#0d2f57", 3),
}
"""By kind, on the map and on its sheets."""


def zone_id(kind: str, km: int) -> str:
    """The id of a zone, such as niger-50."""
    return f"{kind}-{km}"


INCIDENTS = "ucdp-ged"
"""Id of the incident source that ships."""

FRAME = "2016"
"""The frame of the shipped figures, with which pages open."""

FREE_DISTANCES_KM = tuple(range(10, 205, 5))
"""Distances that a zone can have where the events themselves are in the build."""


def split_zone(zone: str) -> tuple[str, int]:
    """Split a zone's id into kind and distance in km. Raises ValueError for any other text."""
    kind, _, km = zone.rpartition("-")
    if kind not in KINDS or not km.isdecimal() or zone != zone_id(kind, int(km)):
        raise ValueError(zone)
    return kind, int(km)


def zone_ids() -> list[str]:
    """Every zone's id, kinds in order, distances ascending."""
    return [zone_id(kind, km) for kind in KINDS for km in DISTANCES_KM]

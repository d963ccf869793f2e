"""Labels of the force tables: presence, measures, scopes, components, confidence, kinds of events."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.text import labels
from app.web.languages import N_, gettext, language
from geodata.vocabulary import BY_FORCE

PRESENCES = {
    "not_yet": N_("not yet in Mali"),
    "in_mali": N_("in Mali"),
    "withdrawing": N_("in Mali, withdrawing"),
    "uncertain": N_("uncertain"),
    "closing": N_("withdrawn; sites not yet closed"),
    "ended": N_("left Mali"),
    "succeeded": N_("went on as another operation"),
    "not_known": N_("not known"),
}
SITE_STATUSES = {"not_yet": N_("not yet open or reported"), **labels.SITE_STATUSES}
MEASURES = {
    "deployed": N_("deployed"),
    "annual_mean": N_("mean of the year"),
    "peak": N_("peak"),
    "authorised": N_("authorised"),
    "planned": N_("planned"),
    "announced_withdrawal": N_("withdrawal announced"),
    "remaining_computed": N_("remaining, computed"),
    "withdrawn": N_("withdrawn"),
    "requested_increase": N_("increase requested"),
    "left_since_july_2023": N_("left since 1 July 2023"),
}
SCOPES = {
    "mali": N_("Mali"),
    "sahel_5_countries": N_("five Sahel countries"),
    "g5_5_countries": N_("the five G5 Sahel countries"),
    "sahel": N_("the Sahel"),
    "niger_chad_burkina": N_("Niger, Chad and Burkina Faso"),
    "nine_african_countries": N_("nine African countries"),
}
COMPONENTS = {
    "total": N_("whole force"),
    "uniformed": N_("uniformed personnel"),
    "all_personnel": N_("all personnel, civilians too"),
    "military": N_("military"),
    "military_troops": N_("troops"),
    "military_observers": N_("military observers"),
    "police": N_("police"),
    "civilian": N_("civilians"),
    "international": N_("international staff"),
    "army": N_("army"),
    "armed_forces": N_("armed forces"),
    "armed_forces_and_paramilitary": N_("armed forces and paramilitary"),
    "paramilitary": N_("paramilitary"),
    "wagner_and_africa_corps": N_("Wagner and Africa Corps together"),
    "withdrawal_count": N_("personnel counted by the withdrawal"),
    "local": N_("local staff"),
    "recruits": N_("recruits"),
    "core_fighters": N_("core fighters"),
    "attacking_force": N_("in the Ménaka offensive"),
    "bases_north": N_("of Kidal, Tessalit and Tombouctou"),
    "contingent_benin": N_("contingent of Benin"),
    "contingent_cote_d_ivoire": N_("contingent of Côte d’Ivoire"),
    "contingent_denmark": N_("contingent of Denmark"),
    "contingent_egypt": N_("contingent of Egypt"),
    "contingent_germany": N_("contingent of Germany"),
    "contingent_mali": N_("contingent of Mali"),
    "contingent_mali_inside_mali": N_("contingent of Mali, inside Mali"),
    "contingent_spain": N_("contingent of Spain"),
    "contingent_uk": N_("contingent of the United Kingdom"),
    "site_gao": N_("at Gao"),
    "site_gossi": N_("at Gossi"),
    "site_menaka": N_("at Ménaka"),
    "site_segou": N_("at Ségou"),
    "site_tombouctou": N_("at Tombouctou"),
    "column_kidal": N_("in the column to Kidal"),
    "column_tinzaouaten": N_("in the column to Tinzaouaten"),
}
UNCERTAINTIES = {
    "exact": N_("exact"),
    "estimate": N_("estimate"),
    "range": N_("range"),
    "lower_bound": N_("lower bound"),
    "upper_bound": N_("upper bound"),
    "ceiling": N_("ceiling"),
    "missing": N_("no figure given"),
    "exact_inferred_date": N_("exact, its day inferred"),
}
CONFIDENCE = {
    "sourced": N_("sourced"),
    "partly_sourced": N_("partly sourced"),
    "approximate": N_("approximate"),
    "disputed": N_("disputed"),
    "single_source": N_("one source only"),
    "derived": N_("derived"),
    "unsourced": N_("no source"),
}
CATEGORIES = {
    "politics": N_("Politics"),
    "mandate": N_("Mandates"),
    "deployment": N_("Deployments"),
    "withdrawal": N_("Withdrawals"),
    "conflict": N_("Fighting"),
    "attack": N_("Attacks"),
    "atrocity": N_("Atrocities"),
    "armed_group": N_("Armed groups"),
    "publication": N_("Publications"),
}
COUNTRIES = {"Chad": N_("Chad"), "Mauritania": N_("Mauritania"), "Niger": N_("Niger")}
"""Countries that the table of sites states in the place of a region."""


def said(texts: dict[str, str], key: str) -> str:
    """The label of a key; without one, the key itself with spaces for underscores."""
    return gettext(texts[key]) if key in texts else key.replace("_", " ")


def holder(key: str) -> str:
    """Who held a place next: the label of a force, or of the civil authorities."""
    return gettext(BY_FORCE[key].label if key in BY_FORCE else labels.HOLDERS[key])


def holders(keys: str | None) -> str | None:
    """Those who held a place next, in words; None where none is listed."""
    return ", ".join(holder(key) for key in keys.split(";")) if keys else None


def mandate_name(row: Mapping[str, Any]) -> str:
    """The name of a mandate in the answer's language."""
    return str(row["name_fr" if language() == "fr" else "name"])

"""Labels of the force tables: presence, measures, scopes, components, confidence, kinds of events."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.text import labels
from app.web.languages import N_, gettext, language

PRESENCES = {
    "not_yet": N_("not yet in Mali"),
    "in_mali": N_("in Mali"),
    "withdrawing": N_("in Mali, withdrawing"),
    "uncertain": N_("uncertain"),
    "closing": N_("withdrawn; sites not yet closed"),
    "ended": N_("ended"),
}
SITE_STATUSES = {"not_yet": N_("not yet open"), **labels.SITE_STATUSES}
MEASURES = {
    "deployed": N_("deployed"),
    "annual_mean": N_("mean of the year"),
    "peak": N_("peak"),
    "authorised": N_("authorised"),
    "planned": N_("planned"),
    "announced_withdrawal": N_("withdrawal announced"),
    "remaining_computed": N_("remaining, computed"),
}
SCOPES = {
    "mali": N_("Mali"),
    "sahel_5_countries": N_("five Sahel countries"),
    "g5_5_countries": N_("the five G5 Sahel countries"),
    "sahel": N_("the Sahel"),
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
    "column_kidal": N_("in the column to Kidal"),
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
COUNTRIES = {"Mauritania": N_("Mauritania"), "Niger": N_("Niger")}
"""Countries that the table of sites states in the place of a region."""


def said(texts: dict[str, str], key: str) -> str:
    """The label of a key; without one, the key itself with spaces for underscores."""
    return gettext(texts[key]) if key in texts else key.replace("_", " ")


def mandate_name(row: Mapping[str, Any]) -> str:
    """The name of a mandate in the answer's language."""
    return str(row["name_fr" if language() == "fr" else "name"])

"""Labels of the closed vocabularies: violence types, families, zones, roles, statuses, reasons of the accounting."""

from __future__ import annotations

from app.messages import N_
from geodata import measures

VIOLENCE = {
    "all": N_("All types of violence"),
    "state_based": N_("State-based"),
    "non_state": N_("Non-state"),
    "one_sided": N_("One-sided (against civilians)"),
}
FAMILIES = {
    "any": N_("All actors"),
    "jnim": N_("JNIM and forerunners (AQIM, Ansar Dine, MUJAO)"),
    "is": N_("Islamic State"),
    "government": N_("Government of Mali"),
    "armed_movements": N_("Armed movements (CMA/CSP, MSA, GATIA, Platform)"),
    "self_defence": N_("Self-defence militias (Dan na Ambassagou, Dozos)"),
    "other": N_("Other actors"),
    "jnim_is": N_("JNIM against Islamic State"),
}
ZONES = {
    "niger": N_("Niger border"),
    "burkina": N_("Burkina Faso border"),
    "either": N_("Niger or Burkina Faso border"),
    "both": N_("Three-border area"),
}
FOCUSES = {
    "east": N_("The east"),
    "mali": N_("All of Mali"),
    "gao": "Gao",
    "menaka": "Ménaka",
    "three-borders": N_("Three-border area"),
    "niger": N_("Niger border"),
    "burkina": N_("Burkina Faso border"),
}
CIRCLES = {"none": N_("No circles"), **measures.CIRCLES}
STATUSES = {
    "no_data": N_("No data for this year"),
    "none_recorded": N_("No event recorded"),
    "zero": N_("0, with events recorded"),
    "best_zero": N_("Best estimate 0, high estimate above 0"),
    "none_documented": N_("No site documented"),
    "no_data_change": N_("No data in one of the two years"),
    "none_recorded_change": N_("No event recorded in either year"),
    "uncertain": N_("None surely open, some uncertain"),
    "sites_zero": N_("0: listed sites closed or not yet open"),
}
REASONS = {
    "named": N_("region named by the source"),
    "named_low_precision": N_("region named, place vague (flagged)"),
    "point_decides": N_("name fits several regions, the point decided"),
    "point_decides_low_precision": N_("name fits several regions, the point decided, place vague (flagged)"),
    "nearest_named": N_("point outside the named regions, the nearest of them taken"),
    "nearest_named_low_precision": N_(
        "point outside the named regions, the nearest of them taken, place vague (flagged)"
    ),
    "point_precise": N_("no region named, the point is precise enough"),
    "precision_too_low": N_("not allocated: no region named and place too vague"),
    "point_outside": N_("not allocated: no region named and point outside Mali"),
}
ROLES = {
    "mission_hq": N_("mission headquarters"),
    "sector_hq": N_("sector headquarters"),
    "joint_force_hq": N_("joint force headquarters"),
    "command_post": N_("command post"),
    "main_base": N_("main base"),
    "forward_base": N_("forward base"),
    "camp": N_("camp"),
    "post": N_("post"),
    "temporary_base": N_("temporary base"),
    "training_centre": N_("training centre"),
    "advisory": N_("advisers and trainers"),
    "task_group": N_("task group"),
    "garrison": N_("garrison"),
}
BASES = {
    "first_year_observed": N_("first observed"),
    "last_year_observed": N_("last observed"),
    "mission_start": N_("start of the mission"),
    "force_creation": N_("creation of the force"),
    "mandate_end": N_("end of the mandate"),
    "public_knowledge": N_("date not in the source named"),
}
"""What a site's date rests on where it is not the source named."""
SITE_STATUSES = {
    "open": N_("open"),
    "uncertain": N_("uncertain"),
    "closed": N_("closed"),
}
CORRECTIONS = (
    N_("the point is the midpoint of a road, not the post; the source states Ansongo cercle, Gao"),
    N_("Anéfis is a commune of Kidal cercle; the generalised boundary passes north of the town"),
    N_(
        "the airport serves Bamako and the source states Bamako; "
        "the generalised boundary of the district passes north of it"
    ),
)
"""The reasons of corrections.csv, so that they are translated; a test compares."""

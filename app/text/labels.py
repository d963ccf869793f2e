"""Labels of the closed vocabularies: violence types, families, zones, roles, statuses, reasons of the accounting."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.web.languages import N_
from geodata import vocabulary
from geodata.figures import measures

OF_CELLS = N_("Fatalities per 1,000 km² by grid cell")
"""The title of a map whose colours are the grid cells'."""
VIOLENCE = {
    "all": N_("All types of violence"),
    "state_based": N_("State-based"),
    "non_state": N_("Non-state"),
    "one_sided": N_("One-sided (against civilians)"),
    "battles": N_("Battles"),
    "explosions": N_("Explosions and remote violence"),
    "against_civilians": N_("Violence against civilians"),
    "riots": N_("Riots"),
    "protests": N_("Protests"),
    "strategic": N_("Strategic developments"),
    "political_violence": N_("Political violence"),
    "unspecified": N_("Type not stated in the file"),
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
TABS = {"figures": N_("Figures"), "events": N_("Events"), "table": N_("Table"), "downloads": N_("Downloads")}
FOCUSES = {
    "east": N_("The east"),
    "mali": N_("All of Mali"),
    "gao": "Gao",
    "menaka": "Ménaka",
    "three-borders": N_("Three-border area"),
    "niger": N_("Niger border"),
    "burkina": N_("Burkina Faso border"),
}
PEOPLE = {
    "census": N_("of the 2022 census, in every year"),
    "year": N_("of the year, between two censuses"),
}
CIRCLES = {"none": N_("No circles"), **measures.CIRCLES}
STATUSES = {
    "no_data": N_("No data"),
    "none_recorded": N_("No event recorded"),
    "zero": N_("0, with events recorded"),
    "best_zero": N_("Best estimate 0, high estimate above 0"),
    "none_documented": N_("No site documented"),
    "no_denominator": N_("Recorded, but its people are not known in this frame"),
    "no_data_change": N_("No data in one of the two years"),
    "none_recorded_change": N_("No event recorded in either year"),
    "uncertain": N_("None surely open, some perhaps"),
    "sites_zero": N_("0: listed sites closed or not yet open"),
}


@dataclass(frozen=True)
class Listed:
    """Texts about a measure that shows a list. Who says it fills in the placeholders.

    `when`: the time of a year's figures. `missing`: in place of a number where nothing is listed. `sentences` by class
    key, in the legend's order: what is no number. `labels`: those of the legend that STATUSES has for other measures.
    `zero`: the key of listed, and none there. `about`: the force whose page says more. `headline`: the country's sum.
    `dated` and `remarks`, by year: the time in place of `when`, and what its figures are no count of.
    """

    when: str
    source: str
    caveat: str
    filters: str
    missing: str
    headline: str
    sentences: dict[str, str]
    labels: dict[str, str] = field(default_factory=dict)
    zero: str = "zero"
    about: str | None = None
    dated: dict[str, str] = field(default_factory=dict)
    remarks: dict[str, str] = field(default_factory=dict)

    def time(self, year: str) -> str:
        """The time of a year's figures, with a placeholder for the year."""
        return self.dated.get(year, self.when)

    def keys(self, *, is_change: bool) -> list[str]:
        """The class keys of the legend after the classes; a change from or to none is a number."""
        return [key for key in self.sentences if not (is_change and key == self.zero)]


LISTED = {
    "sites": Listed(
        when=N_("31 December %(year)s"),
        source=N_("Source: documented sites, each with its own"),
        caveat=N_("Wagner and Malian forces are not counted here: their lists are far from complete."),
        filters=N_("Filters do not change documented sites; they do change the other columns of the table."),
        missing=N_("none documented"),
        headline=N_("Mali, %(when)s: %(count)s documented sites open, %(perhaps)s perhaps."),
        sentences={
            "sites_zero": N_("The sites in our list were closed, or not yet open, on 31 December %(year)s."),
            "uncertain": N_(
                "No site in our list was surely open on 31 December %(year)s; %(perhaps)s may have been: uncertain, or "
                "last reported before."
            ),
            "none_documented": N_("No site of these forces is in our list. That is not proof that there was none."),
            "no_data": N_("The list of sites does not cover %(year)s."),
        },
        zero="sites_zero",
    ),
    "troops": Listed(
        when="%(year)s",
        source=N_("Source: Geo-PKO v2.3, unit sizes as published"),
        caveat=N_(
            "Nominal unit sizes (Geo-PKO): weights for where the mission stood, not headcounts; "
            "they add up to more than its strength."
        ),
        filters=N_("Filters do not change nominal troops; they do change the other columns of the table."),
        missing=N_("no location listed"),
        headline=N_("Mali, %(when)s: %(count)s nominal troops of MINUSMA (unit sizes: weights, not headcounts)."),
        sentences={
            "none_documented": N_(
                "The list names no location of the mission here. That is not proof that there was none."
            ),
            "no_data": N_("The list of the mission’s locations does not cover %(year)s."),
        },
        labels={"none_documented": N_("No location listed")},
        about="minusma",
        dated={"2023": N_("%(year)s, the year in which the mission left (until 31 December)")},
        remarks={
            "2023": N_(
                "The mission left during 2023, until 31 December: these are the units that were there before, "
                "not a strength of the year."
            )
        },
    ),
}
"""By key of a listing in listings.LISTINGS, that is by Measure.of."""
SITES_AT = N_("Documented sites: on 31 December %(year)s.")
"""Said beside the figures of a month, which the list has none of."""
LEVELS = {
    "admin1": N_("Regions"),
    "admin2": N_("Cercles"),
    "admin3": N_("Communes"),
    "zones": N_("Border zones"),
    "grid": N_("Grid"),
}
UNIT = {"admin1": N_("Region"), "admin2": N_("Cercle"), "admin3": N_("Commune")}
MISSING_LABEL = {
    "admin1": N_("Not allocated to a region"),
    "admin2": N_("Not allocated to a cercle"),
    "admin3": N_("Not allocated to a commune"),
}
MISSING = {
    "admin1": N_("no region named and place too vague"),
    "admin2": N_("place not known to the cercle, or a cercle named for a vague place"),
    "admin3": N_("place not known exactly"),
    "zones": N_("place not known within about 25 km"),
    "grid": N_("place not known within about 25 km"),
}
MISSING_NAME = N_("the name given is of no unit here, or of several")
NOT_ADDED = {
    "civilian_targeting": N_(
        "Not added: %(count)s events that target civilians, since they are among the political violence already."
    ),
    "demonstration": N_("Not added: %(count)s demonstrations, which are no political violence."),
}
"""Of counts by month: the types of the file that are not counted."""
FRAMES = {
    "2012": N_("before 2016: 9 units"),
    "2016": N_("2016: 11 units"),
    "2023": N_("2023: 20 units, approximate"),
}
NAMED = {"apart": N_("Only placed"), "with": N_("With named")}
"""Whether units count the events that only name them."""
SIDES = {"mali": N_("Mali’s side"), "both": N_("Both sides of the border")}
"""The sides of the border that zones are shown on."""
NAMED_HEAD = {
    "apart": N_("Named, not placed: deaths (events)"),
    "with": N_("Of which only named: deaths (events)"),
}
NAMED_SENTENCE = {
    "apart": N_("Of these, %(events)s events with %(deaths)s deaths name their unit, and are not counted with it."),
    "with": N_("%(events)s of the events counted, with %(deaths)s deaths, only name their unit: their place is vague."),
}
"""How many events only name a unit, where they stand apart and where they count with it."""
ESTIMATES = {"low": N_("Lowest"), "best": N_("Best estimate"), "high": N_("Highest")}
"""The estimates of a count that has a range of reports."""
BY_ESTIMATE = {"low": N_("%(unit)s, lowest of the reports"), "high": N_("%(unit)s, highest of the reports")}
ONE_ESTIMATE = N_("Lowest and highest do not apply: this measure has one value.")
NAMED_SUM = {
    "apart": N_("Named but not placed: %(deaths)s deaths, %(events)s events."),
    "with": N_("Of these only named, not placed: %(deaths)s deaths, %(events)s events."),
}
"""What a sum of picked units says of the events that only name one of them."""
NAMED_FACT = {"apart": N_("Named, not placed"), "with": N_("Of which only named")}
NONE_PLACED = N_("No event placed here")
"""Said of none_recorded below regions, where many events are known too vaguely to be placed."""
REASONS = {
    "named": N_("named by the source"),
    "named_low_precision": N_("named by the source, place vague (flagged)"),
    "point_decides": N_("name fits several units, the point decided"),
    "nearest_named": N_("point outside the named units, the nearest of them taken"),
    "point_precise": N_("none named, the point is precise enough"),
    "coded": N_("told by its code alone: codes were used again for other places"),
    "not_named": N_("not allocated: the source names no unit of this level"),
    "unknown_name": N_("not allocated: the name is of no unit here"),
    "several_units": N_("not allocated: the name stands for several units here"),
    "unknown_code": N_("not allocated: no name, and a code that tells no single unit"),
    "precision_too_low": N_("not allocated: place too vague for this level"),
    "point_outside": N_("not allocated: none named and point outside Mali"),
    "ambiguous_name": N_("not allocated: name fits several units, and the point is no finer than the name"),
}
WHERE_PRECISION = {
    1: N_("exact place"),
    2: N_("within about 25 km"),
    3: N_("cercle known, point stands for it"),
    4: N_("region known, point stands for it"),
    5: N_("vague: a line or an area, point stands for it"),
    6: N_("country known only"),
    7: N_("international waters or airspace"),
}
"""UCDP GED codebook, where_prec."""
DATE_PRECISION = {
    1: N_("exact day"),
    2: N_("within 2 to 6 days"),
    3: N_("within a week"),
    4: N_("within a month"),
    5: N_("vaguer than a month"),
}
"""UCDP GED codebook, date_prec."""
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
    "first_reported": N_("first reported"),
    "mission_start": N_("start of the mission"),
    "force_creation": N_("creation of the force"),
    "force_left": N_("day the force left Mali"),
    "public_knowledge": N_("date not in the source named"),
}
"""The basis of a site's date if it is not in the source named."""
PUBLISHERS = {
    "agency": N_("News agencies, and papers that print their text"),
    "official": N_("Governments, armies and international organisations"),
    "parliament_court": N_("Parliaments and courts"),
    "press": N_("Press, radio and television"),
    "research": N_("Research institutes and data projects"),
    "encyclopaedia": N_("Encyclopaedias and reference works"),
    "other": N_("Blogs, collections and listings"),
}
"""Kinds of publishers, in the order of the page of sources."""
HOLDERS = {vocabulary.CIVIL_AUTHORITIES: N_("civil authorities")}
"""Who held a place next, where that was no force."""
SITE_STATUSES = {
    "open": N_("open"),
    "last_reported": N_("last reported before"),
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

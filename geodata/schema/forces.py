"""The dictionary's tables of forces: sites, headcounts, mandates, events, nominal troops."""

from __future__ import annotations

from geodata.schema.column import Column, count
from geodata.texts import N_

FROM_BASES = (
    "sourced",
    "mission_start",
    "first_year_observed",
    "first_reported",
    "force_creation",
    "public_knowledge",
    "unknown",
)
"""The basis of an opening date; first_year_observed, first_reported: the site may be older, and is not documented."""

TO_BASES = ("sourced", "force_left", "public_knowledge", "unknown")
"""The basis of a closing date, or of the day by which a site had closed; force_left: the day its force left Mali."""

CONFIDENCES = ("sourced", "partly_sourced", "approximate", "disputed", "single_source", "derived", "unsourced")
"""What a row rests on. partly_sourced: a date or detail is public knowledge; disputed: named sources contradict each
other; single_source: of 2025 or later, and one publisher tells it; derived: worked out from what the source says."""

PUBLISHERS = ("agency", "official", "parliament_court", "press", "research", "encyclopaedia", "other")
"""The kinds of publishers; agency: a news agency, or a paper that prints an agency's text."""

UNCERTAINTIES = (
    "exact",
    "estimate",
    "range",
    "lower_bound",
    "upper_bound",
    "ceiling",
    "missing",
    "exact_inferred_date",
)
"""The kinds of headcount; missing: the source names the force without a figure."""

CATEGORIES = (
    "politics",
    "mandate",
    "deployment",
    "withdrawal",
    "conflict",
    "attack",
    "atrocity",
    "armed_group",
    "publication",
)
"""The kinds of events in the timeline."""

_SOURCE = Column("source_id", "string", "source of the row; null: no page was retrieved", nullable=True)
_MORE = Column(
    "more_sources",
    "string",
    N_("further sources of the row, divided by semicolons"),
    nullable=True,
    hxl="#meta+sources",
)
_REGION = Column(
    "pcode", "string", "region that the point lies in; null: abroad, the whole country or not known", nullable=True
)

SITES = (
    Column("site_id", "string", N_("our id of the site"), hxl="#loc+code"),
    Column("force", "string", N_("key of the force"), hxl="#group+code"),
    Column("site", "string", N_("name of the place"), hxl="#loc+name"),
    Column(
        "stated_admin1", "string", N_("region, or country abroad, as the source states it"), hxl="#adm1+name+stated"
    ),
    Column("latitude", "float64", N_("latitude, EPSG:4326"), N_("degrees"), at_least=-90, at_most=90, hxl="#geo+lat"),
    Column(
        "longitude", "float64", N_("longitude, EPSG:4326"), N_("degrees"), at_least=-180, at_most=180, hxl="#geo+lon"
    ),
    Column("from_date", "string", N_("opened: year, month or day; null: unknown"), nullable=True, hxl="#date+opened"),
    Column("from_basis", "string", N_("what the opening date rests on"), allowed=FROM_BASES, hxl="#meta+basis+opened"),
    Column("to_date", "string", N_("closed: year, month or day; null: unknown"), nullable=True, hxl="#date+closed"),
    Column("to_basis", "string", N_("what the closing date rests on"), allowed=TO_BASES, hxl="#meta+basis+closed"),
    Column(
        "to_latest",
        "string",
        N_("the day by which it had closed at the latest; null: none, or the closing date says it"),
        nullable=True,
        hxl="#date+closed+latest",
    ),
    Column(
        "reported",
        "string",
        N_("of a site without a known end, its last report: year, month or day; null: that of its opening"),
        nullable=True,
        hxl="#date+reported+last",
    ),
    Column("role", "string", N_("what the site was"), hxl="#loc+type"),
    Column("coordinates_precision", "string", N_("town, site, cercle_seat or approximate"), hxl="#meta+precision+geo"),
    Column(
        "taken_over_by",
        "string",
        N_("keys of those who held the place next, divided by semicolons"),
        nullable=True,
        hxl="#group+code+next",
    ),
    Column(
        "confidence",
        "string",
        N_(
            "sourced: both dates are in the source; partly_sourced: a date rests on something else; approximate; "
            "disputed: sources contradict each other; single_source: of 2025 or later, told by one publisher"
        ),
        allowed=CONFIDENCES,
        hxl="#meta+confidence",
    ),
    Column("source_id", "string", N_("source of the row"), hxl="#meta+source+id"),
    _MORE,
)

HEADCOUNTS = (
    Column("force", "string", "key of the force"),
    Column("as_of", "string", "what the figure is for: year, month or day; null: not dated", nullable=True),
    count("low", "lowest figure given", "people", nullable=True),
    count("best", "best figure given", "people", nullable=True),
    count("high", "highest figure given", "people", nullable=True),
    Column("component", "string", "part of the force the figure is for"),
    Column("measure", "string", "deployed, authorised, planned, mean, peak: never added together"),
    Column("scope", "string", "Mali or wider: never added together"),
    Column("uncertainty", "string", "what kind of figure it is", allowed=UNCERTAINTIES),
    _SOURCE,
    _MORE,
    Column("confidence", "string", "what the figure rests on", allowed=CONFIDENCES),
)

MANDATES = (
    Column("force", "string", "key of the force"),
    Column("name", "string", "name of the force or operation, in English"),
    Column("name_fr", "string", "name of the force or operation, in French"),
    Column("legal_basis", "string", "what the presence rests on in law, in English"),
    Column("legal_basis_fr", "string", "what the presence rests on in law, in French"),
    Column("decided", "string", "decision: year, month or day", nullable=True),
    Column("started", "string", "start: year, month or day", nullable=True),
    Column("not_before", "string", "a day on which it was not in Mali yet, its start not known", nullable=True),
    Column("here_by", "string", "the day by which it was in Mali, where the start is not known", nullable=True),
    Column("end_decided", "string", "the day its end was decided on, or announced", nullable=True),
    Column("ended", "string", "end of the mandate or operation: year, month or day", nullable=True),
    Column("left_mali", "string", "the day the force left Mali: year, month or day", nullable=True),
    Column("last_site", "string", "the day its last site was handed over, where later", nullable=True),
    Column("succeeded_by", "string", "name of what it became: it ended and did not leave", nullable=True),
    Column("source_id", "string", "source of the row"),
    _MORE,
    Column("confidence", "string", "what the row rests on", allowed=CONFIDENCES),
)

TIMELINE = (
    Column("event_id", "string", "our id of the event"),
    Column("date", "string", "first day: year, month or day"),
    Column("end_date", "string", "last day: year, month or day; null: one day, or not known", nullable=True),
    Column("category", "string", "what kind of event it is", allowed=CATEGORIES),
    Column("forces", "string", "keys of the forces concerned, divided by semicolons; empty: none of them"),
    Column("title_en", "string", "what happened, in English"),
    Column("title_fr", "string", "what happened, in French"),
    Column("place", "string", "name of the place, or Mali; null: none", nullable=True),
    Column("latitude", "float64", "latitude, EPSG:4326", "degrees", nullable=True, at_least=-90, at_most=90),
    Column("longitude", "float64", "longitude, EPSG:4326", "degrees", nullable=True, at_least=-180, at_most=180),
    _REGION,
    Column("site_id", "string", "the site that opens or closes; null: none", nullable=True),
    Column("is_key", "boolean", "whether charts name the event"),
    _SOURCE,
    _MORE,
    Column("confidence", "string", "what the event rests on", allowed=CONFIDENCES),
)

NOMINAL_TROOPS = (
    Column("site", "string", "name of the place"),
    Column("period", "string", "year, such as 2022", "year"),
    Column("latitude", "float64", "latitude, EPSG:4326", "degrees", at_least=-90, at_most=90),
    Column("longitude", "float64", "longitude, EPSG:4326", "degrees", at_least=-180, at_most=180),
    _REGION,
    count("nominal_troops", "troops by the usual size of the units there: a weight, no headcount", "people"),
    Column("source_id", "string", "source of the row"),
)

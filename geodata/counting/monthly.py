"""From counts by month and cercle, as others publish them, to an aggregate source: units told by their names alone.

HDX publishes ACLED's counts as three files of the same columns (political violence; the part of it that targets
civilians; demonstrations), so a file without a column of types is counted as "unspecified": nothing in it says which
it is. HAPI has all three in one file, as event_type. They overlap, so only political violence is counted there.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from geodata import periods
from geodata.boundaries import frames, gazetteer
from geodata.boundaries.ground import Ground
from geodata.counting import tally
from geodata.counting.aggregate import Aggregate
from geodata.errors import DataError
from geodata.names import NameRule, candidates, key, normalised
from geodata.schema import validate
from geodata.schema.order import ordered
from geodata.schema.tables import ADDITIVE_NAMES
from geodata.vocabulary import ANY_FAMILY, COUNTRY_ISO3, COUNTRY_PCODE, FIRST_YEAR, POLITICAL_VIOLENCE, UNSPECIFIED

LEVELS = ("admin1", "admin2")
_NAMES = ["admin1_name", "admin2_name", "admin1_pcode", "admin2_pcode"]
_REGION_DIGITS = 4
"""A cercle's p-code begins with its region's: ML0702 lies in ML07."""
Verdict = tuple[str | None, str, str, tuple[str, ...]]
"""P-code or None, basis, reason, as columns.ACCOUNTING has them; and all p-codes that the names may mean."""


def count(
    table: pd.DataFrame, ground: Ground, *, levels: Collection[str] = LEVELS, where: str = "counts by month"
) -> Aggregate:
    """The aggregate of a file's months of Mali in regions and, where the ground has them, cercles: no zones, no cells.

    `table` has columns.MONTHLY. Covered are the months from the first to the last that the file has any row of Mali
    for, and their years, from 2012 on; a month of 0 events is covered, with none recorded. `left_out` counts the
    events of other countries, of earlier years, and of the types that are not counted. A range of deaths, civilians
    and actors are not known. Raises DataError, naming `where`, when no row is left.
    """
    rows, kind, left_out = chosen(table, where)
    of_mali = table.loc[(table["country_iso3"] == COUNTRY_ISO3) & (table["period"] >= str(FIRST_YEAR)), "period"]
    months = periods.between(of_mali.min(), of_mali.max())
    names = _Names(ground, rows)
    told = names.told(rows)
    wanted = [level for level in LEVELS if level in ground.units and level in levels]
    whole = pd.Series(COUNTRY_PCODE, rows.index, dtype="str")
    pcodes = {"country": whole, **{level: told[level]["pcode"] for level in wanted}}
    return Aggregate(
        tally.checked([_tally(rows, pcodes, kind, ground.frame)]),
        _account(rows, {level: told[level] for level in wanted}, ground.frame),
        tuple(sorted({int(periods.year_of(month)) for month in months})),
        tuple(months),
        left_out,
        kind="monthly",
        fitting=names.fitting(rows, told["admin1"]),
        partial={level: _partial(rows, told[level]) for level in wanted},
    )


def chosen(table: pd.DataFrame, where: str) -> tuple[pd.DataFrame, str, dict[str, int]]:
    """The rows that are counted, their type of violence, and how many events the others hold, by why they do not.

    Raises DataError, naming `where`, when no row is left; it says how many rows there are of what.
    """
    has_types = bool(table["event_type"].notna().any())
    kind = POLITICAL_VIOLENCE if has_types else UNSPECIFIED
    is_kind = (table["event_type"] == kind).fillna(False) if has_types else table["event_type"].isna()
    is_here, is_late = table["country_iso3"] == COUNTRY_ISO3, table["period"] >= str(FIRST_YEAR)
    others = table[is_here & is_late & ~is_kind].groupby("event_type")["events"].sum()
    left_out = {
        "other_countries": int(table.loc[is_kind & ~is_here, "events"].sum()),
        "earlier_years": int(table.loc[is_kind & is_here & ~is_late, "events"].sum()),
        **{str(name): int(number) for name, number in others.items()},
    }
    rows = table[is_kind & is_here & is_late]
    if rows.empty:
        types = table.loc[is_here & is_late & ~is_kind, "event_type"].value_counts().sort_index()
        found = [
            (int((~is_here).sum()), "of other countries"),
            (int((is_here & ~is_late).sum()), f"of Mali before {FIRST_YEAR}"),
            *((int(number), f"of Mali of type {name}, which is not counted") for name, number in types.items()),
        ]
        raise DataError(
            "holds no month to count: "
            + (", ".join(f"{number:,} rows {of}" for number, of in found if number) or "0 rows"),
            where=where,
            expected=f"months of Mali of {FIRST_YEAR} or later" + (f", of type {kind}" if has_types else ""),
        )
    return rows, kind, left_out


class _Names:
    """The possible meanings, in a ground, of a file's names or, where a name is missing, of its codes.

    A cercle's name decides its region. A region of before that was divided means what is left of it where the file
    names the other parts for themselves, since a file knows one division of the country; else it means all of them.
    Codes were used again for other places when regions were divided: they count only where there is no name, or one
    that is not known and a code that lies in the region named and whose cercle no row names otherwise; and not at all
    where a region's code has stood for several names.
    """

    def __init__(self, ground: Ground, rows: pd.DataFrame) -> None:
        self._regions = {normalised(row.name): str(row.pcode) for row in ground.admin1.itertuples(index=False)}
        self._region_rules = ground.rules.get("admin1", ())
        self._cercle_rules: Sequence[NameRule] = ground.rules.get("admin2") or frames.rules(ground.frame, "admin2")
        cercles = _cercles(ground)
        self._parents = dict(zip(cercles["pcode"], cercles["admin1_pcode"], strict=True))
        self._own = dict(zip(cercles["name"].map(normalised), cercles["pcode"], strict=True))
        self._apart = {self._regions[name] for name in rows["admin1_name"].map(normalised) if name in self._regions}
        known = gazetteer.units()[["pcode", "name"]]
        names = pd.concat([known, ground.admin1[["pcode", "name"]]]).groupby("pcode")["name"].unique()
        self._coded_regions = {code: normalised(found[0]) for code, found in names.items() if len(found) == 1}
        self._coded_cercles = {
            code: normalised(name)
            for code, name in zip(cercles["pcode"], cercles["name"], strict=True)
            if code[:_REGION_DIGITS] in self._coded_regions
        }
        known_cercles = gazetteer.cercle_keys() | {key(name): pcode for name, pcode in self._own.items()}
        self._named = {known_cercles.get(key(name)) for name in rows["admin2_name"].dropna().unique()}

    def told(self, rows: pd.DataFrame) -> dict[str, pd.DataFrame]:
        """For each level pcode (null: not allocated), basis, reason and meant of every row, in the rows' order.

        `meant` are all p-codes that the row's names may mean; more than one where it is not allocated for that.
        """
        years = rows["period"].map(periods.year_of).astype(int)
        keys = list(zip(*(rows[name].fillna("") for name in _NAMES), years, strict=True))
        verdicts = {key: self._verdicts(*key) for key in set(keys)}
        return {
            level: pd.DataFrame(
                [verdicts[key][position] for key in keys], rows.index, ["pcode", "basis", "reason", "meant"]
            ).astype({"pcode": "str", "basis": "str", "reason": "str"})
            for position, level in enumerate(LEVELS)
        }

    def fitting(self, rows: pd.DataFrame, told: pd.DataFrame) -> int:
        """The events of the rows allocated to a region by a name or code that a region of the frame has itself."""
        is_own = rows["admin1_name"].fillna("").map(normalised).isin(self._regions)
        is_coded = rows["admin1_name"].isna() & (told["basis"] == "code")
        return int(rows.loc[told["pcode"].notna() & (is_own | is_coded), "events"].sum())

    def _verdicts(
        self, region_name: str, cercle_name: str, region_code: str, cercle_code: str, year: int
    ) -> tuple[Verdict, Verdict]:
        region = normalised(region_name) or self._coded_regions.get(region_code, "")
        cercle = normalised(cercle_name) or self._coded_cercles.get(cercle_code, "")
        regions, cercles = self._region(region, cercle, year), self._cercle(region, cercle, year)
        is_unknown = bool(cercle_name) and not cercles
        if is_unknown:
            cercles = self._by_code(cercle_code, regions, year)
        if cercles:
            inside = {self._parents[pcode] for pcode in cercles}
            regions = tuple(pcode for pcode in regions if pcode in inside) or tuple(sorted(inside))
            cercles = tuple(pcode for pcode in cercles if self._parents[pcode] in regions)
        is_coded = is_unknown or not cercle_name
        of_region = not cercle_name if cercles and not is_unknown else not region_name
        return (
            _verdict(regions, region_name or cercle_name, region_code or cercle_code, is_coded=of_region),
            _verdict(cercles, cercle_name, cercle_code, is_coded=is_coded),
        )

    def _by_code(self, code: str, regions: Collection[str], year: int) -> tuple[str, ...]:
        """The cercles that a code beside an unknown name stands for: those in the regions that the row names."""
        if code not in self._coded_cercles or code in self._named:
            return ()
        return tuple(one for one in self._cercle("", self._coded_cercles[code], year) if self._parents[one] in regions)

    def _region(self, region: str, cercle: str, year: int) -> tuple[str, ...]:
        meant = candidates(region, cercle, year, self._regions, self._region_rules)
        meant = tuple(pcode for pcode in meant if pcode in self._regions.values())
        own = self._regions.get(region)
        return tuple(pcode for pcode in meant if pcode == own or pcode not in self._apart) or meant

    def _cercle(self, region: str, cercle: str, year: int) -> tuple[str, ...]:
        if not cercle:
            return ()
        meant = candidates(region, cercle, year, {}, self._cercle_rules)
        own = (self._own[cercle],) if cercle in self._own else ()
        return tuple(pcode for pcode in meant if pcode in self._parents) or own


def _verdict(meant: tuple[str, ...], name: str, code: str, *, is_coded: bool) -> Verdict:
    if len(meant) == 1:
        return (meant[0], "code", "coded", meant) if is_coded else (meant[0], "name", "named", meant)
    if meant:
        return None, "none", "several_units", meant
    return None, "none", "unknown_name" if name else "unknown_code" if code else "not_named", ()


def _partial(rows: pd.DataFrame, told: pd.DataFrame) -> dict[str, int]:
    """By p-code, the events of rows whose names fit several units, this one among them; those above 0."""
    unsure = told[told["pcode"].isna()]["meant"].explode().dropna()
    summed = rows["events"].reindex(unsure.index).groupby(unsure.to_numpy()).sum()
    return {str(pcode): int(number) for pcode, number in summed.items() if number}


def _cercles(ground: Ground) -> pd.DataFrame:
    """Cercles with their region in the ground's frame: pcode, name, admin1_pcode; the ground's own where it has them.

    Those of a ground without cercles tell the region of a cercle that a file names.
    """
    if "admin2" in ground.units:
        return pd.DataFrame(ground.units["admin2"][["pcode", "name", "admin1_pcode"]])
    of = frames.membership(gazetteer.communes()["commune_id"], ground.frame)
    known = of[of["admin1_pcode"].isin(ground.admin1["pcode"])].drop_duplicates("admin2_pcode")
    return known.rename(columns={"admin2_pcode": "pcode", "admin2_name": "name"})[["pcode", "name", "admin1_pcode"]]


def _tally(rows: pd.DataFrame, pcodes: Mapping[str, pd.Series[str]], kind: str, frame: str) -> pd.DataFrame:
    """columns.COUNTS of the rows by unit of each level, for each month and each year; those of 0 events are kept."""
    counts = pd.DataFrame(
        {
            **{"frame": frame, "violence_type": kind, "actor_family": ANY_FAMILY, "period": rows["period"]},
            **{name: pd.array([pd.NA] * len(rows), "Int64") for name in ADDITIVE_NAMES},
            "events": rows["events"].astype("Int64"),
            "fatalities_best": rows["fatalities"].astype("Int64"),
        },
        index=rows.index,
    )
    table = pd.concat([counts.assign(level=level, pcode=pcode) for level, pcode in pcodes.items()])
    timed = pd.concat([table, table.assign(period=table["period"].map(periods.year_of))])
    grouped = timed.groupby(tally.KEYS, dropna=False, observed=True)[list(ADDITIVE_NAMES)]
    return grouped.sum(min_count=1).reset_index()


def _account(rows: pd.DataFrame, told: Mapping[str, pd.DataFrame], frame: str) -> pd.DataFrame:
    """columns.ACCOUNTING of the rows' events by level; of what is not allocated only where there is any event."""
    parts = [
        found[["basis", "reason"]].assign(
            frame=frame,
            level=level,
            period=rows["period"].map(periods.year_of),
            allocated=found["pcode"].notna(),
            events=rows["events"],
            fatalities_best=rows["fatalities"],
        )
        for level, found in told.items()
    ]
    keys = ["frame", "level", "period", "basis", "reason", "allocated"]
    summed = pd.concat(parts).groupby(keys)[["events", "fatalities_best"]].sum(min_count=1).reset_index()
    kept = summed[summed["allocated"] | (summed["events"] > 0)]
    return ordered(validate.validate("accounting", kept, "accounting"), keys)

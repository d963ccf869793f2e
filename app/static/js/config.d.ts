// Written by `python -m tests.js.write` from app/webmap/script_types.py: change that, not this.

/** The view that the page opens with. */
export interface Defaults {
  year: string;
  measure: string;
  violence: string;
  family: string;
  named: string;
  sides: string;
  people: string;
  circles: string;
  layers: string[];
  focus: string;
  tab: string;
  sort: string;
}

/** The country's figures of a year that another release alone covers. */
export interface Later {
  period: string;
  low: number | null;
  best: number | null;
  high: number | null;
  civilians: number | null;
  release: string;
}

/** Limits of the classes of values and of changes, and those of months where there are any. */
export interface Breaks {
  value: number[];
  change: number[];
  month?: number[];
  month_change?: number[];
}

/** [class key, label] of each line of the legend, for what Breaks has limits of. */
export interface Legend {
  value: [string, string][];
  change: [string, string][];
  month?: [string, string][];
  month_change?: [string, string][];
}

/** A measure: value = numerator * per / denominator; `fills` by class key c1, c2 ... */
export interface Measure {
  key: string;
  label: string;
  unit: string;
  unitOfYear: string;
  short: string;
  of: string;
  numerator: string;
  denominator: "population" | "area" | null;
  per: number;
  hasRange: boolean;
  decimals: number;
  fills: Record<string, string>;
  breaks: Breaks;
  legend: Legend;
  source: string;
  caveat: string;
  caveatOfYear: string;
}

/** By class key: what is said of it in the table, where it is no class of values. */
export interface Notes {
  value: Record<string, string>;
  change: Record<string, string>;
}

/** A listing of the regions by year, and the texts about it (words.Listed). */
export interface Listed {
  counts: Record<string, ((number | null)[])[]>;
  status: string[];
  covered: string[];
  when: string;
  filters: string;
  missing: string;
  headline: string;
  dated: Record<string, string>;
  remarks: Record<string, string>;
  sentences: Record<string, string>;
  zero: string;
  about: string | null;
}

/** What is said of events that only name a unit: the label of a unit's, and the sentence on all of them. */
export interface Named {
  fact: string;
  sentence: string;
}

/** A unit of a level. */
export interface Unit {
  pcode: string;
  name: string;
  area: number;
  population: number | null;
  populationBefore: number | null;
  at: number[];
  region?: string;
  cercle?: string;
}

/** A border zone. */
export interface Zone {
  id: string;
  kind: string;
  km: number;
  area: number;
  at: number[];
}

/** A neighbour: the kind of zones along its border, at which distances its side is counted, whether by cell. */
export interface Side {
  key: string;
  kind: string;
  label: string;
  counted: "any" | "standard" | "none";
  hasGrid: boolean;
}

/** A zone's line. */
export interface ZoneStyle {
  colour: string;
  width: number;
  dashes: string | null;
}

/** A security force whose sites the map shows. */
export interface Force {
  key: string;
  label: string;
  colour: string;
  isIncomplete: boolean;
}

/** Everything that the script needs to know of an edition and a level, in one language. */
export interface Config {
  build: string;
  tag: string;
  lang: string;
  source: string;
  frame: string;
  level: string;
  census: number;
  censusBefore: number;
  defaults: Defaults;
  address: ([string, string | null])[];
  offered: Record<string, string[]>;
  changes: string;
  sourceLabel: string;
  periods: string[];
  covered: string[];
  months: [string, string, string][];
  coveredMonths: string[];
  partial: Record<string, string>;
  later: Later[];
  moments: [string, string, string][];
  measures: Measure[];
  gridMeasure: Measure | null;
  zoneMeasure: Measure | null;
  fills: Record<string, string>;
  statusLetters: Record<string, string>;
  notes: Record<string, Notes>;
  listed: Record<string, Listed>;
  named: Record<string, Named> | null;
  absent: string[];
  missing: string;
  missingLabel: string;
  isPlacedByPrecision: boolean;
  largestCircle: number;
  accounting: [string, string, boolean, number, number][];
  reasons: Record<string, string>;
  units: Unit[];
  regions: Unit[];
  populationNotes: Record<string, string>;
  partialNotes: Record<string, string>;
  highlights: string[];
  places: Record<string, string[]>;
  moved: Record<string, string>;
  zones: Zone[];
  sides: Side[];
  zoneLabels: Record<string, string>;
  zoneStyles: Record<string, ZoneStyle>;
  standardDistances: number[];
  distances: number[];
  violence: [string, string][];
  families: [string, string][];
  circles: [string, string][];
  forces: Force[];
  siteYears: string[];
  roles: Record<string, string>;
  bases: Record<string, string>;
  holders: Record<string, string>;
  hasEvents: boolean;
  wherePrecision: Record<string, string>;
  datePrecision: Record<string, string>;
}

/** Where a site is documented. */
export interface SiteSource {
  id: string;
  title: string;
  publisher: string | null;
  published: string | null;
}

export interface Site {
  id: string;
  force: string;
  site: string;
  pcode: string;
  at: [number, number];
  from: string | null;
  fromBasis: string;
  to: string | null;
  toBasis: string;
  role: string;
  takenOverBy: string | null;
  coordinates: string;
  source: SiteSource;
  latest: string | null;
  reported: string | null;
  opened: [string, string] | null;
  closed: [string, string] | null;
  lastThere: string | null;
}

/** The part of a zone in a neighbour; `edge`: its edge beyond the border. */
export interface Part {
  id: string;
  side: string;
  rings: number[][];
  edge: number[][];
  area: number;
  at: number[];
}

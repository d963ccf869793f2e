// What the modules hand to each other. What the server says is in config.d.ts, written from the Python side.
import type { Map as LeafletMap } from "leaflet";
import type { Config, Measure, Site, Unit, Zone } from "./config";

/** A view: what the address says. */
export interface State {
  root: string;
  source: string | null;
  frame: string | null;
  lang: string | null;
  year: string;
  month: string | null;
  units: string[];
  estimate: string;
  measure: string;
  from: string | null;
  violence: string;
  family: string;
  named: string;
  sides: string;
  people: string;
  circles: string;
  layers: Set<string>;
  focus: string;
  unit: string | null;
  tab: string;
  sort: string;
  /** What is opened of a coarser level than the page's. */
  holder?: Holder | null;
  /** What was opened at a place of the map, which no address names. */
  place?: Opened | null;
  at: [zoom: number, latitude: number, longitude: number] | null;
  compare: string | null;
}
export interface Holder {
  level: string;
  pcode: string;
  name: string;
  region: string | null;
}
export type Change = Partial<State>;

/** Counts are filtered by these alone. */
export interface Filter {
  violence: string;
  family: string;
  named: string;
}

/** Data that states are drawn from. */
export interface Source {
  need(state: State): Promise<unknown> | null;
  isHeld(state: State): boolean;
}

export type Count = number | null;
export type CountName = "events" | "low" | "best" | "high" | "civilians";
/** `periods`: of a range, how many years or months it sums. */
export type Counts = Record<CountName, Count> & { periods?: number };
export type Columns = Record<CountName, Count[][]>;

/** A file of counts, with the places of its units and periods. */
export interface Values extends Columns {
  pcodes: string[];
  periods: string[];
  status: Record<string, string[]>;
  national: Record<CountName, Count[]>;
  not_allocated: Record<CountName, Count[]>;
  outside_events?: Count[][];
  beside: Record<string, Record<string, Count[]>>;
  place: Map<string, number>;
  when: Map<string, number>;
}

/** The counts of a unit in a period, and what each says; what is listed there, by its short name. */
export interface Row extends Counts {
  status: Record<string, string>;
  listed: Record<string, Count>;
}

export type National = Counts & { release: string | null; note: string };

/** A unit as the map draws it. */
export interface Cell {
  row: Row;
  value: Count;
  low: Count;
  high: Count;
  status: string;
  key: string;
  fill: string;
  then: Count;
  change: Count;
  thenRow: Row | null;
  /** The class differs between the lowest and the highest estimate. */
  isUncertain: boolean;
  /** The rate is of few events, or of few people. */
  isUnstable: boolean;
}

/** An event as cards tell it. */
export interface ToldEvent {
  id: string;
  at: [number, number] | null;
  type: string;
  families: string[];
  month: string | null;
  from: string;
  to: string;
  place: string;
  where: number;
  when: number;
  sides: string[];
  best: number;
  low: Count;
  high: Count;
  civilians: Count;
  by: string;
  status: string;
}

/** An event of events-<year>.json. */
export type ConflictEvent = ToldEvent;

/** An event of events-<level>-<pcode>-<year>.json: whether and where it is placed, which unit it names, and why so. */
export interface UnitEvent extends ToldEvent {
  placed: boolean;
  unit: string | null;
  named: string | null;
  reason: string;
}

export type Pointed =
  | { kind: "unit"; unit: Unit }
  | { kind: "cell"; unit: GridUnit; side?: string }
  | { kind: "zone"; zone: NamedZone; side?: string }
  | { kind: "sites"; sites: Site[] }
  | { kind: "events"; events: ConflictEvent[] };

export type Opened =
  | { kind: "unit"; pcode: string; isFar?: boolean }
  | { kind: "sites"; sites: Site[] }
  | { kind: "events"; events: ConflictEvent[] };

export type NamedZone = Zone & { label: string };
export type GridUnit = Pick<Unit, "pcode" | "area"> & { population?: null; populationBefore?: null };

/** What a unit has in the state that is shown, in words and as a number. */
export interface Told {
  unit: Unit;
  when: string;
  text: string;
  value: Count;
}

/** What a page hands to a script that is loaded later, and to the page around its frame. */
export interface Held {
  ready: Promise<void>;
  config: Config;
  query: (state: State) => string;
  current: () => State;
  update: (change: Change) => Promise<void>;
  subscribe: (view: (state: State, change: Change) => void) => void;
  pointed: Channel<Pointed | null>;
  opened: Channel<Opened>;
  theMap: () => LeafletMap;
  zoomTo: (focus: string, isAnimated: boolean) => Promise<void>;
  markUnit: (pcode: string, isOn: boolean) => void;
  told: (pcode: string) => Told | null;
  measureOf: (key: string) => Measure;
  subtitle: (state: State) => string;
  filterWords: (state: State) => string;
}

export interface Channel<T> {
  follow: (listener: (value: T) => void) => void;
  send: (value: T) => void;
}

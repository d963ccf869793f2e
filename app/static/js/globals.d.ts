// The one name that our script leaves, for the script that Folium writes. Leaflet is a script of its own: its types name L.
import type * as Leaflet from "leaflet";
import type { Config, Site } from "./config";
import type { Cell, Change, ConflictEvent, Counts, Held, Opened, State, UnitEvent } from "./types";

declare global {
  var Atlas: {
    configure: (given: Config) => void;
    layers: Record<string, (map: Leaflet.Map, options: unknown) => void>;
    start: () => Promise<void>;
    page: {
      citeEvent: (title: string, state: State, id: string) => string;
      config: Config;
      copy: (text: string, button: HTMLElement) => Promise<boolean>;
      current: () => State;
      lineOf: (id: string) => Leaflet.Polygon | undefined;
      lookAt: (bounds: Leaflet.LatLngBounds) => void;
      map: () => Leaflet.Map;
      mark: (at: Leaflet.LatLngExpression, look: Leaflet.DivIconOptions & { html: HTMLElement }) => Leaflet.Marker;
      needZones: (km: number) => Promise<void>;
      opened: { send: (what: Opened) => void; follow: (listener: (what: Opened) => void) => void };
      pathOf: (pcode: string) => Leaflet.Polygon | undefined;
      reach: (
        marker: Leaflet.Marker,
        shown: { kind: "events"; events: ConflictEvent[] },
        name: (element: HTMLElement) => void,
      ) => void;
      shownEvents: (state: State) => ConflictEvent[];
      shownSites: (state: State) => Site[];
      update: (change: Change) => Promise<void>;
      uncover: (pcode: string) => void;
      query: (state: State) => string;
      cells: () => Map<string, Cell>;
    };
    held: Held;
  };
  /** What events.js gives, once it is loaded: core/event_tools.js. */
  var AtlasEvents: {
    draw: (group: Leaflet.LayerGroup, events: ConflictEvent[], years: number, state: State) => void;
    legend: (events: ConflictEvent[], years: number, state: State) => HTMLElement;
    list: (
      box: HTMLElement,
      listed: {
        heading: string;
        events: UnitEvent[];
        of: string | null;
        state: State;
        counted: Counts | null;
        kind: string | null;
      },
    ) => void;
  };
}

// The one name that our script leaves, for the script that Folium writes. Leaflet is a script of its own: its types name L.
import type * as Leaflet from "leaflet";
import type { Config, Site } from "./config";
import type { Change, ConflictEvent, Held, Opened, State } from "./types";

declare global {
  var Atlas: {
    configure: (given: Config) => void;
    layers: Record<string, (map: Leaflet.Map, options: unknown) => void>;
    start: (map: Leaflet.Map) => Promise<void>;
    page: {
      config: Config;
      current: () => State;
      lineOf: (id: string) => Leaflet.Polygon | undefined;
      lookAt: (bounds: Leaflet.LatLngBounds) => void;
      needZones: (km: number) => Promise<void>;
      opened: { send: (what: Opened) => void };
      pathOf: (pcode: string) => Leaflet.Polygon | undefined;
      shownEvents: (state: State) => ConflictEvent[];
      shownSites: (state: State) => Site[];
      update: (change: Change) => Promise<void>;
    };
    held: Held;
  };
}

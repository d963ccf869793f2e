// The one name that our script leaves, for the script that Folium writes. Leaflet is a script of its own: its types name L.
import type * as Leaflet from "leaflet";
import type { Config } from "./config";

declare global {
  var Atlas: {
    configure: (given: Config) => void;
    layers: Record<string, (map: Leaflet.Map, options: unknown) => void>;
    start: (map: Leaflet.Map) => Promise<void>;
  };
}

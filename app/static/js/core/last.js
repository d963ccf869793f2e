/** Where the browser notes the view of the map that a tab showed last. */
export const LAST = "mali-atlas-view";

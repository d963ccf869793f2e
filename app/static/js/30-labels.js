// Labels that never overlap: the highlighted places first, then regions, towns by size and neighbours, where room is left.
(function () {
  "use strict";
  var group = null, map = null, towns = [], neighbours = [];
  var OFFSETS = [[0, 0], [0, -18], [0, 18], [46, 0], [-46, 0], [40, -20], [-40, -20], [40, 20], [-40, 20], [0, -36], [0, 36], [70, 0], [-70, 0], [60, -30], [-60, -30], [60, 30], [-60, 30]];

  function entry(text, at, rank, kind) { return { text: text, at: at, rank: rank, kind: kind }; }

  // Where a region's label goes: its own point, or the middle of the part that is in view.
  function inView(unit) {
    var bounds = map.getBounds(), path = Atlas.draw.made.regionPaths[unit.pcode];
    if (bounds.contains(unit.at) || !path || !bounds.intersects(path.getBounds())) return unit.at;
    var size = map.getSize(), view = L.bounds([70, 50], [size.x - 70, size.y - 50]), best = null;
    path.getLatLngs().forEach(function (ring) {
      var part = L.PolyUtil.clipPolygon(ring.map(function (at) { return map.latLngToContainerPoint(at); }), view, true);
      if (part.length < 3) return;
      var box = L.bounds(part), extent = box.getSize().x * box.getSize().y;
      if (!best || extent > best.extent) best = { extent: extent, at: box.getCenter(), part: part };
    });
    return best && best.extent > 4000 && holds(best.part, best.at) ? map.containerPointToLatLng(best.at) : unit.at;
  }

  function holds(ring, point) {
    var inside = false;
    ring.forEach(function (a, index) {
      var b = ring[(index + ring.length - 1) % ring.length];
      if ((a.y > point.y) !== (b.y > point.y) && point.x < (b.x - a.x) * (point.y - a.y) / (b.y - a.y) + a.x) inside = !inside;
    });
    return inside;
  }

  // From which zoom cercles and communes are named.
  var NAMED_FROM = { admin2: 6.5, admin3: 8.5 };

  function wanted(state) {
    var list = [];
    if (state.layers.has("units")) {
      var isFine = Atlas.config.level !== "admin1", regions = isFine ? Atlas.config.regions : Atlas.config.units;
      if (isFine && map.getZoom() >= NAMED_FROM[Atlas.config.level]) {
        Atlas.config.units.forEach(function (unit) { list.push(entry(unit.name, unit.at, 5, "unit")); });
      }
      regions.forEach(function (unit) {
        var isHigh = Atlas.config.highlights.includes(unit.pcode);
        list.push(entry(unit.name, inView(unit), isHigh ? 0 : 3, isHigh ? "high" : "region"));
      });
    }
    var named = {};
    Atlas.draw.zonesOf(state).forEach(function (zone) {
      var best = named[zone.kind];
      if (!best || zone.km > best.km) named[zone.kind] = zone;
    });
    Object.keys(named).forEach(function (kind) {
      var zone = named[kind];
      var isNarrow = map.getSize().x < 500;
      var label = entry(isNarrow ? zone.label : zone.label + ", " + zone.km + " km", zone.at, kind === "both" ? 1 : 2, "zone " + kind);
      label.along = along(zone);
      list.push(label);
    });
    if (state.layers.has("towns")) {
      towns.forEach(function (town) { list.push(entry(town.name, town.at, 4 - Math.min(0.9, (town.population || 0) / 5e6), "town")); });
    }
    neighbours.forEach(function (country) { list.push(entry(country.name, country.at, 6, "country")); });
    return list.sort(function (a, b) { return a.rank - b.rank; });
  }

  // Points of a zone's line that are in view, as further places for its label.
  function along(zone) {
    var layer = Atlas.draw.made.zones[zone.id], bounds = map.getBounds(), points = [];
    if (!layer) return points;
    layer.getLayers()[1].getLatLngs().forEach(function (ring) {
      ring.forEach(function (at) { if (bounds.contains(at)) points.push(at); });
    });
    var step = Math.max(1, Math.floor(points.length / 40));
    return points.filter(function (_, index) { return index % step === 0; });
  }

  function meets(a, b) { return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]; }

  var canvas = null;
  function size(item) {
    canvas = canvas || document.createElement("canvas").getContext("2d");
    var look = { high: [700, 17], region: [600, 13], zone: [650, 12], town: [500, 12], country: [500, 12], unit: [500, 11] }[item.kind.split(" ")[0]];
    canvas.font = look[0] + " " + look[1] + "px " + getComputedStyle(document.body).fontFamily;
    var wide = canvas.measureText(item.text).width * (item.kind === "country" ? 1.25 : 1);
    return [Math.ceil(wide) + (item.kind.startsWith("zone") ? 14 : 6), look[1] + 7];
  }

  function place(state) {
    if (!map) return;
    group.clearLayers();
    var view = map.getSize(), taken = reserved();
    wanted(state).forEach(function (item) {
      var at = map.latLngToContainerPoint(item.at), box = size(item), found = null, spot = item.at;
      var dot = item.kind === "town";
      if (item.kind === "unit" && (at.x < 0 || at.y < 0 || at.x > view.x || at.y > view.y)) return;
      if (dot && (at.x < 4 || at.y < 4 || at.x > view.x - 4 || at.y > view.y - 4)) return;
      var tries = dot ? [[box[0] / 2 + 6, 0], [-box[0] / 2 - 6, 0], [0, -20], [0, 20]] : item.rank <= 2 ? OFFSETS : item.kind === "unit" ? OFFSETS.slice(0, 1) : OFFSETS.slice(0, 3);
      function fits(point, offset) {
        var x = point.x + offset[0], y = point.y + offset[1];
        var area = [x - box[0] / 2, y - box[1] / 2, x + box[0] / 2, y + box[1] / 2];
        var isIn = area[0] >= 2 && area[1] >= 2 && area[2] <= view.x - 2 && area[3] <= view.y - 2;
        if (!isIn || taken.some(function (other) { return meets(area, other); })) return false;
        found = { area: area, offset: offset };
        return true;
      }
      if (!tries.some(function (offset) { return fits(at, offset); })) {
        (item.along || []).some(function (place) {
          spot = place;
          return OFFSETS.some(function (offset) { return fits(map.latLngToContainerPoint(place), offset); });
        });
      }
      if (dot) group.addLayer(L.circleMarker(item.at, { pane: "circles", radius: 2.4, color: "#ffffff", weight: 1, fillColor: "#17202c", fillOpacity: 1, interactive: false }));
      if (!found) return;
      taken.push(found.area);
      group.addLayer(L.marker(spot, {
        pane: "labels", interactive: false, keyboard: false,
        icon: L.divIcon({
          html: Atlas.h("span", {}, item.text), className: "label label-" + item.kind, iconSize: box,
          iconAnchor: [box[0] / 2 - found.offset[0], box[1] / 2 - found.offset[1]]
        })
      }));
    });
  }

  // Boxes laid over the map that labels keep clear of.
  function reserved() {
    var frame = map.getContainer().getBoundingClientRect();
    return [".focuses", ".disclaimer", ".leaflet-control-zoom", ".leaflet-control-scale", ".readout", ".legend", ".panel"].map(function (name) {
      var box = document.querySelector(name);
      if (!box || box.hidden) return null;
      var found = box.getBoundingClientRect();
      return found.width ? [found.left - frame.left - 2, found.top - frame.top - 2, found.right - frame.left + 2, found.bottom - frame.top + 2] : null;
    }).filter(Boolean).concat(siteBoxes());
  }

  function siteBoxes() {
    var boxes = [];
    Atlas.draw.made.sites.eachLayer(function (marker) {
      var at = map.latLngToContainerPoint(marker.getLatLng()), width = marker.options.icon.options.iconSize[0];
      boxes.push([at.x - width / 2, at.y - 11, at.x + width / 2, at.y + 11]);
    });
    Atlas.events.markers().forEach(function (marker) {
      var at = map.latLngToContainerPoint(marker.getLatLng()), half = marker.options.icon.options.iconSize[0] / 2;
      boxes.push([at.x - half, at.y - half, at.x + half, at.y + half]);
    });
    return boxes;
  }

  Atlas.layers.labels = function (given) {
    map = given;
    group = L.layerGroup().addTo(map);
    map.on("zoomend moveend resize", function () { if (Atlas.state) place(Atlas.state); });
  };

  Atlas.labels = {
    place: place,
    towns: function (list, countries) {
      towns = list;
      neighbours = countries.map(function (country) {
        return { name: Atlas.config.lang === "fr" ? country.name_fr : country.name_en, at: country.at };
      });
      if (Atlas.state) place(Atlas.state);
    }
  };
})();

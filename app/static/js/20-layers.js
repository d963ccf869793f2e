// The map's layers, one maker for each element that Folium places. Geometry is drawn once; years only recolour it.
(function () {
  "use strict";
  var h = Atlas.h, made = {};
  var LINE = "#8f897b";

  function keep(name, layer) { made[name] = layer; return layer; }

  Atlas.layers.baseMap = function (map) {
    var group = keep("borders", L.layerGroup().addTo(map));
    L.control.scale({ imperial: false, maxWidth: 90 }).addTo(map);
    var rivers = keep("rivers", L.layerGroup());
    keep("ready-base", Atlas.load("base.json").then(function (base) {
      L.polyline(Atlas.decode(base.borders), { pane: "rivers", interactive: false, color: LINE, weight: 1.8 }).addTo(group);
      base.rivers.forEach(function (river) {
        L.polyline(Atlas.decode(river.rings), {
          pane: "rivers", interactive: false, color: "#5b93b8", weight: 1.6, opacity: 0.9
        }).addTo(rivers);
      });
      Atlas.labels.towns(base.towns, base.neighbours);
    }));
  };

  var EDGE = { admin1: 0.8, admin2: 0.7, admin3: 0.35 };

  Atlas.layers.regions = function (map) {
    var group = keep("units", L.layerGroup()), paths = {}, level = Atlas.config.level, units = {}, edge = EDGE[level];
    Atlas.config.units.forEach(function (unit) { units[unit.pcode] = unit; });
    made.paths = paths;
    keep("ready-units", Atlas.load("units-" + level + ".json").then(function (shapes) {
      shapes.forEach(function (shape) {
        var unit = units[shape.id];
        var path = L.polygon(Atlas.decode(shape.rings), { color: "#6b6559", weight: edge, fillOpacity: 1, fillColor: "#fff" });
        path.atlasUnit = unit;
        path.on("mouseover", function () { Atlas.readout.point(unit); path.setStyle({ weight: 2.4, color: "#17202c" }); path.bringToFront(); });
        path.on("mouseout", function () { Atlas.readout.rest(); path.setStyle({ weight: edge, color: "#6b6559" }); });
        path.on("click", function () { Atlas.panel.open(unit.pcode); });
        path.on("add", function () { reachable(path, unit); });
        paths[unit.pcode] = path;
        group.addLayer(path);
      });
    }));
    made.regionPaths = paths;
    if (level === "admin1") return;
    keep("ready-outlines", Atlas.load("outlines-" + level + ".json").then(function (lines) {
      L.polyline(Atlas.decode(lines), { pane: "rivers", interactive: false, color: "#4d483e", weight: 1.5, className: "outlines" }).addTo(group);
    }));
    made.regionPaths = {};
    keep("ready-regions", Atlas.load("units-admin1.json").then(function (shapes) {
      shapes.forEach(function (shape) { made.regionPaths[shape.id] = L.polygon(Atlas.decode(shape.rings)); });
    }));
  };

  function reachable(path, unit) {
    var element = path.getElement();
    element.setAttribute("tabindex", Atlas.config.units.length > 100 ? "-1" : "0");
    element.setAttribute("role", "button");
    element.setAttribute("data-pcode", unit.pcode);
    element.onfocus = function () { Atlas.readout.point(unit); };
    element.onblur = function () { Atlas.readout.rest(); };
    element.onkeydown = function (event) {
      if (event.key === "Enter" || event.key === " ") { event.preventDefault(); Atlas.panel.open(unit.pcode); }
    };
  }

  Atlas.layers.grid = function (map) {
    var group = keep("grid", L.layerGroup()), cells = {};
    made.cells = cells;
    made.needGrid = function () {
      if (Object.keys(cells).length) return;
      Atlas.config.grid.forEach(function (item) {
        var number = Number(item[0]) - 1, row = Math.floor(number / 720), column = number % 720;
        var south = row / 2 - 90, west = column / 2 - 180;
        var unit = { pcode: item[0], area: item[1] };
        var square = L.rectangle([[south, west], [south + 0.5, west + 0.5]], { pane: "grid", color: "#b3ad9f", weight: 0.5, fillOpacity: 1 });
        square.atlasUnit = unit;
        square.on("mouseover", function () { Atlas.readout.cell(unit); });
        square.on("mouseout", function () { Atlas.readout.rest(); });
        cells[unit.pcode] = square;
        group.addLayer(square);
      });
    };
  };

  var ZONE_STYLE = {
    niger: { color: "#0b5c6b", dashArray: "7 5" }, burkina: { color: "#5a3d8a", dashArray: "7 5" },
    either: { color: "#33485c", dashArray: "2 4" }, both: { color: "#0d2f57", dashArray: null }
  };

  // The zones of the distances that a state shows; each distance is loaded when it is first wanted.
  Atlas.layers.zones = function () {
    var shapes = {}, known = {};
    made.zones = shapes;
    function name(zone) { zone.label = Atlas.config.zoneLabels[zone.kind]; known[zone.id] = known[zone.id] || zone; }
    Atlas.config.zones.forEach(name);
    made.zone = function (id) { return known[id]; };
    made.needZones = function (km) {
      return made["ready-zones-" + km] || keep("ready-zones-" + km, Atlas.load("zones-" + km + ".json").then(function (found) {
        found.zones.forEach(name);
        found.shapes.forEach(function (shape) { shapes[shape.id] = drawn(known[shape.id], Atlas.decode(shape.rings)); });
      }));
    };
  };

  function drawn(zone, rings) {
    var look = ZONE_STYLE[zone.kind];
    var halo = L.polygon(rings, { pane: "zones", interactive: false, fill: false, color: "#ffffff", weight: 5, opacity: 0.75 });
    var line = L.polygon(rings, {
      pane: "zones", fill: zone.kind === "both", fillColor: look.color, fillOpacity: 0.1, interactive: true,
      color: look.color, weight: zone.kind === "both" ? 3 : 2.2, dashArray: look.dashArray, bubblingMouseEvents: false,
      className: "zone zone-" + zone.id + (zone.kind === "both" ? " through" : "")
    });
    line.on("mouseover", function () { Atlas.readout.zone(zone); });
    line.on("mouseout", function () { Atlas.readout.rest(); });
    line.on("click", function () { Atlas.panel.open(zone.id); });
    return L.layerGroup([halo, line]);
  }

  Atlas.layers.highlights = function (map, options) {
    var group = keep("highlights", L.layerGroup().addTo(map));
    (made["ready-regions"] || made["ready-units"]).then(function () {
      options.pcodes.forEach(function (pcode) {
        var rings = made.regionPaths[pcode].getLatLngs();
        [["#ffffff", 6.5, 0.9], ["#17202c", 3, 1]].forEach(function (look) {
          L.polygon(rings, {
            pane: "highlights", interactive: false, fill: false, color: look[0], weight: look[1], opacity: look[2],
            className: "highlight highlight-" + pcode
          }).addTo(group);
        });
      });
    });
  };

  Atlas.layers.circles = function (map) {
    var group = keep("circles", L.layerGroup().addTo(map)), circles = {};
    made.circle = circles;
    Atlas.config.units.forEach(function (unit) {
      circles[unit.pcode] = L.circleMarker(unit.at, {
        pane: "circles", interactive: false, color: "#17202c", weight: 2, fillColor: "#ffffff", fillOpacity: 0.45, radius: 0,
        className: "bubble"
      });
    });
    made.circleGroup = group;
  };

  // A force's symbol: shape and colour by force; filled when open, pale and dashed when uncertain, hollow when closed: in
  // the force's colour where it closed in the period shown, grey where before it. No shape for a site not yet open.
  var SHAPES = {
    minusma: "M0-6a6 6 0 1 0 0 12a6 6 0 1 0 0-12z", french: "M-5.5-5.5h11v11h-11z", takuba: "M0-7L7 0L0 7L-7 0z",
    eutm: "M0-6.5L6.2 5H-6.2z", eucap: "M0 6.5L6.2-5H-6.2z", g5: "M0-6.8L6.5-2L4 5.6H-4L-6.5-2z",
    fama: "M-2.3-6.5h4.6v4.2h4.2v4.6h-4.2v4.2h-4.6v-4.2h-4.2v-4.6h4.2z", wagner: "M-3.4-6h6.8L7 0L3.4 6h-6.8L-7 0z"
  };

  function symbol(force, status) {
    if (!status) return null;
    var colour = Atlas.config.forces.find(function (item) { return item.key === force; }).colour;
    return h("path", {
      d: SHAPES[force], fill: status === "open" ? colour : status === "uncertain" ? colour : "#ffffff",
      "fill-opacity": status === "uncertain" ? "0.3" : "1", stroke: status === "closed" ? "#7d7a73" : status === "open" ? "#ffffff" : colour,
      "stroke-width": status === "open" ? "1" : status === "closed_during" ? "2.2" : "1.6", "stroke-dasharray": status === "uncertain" ? "2.4 1.6" : null
    });
  }

  Atlas.layers.sites = function (map) {
    made.map = map;
    map.on("zoomend", function () { if (Atlas.state && made.siteList) { drawSites(Atlas.state); Atlas.labels.place(Atlas.state); } });
    keep("sites", L.layerGroup().addTo(map));
    made.needSites = function () {
      return made["ready-sites"] || keep("ready-sites", Atlas.load("sites.json").then(function (sites) { made.siteList = sites; }));
    };
  };

  // One marker a place, holding the symbols of every force shown there in the period; places too near on the screen share one.
  function drawSites(state) {
    made.sites.clearLayers();
    var map = made.map;
    var shown = (made.siteList || []).filter(function (site) {
      return state.layers.has("sites-" + site.force) && Atlas.sites.drawn(site, state);
    });
    var places = [];
    shown.forEach(function (site) {
      var at = map.latLngToContainerPoint(site.at);
      var near = places.find(function (place) {
        var reach = 14 + 8.5 * place.sites.length;
        return Math.abs(place.at.x - at.x) < reach && Math.abs(place.at.y - at.y) < 23;
      });
      if (near) near.sites.push(site); else places.push({ at: at, sites: [site] });
    });
    places.forEach(function (place) {
      var here = place.sites, width = 17 * here.length + 6;
      var box = h("span", { "class": "sitebox" }, here.map(function (site) {
        var drawn = Atlas.sites.drawn(site, state);
        return h("svg", { width: 17, height: 18, viewBox: "-8.5 -9 17 18", "aria-hidden": "true", "data-site": site.id, "data-status": Atlas.sites.status(site, state), "data-drawn": drawn },
          symbol(site.force, drawn));
      }));
      var marker = L.marker(here[0].at, {
        pane: "sites", keyboard: true, alt: "",
        icon: L.divIcon({ html: box, className: "sites", iconSize: [width, 22], iconAnchor: [width / 2, 11] })
      });
      marker.on("mouseover", function () { Atlas.readout.sites(here); });
      marker.on("mouseout", function () { Atlas.readout.rest(); });
      marker.on("click", function () { Atlas.panel.sites(here); });
      marker.on("add", function () {
        var element = marker.getElement();
        element.setAttribute("aria-label", Atlas.readout.siteWords(here, state));
        element.onfocus = function () { Atlas.readout.sites(here); };
        element.onblur = function () { Atlas.readout.rest(); };
        element.onkeydown = function (event) {
          if (event.key === "Enter" || event.key === " ") { event.preventDefault(); Atlas.panel.sites(here); }
        };
      });
      made.sites.addLayer(marker);
    });
  }

  function put(map, layer, isOn) {
    if (isOn && !map.hasLayer(layer)) map.addLayer(layer);
    if (!isOn && map.hasLayer(layer)) map.removeLayer(layer);
  }

  // The zones that a state shows: those that have been loaded, or their distances.
  function zoneIds(state) {
    var kinds = Object.keys(ZONE_STYLE), found = Array.from(state.layers).filter(function (name) { return ZONE_STYLE[name.split("-")[0]]; });
    function rank(id) { var parts = id.split("-"); return kinds.indexOf(parts[0]) * 1000 + Number(parts[1]); }
    return found.sort(function (a, b) { return rank(a) - rank(b); });
  }
  function distances(state) { return Array.from(new Set(zoneIds(state).map(function (id) { return Number(id.split("-")[1]); }))); }
  function zonesOf(state) { return zoneIds(state).map(made.zone).filter(Boolean); }

  function hasSites(state) {
    return Atlas.config.forces.some(function (force) { return state.layers.has("sites-" + force.key); });
  }

  // Everything that the state's layers are drawn from; resolves when it is there.
  function load(state) {
    return Promise.all([
      state.layers.has("grid") ? Atlas.values.need("grid", state) : null,
      hasSites(state) ? made.needSites() : null,
      Atlas.events.need(state)
    ].concat(distances(state).map(made.needZones)));
  }

  function isLoaded(state) {
    return (!state.layers.has("grid") || Atlas.values.isHeld("grid", state)) && Atlas.events.isHeld(state)
      && zoneIds(state).every(function (id) { return made.zones[id]; }) && (!hasSites(state) || made.siteList);
  }

  // Put on the map what the state's layers ask for; everything has been loaded.
  function toggle(map, state) {
    if (state.layers.has("grid")) made.needGrid();
    put(map, made.units, state.layers.has("units"));
    put(map, made.highlights, state.layers.has("units"));
    put(map, made.rivers, state.layers.has("rivers"));
    put(map, made.grid, state.layers.has("grid"));
    Object.keys(made.zones).forEach(function (id) { put(map, made.zones[id], state.layers.has(id)); });
  }

  // Recolour for the state's year, measure and filter. No geometry is touched.
  function paint(state) {
    var item = Atlas.values.measure(state.measure), cells = {};
    Atlas.config.units.forEach(function (unit) {
      var cell = Atlas.values.cell(Atlas.config.level, state, unit, item), path = made.paths[unit.pcode];
      cells[unit.pcode] = cell;
      path.setStyle({ fillColor: cell.fill, fill: !state.layers.has("grid") });
      var element = path.getElement();
      if (element) {
        element.setAttribute("data-class", cell.key);
        element.setAttribute("aria-label", Atlas.readout.words(unit, cell, item, state));
      }
    });
    paintGrid(state);
    paintCircles(state);
    drawSites(state);
    Atlas.events.draw(state);
    return cells;
  }

  function paintGrid(state) {
    if (!state.layers.has("grid") || !Atlas.values.isHeld("grid", state)) return;
    var item = Atlas.config.gridMeasure;
    Object.keys(made.cells).forEach(function (pcode) {
      var square = made.cells[pcode], cell = Atlas.values.cell("grid", state, square.atlasUnit, item);
      square.setStyle({ fillColor: cell.fill });
      var element = square.getElement();
      if (element) { element.setAttribute("data-class", cell.key); element.setAttribute("data-gid", pcode); }
    });
  }

  var LARGEST = 34;
  // The largest count of any unit, of the years or of the months shown.
  function most(column, state) {
    var top = 1, unfiltered = { violence: "all", family: "any" }, level = Atlas.config.level;
    var values = Atlas.values.held(level, unfiltered);
    (values ? values[column] : []).forEach(function (years) { years.forEach(function (count) { if (count > top) top = count; }); });
    return state.month ? Math.max(1, top / 4) : top;
  }

  function radius(count, column, state) { return count ? Math.min(LARGEST * 1.5, Math.max(1.5, LARGEST * Math.sqrt(count / most(column, state)))) : 0; }

  function paintCircles(state) {
    made.circleGroup.clearLayers();
    if (state.circles === "none") return;
    var column = state.circles === "events" ? "events" : "best";
    Atlas.config.units.forEach(function (unit) {
      var count = Atlas.values.row(Atlas.config.level, state, unit.pcode, Atlas.period(state))[column];
      if (count) made.circleGroup.addLayer(made.circle[unit.pcode].setRadius(radius(count, column, state)));
    });
  }

  Atlas.draw = { made: made, zonesOf: zonesOf, distances: distances, load: load, isLoaded: isLoaded, toggle: toggle, paint: paint, symbol: symbol, radius: radius, most: most, zoneStyle: ZONE_STYLE };
})();

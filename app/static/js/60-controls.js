// The controls, and the state they share with the address: a link reopens the view.
(function () {
  "use strict";
  var t = Atlas.t, $ = function (id) { return document.getElementById(id); };
  var map = null, timer = null;

  function query(state) {
    var d = Atlas.config.defaults, pairs = [];
    function put(name, value, standard) { if (value != null && value !== standard) pairs.push(name + "=" + value); }
    put("source", state.source); put("frame", state.frame); put("level", Atlas.config.level, "admin1");
    put("year", state.year, "2022"); put("month", state.month); put("measure", state.measure, d.measure); put("from", state.from);
    put("violence", state.violence, d.violence); put("family", state.family, d.family); put("circles", state.circles, d.circles);
    var layers = known().filter(function (name) { return state.layers.has(name); }).join(",");
    put("layers", layers || "none", d.layers.join(","));
    put("focus", state.at ? null : state.focus, d.focus); put("unit", state.unit); put("at", state.at ? state.at.join("/") : null); put("lang", state.lang);
    return pairs.length ? "?" + pairs.join("&") : location.pathname;
  }

  function known() {
    var distances = Atlas.config.distances.length ? Atlas.config.distances : [25, 50, 100];
    var zones = ["niger", "burkina", "either", "both"].map(function (kind) { return distances.map(function (km) { return kind + "-" + km; }); }).flat();
    return ["units", "grid"].concat(zones, Atlas.config.forces.map(function (force) { return "sites-" + force.key; }), ["events", "rivers", "towns"]);
  }

  // The distance of a zone that is shown and is none of the standard ones.
  function freeDistance(state) {
    return Atlas.draw.distances(state).find(function (km) { return ![25, 50, 100].includes(km); }) || null;
  }

  // The zones of the slider's column are those of its distance; moving it moves what is shown.
  function slide(km) {
    var layers = new Set(Atlas.next().layers), old = freeDistance(Atlas.next()), kinds = [];
    ["niger", "burkina", "either", "both"].forEach(function (kind) { if (old && layers.delete(kind + "-" + old)) kinds.push(kind); });
    (kinds.length ? kinds : ["either"]).forEach(function (kind) { layers.add(kind + "-" + km); });
    var opened = Atlas.next().unit, follows = old && opened && opened.endsWith("-" + old);
    Atlas.update(Object.assign({ layers: layers }, follows ? { unit: opened.replace("-" + old, "-" + km) } : {}));
  }

  function freeColumn(state) {
    var slider = $("distance"), km = slider && (freeDistance(state) || Number(slider.value));
    if (!slider) return;
    slider.value = String(km);
    slider.setAttribute("aria-valuetext", km + " km");
    $("distance-now").textContent = km + " km";
    document.querySelectorAll("[data-free]").forEach(function (box) {
      box.setAttribute("data-layer", box.getAttribute("data-free") + "-" + km);
      box.disabled = [25, 50, 100].includes(km);
    });
  }

  // Every link that keeps the view (years, zooms, languages) follows the state.
  function links(state) {
    document.querySelectorAll("[data-year]").forEach(function (link) {
      var year = link.getAttribute("data-year"), isNow = year === state.year;
      link.href = query(Object.assign({}, state, { year: year, from: state.from === year ? null : state.from }));
      if (isNow) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
      link.classList.toggle("compared", year === state.from);
    });
    document.querySelectorAll("[data-month]").forEach(function (link) {
      var month = link.getAttribute("data-month") || null, known = Atlas.config.coveredMonths, period = state.year + "-" + month;
      link.href = query(Object.assign({}, state, { month: month }));
      if (month === (state.month || null)) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
      link.classList.toggle("partial", Boolean(month) && !(period >= known[0] && period <= known[known.length - 1]));
    });
    document.querySelectorAll("[data-switch]").forEach(function (link) {
      link.href = switched(link, state);
    });
    document.querySelectorAll("[data-focus]").forEach(function (link) {
      var focus = link.getAttribute("data-focus");
      link.href = query(Object.assign({}, state, { focus: focus, at: null }));
      if (focus === state.focus && !state.at) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
    });
    $("all-years").href = query(Object.assign({}, state, { unit: "MLI" }));
    if ($("compare")) $("compare").href = query(Object.assign({}, state, { from: $("compare").getAttribute("data-from"), year: $("compare").getAttribute("data-to") }));
    document.querySelectorAll("a.lang").forEach(function (link) { link.href = query(Object.assign({}, state, { lang: link.lang })); });
  }

  // A link to another source, frame or level keeps what the reader chose since: the year, the month, the layers, the
  // place and, where the other level has it, the measure.
  function switched(link, state) {
    var address = new URL(link.href, location.href), keep = new URLSearchParams(query(state).split("?")[1] || ""), kind = link.getAttribute("data-switch");
    var offered = kind === "source" ? [] : Atlas.config.offered[kind === "level" ? link.getAttribute("data-key") : Atlas.config.level];
    if (offered.indexOf(state.measure) > 0) address.searchParams.set("measure", state.measure);
    else if (kind !== "source") address.searchParams.delete("measure");
    ["year", "month", "layers", "focus", "at", "circles", "lang", "violence", "family", "from"].forEach(function (name) {
      if (kind === "source" && /^(month|layers|violence|family|from|year|focus)$/.test(name)) return;
      if (keep.has(name)) address.searchParams.set(name, keep.get(name)); else address.searchParams.delete(name);
    });
    return address.pathname + address.search.replace(/%2C/g, ",").replace(/%2F/g, "/");
  }

  function controls(state) {
    $("slider").value = String(Atlas.config.periods.indexOf(state.year));
    $("slider").setAttribute("aria-valuetext", state.year);
    var radio = document.querySelector('input[name="measure"][value="' + state.measure + '"]');
    if (radio) radio.checked = true;
    ["violence", "family", "circles"].forEach(function (name) { if ($(name)) $(name).value = state[name]; });
    Array.from($("from").options).forEach(function (option) { option.disabled = option.value === state.year; });
    offerYears(state);
    $("from").value = state.from || "";
    var list = Atlas.values.listed(Atlas.values.measure(state.measure));
    $("filter-hint").textContent = list ? list.filters : $("family") ? t("An event can involve several families: do not add them up.") : "";
    freeColumn(state);
    document.querySelectorAll("[data-layer]").forEach(function (box) { box.checked = state.layers.has(box.getAttribute("data-layer")); });
  }

  // The years one can compare with: all that the source covers but the chosen one.
  function offerYears(state) {
    var select = $("from"), first = select.options[0];
    var wanted = Atlas.values.years(Atlas.values.measure(state.measure)).filter(function (year) { return year !== state.year; });
    if (state.from && !wanted.includes(state.from)) wanted.unshift(state.from);
    Atlas.fill(select, [first].concat(wanted.map(function (year) {
      return Atlas.h("option", { value: year }, t("change from {year}", { year: year }));
    })));
  }

  function stop() {
    if (timer) clearInterval(timer);
    timer = null;
    $("play").setAttribute("aria-pressed", "false");
    $("play").classList.remove("playing");
  }

  // One month on or back, into the next year where one ends.
  function stepMonth(by) {
    var known = Atlas.config.coveredMonths, index = Number(Atlas.state.year) * 12 + Number(Atlas.state.month) - 1 + by;
    var year = String(Math.floor(index / 12)), month = String(index % 12 + 1).padStart(2, "0"), last = known[known.length - 1];
    if ((by < 0 && year + "-" + month < known[0]) || (by > 0 && year + "-" + month > last) || year === Atlas.state.from) return false;
    Atlas.update({ year: year, month: month });
    return year + "-" + month < last;
  }

  function step(by) {
    if (Atlas.state.month) return stepMonth(by);
    var years = Atlas.config.periods, next = years.indexOf(Atlas.state.year) + by;
    if (years[next] === Atlas.state.from) next += by;
    if (next >= 0 && next < years.length) choose(years[next]);
    return next < years.length - 1;
  }

  function choose(year) {
    if (year === Atlas.state.from) return;
    Atlas.update({ year: year });
  }

  function play() {
    if (timer) return stop();
    var years = Atlas.config.covered, known = Atlas.config.coveredMonths;
    if (Atlas.state.month) {
      if (Atlas.period(Atlas.state) >= known[known.length - 1]) Atlas.update({ year: known[0].slice(0, 4), month: known[0].slice(5) });
    } else if (Atlas.state.year >= years[years.length - 1]) choose(years[0] === Atlas.state.from ? years[1] : years[0]);
    $("play").setAttribute("aria-pressed", "true");
    $("play").classList.add("playing");
    timer = setInterval(function () {
      var isLast = !Atlas.state.month && Atlas.state.year >= years[years.length - 1];
      if (isLast || !step(1)) stop();
    }, 900);
    return undefined;
  }

  var ZONE = { "three-borders": "both-50", niger: "niger-50", burkina: "burkina-50" };

  function boundsOf(focus) {
    var made = Atlas.draw.made, bounds = L.latLngBounds([]);
    var hasZones = Atlas.config.zones.length > 0, places = Atlas.config.places;
    var codes = focus === "mali" ? Object.keys(made.regionPaths) : places[focus] || (hasZones ? [] : places.east);
    codes.forEach(function (pcode) { if (made.regionPaths[pcode]) bounds.extend(made.regionPaths[pcode].getBounds()); });
    var zones = !hasZones ? [] : focus === "east" ? ["both-50"] : ZONE[focus] ? [ZONE[focus]] : [];
    return Promise.resolve(zones.length ? made.needZones(50) : null).then(function () {
      zones.forEach(function (id) { if (made.zones[id]) bounds.extend(made.zones[id].getLayers()[1].getBounds()); });
      return bounds.isValid() ? bounds : L.latLngBounds(Atlas.config.units.map(function (unit) { return unit.at; }));
    });
  }

  // The legend lies over the map's left on wide screens.
  function roomForLegend() { return matchMedia("(min-width: 900px)").matches ? 280 : 12; }

  // The panel lies over the map's right on wide screens.
  function panelWidth() { return !$("panel").hidden && matchMedia("(min-width: 900px)").matches ? $("panel").offsetWidth : 0; }

  // Pan until the region is not under the panel.
  function uncover(pcode) {
    var path = Atlas.draw.made.paths[pcode], free = map.getSize().x - panelWidth() - 20;
    if (!path || !panelWidth()) return;
    var east = map.latLngToContainerPoint(path.getBounds().getNorthEast()).x, west = map.latLngToContainerPoint(path.getBounds().getSouthWest()).x;
    var by = Math.min(east - free, west - roomForLegend());
    if (east > free && by > 0) map.panBy([by, 0], { animate: false });
  }

  function zoom(focus, animate) {
    return boundsOf(focus).then(function (bounds) {
      map.invalidateSize({ pan: false });
      map.fitBounds(bounds, { paddingTopLeft: [roomForLegend(), 48], paddingBottomRight: [24 + panelWidth(), 26], maxZoom: 8, animate: animate && !matchMedia("(prefers-reduced-motion: reduce)").matches });
    });
  }

  function listen() {
    document.querySelectorAll(".needs-script").forEach(function (node) { node.disabled = false; });
    document.querySelectorAll("svg.symbol").forEach(function (node) { node.append(Atlas.draw.symbol(node.getAttribute("data-force"), "open")); });
    $("years").addEventListener("click", function (event) {
      var link = event.target.closest("[data-year]");
      if (!link || event.metaKey || event.ctrlKey) return;
      event.preventDefault(); stop(); choose(link.getAttribute("data-year"));
    });
    if ($("months")) {
      $("months").addEventListener("click", function (event) {
        var link = event.target.closest("[data-month]");
        if (!link || event.metaKey || event.ctrlKey) return;
        event.preventDefault(); stop(); Atlas.update({ month: link.getAttribute("data-month") || null });
      });
    }
    if ($("distance")) $("distance").addEventListener("input", function () { $("distance-now").textContent = $("distance").value + " km"; });
    document.querySelector(".focuses").addEventListener("click", function (event) {
      var link = event.target.closest("[data-focus]");
      if (!link || event.metaKey || event.ctrlKey) return;
      event.preventDefault();
      var focus = link.getAttribute("data-focus");
      map.atlasMovedByHand = false;
      zoom(focus, true).then(function () { Atlas.update({ focus: focus, at: null }); });
    });
    $("slider").addEventListener("input", function () {
      stop();
      var year = Atlas.config.periods[Number($("slider").value)];
      if (year === Atlas.state.from) $("slider").value = String(Atlas.config.periods.indexOf(Atlas.state.year)); else choose(year);
    });
    $("play").addEventListener("click", play);
    $("all-years").addEventListener("click", function (event) {
      if (event.metaKey || event.ctrlKey) return;
      event.preventDefault();
      Atlas.panel.open("MLI");
    });
    if ($("compare")) {
      $("compare").addEventListener("click", function (event) {
        if (event.metaKey || event.ctrlKey) return;
        event.preventDefault(); stop();
        Atlas.update({ from: $("compare").getAttribute("data-from"), year: $("compare").getAttribute("data-to") });
      });
    }
    $("controls").addEventListener("submit", function (event) { event.preventDefault(); });
    $("controls").addEventListener("change", function (event) {
      var node = event.target, layer = node.getAttribute("data-layer");
      if (node.id === "distance") return slide(Number(node.value));
      if (layer) {
        var layers = new Set(Atlas.next().layers);
        if (node.checked) layers.add(layer); else layers.delete(layer);
        Atlas.update({ layers: layers });
      } else {
        var change = {};
        change[node.name] = node.name === "from" ? node.value || null : node.value;
        Atlas.update(change);
      }
      return undefined;
    });
    document.addEventListener("keydown", function (event) {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.key === "Escape" && !$("panel").hidden) return Atlas.panel.close();
      if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) || event.target.closest(".scroll")) return undefined;
      if (event.key === "ArrowLeft" || event.key === "ArrowRight") { event.preventDefault(); stop(); step(event.key === "ArrowRight" ? 1 : -1); }
      return undefined;
    });
    function here() {
      var centre = map.getCenter();
      Atlas.state.at = [Number(map.getZoom().toFixed(2)), Number(centre.lat.toFixed(3)), Number(centre.lng.toFixed(3))];
      address();
    }
    // A heading that wraps changes the map's height; Leaflet itself only follows the window.
    new ResizeObserver(function () { map.invalidateSize({ pan: false }); }).observe(map.getContainer());
    map.on("zoomend", function () { if (map.atlasMovedByHand) here(); });
    // A map that was flung moves on after the drag has ended.
    map.on("dragend", function () { map.once("moveend", here); });
    map.getContainer().addEventListener("wheel", function () { map.atlasMovedByHand = true; }, { passive: true });
    map.getContainer().addEventListener("pointerdown", function (event) { map.atlasMovedByHand = !event.target.closest(".focuses"); });
  }

  function address() {
    history.replaceState(null, "", query(Atlas.state));
    var newest = document.querySelector(".kept a");
    if (newest) newest.href = "/" + location.search;
    links(Atlas.state);
  }

  Atlas.controls = {
    attach: function (given) { map = given; listen(); },
    zoom: zoom, uncover: uncover, address: address, show: controls, freeDistance: freeDistance, query: query
  };
})();

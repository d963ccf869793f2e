// Events one by one, where the source's terms allow it: symbols say how precise the place is, near ones share a cluster.
(function () {
  "use strict";
  var h = Atlas.h, t = Atlas.t, whole = Atlas.whole, years = {}, group = null, map = null;
  var NEAR = 34;

  function isOn(state) { return state.layers.has("events") && Atlas.config.hasEvents; }
  function hasYear(state) { return Atlas.config.covered.includes(state.year); }

  function need(state) {
    if (!isOn(state) || !hasYear(state) || years[state.year]) return null;
    return Atlas.load("events-" + state.year + ".json").then(function (found) { years[state.year] = found; });
  }

  function isHeld(state) { return !isOn(state) || !hasYear(state) || Boolean(years[state.year]); }

  // The events of the period and filter that are shown.
  function shown(state) {
    var found = years[state.year];
    return !found ? [] : found.events.filter(function (event) {
      return (!state.month || event.month === state.year + "-" + state.month)
        && (state.violence === "all" || event.type === state.violence)
        && (state.family === "any" || event.families.includes(state.family));
    });
  }

  // Full: the exact place; with a ring: within about 25 km; a hollow square: the point stands for a cercle; dashed: vaguer.
  function symbol(precision) {
    if (precision === 1) return [h("circle", { r: 5, "class": "event exact" })];
    if (precision === 2) return [h("circle", { r: 7, "class": "event ring" }), h("circle", { r: 3, "class": "event exact" })];
    if (precision === 3) return [h("rect", { x: -5.5, y: -5.5, width: 11, height: 11, "class": "event area" })];
    return [h("rect", { x: -6, y: -6, width: 12, height: 12, "class": "event vague" })];
  }

  function icon(precision) { return h("svg", { width: 18, height: 18, viewBox: "-9 -9 18 18", "aria-hidden": "true" }, symbol(precision)); }

  function days(event) { return event.from === event.to ? event.from : event.from + " – " + event.to; }

  // The offices that reported, each once.
  function offices(event) { return Array.from(new Set(event.by.split(";").map(function (name) { return name.trim(); }))).join(", "); }

  function deaths(event) {
    return t("fatalities: {best}", { best: whole(event.best) }) + (event.low == null ? "" : " (" + Atlas.range(whole(event.low), whole(event.high)) + ")");
  }

  function card(event) {
    var type = Atlas.config.violence.find(function (choice) { return choice[0] === event.type; });
    return h("li", { "data-event": event.id }, [icon(event.where), h("div", {}, [
      h("b", {}, days(event)), " " + event.sides[0] + " – " + event.sides[1],
      h("span", { "class": "deaths" }, deaths(event) + (event.civilians == null ? "" : "; " + t("civilians: {count}", { count: whole(event.civilians) }))),
      h("span", {}, type ? type[1] : event.type),
      h("span", {}, t("Place: {place}, {precision}", { place: event.place || t("unknown"), precision: Atlas.config.wherePrecision[event.where] })),
      h("span", {}, t("Date: {precision}", { precision: Atlas.config.datePrecision[event.when] })),
      h("small", {}, Atlas.config.sourceLabel + ", " + event.id + (event.by ? "; " + t("reported by {offices}", { offices: offices(event) }) : "") + (event.status && event.status !== "Clear" ? "; " + t("coding: {status}", { status: event.status }) : ""))
    ])]);
  }

  function title(here) { return here.length === 1 ? here[0].place || t("Event") : t("{count} events here", { count: whole(here.length) }); }

  function open(here) {
    var most = here.slice().sort(function (a, b) { return a.from < b.from ? -1 : 1; });
    Atlas.panel.show(title(here), [h("ul", { "class": "eventlist" }, most.map(card))]);
  }

  function preview(here) {
    var best = here.reduce(function (sum, event) { return sum + event.best; }, 0);
    var first = here.slice().sort(function (a, b) { return b.best - a.best; })[0];
    Atlas.readout.list(title(here), [
      h("p", {}, here.length === 1 ? days(first) + ", " + deaths(first) : t("fatalities: {best}", { best: whole(best) })),
      here.length === 1 ? h("p", {}, first.sides.join(" – ")) : null,
      h("p", { "class": "hint" }, here.length === 1 ? Atlas.config.wherePrecision[first.where] : t("Click for each of them."))
    ]);
  }

  // Events whose symbols would lie on each other share one: a circle with their number.
  function clusters(events) {
    var cells = {}, found = [];
    events.forEach(function (event) {
      var at = map.latLngToLayerPoint(event.at), x = Math.round(at.x / NEAR), y = Math.round(at.y / NEAR), best = null;
      for (var i = -1; i <= 1; i++) for (var j = -1; j <= 1; j++) {
        (cells[(x + i) + ":" + (y + j)] || []).forEach(function (one) {
          var far = one.at.distanceTo(at);
          if (far < NEAR && (!best || far < best.far)) best = { one: one, far: far };
        });
      }
      if (best) return best.one.events.push(event);
      var made = { at: at, events: [event] };
      (cells[x + ":" + y] = cells[x + ":" + y] || []).push(made);
      return found.push(made);
    });
    return found;
  }

  function marker(here) {
    var count = here.events.length, size = count === 1 ? 18 : Math.min(46, 22 + 5 * Math.log2(count));
    var content = count === 1 ? icon(here.events[0].where) : h("span", { "class": "cluster" }, whole(count));
    var made = L.marker(count === 1 ? here.events[0].at : map.layerPointToLatLng(here.at), {
      pane: "sites", keyboard: true, alt: "",
      icon: L.divIcon({ html: content, className: count === 1 ? "eventmark" : "eventmark many", iconSize: [size, size] })
    });
    made.on("mouseover", function () { preview(here.events); });
    made.on("mouseout", function () { Atlas.readout.rest(); });
    made.on("click", function () { open(here.events); });
    made.on("add", function () {
      var element = made.getElement();
      element.setAttribute("aria-label", title(here.events));
      element.setAttribute("data-events", here.events.map(function (event) { return event.id; }).join(" "));
      element.onfocus = function () { preview(here.events); };
      element.onblur = function () { Atlas.readout.rest(); };
      element.onkeydown = function (event) {
        if (event.key === "Enter" || event.key === " ") { event.preventDefault(); open(here.events); }
      };
    });
    return made;
  }

  function draw(state) {
    group.clearLayers();
    if (!isOn(state) || !years[state.year]) return;
    clusters(shown(state)).forEach(function (here) { group.addLayer(marker(here)); });
  }

  function legend() {
    var hidden = years[Atlas.state.year] ? years[Atlas.state.year].notDrawn : 0;
    var keys = [1, 2, 3, 4].map(function (precision) {
      return h("li", {}, [icon(precision), h("span", {}, precision === 4 ? t("region known, or vaguer") : Atlas.config.wherePrecision[precision])]);
    });
    return h("div", { "class": "eventlegend" }, [
      h("p", { "class": "unit" }, t("Events, by how precise their place is")), h("ul", {}, keys),
      h("p", { "class": "origin" }, t("A number: that many events near each other.") + (hidden ? " " + t("Events of {year} without a place below the country, not drawn: {count}.", { count: whole(hidden), year: Atlas.state.year }) : ""))
    ]);
  }

  Atlas.layers.events = function (given) {
    map = given;
    group = L.layerGroup().addTo(map);
    map.on("zoomend", function () { if (Atlas.state && isOn(Atlas.state)) { draw(Atlas.state); Atlas.labels.place(Atlas.state); } });
  };

  Atlas.events = { markers: function () { return group ? group.getLayers() : []; }, need: need, isHeld: isHeld, draw: draw, legend: legend };
})();

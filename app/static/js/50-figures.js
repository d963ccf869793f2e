// The heading, the legend and the tables: rewritten from the same values as the map, in the server's form.
(function () {
  "use strict";
  var h = Atlas.h, t = Atlas.t, whole = Atlas.whole, order = null;
  var $ = function (id) { return document.getElementById(id); };

  function subtitle(state) {
    if (state.from) return t("Change from {from} to {year}", { from: state.from, year: state.year });
    return state.measure === "documented_sites" ? t("31 December {year}", { year: state.year }) : state.year;
  }

  // The filters in words; nothing where there is none.
  function filterWords(state) {
    var found = [];
    [["violence", "all", Atlas.config.violence], ["family", "any", Atlas.config.families]].forEach(function (filter) {
      if (state[filter[0]] !== filter[1]) found.push(filter[2].find(function (choice) { return choice[0] === state[filter[0]]; })[1]);
    });
    return found.join(" · ");
  }

  function laterOf(state) {
    return state.violence === "all" && state.family === "any"
      ? Atlas.config.later.find(function (row) { return row.period === state.year; }) : null;
  }

  function national(state) {
    var values = Atlas.values.held("admin1", state), p = values.when[state.year], found = {};
    var later = laterOf(state);
    ["events", "low", "best", "high", "civilians"].forEach(function (key) { found[key] = later ? (key in later ? later[key] : null) : values.national[key][p]; });
    found.release = later ? later.release : null;
    found.note = later ? t("country only, from another release (UCDP country-year {release})", { release: later.release }) : "";
    return found;
  }

  function heading(state, item) {
    var isGrid = state.layers.has("grid");
    document.body.classList.toggle("has-grid", isGrid);
    $("title").textContent = isGrid ? t("Fatalities per 1,000 km² by grid cell") : item.label;
    $("subtitle").textContent = isGrid && !state.from ? state.year : subtitle(state);
    $("figures-title").textContent = item.label + ", " + subtitle(state);
    document.title = item.label + ", " + subtitle(state) + " · Mali Atlas";
    $("filter").textContent = filterWords(state);
    var row = national(state), then = state.from ? before(state, "national") : null, texts = counts(row, then);
    $("national").textContent = row.best == null
      ? t("Mali {year}: no data for this filter.", { year: state.year })
      : t("Mali {year}: {best} deaths ({range}), {civilians} civilians, events: {events}.", {
        year: (state.from ? state.from + " → " : "") + state.year, best: texts[0], range: texts[1], events: texts[2], civilians: texts[3]
      }) + (row.note ? " " + t("No regional figures: {note}.", { note: row.note }) : "");
  }

  // The counts of the year compared with, for the country or what was not allocated.
  function before(state, name, level) {
    var values = Atlas.values.held(level || "admin1", state), p = values.when[state.from], found = {};
    ["events", "low", "best", "high", "civilians"].forEach(function (key) { found[key] = values[name][key][p]; });
    return found;
  }

  // Fatalities, range, events and civilians as texts; with the year compared with, "then → now".
  function counts(row, then) {
    var now = [whole(row.best), Atlas.readout.span(row), whole(row.events), whole(row.civilians)];
    if (!then) return now;
    return counts(then).map(function (text, index) { return text + " → " + now[index]; });
  }

  function valueEntries(item, breaks) {
    return breaks.map(function (low, index) {
      var high = breaks[index + 1], label;
      if (item.decimals === 0) label = high == null ? t("{low} or more", { low: low + 1 }) : low + 1 === high ? String(high) : Atlas.range(low + 1, high);
      else if (high == null) label = t("above {low}", { low: Atlas.limit(low) });
      else if (low === 0) label = t("above 0 to {high}", { high: Atlas.limit(high) });
      else label = Atlas.range(Atlas.limit(low), Atlas.limit(high));
      return ["c" + (index + 1), label];
    });
  }

  function changeEntries(sizes) {
    var a = Atlas.limit(sizes[0]), list = [["d0", t("no change")]], last = Atlas.limit(sizes[sizes.length - 1]), to = " " + t("to") + " ";
    list.unshift(["d-1", t("up to −{high}", { high: a })]); list.push(["d1", t("up to +{high}", { high: a })]);
    for (var i = 1; i < sizes.length; i++) {
      var low = Atlas.limit(sizes[i - 1]), high = Atlas.limit(sizes[i]);
      list.unshift(["d-" + (i + 1), "−" + low + to + "−" + high]); list.push(["d" + (i + 1), "+" + low + to + "+" + high]);
    }
    var end = sizes.length + 1;
    list.unshift(["d-" + end, t("below −{low}", { low: last })]); list.push(["d" + end, t("above +{low}", { low: last })]);
    return list;
  }

  function stateKeys(state, item) {
    if (item.numerator === "open") return (state.from ? [] : ["sites_zero"]).concat(["uncertain", "none_documented", "no_data"]);
    if (state.from) return ["none_recorded", "no_data"];
    return (item.numerator === "events" ? [] : [item.hasRange ? "best_zero" : "zero"]).concat(["none_recorded", "no_data"]);
  }

  function stateLabel(state, key) {
    var words = Atlas.config.statuses;
    return (state.from && words[key + "_change"]) || words[key] || "";
  }

  function entryList(entries, item) {
    return h("ul", {}, entries.map(function (entry) {
      var swatch = Atlas.readout.swatch(Atlas.values.colour(entry[0], item));
      swatch.setAttribute("data-key", entry[0]);
      return h("li", {}, [swatch, h("span", {}, entry[1])]);
    }));
  }

  function unitLine(when, unit) { return h("p", { "class": "unit" }, [h("b", {}, when), " " + unit]); }

  function legend(state, item) {
    var breaks = item.breaks.admin1;
    var entries = state.from ? changeEntries(breaks.change) : valueEntries(item, breaks.value);
    entries = entries.concat(stateKeys(state, item).map(function (key) { return [key, stateLabel(state, key)]; }));
    Atlas.fill($("legend"), [
      unitLine(subtitle(state), item.unit),
      entryList(entries, item),
      h("p", { "class": "origin" }, source(item)), h("p", { "class": "origin wide" }, caveats(item))
    ]);
    $("figures-note").textContent = caveats(item);
    var more = [];
    if (state.layers.has("grid")) more.push(gridLegend(state));
    if (state.circles !== "none") more.push(circleLegend(state));
    var zones = Atlas.config.zones.filter(function (zone) { return state.layers.has(zone.id); });
    if (zones.length) more.push(zoneLegend(zones));
    var forces = Atlas.config.forces.filter(function (force) { return state.layers.has("sites-" + force.key); });
    if (forces.length) more.push(siteLegend(forces));
    Atlas.fill($("legend-more"), more);
  }

  function source(item) {
    return item.isFilterable ? t("Source: {source}", { source: Atlas.config.producer }) : t("Source: documented sites, each with its own");
  }

  // What to know of the classes, the denominator and the list: in the legend where there is room, and above the table.
  function caveats(item) {
    if (!item.isFilterable) return t("Wagner and Malian forces are not counted here: their lists are far from complete.");
    return t("Classes are the same for all years and filters.")
      + (item.denominator === "population" ? " " + t("People of the 2022 census in all years: earlier years are indicative.") : "");
  }

  // To one digit, never up: no circle of the legend is larger than the largest on the map.
  function roundDown(count) {
    var scale = Math.pow(10, Math.floor(Math.log10(Math.max(1, count))));
    return Math.max(1, Math.floor(count / scale) * scale);
  }

  function zoneLegend(zones) {
    return h("div", { "class": "zonelegend" }, h("ul", {}, zones.map(function (zone) {
      var look = Atlas.draw.zoneStyle[zone.kind];
      return h("li", {}, [
        h("svg", { width: 22, height: 8, "aria-hidden": "true" }, h("line", { x1: 0, x2: 22, y1: 4, y2: 4, stroke: look.color, "stroke-width": zone.kind === "both" ? 3 : 2.2, "stroke-dasharray": look.dashArray })),
        h("span", {}, zone.label + ", " + zone.km + " km")
      ]);
    })));
  }

  function circleLegend(state) {
    var column = state.circles === "events" ? "events" : "best", top = Atlas.draw.most(column);
    var steps = [top, top / 4, top / 25].map(roundDown);
    var label = Atlas.config.circles.find(function (item) { return item[0] === state.circles; })[1];
    var x = 38;
    return h("div", { "class": "circlelegend" }, [
      h("p", { "class": "unit" }, t("Circles: {label}, by area", { label: label })),
      h("svg", { width: 170, height: 76, viewBox: "0 0 170 76", "aria-hidden": "true" }, [].concat.apply([], steps.map(function (count) {
        var r = Atlas.draw.radius(count, column), y = 72 - r * 2;
        return [h("circle", { cx: x, cy: 72 - r, r: r, "class": "ring" }), h("line", { x1: x, x2: 92, y1: y, y2: y, "class": "gridline" }), h("text", { x: 96, y: y + 4 }, whole(count))];
      })))
    ]);
  }

  function gridLegend(state) {
    var item = Atlas.values.measure("fatalities_per_1000km2"), breaks = item.breaks.grid, states = stateKeys(state, item);
    var entries = state.from ? changeEntries(breaks.change) : valueEntries(item, breaks.value);
    return h("div", { "class": "gridlegend" }, [
      unitLine(subtitle(state), item.unit),
      entryList(entries.concat(states.map(function (key) { return [key, stateLabel(state, key)]; })), item),
      h("p", { "class": "origin" }, source(item)), h("p", { "class": "origin" }, [Atlas.readout.vague(state), " ", t("Classes are the same for all years and filters.")])
    ]);
  }

  function siteLegend(forces) {
    return h("div", { "class": "sitelegend" }, [
      h("p", { "class": "unit" }, t("Documented sites on 31 December")),
      h("ul", {}, forces.map(function (force) {
        return h("li", {}, [h("svg", { width: 17, height: 18, viewBox: "-8.5 -9 17 18", "aria-hidden": "true" }, Atlas.draw.symbol(force.key, "open")), h("span", {}, force.label)]);
      })),
      h("ul", { "class": "keys" }, ["open", "uncertain", "closed"].map(function (status) {
        return h("li", {}, [h("svg", { width: 17, height: 18, viewBox: "-8.5 -9 17 18", "aria-hidden": "true" }, Atlas.draw.symbol(forces[0].key, status)), h("span", {}, Atlas.config.siteStatuses[status])]);
      }))
    ]);
  }

  function td(words, className) { return h("td", { "class": className || "num" }, words); }

  function cells(row, then) {
    return counts(row, then).map(function (text, index) { return td(text, index === 1 ? "num soft" : "num"); });
  }

  var SORTS = {
    name: function (entry) { return entry.unit.name; }, value: function (entry) { return Atlas.state.from ? entry.cell.change : entry.cell.value; },
    events: function (entry) { return entry.cell.row.events; }, best: function (entry) { return entry.cell.row.best; },
    civilians: function (entry) { return entry.cell.row.civilians; }, population: function (entry) { return entry.unit.population; },
    sites: function (entry) { return entry.cell.row.open; }
  };

  // Accents after their letters, as the server sorts.
  function compareNames(a, b) {
    var x = a.normalize("NFD"), y = b.normalize("NFD");
    return x < y ? -1 : x > y ? 1 : 0;
  }

  function sorted(entries) {
    var by = order || { key: "value", descending: true }, read = SORTS[by.key];
    return entries.sort(function (a, b) {
      var x = read(a), y = read(b), names = compareNames(a.unit.name, b.unit.name);
      if (x == null || y == null) return x == null && y == null ? names : x == null ? 1 : -1;
      var difference = typeof x === "string" ? compareNames(x, y) : x - y;
      return (by.descending ? -difference : difference) || names;
    });
  }

  function table(state, item, found) {
    var decimals = item.decimals;
    $("value-head").textContent = item.short;
    $("limits-head").textContent = state.from ? t("from → to") : t("Range of the rate");
    var rows = sorted(Atlas.config.units.map(function (unit) { return { unit: unit, cell: found[unit.pcode] }; })).map(function (entry) {
      var cell = entry.cell, unit = entry.unit, swatch = Atlas.readout.swatch(cell.fill);
      swatch.setAttribute("data-key", cell.key);
      var limits = state.from ? Atlas.rate(cell.then, decimals) + " → " + Atlas.rate(cell.value, decimals)
        : cell.low == null ? "" : Atlas.range(Atlas.rate(cell.low, decimals), Atlas.rate(cell.high, decimals));
      var caveat = item.denominator === "population" ? Atlas.config.populationNotes[unit.pcode] : null;
      var note = [stateLabel(state, cell.key), caveat].filter(Boolean).join(" ");
      return h("tr", { "data-pcode": unit.pcode, "data-class": cell.key, "class": unit.pcode === state.unit ? "chosen" : null }, [
        h("th", { scope: "row" }, unit.name),
        td([swatch, " " + (state.from ? Atlas.rate(cell.change, decimals, true) : Atlas.rate(cell.value, decimals))], "num value"),
        td(limits, "num soft")
      ].concat(cells(cell.row, cell.thenRow), [td(whole(unit.population), "num soft"), td(sitesCell(cell.row)), td(note, "note")]));
    });
    Atlas.fill($("table").tBodies[0], rows);
    foot($("table"), "missing", at(state, "admin1", "not_allocated"), state.from && before(state, "not_allocated"), 3);
    $("table").querySelector('tr[data-row="national"]').classList.toggle("chosen", state.unit === "MLI");
    foot($("table"), "national", national(state), state.from && before(state, "national"), 3);
    notes(state);
  }

  function at(state, level, name) {
    return before(Object.assign({}, state, { from: state.year }), name, level);
  }

  function notes(state) {
    var lines = { missing: Atlas.config.covered.includes(state.year) ? t("no region named and place too vague") : "", national: national(state).note };
    Object.keys(lines).forEach(function (name) { $("table").querySelector('tr[data-row="' + name + '"]').lastElementChild.textContent = lines[name]; });
  }

  function sitesCell(row) {
    if (row.status.open === "no_data") return t("no data");
    if (row.open == null) return t("none documented");
    return row.uncertain ? t("{open}, {uncertain} uncertain", { open: whole(row.open), uncertain: whole(row.uncertain) }) : whole(row.open);
  }

  function foot(table, name, row, then, first) {
    var line = table.querySelector('tr[data-row="' + name + '"]');
    counts(row, then || null).forEach(function (words, index) { line.children[first + index].textContent = words; });
  }

  function zoneTable(state) {
    var values = Atlas.values.held("zones", state), p = values.when[state.year];
    Atlas.config.zones.forEach(function (zone) {
      var row = Atlas.values.row("zones", state, zone.id, state.year), line = $("zones").querySelector('tr[data-zone="' + zone.id + '"]').children;
      var then = state.from ? Atlas.values.row("zones", state, zone.id, state.from) : null;
      counts(row, then).concat(whole(values.outside_events[values.place[zone.id]][p])).forEach(function (words, index) { line[1 + index].textContent = words; });
    });
    foot($("zones"), "zones-missing", at(state, "zones", "not_allocated"), state.from && before(state, "not_allocated", "zones"), 1);
  }

  function accounting(state) {
    $("accounting-title").textContent = t("How the events of {year} were placed in regions, all types and actors", { year: state.year });
    var rows = Atlas.config.accounting.filter(function (row) { return row[0] === state.year; });
    Atlas.fill($("accounting").tBodies[0], rows.length ? rows.map(function (row) {
      return h("tr", {}, [h("th", { scope: "row" }, Atlas.config.reasons[row[1]]), td(whole(row[3])), td(whole(row[4]))]);
    }) : h("tr", {}, [h("th", { scope: "row" }, t("no data")), td(""), td("")]));
  }

  function downloads(state) {
    var filters = [];
    if (state.from) filters.push("from=" + state.from);
    if (state.violence !== "all") filters.push("violence=" + state.violence);
    if (state.family !== "any") filters.push("family=" + state.family);
    document.querySelectorAll("[data-download-year]").forEach(function (node) { node.textContent = state.year; });
    document.querySelectorAll("[data-download], [data-download-all]").forEach(function (link) {
      var isAll = link.hasAttribute("data-download-all"), name = link.getAttribute(isAll ? "data-download-all" : "data-download");
      var query = (isAll ? [] : ["year=" + state.year]).concat(name.startsWith("sites") ? [] : filters);
      link.href = "/download/" + name + (query.length ? "?" + query.join("&") : "");
    });
  }

  function sortable() {
    $("table").querySelectorAll("th[data-sort]").forEach(function (head) {
      var key = head.getAttribute("data-sort"), words = head.textContent, button = h("button", { type: "button", "class": "sort" }, words);
      if (head.id) { button.id = head.id; head.removeAttribute("id"); }
      Atlas.fill(head, button);
      button.onclick = function () {
        var isSame = (order || { key: "value", descending: true });
        order = { key: key, descending: isSame.key === key ? !isSame.descending : key !== "name" };
        marks();
        Atlas.render();
      };
    });
    marks();
  }

  function marks() {
    var by = order || { key: "value", descending: true };
    $("table").querySelectorAll("th[data-sort]").forEach(function (head) {
      var isBy = head.getAttribute("data-sort") === by.key;
      if (isBy) head.setAttribute("aria-sort", by.descending ? "descending" : "ascending"); else head.removeAttribute("aria-sort");
    });
  }

  Atlas.figures = {
    sortable: sortable, national: national, filterWords: filterWords,
    render: function (state, item, cells) {
      heading(state, item); legend(state, item); table(state, item, cells); zoneTable(state); accounting(state); downloads(state);
    }
  };
})();

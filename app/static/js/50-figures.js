// The heading, the legend and the tables: rewritten from the same values as the map, in the server's form.
(function () {
  "use strict";
  var h = Atlas.h, t = Atlas.t, whole = Atlas.whole, order = null;
  var $ = function (id) { return document.getElementById(id); };

  function subtitle(state) {
    var list = Atlas.values.listed(Atlas.values.measure(state.measure)), period = list ? state.year : Atlas.period(state);
    if (state.from) return t("Change from {from} to {year}", { from: Atlas.when(list ? state.from : Atlas.then(state)), year: Atlas.when(period) });
    if (list) return t(list.when, { year: state.year });
    return Atlas.config.partial[period] ? t("{year}, only {months}", { year: period, months: Atlas.config.partial[period] }) : Atlas.when(period);
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
    return state.violence === "all" && state.family === "any" && !state.month
      ? Atlas.config.later.find(function (row) { return row.period === state.year; }) : null;
  }

  function national(state) {
    var later = laterOf(state), found = Atlas.values.total(Atlas.config.level, state, "national", Atlas.period(state));
    if (later) ["events", "low", "best", "high", "civilians"].forEach(function (key) { found[key] = key in later ? later[key] : null; });
    found.release = later ? later.release : null;
    found.note = later ? t("country only, from another release (UCDP country-year {release})", { release: later.release }) : "";
    return found;
  }

  function heading(state, item) {
    var isGrid = state.layers.has("grid");
    document.body.classList.toggle("has-grid", isGrid);
    $("title").textContent = isGrid ? t("Fatalities per 1,000 km² by grid cell") : item.label;
    $("subtitle").textContent = isGrid && !state.from ? Atlas.when(Atlas.period(state)) : subtitle(state);
    $("figures-title").textContent = item.label + ", " + subtitle(state);
    document.title = item.label + ", " + subtitle(state) + " · Mali Atlas";
    $("filter").textContent = filterWords(state);
    var row = national(state), then = state.from ? before(state, "national") : null, texts = counts(row, then);
    var said = { year: (state.from ? Atlas.when(Atlas.then(state)) + " → " : "") + Atlas.when(Atlas.period(state)), best: texts[0], range: texts[1], events: texts[2], civilians: texts[3] };
    $("national").textContent = row.best == null
      ? t("Mali {year}: no data.", { year: Atlas.when(Atlas.period(state)) })
      : (row.low == null ? t("Mali {year}: {best} deaths, events: {events}.", said) : t("Mali {year}: {best} deaths ({range}), {civilians} civilians, events: {events}.", said)) + (row.note ? " " + t("No regional figures: {note}.", { note: row.note }) : "");
  }

  // The counts of the period compared with, for the country or what was not allocated.
  function before(state, name, level) { return Atlas.values.total(level || Atlas.config.level, state, name, Atlas.then(state)); }

  // Fatalities, range, events and civilians as texts; with the year compared with, "then → now".
  function counts(row, then) {
    var now = [whole(row.best), Atlas.readout.span(row), whole(row.events), whole(row.civilians)];
    if (!then) return now;
    return counts(then).map(function (text, index) { return text + " → " + now[index]; });
  }

  function td(words, className) { return h("td", { "class": className || "num" }, words); }

  function cells(row, then) {
    return counts(row, then).map(function (text, index) { return td(text, index === 1 ? "num soft" : "num"); });
  }

  var SORTS = {
    name: function (entry) { return entry.unit.name; }, value: function (entry) { return Atlas.state.from ? entry.cell.change : entry.cell.value; },
    events: function (entry) { return entry.cell.row.events; }, best: function (entry) { return entry.cell.row.best; },
    civilians: function (entry) { return entry.cell.row.civilians; }, population: function (entry) { return entry.unit.population; },
    sites: function (entry) { return entry.cell.row.open; }, region: function (entry) { return Atlas.readout.regionOf(entry.unit); }
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
    var listed = Atlas.config.units.filter(function (unit) { return isListed(state, unit, found[unit.pcode]); });
    var isFine = Atlas.config.level !== "admin1";
    var rows = sorted(listed.map(function (unit) { return { unit: unit, cell: found[unit.pcode] }; })).map(function (entry) {
      var cell = entry.cell, unit = entry.unit, swatch = Atlas.readout.swatch(cell.fill);
      swatch.setAttribute("data-key", cell.key);
      var limits = state.from ? Atlas.rate(cell.then, decimals) + " → " + Atlas.rate(cell.value, decimals)
        : cell.low == null ? "" : Atlas.range(Atlas.rate(cell.low, decimals), Atlas.rate(cell.high, decimals));
      var caveat = item.denominator === "population" ? Atlas.config.populationNotes[unit.pcode] : null;
      var note = [Atlas.legend.stateLabel(state, cell.key, item), caveat].filter(Boolean).join(" ");
      return h("tr", { "data-pcode": unit.pcode, "data-class": cell.key, "class": unit.pcode === state.unit ? "chosen" : null }, [
        h("th", { scope: "row" }, unit.name),
        td([swatch, " " + (state.from ? Atlas.rate(cell.change, decimals, true) : Atlas.rate(cell.value, decimals))], "num value"),
        td(limits, "num soft")
      ].concat(cells(cell.row, cell.thenRow), isFine ? [td(Atlas.readout.regionOf(unit), "text")] : [td(whole(unit.population), "num soft"), td(sitesCell(cell.row))], [td(note, "note")]));
    });
    Atlas.fill($("table").tBodies[0], rows);
    $("unlisted").textContent = unlisted(Atlas.config.units.length - listed.length);
    foot($("table"), "missing", at(state, Atlas.config.level, "not_allocated"), state.from && before(state, "not_allocated"), 3);
    undated(state);
    $("table").querySelector('tr[data-row="national"]').classList.toggle("chosen", state.unit === "MLI");
    foot($("table"), "national", national(state), state.from && before(state, "national"), 3);
    notes(state);
  }

  function at(state, level, name) { return Atlas.values.total(level, state, name, Atlas.period(state)); }

  // Of communes only those with an event have a row; the others are counted under the table.
  function isListed(state, unit, cell) {
    return Atlas.config.level !== "admin3" || unit.pcode === state.unit || cell.row.events || (cell.thenRow && cell.thenRow.events);
  }

  function unlisted(count) {
    return count ? t("{count} communes without a recorded event are not listed.", { count: whole(count) }) : "";
  }

  // What counts in the year and in no month of it; a row of its own where a month is shown.
  function undated(state) {
    var line = $("table").querySelector('tr[data-row="undated"]');
    if (!line) return;
    line.hidden = !state.month;
    function of(year) { return Atlas.values.total(Atlas.config.level, state, "national", year + "-00"); }
    if (state.month) foot($("table"), "undated", of(state.year), state.from ? of(state.from) : null, 3);
    line.firstElementChild.textContent = t("Month not known, all of {year}", { year: state.year });
  }

  function notes(state) {
    var lines = { missing: at(state, Atlas.config.level, "not_allocated").events == null ? "" : Atlas.config.missing, national: national(state).note };
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

  function zoneLine(state, zone, level) {
    var period = Atlas.period(state), values = Atlas.values.held(level, state, period);
    var row = Atlas.values.row(level, state, zone.id, period), then = state.from ? Atlas.values.row(level, state, zone.id, Atlas.then(state)) : null;
    return counts(row, then).concat(whole(values ? values.outside_events[values.place[zone.id]][values.when[period]] : null));
  }

  function zoneTable(state) {
    if (!$("zones")) return;
    var body = $("zones").tBodies[0], free = Atlas.controls.freeDistance(state), list = Atlas.config.zones.slice();
    if (free && Atlas.values.isHeld("zones." + free, state)) {
      ["niger", "burkina", "either", "both"].forEach(function (kind) { if (Atlas.draw.made.zone(kind + "-" + free)) list.push(Atlas.draw.made.zone(kind + "-" + free)); });
    }
    Array.from(body.rows).forEach(function (line) {
      if (!list.some(function (zone) { return zone.id === line.getAttribute("data-zone"); })) line.remove();
    });
    list.forEach(function (zone) {
      var line = body.querySelector('tr[data-zone="' + zone.id + '"]');
      if (!line) {
        line = h("tr", { "data-zone": zone.id }, [h("th", { scope: "row" }, zone.label + ", " + zone.km + " km"), td(""), td("", "num soft"), td(""), td(""), td("", "num soft")]);
        body.append(line);
      }
      zoneLine(state, zone, Atlas.readout.zoneLevel(zone)).forEach(function (words, index) { line.children[1 + index].textContent = words; });
    });
    foot($("zones"), "zones-missing", at(state, "zones", "not_allocated"), state.from && before(state, "not_allocated", "zones"), 1);
  }

  function accounting(state) {
    $("accounting-title").textContent = t("How the events of {year} were placed at this level, all types and actors", { year: state.year });
    var rows = Atlas.config.accounting.filter(function (row) { return row[0] === state.year; });
    Atlas.fill($("accounting").tBodies[0], rows.length ? rows.map(function (row) {
      return h("tr", {}, [h("th", { scope: "row" }, Atlas.config.reasons[row[1]]), td(whole(row[3])), td(whole(row[4]))]);
    }) : h("tr", {}, [h("th", { scope: "row" }, t("no data")), td(""), td("")]));
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
    sortable: sortable, national: national, subtitle: subtitle, filterWords: filterWords,
    render: function (state, item, cells) {
      heading(state, item); Atlas.legend.render(state, item); table(state, item, cells); zoneTable(state); accounting(state); Atlas.downloads.render(state);
    }
  };
})();

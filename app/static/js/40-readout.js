// What is under the pointer or the keyboard's focus, in words: always in the same place, so that it is never cut off.
(function () {
  "use strict";
  var h = Atlas.h, t = Atlas.t, whole = Atlas.whole;
  var box = function () { return document.getElementById("readout"); };

  function span(row) { return row.low == null ? (row.best == null ? t("no data") : t("no range")) : Atlas.range(whole(row.low), whole(row.high)); }

  // The sentence that says what a figure is when it is not simply a number.
  function note(cell, item, unit, state) {
    var list = Atlas.values.listed(item);
    if (cell.key === "no_data" && state.from) return t("No data in one of the two years.");
    if (list) return list.sentences[cell.key] ? t(list.sentences[cell.key], { year: state.year, uncertain: whole(cell.row.uncertain) }) : null;
    switch (cell.key) {
      case "no_data": return t("No data: the source has no figures here for {year}.", { year: Atlas.when(Atlas.period(state)) });
      case "no_denominator": return t("Events are recorded, but the census gives no number of people for this unit in these boundaries.");
      case "none_recorded": return Atlas.config.isPlacedByPrecision ? t("No event is placed here. Events whose place is known less closely are not on this map: that none is shown is no proof that there was none.") : state.month ? t("The source covers this month and records no event here. That is not proof that there was none.") : t("The source covers this year and records no event here. That is not proof that there was none.");
      case "best_zero": return t("Events are recorded; the best estimate of deaths is 0, the highest {high}.", { high: whole(cell.row.high) });
      case "zero": return t("Events are recorded, and none of this kind counted.");
      default: return null;
    }
  }

  // What is special about the figure or about the people it is divided by; null where nothing is.
  function remarks(cell, item, unit, state) {
    var caveat = item.denominator === "population" ? Atlas.config.populationNotes[unit.pcode] : null;
    return [note(cell, item, unit, state), caveat].filter(Boolean).join(" ") || null;
  }

  function value(cell, item, state) {
    if (state.from) return cell.change == null ? t("no data") : Atlas.rate(cell.change, item.decimals, true);
    if (cell.key === "none_documented") return Atlas.values.listed(item).missing;
    return Atlas.rate(cell.value, item.decimals);
  }

  function sitesText(row) {
    if (row.status.open === "no_data") return t("no data");
    if (row.open == null) return t("none documented");
    return row.uncertain ? t("{open} open, {uncertain} uncertain", { open: whole(row.open), uncertain: whole(row.uncertain) }) : t("{open} open", { open: whole(row.open) });
  }

  function line(label, text) { return [h("dt", {}, label), h("dd", {}, text)]; }

  // [label, text] pairs of a region's figures.
  function facts(unit, cell, item, state) {
    var row = cell.row, list = [];
    if (state.from && cell.change != null) {
      list.push([Atlas.when(Atlas.then(state)) + " → " + Atlas.when(Atlas.period(state)), Atlas.rate(cell.then, item.decimals) + " → " + Atlas.rate(cell.value, item.decimals)]);
    } else if (item.hasRange && cell.low != null) {
      list.push([t("Range"), Atlas.range(Atlas.rate(cell.low, item.decimals), Atlas.rate(cell.high, item.decimals))]);
    }
    var then = state.from ? cell.thenRow : null;
    function both(read) { return then ? read(then) + " → " + read(row) : read(row); }
    list.push([t("Events"), both(function (at) { return whole(at.events); })]);
    list.push([t("Fatalities"), both(function (at) { return at.best == null ? t("no data") : whole(at.best) + " (" + span(at) + ")"; })]);
    list.push([t("Civilians"), both(function (at) { return whole(at.civilians); })]);
    if (item.denominator === "population") list.push([t("People, census {year}", { year: Atlas.config.census }), whole(unit.population)]);
    if (item.denominator === "area") list.push([t("Area"), whole(Math.round(unit.area)) + " km²"]);
    if (Atlas.config.listed.sites) list.push([state.month ? t("Documented sites on {day}", { day: Atlas.day(state.year + "-12-31") }) : t("Documented sites"), sitesText(row)]);
    else list.push([t("Region"), regionOf(unit)]);
    return list;
  }

  function regionOf(unit) {
    var region = Atlas.config.regions.find(function (item) { return item.pcode === unit.region; });
    return region ? region.name : unit.region;
  }

  function words(unit, cell, item, state) {
    var parts = [unit.name + ", " + Atlas.when(Atlas.period(state)), item.label + ": " + value(cell, item, state)];
    facts(unit, cell, item, state).forEach(function (pair) { parts.push(pair[0] + ": " + pair[1]); });
    var said = remarks(cell, item, unit, state);
    return parts.join("; ") + (said ? ". " + said : "");
  }

  function show(title, big, unitText, list, said, swatch) {
    Atlas.fill(box(), [
      h("p", { "class": "name" }, [swatch, title]),
      h("p", { "class": "big" }, [h("b", {}, big), " ", h("span", {}, unitText)]),
      h("dl", {}, [].concat.apply([], list.map(function (pair) { return line(pair[0], pair[1]); }))),
      said ? h("p", { "class": "said" }, said) : null
    ]);
    box().classList.add("full");
  }

  function swatch(fill) {
    return h("svg", { "class": "swatch", width: 22, height: 14, "aria-hidden": "true" }, h("rect", { x: 0.5, y: 0.5, width: 21, height: 13, fill: fill }));
  }

  function point(unit) {
    var state = Atlas.state, item = Atlas.values.measure(state.measure);
    var cell = Atlas.values.cell(Atlas.config.level, state, unit, item);
    current = function () { point(unit); };
    show(unit.name, value(cell, item, state), item.short + (state.from ? "" : ", " + Atlas.when(Atlas.period(state))), facts(unit, cell, item, state), remarks(cell, item, unit, state), swatch(cell.fill));
  }

  // The name of a zone's counts: those of the standard distances stand together.
  function zoneLevel(zone) { return Atlas.config.zones.includes(zone) ? "zones" : "zones." + zone.km; }

  function zone(item) {
    var state = Atlas.state, level = zoneLevel(item), period = Atlas.period(state);
    if (!Atlas.values.isHeld(level, state)) return;
    var row = Atlas.values.row(level, state, item.id, period), values = Atlas.values.held(level, state, period), p = values ? values.when[period] : null;
    current = function () { zone(item); };
    show(item.label + ", " + item.km + " km", whole(row.best), t("deaths inside, {year}", { year: Atlas.when(period) }), [
      [t("Range"), span(row)], [t("Events"), whole(row.events)], [t("Civilians"), whole(row.civilians)],
      [t("Events outside"), whole(values ? values.outside_events[values.place[item.id]][p] : null)],
      [t("Place too vague"), whole(Atlas.values.total(level, state, "not_allocated", period).events)]
    ], item.km <= 25 ? t("The border line is itself ±5 km.") : null);
  }

  // How much of a year has no cell and no zone, since its place is too vague.
  function vague(state) {
    if (!Atlas.config.zones.length) return null;
    var missing = Atlas.values.total("zones", state, "not_allocated", Atlas.period(state));
    return missing.events == null ? null
      : t("{events} events of {year} with {deaths} deaths, in all of Mali, have too vague a place for any zone or cell.", {
        events: whole(missing.events), deaths: whole(missing.best), year: Atlas.when(Atlas.period(state))
      });
  }

  function cell(unit) {
    var state = Atlas.state, item = Atlas.config.gridMeasure;
    var found = Atlas.values.cell("grid", state, unit, item);
    current = function () { cell(unit); };
    var said = found.key === "none_recorded" ? t("No event is placed here.") + " " + vague(state) : note(found, item, unit, state);
    show(t("Grid cell {gid}", { gid: unit.pcode }), value(found, item, state), item.short + ", " + (state.from ? Atlas.when(Atlas.then(state)) + " → " : "") + Atlas.when(Atlas.period(state)), [
      [t("Events"), whole(found.row.events)], [t("Fatalities"), whole(found.row.best) + " (" + span(found.row) + ")"], [t("Civilians"), whole(found.row.civilians)]
    ], said, swatch(found.fill));
  }

  function label(force) { return Atlas.config.forces.find(function (item) { return item.key === force; }).label; }

  function dates(site) {
    var unknown = t("unknown"), bases = Atlas.config.bases;
    function when(date, basis) { return date ? Atlas.day(date) + (bases[basis] ? " (" + bases[basis] + ")" : "") : unknown; }
    return t("from {from} to {to}", { from: when(site.from, site.fromBasis), to: when(site.to, site.toBasis) });
  }

  function takenOver(site) { return site.takenOverBy ? "; " + t("later held by {force}", { force: label(site.takenOverBy) }) : ""; }

  // What to know where sites of forces with gaps in their lists are shown, or could be; null for other forces.
  function incomplete(keys) {
    var names = Atlas.config.forces.filter(function (force) { return force.isIncomplete && keys.includes(force.key); }).map(function (force) { return force.label; });
    return names.length ? t("{forces}: the list is far from complete. No symbol does not mean no site.", { forces: names.join(", ") }) : null;
  }

  function siteWords(here, state) {
    return here[0].site + ": " + here.map(function (site) { return label(site.force) + ", " + Atlas.sites.words(site, state); }).join("; ");
  }

  function sites(here) {
    var state = Atlas.state;
    current = function () { sites(here); };
    var gaps = incomplete(here.map(function (site) { return site.force; }));
    Atlas.fill(box(), [h("p", { "class": "name" }, here[0].site)].concat(here.map(function (site) {
      return h("p", { "class": "siteline" }, [
        h("svg", { width: 17, height: 18, viewBox: "-8.5 -9 17 18", "aria-hidden": "true" }, Atlas.draw.symbol(site.force, Atlas.sites.drawn(site, state))),
        h("span", {}, [h("b", {}, label(site.force)), [", ", Atlas.sites.words(site, state), "; "].filter(Boolean).join("") + dates(site) + takenOver(site)])
      ]);
    }), gaps ? h("p", { "class": "said" }, gaps) : null));
    box().classList.add("full");
  }

  var current = null;
  function rest() {
    current = null;
    box().classList.remove("full");
    Atlas.fill(box(), h("p", { "class": "hint" }, matchMedia("(pointer: coarse)").matches ? t("Touch a region to see its years.") : t("Point at a region, or reach it with the Tab key. Click or press Enter for its years.")));
  }

  // Any other list under a name, such as of the events at a place.
  function list(title, nodes) {
    current = null;
    Atlas.fill(box(), [h("p", { "class": "name" }, title)].concat(nodes));
    box().classList.add("full");
  }

  Atlas.readout = {
    list: list, zoneLevel: zoneLevel, regionOf: regionOf,
    point: point, rest: rest, zone: zone, cell: cell, sites: sites, words: words, siteWords: siteWords, label: label, dates: dates, takenOver: takenOver, remarks: remarks, incomplete: incomplete, vague: vague,
    value: value, span: span, swatch: swatch,
    refresh: function () { if (current) current(); }
  };
})();

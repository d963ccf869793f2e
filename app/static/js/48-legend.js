// The legend: classes, what is no class, how much of the period is placed, and what else the map shows.
(function () {
  "use strict";
  var h = Atlas.h, t = Atlas.t, whole = Atlas.whole;
  var $ = function (id) { return document.getElementById(id); };

  function valueEntries(item, breaks) {
    return breaks.map(function (low, index) {
      var high = breaks[index + 1], label;
      if (item.decimals === 0) label = high == null ? t("{low} or more", { low: whole(low + 1) }) : low + 1 === high ? whole(high) : Atlas.range(whole(low + 1), whole(high));
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
    var list = Atlas.values.listed(item);
    if (list) return Object.keys(list.sentences).filter(function (key) { return !state.from || key !== list.zero; });
    var unknown = item.denominator === "population" && Atlas.config.units.some(function (unit) { return unit.population == null; }) ? ["no_denominator"] : [];
    if (state.from) return ["none_recorded"].concat(unknown, ["no_data"]);
    var zero = item.hasRange && !Atlas.config.absent.includes("high") ? "best_zero" : "zero";
    return (item.numerator === "events" ? [] : [zero]).concat(["none_recorded"], unknown, ["no_data"]);
  }

  function stateLabel(state, key, item) {
    var words = Atlas.config.statuses, list = Atlas.values.listed(item);
    return (list && list.labels[key]) || (state.from && words[key + "_change"]) || words[key] || "";
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
    var breaks = Atlas.values.breaksOf(item, Atlas.config.level, state);
    var entries = state.from ? changeEntries(breaks.change) : valueEntries(item, breaks.value);
    entries = entries.concat(stateKeys(state, item).map(function (key) { return [key, stateLabel(state, key, item)]; }));
    Atlas.fill($("legend"), [
      unitLine(Atlas.figures.subtitle(state), item.unit),
      entryList(entries, item),
      placed(state) ? h("p", { "class": "placed" }, placed(state)) : null,
      h("p", { "class": "origin" }, source(item)), note(item)
    ]);
    $("figures-note").textContent = caveats(item) + (state.month && Atlas.config.listed.sites ? " " + t("Documented sites: on 31 December {year}.", { year: state.year }) : "");
    var more = [];
    if (state.layers.has("grid")) more.push(gridLegend(state));
    if (state.circles !== "none") more.push(circleLegend(state));
    var zones = Atlas.draw.zonesOf(state);
    if (zones.length) more.push(zoneLegend(zones));
    var forces = Atlas.config.forces.filter(function (force) { return state.layers.has("sites-" + force.key); });
    if (forces.length) more.push(siteLegend(forces, state));
    if (state.layers.has("events")) more.push(Atlas.events.legend());
    Atlas.fill($("legend-more"), more);
  }

  function source(item) {
    var list = Atlas.values.listed(item);
    return list ? list.source : t("Source: {source}", { source: Atlas.config.producer });
  }

  // The caveats under the source: on small screens too where a page says more of what the figures are no count of.
  function note(item) {
    var list = Atlas.values.listed(item), about = list && list.about;
    return h("p", { "class": about ? "origin" : "origin wide" }, [caveats(item), about ? " " : null, about ? h("a", { href: Atlas.page("/forces/" + about) }, t("About {name}", { name: Atlas.readout.label(about) })) : null]);
  }

  // How much of the period has a unit at a level finer than regions.
  function placed(state) {
    var level = Atlas.config.level, period = Atlas.period(state);
    var whole = Atlas.values.total(level, state, "national", period), missing = Atlas.values.total(level, state, "not_allocated", period);
    return level === "admin1" || whole.events == null || whole.best == null ? null
      : t("On this map: {events} of {all_events} events and {deaths} of {all_deaths} deaths; the place of the others is not known so closely.", {
        events: Atlas.whole(whole.events - missing.events), all_events: Atlas.whole(whole.events), deaths: Atlas.whole(whole.best - missing.best), all_deaths: Atlas.whole(whole.best)
      });
  }

  // What to know of the classes, the denominator and the list: in the legend where there is room, and above the table.
  function caveats(item) {
    var list = Atlas.values.listed(item);
    if (list) return list.caveat;
    return t("Classes are the same for all years, or all months, of this source and level.")
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
    var column = state.circles === "events" ? "events" : "best", top = Atlas.draw.most(column, state);
    var steps = [top, top / 4, top / 25].map(roundDown);
    var label = Atlas.config.circles.find(function (item) { return item[0] === state.circles; })[1];
    var x = 38;
    return h("div", { "class": "circlelegend" }, [
      h("p", { "class": "unit" }, t("Circles: {label}, by area", { label: label })),
      h("svg", { width: 170, height: 76, viewBox: "0 0 170 76", "aria-hidden": "true" }, [].concat.apply([], steps.map(function (count) {
        var r = Atlas.draw.radius(count, column, state), y = 72 - r * 2;
        return [h("circle", { cx: x, cy: 72 - r, r: r, "class": "ring" }), h("line", { x1: x, x2: 92, y1: y, y2: y, "class": "gridline" }), h("text", { x: 96, y: y + 4 }, whole(count))];
      })))
    ]);
  }

  function gridLegend(state) {
    var item = Atlas.config.gridMeasure, breaks = Atlas.values.breaksOf(item, "grid", state), states = stateKeys(state, item);
    var entries = state.from ? changeEntries(breaks.change) : valueEntries(item, breaks.value);
    return h("div", { "class": "gridlegend" }, [
      unitLine(Atlas.figures.subtitle(state), item.unit),
      entryList(entries.concat(states.map(function (key) { return [key, stateLabel(state, key, item)]; })), item),
      h("p", { "class": "origin" }, source(item)), h("p", { "class": "origin" }, [Atlas.readout.vague(state), " ", t("Classes are the same for all years, or all months, of this source and level.")])
    ]);
  }

  function siteLegend(forces, state) {
    var gaps = Atlas.readout.incomplete(forces.map(function (force) { return force.key; }));
    return h("div", { "class": "sitelegend" }, [
      h("p", { "class": "unit" }, t("Documented sites on {day}", { day: Atlas.sites.on(state) })),
      h("ul", {}, forces.map(function (force) {
        return h("li", {}, [h("svg", { width: 17, height: 18, viewBox: "-8.5 -9 17 18", "aria-hidden": "true" }, Atlas.draw.symbol(force.key, "open")), h("span", {}, force.label)]);
      })),
      h("ul", { "class": "keys" }, Atlas.sites.keys(state).map(function (key) {
        return h("li", {}, [h("svg", { width: 17, height: 18, viewBox: "-8.5 -9 17 18", "aria-hidden": "true" }, Atlas.draw.symbol(forces[0].key, key[0])), h("span", {}, key[1])]);
      })),
      Atlas.config.siteYears.includes(state.year) ? null : h("p", { "class": "origin" }, t("The list of sites does not cover {year}.", { year: state.year })),
      gaps ? h("p", { "class": "origin" }, gaps) : null
    ]);
  }

  Atlas.legend = { render: legend, stateLabel: stateLabel };
})();

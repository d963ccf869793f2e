// What a unit's figure is, in a year and under a filter: value, range, status, class. The server's rules, on the
// server's counts; a browser test compares both for every unit, year and measure.
(function () {
  "use strict";
  var STATUS = { "-": "no_data", n: "none_recorded", z: "zero", b: "best_zero", r: "recorded", u: "none_documented", "?": "uncertain" };
  var FILLS = {
    no_data: "url(#p-no-data)", none_recorded: "#fbfaf6", zero: "#e6ded0", best_zero: "url(#p-best-zero)",
    none_documented: "url(#p-none-documented)", sites_zero: "#fbfaf6", uncertain: "url(#p-uncertain)"
  };
  var documents = {};

  function name(level, state) { return "values-" + level + "-" + state.violence + "-" + state.family + ".json"; }

  function need(level, state) {
    var file = name(level, state);
    if (documents[file]) return Promise.resolve(documents[file]);
    return Atlas.load(file).then(function (values) {
      values.place = {};
      values.pcodes.forEach(function (pcode, index) { values.place[pcode] = index; });
      values.when = {};
      values.periods.forEach(function (period, index) { values.when[period] = index; });
      documents[file] = values;
      return values;
    });
  }

  function held(level, state) { return documents[name(level, state)]; }

  function measure(key) {
    return Atlas.config.measures.find(function (item) { return item.key === key; });
  }

  function ratio(count, item, unit) {
    if (count == null) return null;
    if (!item.denominator) return count;
    var denominator = unit[item.denominator];
    return denominator ? count * item.per / denominator : null;
  }

  // The counts of a unit in a year; null where there is no data.
  function row(level, state, pcode, year) {
    var values = held(level, state), i = values.place[pcode], p = values.when[year], found = {};
    ["events", "low", "best", "high", "civilians"].forEach(function (key) {
      found[key] = i == null ? (Atlas.config.covered.includes(year) ? 0 : null) : values[key][i][p];
    });
    found.status = {};
    ["events", "best", "civilians"].forEach(function (key) {
      found.status[key] = i == null ? (found.events == null ? "no_data" : "none_recorded") : STATUS[values.status[key][i][p]];
    });
    if (level === "admin1") {
      var sites = Atlas.config.sitesByUnit;
      found.open = sites.open[i][p]; found.uncertain = sites.uncertain[i][p]; found.closed = sites.closed[i][p];
      found.status.open = STATUS[sites.status[i][p]];
    }
    return found;
  }

  function classOf(value, breaks) {
    var index = 0;
    while (index < breaks.length && value > breaks[index]) index++;
    return index;
  }

  function changeClass(change, sizes) {
    return change === 0 ? 0 : (change > 0 ? 1 : -1) * (1 + classOf(Math.abs(change), sizes));
  }

  function changeStatus(then, now) {
    if (then === "no_data" || now === "no_data") return "no_data";
    if (then === "none_documented" || now === "none_documented") return "none_documented";
    if (then === "uncertain" || now === "uncertain") return "uncertain";
    return then === "none_recorded" && now === "none_recorded" ? "none_recorded" : "recorded";
  }

  function key(status, item, number, isChange) {
    if (status === "zero" && item.numerator === "open") return "sites_zero";
    return status === "recorded" ? (isChange ? "d" : "c") + number : status;
  }

  function colour(key, item) {
    if (FILLS[key]) return FILLS[key];
    var number = Number(key.slice(1));
    return key[0] === "d" ? Atlas.config.colours.diverging[number + 3] : item.palette[number - 1];
  }

  // A unit as the map draws it: {row, value, low, high, then, change, status, key, fill}.
  function cell(level, state, unit, item) {
    var now = row(level, state, unit.pcode, state.year);
    var found = { row: now, value: ratio(now[item.numerator], item, unit), status: now.status[item.numerator] };
    found.low = item.hasRange ? ratio(now.low, item, unit) : null;
    found.high = item.hasRange ? ratio(now.high, item, unit) : null;
    var breaks = item.breaks[level];
    if (state.from) {
      var then = row(level, state, unit.pcode, state.from);
      found.then = ratio(then[item.numerator], item, unit);
      found.change = found.value == null || found.then == null ? null : found.value - found.then;
      found.thenRow = then;
      found.status = found.status === "zero" || found.status === "best_zero" ? "recorded" : found.status;
      found.status = changeStatus(then.status[item.numerator], found.status);
      found.key = key(found.status, item, found.change == null ? null : changeClass(found.change, breaks.change), true);
    } else {
      found.key = key(found.status, item, found.value == null ? null : classOf(found.value, breaks.value), false);
    }
    found.fill = colour(found.key, item);
    return found;
  }

  Atlas.values = {
    need: need, held: held, row: row, cell: cell, measure: measure, colour: colour
  };
})();

// What a unit's figure is, in a year and under a filter: value, range, status, class. The server's rules, on the
// server's counts; a browser test compares both for every unit, year and measure.
(function () {
  "use strict";
  var STATUS = { "-": "no_data", n: "none_recorded", z: "zero", b: "best_zero", r: "recorded", u: "none_documented", "?": "uncertain", d: "no_denominator" };
  var FILLS = {
    no_data: "url(#p-no-data)", none_recorded: "#fbfaf6", zero: "#e6ded0", best_zero: "url(#p-best-zero)",
    none_documented: "url(#p-none-documented)", sites_zero: "#fbfaf6", uncertain: "url(#p-uncertain)", no_denominator: "url(#p-no-denominator)"
  };
  var documents = {};

  // The file of a level's counts under a state's filter: by year, or by month of a year.
  function name(level, state, year) {
    return "values-" + level + "-" + state.violence + "-" + state.family + (year ? "-" + year : "") + ".json";
  }

  function one(file) {
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

  // The files that a state needs of a level: the years, and the months of the years it shows.
  function files(level, state) {
    var covered = Atlas.config.covered;
    var years = state.month ? [state.year, state.from].filter(function (year) { return year && covered.includes(year); }) : [];
    return [name(level, state)].concat(years.map(function (year) { return name(level, state, year); }));
  }

  function need(level, state) { return Promise.all(files(level, state).map(one)); }

  function isHeld(level, state) { return files(level, state).every(function (file) { return documents[file]; }); }

  // The counts that hold a period; undefined where they have not been loaded or do not exist.
  function held(level, state, period) {
    return documents[name(level, state, period && period.length > 4 ? period.slice(0, 4) : null)];
  }

  function isCovered(period) {
    var months = Atlas.config.coveredMonths;
    if (period.length === 4 || period.slice(5) === "00") return Atlas.config.covered.includes(period.slice(0, 4));
    return months.length > 0 && period >= months[0] && period <= months[months.length - 1];
  }

  function measure(key) {
    return Atlas.config.measures.find(function (item) { return item.key === key; });
  }

  // What a measure lists, and what is said of it; undefined for one of incidents.
  function listed(item) { return Atlas.config.listed[item.of]; }

  // The years that have values of a measure.
  function years(item) { return (listed(item) || Atlas.config).covered; }

  function ratio(count, item, unit) {
    if (count == null) return null;
    if (!item.denominator) return count;
    var denominator = unit[item.denominator];
    return denominator ? count * item.per / denominator : null;
  }

  var COUNTS = ["events", "low", "best", "high", "civilians"];

  function nothing(period) {
    var found = {}, isKnown = isCovered(period);
    COUNTS.forEach(function (key) { found[key] = isKnown && !Atlas.config.absent.includes(key) ? 0 : null; });
    return found;
  }

  // The counts of a unit in a period; null where there is no data. Units of many are listed only where they have events.
  function row(level, state, pcode, period) {
    var values = held(level, state, period), i = values ? values.place[pcode] : null, p = values ? values.when[period] : null;
    var found = nothing(period);
    if (i != null && p != null) COUNTS.forEach(function (key) { found[key] = values[key][i][p]; });
    found.status = {};
    ["events", "best", "civilians"].forEach(function (key) {
      found.status[key] = i == null || p == null ? (found[key] == null ? "no_data" : "none_recorded") : STATUS[values.status[key][i][p]];
    });
    if (level === "admin1") addListed(found, pcode, period);
    return found;
  }

  function addListed(found, pcode, period) {
    var at = Atlas.config.units.findIndex(function (unit) { return unit.pcode === pcode; }), y = Atlas.config.periods.indexOf(period.slice(0, 4));
    Object.keys(Atlas.config.listed).forEach(function (key) {
      var list = Atlas.config.listed[key], names = Object.keys(list.counts);
      names.forEach(function (name) { found[name] = list.counts[name][at][y]; });
      found.status[names[0]] = STATUS[list.status[at][y]];
    });
  }

  // The counts of the country ("national") or of what no unit could be told of ("not_allocated").
  function total(level, state, name, period) {
    var values = held(level, state, period), found = nothing(period);
    if (values && period in values.when) COUNTS.forEach(function (key) { found[key] = values[name][key][values.when[period]]; });
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
    if (then === "no_denominator" || now === "no_denominator") return "no_denominator";
    if (then === "none_documented" || now === "none_documented") return "none_documented";
    if (then === "uncertain" || now === "uncertain") return "uncertain";
    return then === "none_recorded" && now === "none_recorded" ? "none_recorded" : "recorded";
  }

  function key(status, item, number, isChange) {
    if (status === "zero" && listed(item)) return listed(item).zero;
    return status === "recorded" ? (isChange ? "d" : "c") + number : status;
  }

  function colour(key, item) {
    if (FILLS[key]) return FILLS[key];
    var number = Number(key.slice(1));
    return key[0] === "d" ? Atlas.config.colours.diverging[number + 3] : item.palette[number - 1];
  }

  // Counted, but nobody knows how many people the rate would be of.
  function isUncounted(cell, item) {
    return cell.value == null && /^(recorded|zero|best_zero)$/.test(cell.status) && item.denominator;
  }

  // The limits of the classes of values and of changes: those of a month where one is shown.
  function breaksOf(item, level, state) {
    var found = item.breaks[level];
    return state.month && found.month ? { value: found.month, change: found.month_change } : found;
  }

  // A unit as the map draws it: {row, value, low, high, then, change, status, key, fill}.
  function cell(level, state, unit, item) {
    var now = row(level, state, unit.pcode, Atlas.period(state));
    var found = { row: now, value: ratio(now[item.numerator], item, unit), status: now.status[item.numerator] };
    found.low = item.hasRange ? ratio(now.low, item, unit) : null;
    found.high = item.hasRange ? ratio(now.high, item, unit) : null;
    if (isUncounted(found, item)) found.status = "no_denominator";
    var breaks = breaksOf(item, level, state);
    if (state.from) {
      var then = row(level, state, unit.pcode, Atlas.then(state));
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
    need: need, isHeld: isHeld, held: held, row: row, total: total, cell: cell, measure: measure, listed: listed, years: years, colour: colour, breaksOf: breaksOf
  };
})();

// Documented sites on the last day of the year or month shown: their status, what is drawn for it, and its words.
(function () {
  "use strict";
  var t = Atlas.t;

  // The rule of sitedates.status_on. Days are ISO texts; `opened` and `closed` hold the first and the last day that each can have been, null: not known.
  function statusOn(day, opened, closed) {
    function isPast(when) { return when[0] === when[1] ? day >= when[1] : day > when[1]; }
    if (opened && day < opened[0]) return "not_yet";
    if (closed && isPast(closed)) return "closed";
    return opened && isPast(opened) && closed && day < closed[0] ? "open" : "uncertain";
  }

  function lastDay(state) {
    return state.month ? new Date(Date.UTC(Number(state.year), Number(state.month), 0)).toISOString().slice(0, 10) : state.year + "-12-31";
  }

  // One of sitedates.STATUSES; null in a year that the list does not cover.
  function status(site, state) {
    return Atlas.config.siteYears.includes(state.year) ? statusOn(lastDay(state), site.opened, site.closed) : null;
  }

  // What is drawn: open, uncertain, closed_during the year or month shown, or closed before it; null: nothing.
  function drawn(site, state) {
    var found = status(site, state);
    if (found === "not_yet") return null;
    return found === "closed" && site.closed[0] >= Atlas.period(state) ? "closed_during" : found;
  }

  function on(state) { return Atlas.day(lastDay(state)); }

  // A site's status with the day it is of; null where there is none.
  function words(site, state) {
    var day = on(state), period = Atlas.when(Atlas.period(state));
    switch (drawn(site, state) || status(site, state)) {
      case "open": return t("open on {day}", { day: day });
      case "uncertain": return t("uncertain on {day}", { day: day });
      case "closed": return t("already closed on {day}", { day: day });
      case "closed_during": return site.to.length > 7 ? t("closed during {period}, on {day}", { period: period, day: Atlas.day(site.to) }) : t("closed during {period}, in {month}", { period: period, month: Atlas.day(site.to) });
      case "not_yet": return t("not yet open on {day}", { day: day });
      default: return null;
    }
  }

  // [what is drawn, what it means] of the legend.
  function keys(state) {
    var period = { period: Atlas.when(Atlas.period(state)) };
    return [["open", t("open")], ["uncertain", t("uncertain")], ["closed_during", t("closed during {period}", period)], ["closed", t("closed before {period}", period)]];
  }

  Atlas.sites = { statusOn: statusOn, lastDay: lastDay, status: status, drawn: drawn, on: on, words: words, keys: keys };
})();

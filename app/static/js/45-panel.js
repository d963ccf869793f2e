// A unit's years: violence above, documented sites below, and a plain sentence of what changed.
(function () {
  "use strict";
  var h = Atlas.h, t = Atlas.t, whole = Atlas.whole;
  var WIDTH = 330, LEFT = 34, TOP = 14, HEIGHT = 120;

  function box() { return document.getElementById("panel"); }

  function series(level, pcode) {
    return Atlas.config.periods.map(function (year) {
      return { year: year, row: Atlas.values.row(level, Atlas.state, pcode, year) };
    });
  }

  function nice(most) {
    var scale = Math.pow(10, Math.floor(Math.log10(Math.max(1, most))));
    var step = [1, 2, 5, 10].find(function (item) { return item * scale >= most; });
    return step * scale;
  }

  function text(x, y, words, anchor, className) { return h("text", { x: x, y: y, "text-anchor": anchor, "class": className || null }, words); }

  // The country's figures of every year; a year that only another release covers says which.
  function country() {
    return Atlas.config.periods.map(function (year) {
      var row = Atlas.figures.national(Object.assign({}, Atlas.state, { year: year, month: null }));
      return { year: year, row: row, release: row.release };
    });
  }

  // Bars of the best estimate with the range of reports as a line; a hatched slot where there is no data.
  function bars(years, shown) {
    var most = Math.max.apply(null, years.map(function (item) { return Math.max(item.row.high || 0, item.row.best || 0); }));
    var top = nice(most), step = (WIDTH - LEFT) / years.length, base = TOP + HEIGHT;
    function y(count) { return base - HEIGHT * count / top; }
    var parts = [0, top / 2, top].map(function (tick) {
      return h("g", {}, [h("line", { x1: LEFT, x2: WIDTH, y1: y(tick), y2: y(tick), "class": "gridline" }), text(LEFT - 5, y(tick) + 4, whole(tick), "end")]);
    });
    years.forEach(function (item, index) {
      var x = LEFT + index * step, row = item.row, isNow = item.year === shown;
      var name = (item.year.length > 4 && item.label === "?" ? t("month not known") : Atlas.when(item.year)) + (item.release ? " (" + t("another release, {release}", { release: item.release }) + ")" : "") + ": " + (row.best == null ? t("no data") : whole(row.best) + " (" + Atlas.readout.span(row) + ")");
      var content = [h("rect", { x: x, y: TOP, width: step, height: HEIGHT, fill: row.best == null ? "url(#p-no-data)" : "#ffffff", "fill-opacity": row.best == null ? "1" : "0" })];
      if (row.best != null) {
        content.push(h("rect", { x: x + step * 0.18, y: y(row.best), width: step * 0.64, height: Math.max(0, base - y(row.best)), "class": "bar" + (isNow ? " now" : "") + (item.release ? " other" : "") }));
        if (row.high > row.low) content.push(h("line", { x1: x + step / 2, x2: x + step / 2, y1: y(row.low), y2: y(row.high), "class": "whisker" }));
        if (row.events === 0) content.push(h("circle", { cx: x + step / 2, cy: base - 3, r: 1.6, "class": "none" }));
      }
      var group = h("g", { "data-bar": item.year }, content);
      var tip = document.createElementNS("http://www.w3.org/2000/svg", "title");
      tip.textContent = name;
      group.prepend(tip);
      parts.push(group);
      if (item.label || index % 2 === 0 || isNow) parts.push(text(x + step / 2, base + 13, item.label || "’" + item.year.slice(2), "middle", isNow ? "now" : null));
    });
    return h("svg", { viewBox: "0 0 " + WIDTH + " " + (base + 18), "class": "chart", role: "img", "aria-label": t("Fatalities by year, best estimate with the range of reports") }, parts);
  }

  // First and last day that a date of year, month or day precision can mean, as fractions of a year; null: unknown.
  function interval(date) {
    if (!date) return null;
    var parts = date.split("-").map(Number), year = parts[0];
    if (parts.length === 1) return [year, year + 1];
    if (parts.length === 2) return [year + (parts[1] - 1) / 12, year + parts[1] / 12];
    var day = year + (parts[1] - 1) / 12 + (parts[2] - 1) / 365;
    return [day, day];
  }

  // A bar a site on the same years: solid where surely open, pale where a date is not sure.
  function timeline(sites) {
    var first = Number(Atlas.config.periods[0]), last = Number(Atlas.config.periods[Atlas.config.periods.length - 1]) + 1;
    function x(year) { return LEFT + (WIDTH - LEFT) * (Math.min(last, Math.max(first, year)) - first) / (last - first); }
    var parts = sites.map(function (site, index) {
      var y = 3 + index * 24, force = Atlas.config.forces.find(function (item) { return item.key === site.force; });
      var from = interval(site.from) || [first, first], to = interval(site.to) || [last, last];
      if (site.fromBasis === "first_year_observed") from = [first, from[1]];
      if (site.toBasis === "last_year_observed") to = [to[0], last];
      var unsure = [[site.from ? from[0] : first, from[1]], [to[0], site.to ? to[1] : last]];
      var content = [
        h("rect", { x: x(from[1]), y: y, width: Math.max(0, x(to[0]) - x(from[1])), height: 7, fill: force.colour, "fill-opacity": site.to && site.from ? 1 : 0.35 })
      ].concat(unsure.map(function (part) {
        return part[1] > part[0] ? h("rect", { x: x(part[0]), y: y, width: x(part[1]) - x(part[0]), height: 7, fill: force.colour, "fill-opacity": 0.3 }) : null;
      }));
      content.push(text(LEFT, y + 18, Atlas.readout.label(site.force) + ", " + site.site, "start"));
      return h("g", {}, content);
    });
    return h("svg", { viewBox: "0 0 " + WIDTH + " " + (sites.length * 24 + 4), "class": "chart sitesline", role: "img", "aria-label": t("Documented sites over the same years") }, parts);
  }

  function times(now, then) {
    if (!then || now == null) return null;
    var ratio = now / then;
    return ratio >= 1.05 ? t("{times} times as many", { times: Atlas.rate(ratio, 1) })
      : ratio > 0.95 ? t("about as many") : t("fewer by {percent} %", { percent: whole(Math.round((1 - ratio) * 100)) });
  }

  // What changed, in one plain sentence, from the year before (or the year compared with).
  function sentence(level, unit) {
    var state = Atlas.state, years = Atlas.config.periods, then = state.from || years[years.indexOf(state.year) - 1];
    var period = Atlas.period(state), earlier = then && (state.month ? then + "-" + state.month : then);
    var now = Atlas.values.row(level, state, unit.pcode, period);
    var values = { name: unit.name, year: Atlas.when(period), then: earlier && Atlas.when(earlier), deaths: whole(now.best), range: Atlas.readout.span(now), events: whole(now.events) };
    if (now.best == null) return t("{name}: the source has no figures for {year}.", values);
    var start = now.events
      ? t("{name}, {year} – fatalities: {deaths} (reports range {range}), events: {events}", values)
      : Atlas.config.isPlacedByPrecision && !level.startsWith("zones") ? t("{name}, {year} – no event placed here", values) : t("{name}, {year} – no event recorded", values);
    var before = then && (!state.month || state.from) ? Atlas.values.row(level, state, unit.pcode, earlier) : null;
    if (!before || before.best == null) return start + ".";
    values.before = whole(before.best);
    var compared = times(now.best, before.best);
    values.start = start;
    values.compared = compared;
    return compared
      ? t("{start}. In {then}, fatalities: {before}; so {year} has {compared}.", values)
      : t("{start}. In {then}, fatalities: {before}.", values);
  }

  // The sites of a place that the panel lists, where it is no unit's.
  var place = null;

  function close() {
    place = null;
    box().hidden = true;
    document.body.classList.remove("has-panel");
    if (Atlas.state.unit) {
      var path = Atlas.draw.made.paths[Atlas.state.unit];
      Atlas.update({ unit: null });
      if (path && path.getElement()) path.getElement().focus({ preventScroll: true });
    }
  }

  function frame(title, content) {
    var hadFocus = box().contains(document.activeElement);
    var button = h("button", { type: "button", "class": "close", "aria-label": t("Close") }, "×");
    button.onclick = close;
    place = null;
    Atlas.fill(box(), [h("header", {}, [h("h2", { tabindex: "-1" }, title), button])].concat(content));
    box().hidden = false;
    document.body.classList.add("has-panel");
    if (hadFocus) box().querySelector("h2").focus({ preventScroll: true });
  }

  function forceLink(key) { return h("a", { "class": "force", href: Atlas.page("/forces/" + key) }, Atlas.readout.label(key)); }

  // What a list beside the incidents is no count of, with the page that says more; null for other measures.
  function caveat(item) {
    var list = Atlas.values.listed(item);
    return list && list.about ? h("p", { "class": "said" }, [list.caveat + " ", h("a", { href: Atlas.page("/forces/" + list.about) }, t("About {name}", { name: Atlas.readout.label(list.about) }))]) : null;
  }

  function siteList(sites) {
    return h("ul", { "class": "sitelist" }, sites.map(function (site) {
      var said = Atlas.sites.words(site, Atlas.state);
      var source = h("a", { href: Atlas.page("/sources") + "#" + site.source.id }, site.source.title);
      return h("li", {}, [
        h("svg", { width: 17, height: 18, viewBox: "-8.5 -9 17 18", "aria-hidden": "true" }, Atlas.draw.symbol(site.force, Atlas.sites.drawn(site, Atlas.state))),
        h("div", {}, [
          forceLink(site.force), ", " + site.site + ", " + (Atlas.config.roles[site.role] || site.role) + ", " + Atlas.readout.dates(site),
          said ? h("span", { "class": "status" }, " (" + said + ")") : null,
          Atlas.readout.takenOver(site),
          site.coordinates === "approximate" ? h("span", {}, "; " + t("place approximate")) : null,
          h("small", {}, [source, site.source.publisher ? ", " + site.source.publisher : "", site.source.published ? ", " + site.source.published : ""])
        ])
      ]);
    }));
  }

  function filterLine() {
    var words = Atlas.figures.filterWords(Atlas.state);
    return words ? h("p", { "class": "filter" }, words) : null;
  }

  // The months of the year shown, where a month is: the last slot holds what no month is known of.
  function monthly(level, pcode) {
    var state = Atlas.state;
    if (!state.month || !Atlas.values.held(level, state, Atlas.period(state))) return [];
    var years = Atlas.config.months.map(function (month) { return month[0]; }).concat("00").map(function (month) {
      var period = state.year + "-" + month;
      return { year: period, label: month === "00" ? "?" : String(Number(month)), row: pcode ? Atlas.values.row(level, state, pcode, period) : Atlas.values.total(level, state, "national", period) };
    });
    return [h("h3", {}, t("Fatalities by month, {year}", { year: state.year })), bars(years, Atlas.period(state)), h("p", { "class": "hint" }, t("“?”: the month is not known, or the event spans months."))];
  }

  function chart(level, pcode) {
    return monthly(level, pcode).concat([
      h("h3", {}, t("Fatalities by year")), bars(series(level, pcode), Atlas.state.year),
      h("p", { "class": "hint" }, t("Bars: best estimate. Lines: lowest to highest report. Hatched: no data."))
    ]);
  }

  function json(level, pcode) {
    var state = Atlas.state, query = Atlas.edition(state).concat(["level=" + level.split(".")[0], "violence=" + state.violence, "family=" + state.family, "pcode=" + pcode]);
    return h("p", {}, h("a", { href: Atlas.state.root + "/api/figures?" + query.join("&") }, t("These figures as JSON")));
  }

  function renderCountry() {
    var state = Atlas.state, years = country(), now = years.find(function (item) { return item.year === state.year; }).row;
    var later = years.filter(function (item) { return item.release; });
    frame("Mali", [
      filterLine(),
      h("p", { "class": "sentence" }, document.getElementById("national").textContent),
      monthly(Atlas.config.level, null),
      h("h3", {}, t("Fatalities by year")), bars(years, state.year),
      h("p", { "class": "hint" }, t("Bars: best estimate. Lines: lowest to highest report. Hatched: no data.")),
      later.length ? h("p", { "class": "said" }, t("{years}: from another release (UCDP country-year {release}), which also revises earlier years a little; not to be compared closely.", {
        years: later.map(function (item) { return item.year; }).join(", "), release: later[0].release
      })) : null,
      now.note ? h("p", { "class": "hint" }, now.note) : null
    ].flat());
  }

  function renderZone(zone) {
    var state = Atlas.state, level = Atlas.readout.zoneLevel(zone);
    if (!Atlas.values.isHeld(level, state)) return;
    var row = Atlas.values.row(level, state, zone.id, Atlas.period(state)), name = zone.label + ", " + zone.km + " km";
    frame(name, [
      filterLine(),
      h("p", { "class": "sentence" }, sentence(level, { name: name, pcode: zone.id })),
      h("p", {}, t("Civilians: {civilians}. Area in Mali: {area} km².", { civilians: whole(row.civilians), area: whole(Math.round(zone.area)) })),
      Atlas.readout.vague(state) ? h("p", { "class": "said" }, Atlas.readout.vague(state)) : null,
      chart(level, zone.id),
      h("p", { "class": "hint" }, t("Zones overlap: do not add them up. The border line is itself ±5 km.")),
      json(level, zone.id)
    ].flat());
  }

  function render(unit) {
    var state = Atlas.state, item = Atlas.values.measure(state.measure), level = Atlas.config.level;
    var cell = Atlas.values.cell(level, state, unit, item), said = Atlas.readout.remarks(cell, item, unit, state);
    frame(unit.name, [
      level === "admin1" ? null : h("p", { "class": "hint" }, t("Region") + " – " + Atlas.readout.regionOf(unit)),
      filterLine(),
      h("p", { "class": "sentence" }, sentence(level, unit)),
      level === "admin1" ? jump(unit) : null,
      h("p", { "class": "big" }, [Atlas.readout.swatch(cell.fill), h("b", {}, Atlas.readout.value(cell, item, state)), " ", h("span", {}, item.unit + ", " + (state.from ? Atlas.when(Atlas.then(state)) + " → " : "") + Atlas.when(Atlas.period(state)))]),
      said ? h("p", { "class": "said" }, said) : null,
      caveat(item),
      moved(unit),
      chart(level, unit.pcode),
      level === "admin1" ? documented(unit) : null,
      level === "admin1" ? h("p", {}, h("a", { href: Atlas.page("/withdrawal", ["place=" + unit.pcode]) }, t("Before and after departures"))) : null,
      json(level, unit.pcode)
    ].flat());
  }

  // What a moved border means for a unit's figures.
  function moved(unit) {
    var text = Atlas.config.moved[unit.pcode];
    return text ? h("p", { "class": "said" }, [text + " ", h("a", { href: Atlas.state.root + Atlas.config.changes }, t("What changed"))]) : null;
  }

  function sitesOf(unit) { return (Atlas.draw.made.siteList || []).filter(function (site) { return site.pcode === unit.pcode; }); }

  // From the top of the panel to its list of sites; null where none is listed.
  function jump(unit) {
    var number = sitesOf(unit).length, link = h("a", { href: "#panel-sites" }, t("Documented sites ({number})", { number: whole(number) }));
    link.onclick = function (event) {
      var heading = document.getElementById("panel-sites"), under = box().querySelector("header").getBoundingClientRect().bottom;
      event.preventDefault();
      box().scrollTop += heading.getBoundingClientRect().top - under;
      heading.focus({ preventScroll: true });
    };
    return number ? h("p", { "class": "jump" }, link) : null;
  }

  function documented(unit) {
    var here = sitesOf(unit);
    return [
      h("h3", { id: "panel-sites", tabindex: "-1" }, t("Documented sites")),
      here.length ? timeline(here) : h("p", { "class": "said" }, t("No site is documented here. That is not proof that there was none.")),
      here.length ? siteList(here) : null,
      h("p", { "class": "said" }, Atlas.readout.incomplete(Atlas.config.forces.map(function (force) { return force.key; }))),
      h("p", { "class": "hint" }, t("What is documented, not all there is. One after the other is not cause."))
    ];
  }

  function sites(here) {
    var gaps = Atlas.readout.incomplete(here.map(function (site) { return site.force; }));
    frame(here[0].site, [siteList(here), gaps ? h("p", { "class": "said" }, gaps) : null]);
    place = here;
  }

  function open(pcode) {
    Atlas.update({ unit: pcode });
    Atlas.controls.uncover(pcode);
    var heading = box().querySelector("h2");
    if (heading) heading.focus({ preventScroll: true });
  }

  function refresh() {
    var zone = Atlas.state.unit && Atlas.draw.made.zone(Atlas.state.unit);
    if (zone) return void renderZone(zone);
    if (Atlas.state.unit === "MLI") return void renderCountry();
    var unit = Atlas.config.units.find(function (item) { return item.pcode === Atlas.state.unit; });
    if (!unit) return void (place && sites(place));
    render(unit);
    if (Atlas.config.level === "admin1" && !Atlas.draw.made.siteList) Atlas.draw.made.needSites().then(function () { if (Atlas.state.unit === unit.pcode) render(unit); });
  }

  Atlas.panel = {
    open: open, refresh: refresh, close: close,
    sites: sites, show: frame
  };
})();

// The namespace, texts, numbers and DOM nodes. Text only ever enters the page as text: never as markup.
"use strict";
var Atlas = (function () {
  var config = null;

  function t(text, values) {
    var translated = (config && config.texts[text]) || text;
    return translated.replace(/\{(\w+)\}/g, function (whole, name) {
      return values && name in values ? String(values[name]) : whole;
    });
  }

  // Making a formatter costs more than a thousand uses of it.
  var formats = {};
  function formatted(number, least, most) {
    var key = least + "-" + most;
    formats[key] = formats[key] || new Intl.NumberFormat(config.lang, { minimumFractionDigits: least, maximumFractionDigits: most });
    return formats[key].format(number);
  }

  function whole(number) { return number == null ? t("no data") : formatted(number, 0, 3); }

  function fixed(number, decimals) { return formatted(number, decimals, decimals); }

  // A rate: "<0.1" where a value that is not zero would read as zero.
  function rate(value, decimals, signed) {
    if (value == null) return t("no data");
    var size = Math.abs(value), sign = value < 0 ? "−" : signed && value > 0 ? "+" : "";
    var step = Math.pow(10, -decimals);
    return sign + (size > 0 && size < step / 2 ? "<" + fixed(step, decimals) : fixed(size, decimals));
  }

  function limit(value) { return formatted(value, 0, 6); }

  function range(low, high) { return low + "–" + high; }

  // An element with attributes and children; strings become text nodes.
  function h(name, attributes, children) {
    var svg = /^(svg|g|path|rect|circle|line|text|title|polygon)$/.test(name) && name !== "title";
    var node = svg ? document.createElementNS("http://www.w3.org/2000/svg", name) : document.createElement(name);
    Object.keys(attributes || {}).forEach(function (key) {
      if (attributes[key] != null && attributes[key] !== false) node.setAttribute(key, attributes[key]);
    });
    [].concat(children == null ? [] : children).forEach(function (child) {
      if (child != null && child !== false) node.append(child);
    });
    return node;
  }

  function fill(node, children) {
    node.replaceChildren();
    [].concat(children).forEach(function (child) { if (child != null && child !== false) node.append(child); });
    return node;
  }

  // Rings of thousandths of a degree, first a point and then moves, as [latitude, longitude] pairs.
  function decode(rings) {
    return rings.map(function (steps) {
      var points = [], x = 0, y = 0;
      for (var i = 0; i < steps.length; i += 2) {
        x += steps[i]; y += steps[i + 1];
        points.push([y / 1000, x / 1000]);
      }
      return points;
    });
  }

  // The year, or the month of it, that a state shows, and the one it is compared with.
  function period(state) { return state.month ? state.year + "-" + state.month : state.year; }
  function then(state) { return state.from ? (state.month ? state.from + "-" + state.month : state.from) : null; }

  // A period in words: 2022, or March 2022.
  function when(period) {
    if (period.length === 4) return period;
    var month = config.months.find(function (item) { return item[0] === period.slice(5); });
    return month[2] + " " + period.slice(0, 4);
  }

  // The query that says which source and frame are shown, for addresses of files.
  function edition(state) {
    return (state.source ? ["source=" + state.source] : []).concat(state.frame ? ["frame=" + state.frame] : []);
  }

  // The address of another page, with the source, frame and language of the state.
  function page(path, pairs) {
    var query = (pairs || []).concat(edition(Atlas.state), Atlas.state.lang ? ["lang=" + Atlas.state.lang] : []);
    return Atlas.state.root + path + (query.length ? "?" + query.join("&") : "");
  }

  // A date of year, month or day precision as readers write it: 2022, June 2022, 13 June 2022.
  function day(date) {
    if (date.length === 4) return date;
    var language = config.lang === "en" ? "en-GB" : config.lang, parts = { year: "numeric", month: "long", timeZone: "UTC" };
    if (date.length > 7) parts.day = "numeric";
    return new Intl.DateTimeFormat(language, parts).format(new Date(date.length > 7 ? date : date + "-01"));
  }

  var waiting = {};
  function load(name) {
    if (!waiting[name]) {
      waiting[name] = fetch("/assets/" + config.tag + "/" + name).then(function (answer) {
        if (!answer.ok) throw new Error(String(answer.status));
        return answer.json();
      }).catch(function (error) {
        delete waiting[name];
        Atlas.say(t("Part of the map could not be loaded. Check the connection, or reload the page."));
        throw error;
      });
    }
    return waiting[name];
  }

  function say(text) {
    var box = document.getElementById("readout");
    if (box) fill(box, h("p", { "class": "trouble" }, text));
  }

  return {
    t: t, whole: whole, rate: rate, limit: limit, range: range, h: h, fill: fill, decode: decode, load: load, say: say,
    period: period, then: then, when: when, edition: edition, page: page, day: day,
    layers: {},
    configure: function (given) { config = given; Atlas.config = given; }
  };
})();

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

  function whole(number) {
    return number == null ? t("no data") : new Intl.NumberFormat(config.lang).format(number);
  }

  function fixed(number, decimals) {
    return new Intl.NumberFormat(config.lang, {
      minimumFractionDigits: decimals, maximumFractionDigits: decimals
    }).format(number);
  }

  // A rate: "<0.1" where a value that is not zero would read as zero.
  function rate(value, decimals, signed) {
    if (value == null) return t("no data");
    var size = Math.abs(value), sign = value < 0 ? "−" : signed && value > 0 ? "+" : "";
    var step = Math.pow(10, -decimals);
    return sign + (size > 0 && size < step / 2 ? "<" + fixed(step, decimals) : fixed(size, decimals));
  }

  function limit(value) {
    return new Intl.NumberFormat(config.lang, { maximumFractionDigits: 6 }).format(value);
  }

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
    layers: {},
    configure: function (given) { config = given; Atlas.config = given; }
  };
})();

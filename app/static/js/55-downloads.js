// The downloads of the view: their addresses follow the state, and the citation of each can be copied.
(function () {
  "use strict";
  var h = Atlas.h, t = Atlas.t, citable = null;
  var TAKES = { sites: ["year"], events: ["year", "month", "violence", "family"] };
  var $ = function (id) { return document.getElementById(id); };

  // What a layer's file takes of the state, in the order of addresses.
  function taken(layer, state, isAll) {
    var free = layer === "zones" ? Atlas.controls.freeDistance(state) : null;
    return [
      ["year", isAll ? null : state.year], ["month", isAll ? null : state.month], ["from", state.from],
      ["violence", state.violence === "all" ? null : state.violence], ["family", state.family === "any" ? null : state.family], ["km", free]
    ].filter(function (pair) { return pair[1] && (!TAKES[layer] || TAKES[layer].includes(pair[0])); })
      .map(function (pair) { return pair.join("="); });
  }

  // A file's link as its path, the parameters of its own name, its layer, and whether it is of all years.
  function parts(link) {
    var isAll = link.hasAttribute("data-download-all"), of = isAll ? "data-download-all" : link.hasAttribute("data-download") ? "data-download" : "data-view";
    var name = link.getAttribute(of).split("?");
    return { path: name[0], own: name.slice(1), layer: of === "data-view" ? null : name[0].split(".")[0], isAll: isAll };
  }

  function address(path, pairs) { return path + (pairs.length ? "?" + pairs.join("&") : ""); }

  function pairsOf(state) { return (Atlas.controls.query(state).split("?")[1] || "").split("&").filter(Boolean); }

  function isOf(names) { return function (pair) { return names.includes(pair.split("=")[0]); }; }

  // The address that stays: source, frame and build are named.
  function permanent(path, pairs) {
    var edition = ["source=" + Atlas.config.source, "frame=" + Atlas.config.frame], isEdition = isOf(["source", "frame"]);
    return address("/b/" + Atlas.config.build + path, edition.concat(pairs.filter(function (pair) { return !isEdition(pair); })));
  }

  // That of the view or of what is made of it: its year and its language are named as well.
  function permanentView(path, state, own) {
    var pairs = pairsOf(state), isFirst = isOf(["source", "frame", "level", "year", "lang"]);
    var rest = pairs.filter(function (pair) { return !isFirst(pair); });
    return permanent(path, pairs.filter(isOf(["level"])).concat("year=" + state.year, rest, "lang=" + Atlas.config.lang, own));
  }

  function link(node, state) {
    var file = parts(node);
    node.href = file.layer
      ? Atlas.state.root + address("/download/" + file.path, Atlas.edition(state).concat(taken(file.layer, state, file.isAll), file.own))
      : Atlas.state.root + address("/" + file.path, pairsOf(state).concat(file.own));
  }

  function permalink(file, state) {
    var found = file.layer ? permanent("/download/" + file.path, taken(file.layer, state, file.isAll).concat(file.own).sort())
      : permanentView("/" + file.path, state, file.own);
    return $("downloads").dataset.base + found;
  }

  // The sources behind the map itself, beside those of its figures.
  function drawn(state) {
    var item = Atlas.values.measure(state.measure), map = citable.map, isGrid = state.layers.has("grid");
    var perPerson = !isGrid && item.denominator === "population", hasForces = Array.from(state.layers).some(function (name) { return name.startsWith("sites-"); });
    return [isGrid ? null : map.listed[item.of], map.source, hasForces ? map.listed.sites : null]
      .concat(map.grounds.filter(function (id) { return id !== "instat-rgph" || perPerson; }), state.layers.has("towns") ? map.drawn : map.drawn[0])
      .concat(Atlas.config.covered.includes(state.year) ? [] : map.later);
  }

  function sourcesOf(layer, state, isAll) {
    return citable.layers[layer][isAll || !Atlas.config.covered.includes(state.year) ? "later" : "covered"];
  }

  // The layers that a pack of the view holds.
  function packed(state) {
    var names = Array.from(state.layers), zones = /^(niger|burkina|either|both)-\d+$/;
    return [Atlas.config.level].concat(names.some(function (name) { return zones.test(name); }) ? "zones" : [], state.layers.has("grid") ? "grid" : [],
      names.some(function (name) { return name.startsWith("sites-"); }) ? "sites" : [], state.layers.has("events") ? "events" : []);
  }

  function title(layer, state, isAll) {
    var hasMonth = !TAKES[layer] || TAKES[layer].includes("month"), words = citable.layers[layer].titles[(isAll ? 2 : 0) + (state.from ? 1 : 0)];
    return words.replace("{when}", Atlas.when(hasMonth ? Atlas.period(state) : state.year)).replace("{from}", state.from);
  }

  // What the page says it shows, as the title of a figure; a briefing has its own.
  function shown(path, state) {
    if (path !== "briefing.html") return ["title", "subtitle", "filter"].map(function (id) { return $(id).textContent; }).filter(Boolean).join(", ");
    var then = Atlas.then(state);
    return citable.briefing[then ? 1 : 0].replace("{when}", Atlas.when(Atlas.period(state))).replace("{then}", then && Atlas.when(then));
  }

  // A file's citation in the server's words: its title, the build, its permanent address, its sources.
  function citation(file, state) {
    var isPack = file.path.endsWith(".zip"), words = citable.words, ids = [];
    if (file.layer) ids = sourcesOf(file.layer, state, file.isAll);
    else {
      if (isPack) packed(state).forEach(function (layer) { ids = ids.concat(sourcesOf(layer, state)); });
      ids = ids.concat(drawn(state));
    }
    var known = Array.from(new Set(ids)).map(function (id) { return citable.sources[id]; }).filter(Boolean);
    var name = file.layer || isPack ? title(file.layer || Atlas.config.level, state, file.isAll) : shown(file.path, state);
    var found = { title: name, address: permalink(file, state), sources: known.join(words.between) };
    return words[known.length > 1 ? "several" : known.length ? "one" : "none"].replace(/\{(title|address|sources)\}/g, function (_, part) { return found[part]; });
  }

  function icon() {
    return h("svg", { viewBox: "0 0 14 12", width: "12", height: "11", "aria-hidden": "true" }, h("path", { d: "M6 1v5c0 3-1.6 4.6-4.6 5V8.9C2.7 8.6 3.2 7.9 3.3 7H1V1zM13 1v5c0 3-1.6 4.6-4.6 5V8.9c1.3-.3 1.8-1 1.9-1.9H8V1z", fill: "currentColor" }));
  }

  function button(node) {
    var words = t("Copy the citation: {name}", { name: node.textContent }), made = h("button", { type: "button", "class": "cite", title: words, "aria-label": words }, icon());
    made.addEventListener("click", function () { Copying.copy(citation(parts(node), Atlas.state), made); });
    node.after(made);
  }

  function links() { return document.querySelectorAll("#downloads [data-download], #downloads [data-download-all], #downloads [data-view]"); }

  Atlas.downloads = {
    attach: function () {
      citable = JSON.parse($("citable").textContent);
      links().forEach(button);
      $("cite-hint").prepend(icon(), " ");
      $("cite-hint").hidden = false;
      $("copy-link").addEventListener("click", function () { Copying.copy(location.href, $("copy-link")); });
      $("copy-permanent").addEventListener("click", function () { Copying.copy($("downloads").dataset.base + $("permanent").getAttribute("href"), $("copy-permanent")); });
      if (!matchMedia("(min-width: 900px)").matches) $("filebox").open = false;
    },
    render: function (state) {
      document.querySelectorAll("[data-download-year]").forEach(function (node) {
        var isSites = node.getAttribute("data-download-year") === "sites";
        node.textContent = isSites ? state.year : Atlas.when(Atlas.period(state));
        node.classList.toggle("apart", isSites && Boolean(state.month));
      });
      links().forEach(function (node) { link(node, state); });
      $("permanent").setAttribute("href", permanentView("/", state, []));
    }
  };
})();

// Start: read the state that the server rendered, wait for geometry and values, then draw.
(function () {
  "use strict";
  var map = null;

  function render() {
    var state = Atlas.state, item = Atlas.values.measure(state.measure);
    var cells = Atlas.draw.paint(state);
    Atlas.figures.render(state, item, cells);
    Atlas.controls.show(Atlas.next());
    Atlas.readout.refresh();
    Atlas.panel.refresh();
  }

  // The levels whose counts a state shows: its units, the zones, the zones of a distance of its own.
  function levels(state) {
    var free = Atlas.controls.freeDistance(state), opened = state.unit && /-(\d+)$/.exec(state.unit);
    var more = [free, opened && Atlas.draw.made.zone && Number(opened[1])].filter(function (km) { return km && ![25, 50, 100].includes(km) && Atlas.config.distances.includes(km); });
    return [Atlas.config.level].concat(Atlas.config.zones.length ? ["zones"] : [], Array.from(new Set(more)).map(function (km) { return "zones." + km; }));
  }

  function needed(state) {
    return Promise.all(levels(state).map(function (level) { return Atlas.values.need(level, state); }).concat(
      Atlas.values.need(Atlas.config.level, { violence: "all", family: "any" }), Atlas.draw.load(state)
    ));
  }

  function isReady(state) {
    return levels(state).every(function (level) { return Atlas.values.isHeld(level, state); }) && Atlas.draw.isLoaded(state);
  }

  // A comparison must be with another year that has values of the measure.
  function fit(state) {
    var years = Atlas.values.years(Atlas.values.measure(state.measure));
    return state.from && (!years.includes(state.from) || state.from === state.year) ? Object.assign(state, { from: null }) : state;
  }

  function draw(change) {
    Atlas.draw.toggle(map, Atlas.state);
    Atlas.controls.address();
    render();
    if (!Object.keys(change).every(function (key) { return /^(year|month|from|measure|unit|at|circles)$/.test(key); }) || Atlas.state.layers.has("events")) Atlas.labels.place(Atlas.state);
  }

  var wanted = null;

  // The state that has been chosen, which may still be loading; the controls show it.
  Atlas.next = function () { return wanted || Atlas.state; };

  // Change the state: at once where everything is there, else once it has been loaded. Until then the page, its
  // address and its controls go on showing the state that is drawn; a failed load leaves them there.
  Atlas.update = function (change) {
    var next = fit(Object.assign({}, wanted || Atlas.state, change));
    if (isReady(next)) {
      wanted = null;
      Atlas.state = next;
      draw(change);
      return Promise.resolve();
    }
    var soon = fit(Object.assign({}, Atlas.state, change));
    if (isReady(soon)) { Atlas.state = soon; draw(change); }
    wanted = next;
    return needed(next).then(function () {
      if (wanted !== next) return;
      wanted = null;
      Atlas.state = next;
      draw({ layers: true });
    }, function () {
      if (wanted === next) wanted = null;
      Atlas.controls.show(Atlas.state);
    });
  };

  Atlas.render = render;

  Atlas.start = function (given) {
    map = given;
    var read = JSON.parse(document.getElementById("state").textContent);
    read.layers = new Set(read.layers);
    Atlas.state = read;
    document.documentElement.classList.add("script");
    map.getContainer().setAttribute("aria-label", Atlas.t("Map of Mali"));
    if (!matchMedia("(min-width: 900px)").matches) document.getElementById("drawer").open = false;
    Atlas.readout.rest();
    Atlas.figures.sortable();
    Atlas.controls.attach(map);
    Atlas.downloads.attach();
    var made = Atlas.draw.made;
    Promise.all([made["ready-base"], made["ready-units"], made["ready-regions"], made["ready-outlines"], needed(read)]).then(function () {
      return read.at ? map.setView([read.at[1], read.at[2]], read.at[0], { animate: false }) : Atlas.controls.zoom(read.focus, false);
    }).then(function () {
      Atlas.draw.toggle(map, read);
      render();
      if (read.unit) Atlas.controls.uncover(read.unit);
      Atlas.controls.address();
      Atlas.labels.place(Atlas.state);
      document.documentElement.classList.add("ready");
    });
  };
})();

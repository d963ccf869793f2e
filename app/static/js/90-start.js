// Start: read the state that the server rendered, wait for geometry and values, then draw.
(function () {
  "use strict";
  var map = null;

  function render() {
    var state = Atlas.state, item = Atlas.values.measure(state.measure);
    var cells = Atlas.draw.paint(state);
    Atlas.figures.render(state, item, cells);
    Atlas.controls.show(state);
    Atlas.readout.refresh();
    Atlas.panel.refresh();
  }

  function needed(state) {
    return Promise.all([
      Atlas.values.need("admin1", state), Atlas.values.need("zones", state),
      Atlas.values.need("admin1", { violence: "all", family: "any" }), Atlas.draw.show(map, state)
    ]);
  }

  function isHeld(state) { return Atlas.values.held("admin1", state) && Atlas.values.held("zones", state); }

  // Change the state. A change of year draws at once; a filter or layer may first have to be loaded.
  Atlas.update = function (change) {
    var next = Object.assign({}, Atlas.state, change);
    if (change.measure && next.from && next.measure !== "documented_sites" && !Atlas.config.covered.includes(next.from)) next.from = null;
    Atlas.state = next;
    Atlas.controls.address();
    if (isHeld(next) && Object.keys(change).every(function (key) { return /^(year|from|measure|unit|focus|at|circles)$/.test(key); })) {
      render();
      if (change.focus) Atlas.labels.place(next);
      return Promise.resolve();
    }
    return needed(next).then(function () {
      if (!isHeld(Atlas.state)) return;
      render();
      Atlas.labels.place(Atlas.state);
    }, function () { /* said by load() */ });
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
    var made = Atlas.draw.made;
    Promise.all([made["ready-base"], made["ready-admin1"], needed(read)]).then(function () {
      return read.at ? map.setView([read.at[1], read.at[2]], read.at[0], { animate: false }) : Atlas.controls.zoom(read.focus, false);
    }).then(function () {
      render();
      if (read.unit) Atlas.controls.uncover(read.unit);
      Atlas.controls.address();
      Atlas.labels.place(Atlas.state);
      document.documentElement.classList.add("ready");
    });
  };
})();

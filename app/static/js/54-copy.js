// Text to the clipboard. Where a page has none, as on plain http, the text is shown and selected, to be copied by hand.
// Needs nothing of the map: pages without one load this file alone.
var Copying = (function () {
  "use strict";
  var asked = null;
  function $(id) { return document.getElementById(id); }

  function write(text) {
    return navigator.clipboard ? navigator.clipboard.writeText(text) : Promise.reject(new Error("no clipboard"));
  }

  // Old, and all that a page on plain http has: copies what is selected.
  function writeSelected() {
    try { return document.execCommand("copy"); } catch (error) { return false; }
  }

  function show(text, words) {
    $("copied-said").textContent = words;
    $("copied-text").value = text;
    $("copied").hidden = false;
    $("copied-status").textContent = "";
    setTimeout(function () { $("copied-status").textContent = words; }, 60);
  }

  function select() {
    $("copied-text").focus();
    $("copied-text").select();
  }

  function mark(button) {
    button.classList.add("done");
    setTimeout(function () { button.classList.remove("done"); }, 2500);
  }

  // Copy a text for the button that was pressed, and say so.
  function copy(text, button) {
    var box = $("copied");
    asked = button;
    return write(text).then(function () { return true; }, function () {
      show(text, "");
      select();
      return writeSelected();
    }).then(function (isDone) {
      show(text, isDone ? box.dataset.copied : box.dataset.byHand);
      if (isDone) { mark(button); button.focus(); } else select();
      return isDone;
    });
  }

  function close() {
    if ($("copied").hidden) return;
    var isInside = $("copied").contains(document.activeElement);
    $("copied").hidden = true;
    if (isInside && asked) asked.focus();
  }

  // The text of an element; where the button names an address, with that in place of the element's own.
  function textOf(button) {
    var from = $(button.dataset.copy), text = from.textContent.trim().replace(/[ \n\t]+/g, " ");
    return button.dataset.address ? text.replace(from.dataset.address, function () { return button.dataset.address; }) : text;
  }

  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("[data-copy]").forEach(function (button) { button.hidden = false; });
    if ($("copied-close")) $("copied-close").addEventListener("click", close);
  });
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-copy]");
    if (button) copy(textOf(button), button);
    else if (!event.target.closest("#copied, .cite, [id^=copy-]")) close();
  });
  document.addEventListener("keydown", function (event) { if (event.key === "Escape") close(); });

  return { copy: copy };
})();

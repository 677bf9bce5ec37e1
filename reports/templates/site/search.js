(function () {
  "use strict";
  var form = document.getElementById("find"), box = document.getElementById("q"), told = document.getElementById("told");
  var items = Array.prototype.slice.call(document.getElementById("all").children);
  function plain(text) { return (text.normalize ? text.normalize("NFKC") : text).toLowerCase(); }
  var texts = items.map(function (item) { return plain(item.textContent); });
  function look() {
    var wanted = plain(box.value).split(/\s+/).filter(Boolean), found = 0;
    items.forEach(function (item, n) {
      var shown = wanted.every(function (word) { return texts[n].indexOf(word) >= 0; });
      item.hidden = !shown;
      if (shown) { found += 1; }
    });
    told.textContent = wanted.length ? (found ? found + " " + told.dataset.found : told.dataset.none) : "";
    if (!found) { items.forEach(function (item) { item.hidden = false; }); }
  }
  form.hidden = false;
  box.value = new URLSearchParams(location.search).get("q") || "";
  box.addEventListener("input", look);
  form.addEventListener("submit", function (event) { event.preventDefault(); look(); });
  document.addEventListener("keydown", function (event) {
    if (event.key === "/" && document.activeElement !== box) { event.preventDefault(); box.focus(); }
    if (event.key === "Escape" && document.activeElement === box) { box.value = ""; look(); }
  });
  look();
})();

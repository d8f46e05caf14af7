// Putting the parts together: start, keys, the drawer of a phone, the Back key of the browser.

function setDrawer(open) {
  document.body.classList.toggle("filters-open", open);
  byId("open-filters").setAttribute("aria-expanded", String(open));
}

function startKeys() {
  document.addEventListener("keydown", (event) => {
    const typing =
      /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) && event.target.type !== "checkbox" && event.target.type !== "range";
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      if (narrow.matches) setDrawer(true);
      byId("search").focus();
      byId("search").select();
    } else if (event.key === "Escape") {
      if (document.body.classList.contains("filters-open")) setDrawer(false);
      else change({ selected: "", pathFrom: "", pathTo: "" });
    }
  });
}

function startSearch() {
  combobox(byId("search"), byId("search-list"), (id) => {
    byId("search").value = nodeOf.get(id).name;
    setDrawer(false);
    // A search says "show me this": filters that hide it give way.
    const reveal = shown().nodes.has(id)
      ? {}
      : { hiddenTypes: [], hiddenPredicates: [], yearFrom: DEFAULTS.yearFrom, yearTo: DEFAULTS.yearTo, undated: true };
    change({ selected: id, pathFrom: "", pathTo: "", ...reveal }, { centre: true });
  });
  for (const [id, key] of [
    ["path-from", "pathFrom"],
    ["path-to", "pathTo"],
  ]) {
    combobox(byId(id), byId(`${id}-list`), (chosen) => change({ [key]: chosen, selected: "" }, { centre: true }));
    byId(id).addEventListener("cleared", () => change({ [key]: "" }));
  }
  const showEnds = () => {
    byId("path-from").value = nodeOf.get(state.pathFrom)?.name ?? "";
    byId("path-to").value = nodeOf.get(state.pathTo)?.name ?? "";
  };
  onChange((changed) => (changed.has("pathFrom") || changed.has("pathTo")) && showEnds());
  showEnds();
}

function start() {
  Object.assign(state, readLink());
  startTheme();
  applyLanguage();
  drawToggles();
  drawYears();
  drawCounts();
  byId("empty").hidden = nodeList.length > 0;
  byId("truncated").hidden = !payload.truncated;
  startGraph();
  startFilters();
  startTools();
  startSearch();
  startKeys();
  drawTable();
  drawPanel();
  if (path() || state.selected) centreOn(state.selected);
  byId("open-filters").addEventListener("click", () => setDrawer(!document.body.classList.contains("filters-open")));
  byId("skip").addEventListener("click", (event) => {
    event.preventDefault();
    byId("search").focus();
  });
  byId("main").addEventListener("pointerdown", () => setDrawer(false));
  // Back and Forward change the hash without our doing.
  addEventListener("popstate", () => change(readLink(), { keepLink: true, centre: true }));
  addEventListener("hashchange", () => change(readLink(), { keepLink: true }));
  window.explorer = { network, state, change };
}

start();

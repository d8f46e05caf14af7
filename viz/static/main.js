// Putting the parts together: start, keys, the drawer of a phone, the Back key of the browser.

function setDrawer(open) {
  // The drawer takes the focus of what is in it along when it goes.
  if (!open && narrow.matches && byId("filters").contains(document.activeElement)) byId("open-filters").focus();
  document.body.classList.toggle("filters-open", open);
  byId("open-filters").setAttribute("aria-expanded", String(open));
}

function toSearch() {
  if (narrow.matches) setDrawer(true);
  byId("search").focus({ preventScroll: narrow.matches });
  byId("search").select();
}

function startKeys() {
  document.addEventListener("keydown", (event) => {
    const typing =
      /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) && event.target.type !== "checkbox" && event.target.type !== "range";
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      toSearch();
    } else if (event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey) && !typing) {
      event.preventDefault();
      undo();
    } else if (event.key === "Escape") {
      if (document.body.classList.contains("filters-open")) setDrawer(false);
      else change({ selected: "", pathFrom: "", pathTo: "", lit: "" });
    }
  });
}

function startSearch() {
  combobox(byId("search"), byId("search-list"), (node) => {
    byId("search").value = node.name;
    setDrawer(false);
    reveal(node.id);
  });
  for (const [id, key] of [
    ["path-from", "pathFrom"],
    ["path-to", "pathTo"],
  ]) {
    combobox(byId(id), byId(`${id}-list`), async (node) => {
      const chosen = state.selected;
      if (!nodeOf.has(node.id)) await takeStep(["s", node.id]).catch(() => null);
      if (!nodeOf.has(node.id)) return;
      change({ [key]: node.id, selected: state.selected === chosen ? "" : state.selected }, { centre: true });
    });
    byId(id).addEventListener("cleared", () => change({ [key]: "" }));
  }
  const showEnds = () => {
    byId("path-from").value = nodeOf.get(state.pathFrom)?.name ?? "";
    byId("path-to").value = nodeOf.get(state.pathTo)?.name ?? "";
  };
  onChange((changed) => (changed.has("pathFrom") || changed.has("pathTo")) && showEnds());
  showEnds();
}

async function start() {
  const link = location.hash.slice(1);
  const linked = readSteps().length > 0;
  if (!linked) Object.assign(state, readLink());
  startTheme();
  applyLanguage();
  markPending();
  drawToggles();
  drawYears();
  drawProvinces();
  drawLooks();
  drawPlay();
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
  drawDock();
  if (served?.review_off) notify(t("review_off", { reason: served.review_off }), true);
  if (path() || state.selected) centreOn(state.selected);
  byId("open-filters").addEventListener("click", () => setDrawer(!document.body.classList.contains("filters-open")));
  byId("skip").addEventListener("click", (event) => {
    event.preventDefault();
    toSearch();
  });
  byId("skip-details").addEventListener("click", (event) => {
    event.preventDefault();
    byId("panel").focus();
  });
  byId("main").addEventListener("pointerdown", () => setDrawer(false));
  if (linked || state.sizeBy !== "degree" || state.colourBy !== "type") await restore({ centre: true });
  else await bringLinked(link);
  // The legend of communities comes with their measures and is larger than that of types.
  if (state.colourBy !== "type" && state.view === "graph" && !focus()) fitAll(false);
  // Back and Forward change the hash without our doing.
  addEventListener("popstate", () => restore({ centre: true }));
  addEventListener("hashchange", () => location.hash.slice(1) !== lastLink && restore());
  window.explorer = { network, state, change, ready: () => stepping };
}

start();

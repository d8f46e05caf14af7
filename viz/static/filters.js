// The left column: which types, relations and years are to be seen, with how many there are of each.

function countBy(list, key) {
  const counts = new Map();
  for (const item of list) counts.set(item[key], (counts.get(item[key]) ?? 0) + 1);
  return counts;
}

function toggleRow(name, label, sign, count, key, all) {
  const flip = () => change({ [key]: state[key].includes(name) ? state[key].filter((one) => one !== name) : [...state[key], name] });
  const only = () => {
    const others = all.filter((one) => one !== name);
    // A second press on the only one shown brings all back.
    change({ [key]: !state[key].includes(name) && others.every((one) => state[key].includes(one)) ? [] : others });
  };
  const box = element("input", { type: "checkbox", "data-name": name, onchange: flip });
  box.checked = !state[key].includes(name);
  return element(
    "li",
    {},
    element(
      "label",
      { class: "check" },
      box,
      sign,
      element("span", { class: "grow" }, label),
      element("span", { class: "number" }, String(count)),
    ),
    element("button", { class: "only", "aria-label": `${t("only")} ${label}`, onclick: only }, t("only")),
  );
}

function drawToggles() {
  const types = countBy(nodeList, "kind");
  const predicates = countBy(edgeList, "predicate");
  const focused = document.activeElement?.dataset?.name;
  const typeNames = [...typeOf.keys()].filter((name) => types.has(name));
  const predicateNames = [...predicateOf.keys()].filter((name) => predicates.has(name));
  byId("types").replaceChildren(
    ...typeNames.map((name) => toggleRow(name, typeName(name), icon(name), types.get(name), "hiddenTypes", typeNames)),
  );
  byId("predicates").replaceChildren(
    ...predicateNames.map((name) => toggleRow(name, predicateName(name), null, predicates.get(name), "hiddenPredicates", predicateNames)),
  );
  if (focused) document.querySelector(`.toggles input[data-name="${CSS.escape(focused)}"]`)?.focus();
}

function drawHistogram() {
  const counts = countBy(
    edgeList.flatMap((edge) => edge.years.map((year) => ({ year }))),
    "year",
  );
  const [first, last] = yearSpan;
  const highest = Math.max(...counts.values());
  const bars = [];
  for (let year = first; year <= last; year += 1) {
    // The square root lets the one relation of an early year be seen beside the hundreds of a late one.
    const height = Math.sqrt((counts.get(year) ?? 0) / highest) * 26;
    const inside = year >= state.yearFrom && year <= state.yearTo;
    bars.push(svgElement("rect", { x: year - first + 0.08, y: 26 - height, width: 0.84, height, class: inside ? "in" : "out" }));
  }
  const picture = byId("histogram");
  picture.setAttribute("viewBox", `0 0 ${last - first + 1} 26`);
  picture.replaceChildren(...bars);
}

function drawYears() {
  byId("years").hidden = yearSpan === null;
  if (yearSpan === null) return;
  for (const [id, key] of [
    ["year-from", "yearFrom"],
    ["year-to", "yearTo"],
  ]) {
    const input = byId(id);
    [input.min, input.max] = yearSpan;
    input.value = state[key];
    input.setAttribute("aria-valuetext", String(state[key]));
  }
  byId("years-shown").textContent = state.yearFrom === state.yearTo ? `${state.yearFrom}` : `${state.yearFrom}–${state.yearTo}`;
  byId("undated").checked = state.undated;
  byId("undated-count").textContent = String(edgeList.filter((edge) => edge.years.length === 0).length);
  drawHistogram();
}

// Provinces that the page's relations touch, each with how many.
function drawProvinces() {
  const counts = new Map();
  for (const edge of edgeList) for (const name of new Set(provincesOf(edge))) counts.set(name, (counts.get(name) ?? 0) + 1);
  const names = [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a) || a.localeCompare(b, "zh"));
  if (state.province && !counts.has(state.province)) names.unshift(state.province);
  const option = (value, label) => element("option", { value, selected: value === state.province }, label);
  byId("province").replaceChildren(option("", t("all_provinces")), ...names.map((name) => option(name, `${name} (${counts.get(name) ?? 0})`)));
  byId("province").value = state.province;
  byId("provinces").hidden = names.length === 0;
}

function drawLooks() {
  for (const [id, key, values] of [
    ["size-by", "sizeBy", SIZES],
    ["colour-by", "colourBy", COLOURS],
  ]) {
    byId(id).replaceChildren(...values.map((value) => element("option", { value }, t(`by_${value}`))));
    byId(id).value = state[key];
  }
  byId("sure").value = state.sure;
  byId("sure").setAttribute("aria-valuetext", `${state.sure}%`);
  byId("sure-shown").textContent = state.sure ? `≥ ${state.sure}%` : t("any");
}

// Playing: the end of the span walks from the first year to the last, so that what came in each year is seen to come.
const FRAME = 1100;
let playing = 0;
function stopPlaying() {
  clearInterval(playing);
  playing = 0;
  drawPlay();
}

function drawPlay() {
  byId("play").setAttribute("aria-pressed", String(Boolean(playing)));
  byId("play").querySelector("span").textContent = playing ? "❚❚" : "▶";
  byId("play-word").textContent = t(playing ? "pause" : "play");
}

function play() {
  if (playing) return stopPlaying();
  const [first, last] = yearSpan;
  remember(new Set(["play"]));
  const from = state.yearTo < last ? state.yearTo : first;
  change({ yearFrom: first, yearTo: from, undated: false }, { quiet: true });
  playing = setInterval(() => {
    if (state.yearTo >= last) return stopPlaying();
    change({ yearTo: state.yearTo + 1 }, { quiet: true });
  }, FRAME);
  drawPlay();
}

// What can be brought back: things hidden one by one, and everything that was done to the page.
function drawBack() {
  const hidden = hiddenThings().length;
  byId("show-hidden").hidden = hidden === 0;
  byId("show-hidden").textContent = t("show_hidden", { n: hidden });
  byId("start-over").hidden = state.steps.length === 0;
}

function drawCounts() {
  const { nodes, edges } = shown();
  const values = { nodes: nodes.size, edges: edges.size, all_nodes: nodeList.length, all_edges: edgeList.length };
  const text = t(nodes.size === nodeList.length && edges.size === edgeList.length ? "counts_all" : "counts", values);
  byId("counts").textContent = text;
  return text;
}

function startFilters() {
  // The two ends push each other: the range can never be empty.
  byId("year-from").addEventListener("input", (event) => {
    const from = Number(event.target.value);
    change({ yearFrom: from, yearTo: Math.max(from, state.yearTo) });
  });
  byId("year-to").addEventListener("input", (event) => {
    const to = Number(event.target.value);
    change({ yearTo: to, yearFrom: Math.min(to, state.yearFrom) });
  });
  byId("play").addEventListener("click", play);
  byId("sure").addEventListener("input", (event) => change({ sure: Number(event.target.value) }));
  byId("province").addEventListener("change", (event) => change({ province: event.target.value }));
  for (const [id, key] of [
    ["size-by", "sizeBy"],
    ["colour-by", "colourBy"],
  ]) {
    byId(id).addEventListener("change", async (event) => {
      const value = event.target.value;
      await needMeasures().catch(() => null);
      change({ [key]: value });
    });
  }
  byId("undated").addEventListener("change", (event) => change({ undated: event.target.checked }));
  byId("show-hidden").addEventListener("click", showHidden);
  byId("start-over").addEventListener("click", startOver);
  byId("reset").addEventListener("click", () => {
    byId("search").value = "";
    const kept = ["language", "view", "steps", "dock", "query", "compareA", "compareB"];
    change({ ...DEFAULTS, ...Object.fromEntries(kept.map((key) => [key, state[key]])) });
    if (state.view === "graph") fitAll(true);
  });
}

onChange((changed) => {
  const filtered = FILTERS.some((key) => changed.has(key));
  const content = changed.has("steps");
  if (changed.has("sizeBy") || changed.has("colourBy") || changed.has("language") || filtered) drawLooks();
  if (!filtered && !content && !changed.has("language")) return;
  drawToggles();
  drawYears();
  drawProvinces();
  drawPlay();
  drawBack();
  const text = drawCounts();
  if (filtered) announce(isFiltered(state.selected) ? `${text} · ${t("filtered_out")}` : text);
});

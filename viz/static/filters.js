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
    const height = ((counts.get(year) ?? 0) / highest) * 26;
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
  byId("undated").addEventListener("change", (event) => change({ undated: event.target.checked }));
  byId("reset").addEventListener("click", () => {
    byId("search").value = "";
    change({ ...DEFAULTS, language: state.language, view: state.view });
    if (state.view === "graph") fitAll(true);
  });
}

const FILTER_KEYS = ["hiddenTypes", "hiddenPredicates", "yearFrom", "yearTo", "undated"];
onChange((changed) => {
  const filtered = FILTER_KEYS.some((key) => changed.has(key));
  if (!filtered && !changed.has("language")) return;
  drawToggles();
  drawYears();
  const text = drawCounts();
  if (filtered) announce(text);
});

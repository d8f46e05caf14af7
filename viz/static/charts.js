// Charts as SVG: what happened when (a row for each thing, a mark for each year), and which place has which programme since when.

const LANE = 22;
const NAME_WIDTH = 210;
const YEAR_WIDTH = 46;
const CHART_ROWS = 60;
const CELL_SIZE = 26;
// Wide enough for a whole year: of two digits nobody could tell that they are none.
const CELL_WIDTH = 38;
const HEAT_PLACES = 36;

function svgText(text, attributes) {
  const made = svgElement("text", attributes);
  made.textContent = text;
  return made;
}

const clipped = (text, most) => ([...text].length > most ? `${[...text].slice(0, most - 1).join("")}…` : text);

// A mark that a pointer, a key and a screen reader can reach.
function pressable(mark, name, act) {
  mark.setAttribute("tabindex", "0");
  mark.setAttribute("role", "button");
  mark.setAttribute("aria-label", name);
  mark.addEventListener("click", act);
  mark.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    act();
  });
  const title = svgElement("title");
  title.textContent = name;
  mark.append(title);
  return mark;
}

// Lanes: {id, name, kind, years: Map(year -> how many)}.
function timelineSvg(lanes, title) {
  const years = lanes.flatMap((lane) => [...lane.years.keys()]);
  const [first, last] = [Math.min(...years), Math.max(...years)];
  const width = NAME_WIDTH + (last - first + 1) * YEAR_WIDTH + 16;
  const height = (lanes.length + 1) * LANE + 14;
  const x = (year) => NAME_WIDTH + (year - first + 0.5) * YEAR_WIDTH;
  const chart = svgElement("svg", { class: "chart", viewBox: `0 0 ${width} ${height}`, width, height, role: "group", "aria-label": title });
  for (let year = first; year <= last; year += 1) {
    chart.append(svgText(String(year), { x: x(year), y: 15, class: "chart-year" }));
    chart.append(svgElement("line", { x1: x(year), x2: x(year), y1: LANE, y2: height - 6, class: "chart-rule" }));
  }
  lanes.forEach((lane, number) => {
    const y = (number + 1.5) * LANE;
    const spans = [...lane.years.keys()].sort((a, b) => a - b);
    const label = svgText(clipped(lane.name, 15), { x: NAME_WIDTH - 12, y, class: "chart-name" });
    chart.append(pressable(label, lane.name, () => reveal(lane.id)));
    chart.append(svgElement("line", { x1: x(spans[0]), x2: x(spans.at(-1)), y1: y, y2: y, class: "chart-span" }));
    for (const year of spans) {
      const many = lane.years.get(year);
      const mark = svgElement("circle", { cx: x(year), cy: y, r: Math.min(5 + Math.sqrt(many - 1) * 1.6, 10), class: `chart-mark icon-${lane.kind}` });
      const text = svgElement("title");
      text.textContent = `${lane.name} ${year}${many > 1 ? ` ×${many}` : ""}`;
      mark.append(text);
      chart.append(mark);
      if (many > 1) chart.append(svgText(String(many), { x: x(year), y: y + 0.5, class: "chart-count" }));
    }
  });
  return chart;
}

// Without a selection: programmes and campaigns, and in how many places each was on in each year.
function lanesOfPage() {
  const lanes = new Map();
  const visible = shown().edges;
  for (const edge of edgeList) {
    if (!visible.has(edge.id) || !["IMPLEMENTS", "RUNS"].includes(edge.predicate)) continue;
    const what = nodeOf.get(edge.to);
    const lane = lanes.get(what.id) ?? { id: what.id, name: what.name, kind: what.kind, years: new Map() };
    for (const year of edge.years) lane.years.set(year, (lane.years.get(year) ?? 0) + 1);
    if (lane.years.size) lanes.set(what.id, lane);
  }
  const total = (lane) => [...lane.years.values()].reduce((a, b) => a + b, 0);
  return [...lanes.values()].sort((a, b) => total(b) - total(a)).slice(0, 20).sort(earlier);
}

const earlier = (a, b) => Math.min(...a.years.keys()) - Math.min(...b.years.keys()) || b.years.size - a.years.size || a.name.localeCompare(b.name, "zh");

function lanesFrom(rows) {
  const lanes = new Map();
  for (const { id, name, kind, year } of rows) {
    const lane = lanes.get(id) ?? { id, name, kind, years: new Map() };
    lane.years.set(year, Math.max(1, lane.years.get(year) ?? 0));
    lanes.set(id, lane);
  }
  return [...lanes.values()].sort(earlier);
}

// The years of what is related to a thing: on a page with a server from the whole graph, else from the page.
async function lanesOf(node) {
  if (!served) {
    const visible = shown().edges;
    const edges = edgesAt.get(node.id).filter((edge) => visible.has(edge.id));
    const row = (edge, year) => ({ ...pick(nodeOf.get(otherEnd(edge, node.id)), ["id", "name", "kind"]), year });
    return lanesFrom(edges.flatMap((edge) => edge.years.map((year) => row(edge, year))));
  }
  const { columns, rows } = await ask("ask", { query: "timeline", arguments: { entity: bare(node.id), limit: "1000" }, limit: 1000 });
  const at = (name) => columns.indexOf(name);
  const passes = (row) => !state.hiddenTypes.includes(row[at("kind")]) && !state.hiddenPredicates.includes(row[at("predicate")]);
  return lanesFrom(
    rows.filter(passes).map((row) => ({ id: nodeId(row[at("name_id")]), name: row[at("name")], kind: row[at("kind")], year: row[at("year")] })),
  );
}

let chartAsked = 0;
// Draw a chart with its title, the buttons that save it, and the same as a table.
function chartPanel(title, chart, keys, columns, rows, notes = []) {
  const asSvg = () => save(svgBlob(chartSvg(chart)), "svg", title);
  dockBody(
    element(
      "div",
      { class: "dock-head" },
      element("h2", {}, title),
      ...notes,
      element("span", { class: "saves" }, element("button", { class: "small", "data-save": "svg", onclick: asSvg }, "SVG"), ...saveRows(title, columns, keys, rows)),
    ),
    element(
      "div",
      { class: "chart-scroll", tabindex: 0, role: "region", "aria-label": title },
      chart,
      element("details", { class: "as-table" }, element("summary", {}, t("as_table")), grid(keys, columns, rows)),
    ),
  );
}

async function drawTimeline() {
  const number = (chartAsked += 1);
  const edge = edgeOf.get(state.selected);
  const node = nodeOf.get(edge ? edge.to : state.selected);
  const all = node ? await lanesOf(node).catch(() => []) : lanesOfPage();
  if (number !== chartAsked || state.dock !== "timeline") return;
  const title = node ? t("timeline_of", { name: node.name }) : t("timeline_page");
  if (all.length === 0) return dockBody(element("p", { class: "dock-empty" }, t(node ? "no_years" : "timeline_none")));
  const lanes = all.slice(0, CHART_ROWS);
  const rows = all.map((lane) => [lane.name, lane.kind, Math.min(...lane.years.keys()), Math.max(...lane.years.keys()), [...lane.years.keys()].sort((a, b) => a - b), bare(lane.id)]);
  const columns = [
    { key: "name", head: t("entity"), id: "name_id" },
    { key: "kind", head: t("type") },
    { key: "first", head: t("first_year") },
    { key: "last", head: t("last_year") },
    { key: "years", head: t("years") },
  ];
  const hint = element("span", { class: "quiet" }, all.length > lanes.length ? t("rows_of", { n: lanes.length, all: all.length }) : node ? "" : t("timeline_hint"));
  chartPanel(title, timelineSvg(lanes, title), ["name", "kind", "first", "last", "years", "name_id"], columns, rows, [hint]);
}

// Cells: {what, kind, whatId, place, placeId, first, last, said}.
async function heatCells() {
  if (served) {
    const within = state.province ? { within: state.province } : {};
    const { columns, rows } = await ask("ask", { query: "place_programme_matrix", arguments: { ...within, programmes: "30" }, limit: 1000 });
    const at = (name) => columns.indexOf(name);
    return rows.map((row) => ({
      what: row[at("name")], kind: row[at("kind")], whatId: nodeId(row[at("name_id")]), place: row[at("place")], placeId: nodeId(row[at("place_id")]),
      first: row[at("first_year")], last: row[at("last_year")], said: row[at("statements")],
    }));
  }
  const cells = new Map();
  const visible = shown().edges;
  for (const edge of edgeList) {
    if (!visible.has(edge.id) || !["IMPLEMENTS", "RUNS"].includes(edge.predicate)) continue;
    const actor = nodeOf.get(edge.from);
    const seats = actor.kind === "PLACE" ? [actor] : edgesAt.get(actor.id).filter((one) => one.predicate === "LOCATED_IN" && one.from === actor.id).map((one) => nodeOf.get(one.to));
    for (const place of seats) {
      const what = nodeOf.get(edge.to);
      const key = `${what.id} ${place.id}`;
      const cell = cells.get(key) ?? { what: what.name, kind: what.kind, whatId: what.id, place: place.name, placeId: place.id, first: null, last: null, said: 0 };
      const years = [...edge.years, cell.first, cell.last].filter((year) => year !== null);
      cells.set(key, { ...cell, first: years.length ? Math.min(...years) : null, last: years.length ? Math.max(...years) : null, said: cell.said + edge.count });
    }
  }
  return [...cells.values()];
}

function ranked(cells, key, most) {
  const counts = new Map();
  for (const cell of cells) counts.set(cell[key], (counts.get(cell[key]) ?? 0) + 1);
  return [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a)).slice(0, most);
}

// Early years dark, late years light: who was first is seen at once. Undated cells are hollow.
function heatSvg(cells, title) {
  const [whats, places] = [ranked(cells, "whatId", 30), ranked(cells, "placeId", HEAT_PLACES)];
  const years = cells.map((cell) => cell.first).filter((year) => year !== null);
  const [first, last] = [Math.min(...years), Math.max(...years)];
  const top = 118;
  const [width, height] = [NAME_WIDTH + places.length * CELL_WIDTH + 60, top + whats.length * CELL_SIZE + 8];
  const chart = svgElement("svg", { class: "chart", viewBox: `0 0 ${width} ${height}`, width, height, role: "group", "aria-label": title });
  const nameOfId = new Map(cells.flatMap((cell) => [[cell.whatId, cell.what], [cell.placeId, cell.place]]));
  places.forEach((id, column) => {
    const x = NAME_WIDTH + (column + 0.5) * CELL_WIDTH;
    const label = svgText(clipped(nameOfId.get(id), 9), { class: "chart-place", transform: `translate(${x + 4} ${top - 8}) rotate(-60)` });
    chart.append(pressable(label, nameOfId.get(id), () => reveal(id)));
  });
  whats.forEach((id, row) => {
    const label = svgText(clipped(nameOfId.get(id), 15), { x: NAME_WIDTH - 10, y: top + (row + 0.5) * CELL_SIZE, class: "chart-name" });
    chart.append(pressable(label, nameOfId.get(id), () => reveal(id)));
  });
  for (const cell of cells) {
    const [row, column] = [whats.indexOf(cell.whatId), places.indexOf(cell.placeId)];
    if (row < 0 || column < 0) continue;
    const [x, y] = [NAME_WIDTH + column * CELL_WIDTH, top + row * CELL_SIZE];
    const age = cell.first === null ? 0 : 1 - 0.62 * ((cell.first - first) / Math.max(1, last - first));
    const box = svgElement("rect", { x: x + 1, y: y + 1, width: CELL_WIDTH - 2, height: CELL_SIZE - 2, rx: 4, class: cell.first === null ? "heat-undated" : "heat-cell", "fill-opacity": fixed(age * 100) / 100 });
    chart.append(pressable(box, `${cell.place} · ${cell.what} · ${cell.first ?? t("no_year")}`, () => openCell(cell)));
    if (cell.first !== null) chart.append(svgText(String(cell.first), { x: x + CELL_WIDTH / 2, y: y + CELL_SIZE / 2 + 0.5, class: age > 0.66 ? "heat-year strong" : "heat-year" }));
  }
  return chart;
}

// What ties a place to a programme: the way between them with its sentences.
async function openCell(cell) {
  await takeStep(["s", cell.placeId, cell.whatId]).catch(() => null);
  change({ pathFrom: cell.placeId, pathTo: cell.whatId, selected: "" }, { centre: true });
}

async function drawHeat() {
  const number = (chartAsked += 1);
  const cells = await heatCells().catch(() => []);
  if (number !== chartAsked || state.dock !== "heat") return;
  if (cells.length === 0) return dockBody(element("p", { class: "dock-empty" }, t("heat_none")));
  const title = state.province ? t("heat_of", { name: state.province }) : t("heat_all");
  const keys = ["what", "kind", "place", "first", "last", "said", "what_id", "place_id"];
  const rows = cells.map((cell) => [cell.what, cell.kind, cell.place, cell.first, cell.last, cell.said, bare(cell.whatId), bare(cell.placeId)]);
  const columns = [
    { key: "what", head: t("what"), id: "what_id" },
    { key: "kind", head: t("type") },
    { key: "place", head: typeName("PLACE"), id: "place_id" },
    { key: "first", head: t("first_year") },
    { key: "last", head: t("last_year") },
    { key: "said", head: t("count") },
  ];
  chartPanel(title, heatSvg(cells, title), keys, columns, rows, [element("span", { class: "quiet" }, t("heat_hint"))]);
}

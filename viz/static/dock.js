// The dock below the graph: questions, comparison, charts, review; and the table that all of them show their rows in.

const DOCK_ROWS = 200;

// Which tabs there are: what needs a server, or a bundle, is left out without one.
const dockTabs = () => DOCKS.filter((name) => (name !== "query" || served) && (name !== "review" || served?.review || served?.review_off));
const drawersOf = { query: () => drawQuery(), compare: () => drawCompare(), timeline: () => drawTimeline(), heat: () => drawHeat(), review: () => drawReview() };

function dockTab(name) {
  const on = state.dock === name;
  const waiting = name === "review" ? pendingList.length : 0;
  return element(
    "button",
    { class: "dock-tab", id: `tab-${name}`, "aria-expanded": String(on), "aria-controls": "dock-body", onclick: () => change({ dock: on ? "" : name }) },
    t(`dock_${name}`),
    waiting ? element("span", { class: "badge" }, String(waiting)) : null,
  );
}

function drawDockTabs() {
  const focusedTab = document.activeElement?.id?.startsWith("tab-") ? document.activeElement.id : "";
  const right = state.dock
    ? [
        element("button", { class: "icon small", id: "dock-size", "aria-pressed": String(document.body.classList.contains("dock-tall")), "aria-label": t("dock_tall"), title: t("dock_tall"), onclick: () => tallDock() }, "⇕"),
        element("button", { class: "icon small", id: "dock-close", "aria-label": t("close"), title: t("close"), onclick: () => change({ dock: "" }) }, "✕"),
      ]
    : [];
  byId("dock-tabs").replaceChildren(element("div", { class: "dock-names" }, ...dockTabs().map(dockTab)), ...right);
  if (focusedTab) byId(focusedTab)?.focus();
}

let drawnDock = "";
function drawDock() {
  drawDockTabs();
  document.body.classList.toggle("dock-open", Boolean(state.dock));
  byId("dock-body").hidden = !state.dock;
  if (state.dock !== drawnDock) dockBody(state.dock ? element("p", { class: "dock-empty" }, t("loading")) : []);
  drawnDock = state.dock;
  if (state.dock) drawersOf[state.dock]();
}

function tallDock() {
  document.body.classList.toggle("dock-tall");
  drawDock();
  byId("dock-size")?.focus();
}

const dockBody = (...parts) => byId("dock-body").replaceChildren(...parts.flat().filter(Boolean));

function cellText(value, column = "") {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map((one) => cellText(one, column)).join("、");
  if (typeof value === "object") return JSON.stringify(value);
  if (/kind|type/.test(column) && typeOf.has(value)) return typeName(value);
  if (/predicate/.test(column) && predicateOf.has(value)) return predicateName(value);
  if (column === "source") return fileName(String(value));
  if (wordOf.has(`value_${value}`)) return t(`value_${value}`);
  return String(value);
}

// A sortable table. `columns` are {key, head, id}: where `id` names the column with the id of what a cell shows, the cell is a button that
// brings it to the page. Rows are arrays in the order of `keys`.
function grid(keys, columns, rows) {
  const at = new Map(keys.map((key, number) => [key, number]));
  let sorted = { key: "", down: false };
  const holder = element("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": t("table") });
  const cell = (column, row, number) => {
    const value = row[at.get(column.key)];
    const text = cellText(value, column.key);
    const id = column.id ? row[at.get(column.id)] : null;
    if (typeof id === "string" && id.includes(":"))
      return element(number ? "td" : "th", number ? {} : { scope: "row" }, element("button", { class: "link", onclick: () => reveal(nodeId(id)) }, text));
    return element("td", { class: typeof value === "number" ? "figure" : text.length > 30 ? "long" : null }, text);
  };
  const order = (a, b) => (typeof a === "number" && typeof b === "number" ? a - b : cellText(a).localeCompare(cellText(b), "zh"));
  const draw = () => {
    const list = sorted.key ? [...rows].sort((a, b) => order(a[at.get(sorted.key)], b[at.get(sorted.key)]) * (sorted.down ? -1 : 1)) : rows;
    const head = (column) => {
      const on = sorted.key === column.key;
      const sort = () => {
        sorted = { key: column.key, down: on && !sorted.down };
        draw();
        holder.querySelector(`[data-column="${column.key}"]`)?.focus();
      };
      return element(
        "th",
        { scope: "col", "aria-sort": on ? (sorted.down ? "descending" : "ascending") : null },
        element("button", { "data-column": column.key, title: t("sort_by"), onclick: sort }, column.head + (on ? (sorted.down ? " ↓" : " ↑") : "")),
      );
    };
    const body = element("tbody");
    let done = 0;
    const more = element("button", { class: "more-rows", onclick: () => grow() });
    const grow = () => {
      const part = list.slice(done, done + DOCK_ROWS);
      body.append(...part.map((row) => element("tr", {}, ...columns.map((column, number) => cell(column, row, number)))));
      done += part.length;
      if (done < list.length) more.textContent = t("more", { n: Math.min(DOCK_ROWS, list.length - done) });
      else more.remove();
    };
    holder.replaceChildren(element("table", {}, element("thead", {}, element("tr", {}, ...columns.map(head))), body), more);
    grow();
  };
  draw();
  return holder;
}

// Buttons that save rows as they are shown.
function saveRows(name, columns, keys, rows) {
  const at = new Map(keys.map((key, number) => [key, number]));
  const value = (row, { key }) => (typeof row[at.get(key)] === "number" ? row[at.get(key)] : cellText(row[at.get(key)], key));
  const cells = () => rows.map((row) => columns.map((column) => value(row, column)));
  const heads = columns.map(({ head }) => head);
  const asCsv = () => "\ufeff" + [heads, ...cells()].map((line) => line.map(csvCell).join(",")).join("\r\n") + "\r\n";
  return [
    element("button", { class: "small", "data-save": "csv", onclick: () => save(new Blob([asCsv()], { type: "text/csv;charset=utf-8" }), "csv", name) }, "CSV"),
    element("button", { class: "small", "data-save": "xlsx", onclick: () => save(workbook(heads, cells(), name), "xlsx", name) }, "XLSX"),
  ];
}

onChange((changed) => {
  const redraw = {
    query: ["query"],
    compare: ["compareA", "compareB", "steps"],
    timeline: ["selected", "steps", ...FILTERS],
    heat: ["province", "steps", ...FILTERS],
  }[state.dock] ?? [];
  if (changed.has("dock") || changed.has("language")) drawDock();
  else if (redraw.some((key) => changed.has(key))) drawersOf[state.dock]();
});

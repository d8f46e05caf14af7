// The same content as rows: for screen readers, for sorting, for copying; and as CSV.

const TABLE_ROWS = 200;
let tableKind = "relations";
let sortColumn = -1;
let sortDown = false;

const COLUMNS = {
  relations: [
    ["subject", (edge) => nodeOf.get(edge.from).name],
    ["predicate", (edge) => predicateName(edge.predicate)],
    ["object", (edge) => nodeOf.get(edge.to).name],
    ["years", (edge) => edge.years.join(" ")],
    ["count", (edge) => edge.count],
    ["reports", (edge) => edge.reports],
    ["confidence", (edge) => (edge.basis === "gazetteer" ? "" : Math.floor(edge.confidence * 100) / 100)],
    ["basis", (edge) => (wordOf.has(`basis_${edge.basis}`) ? t(`basis_${edge.basis}`) : edge.basis)],
  ],
  entities: [
    ["entity", (node) => node.name],
    ["type", (node) => typeName(node.kind)],
    ["aliases", (node) => node.aliases.join("、")],
    ["relations", (node) => edgesAt.get(node.id).filter((edge) => shown().edges.has(edge.id)).length],
    ["reports", (node) => node.reports],
    ["mentions", (node) => node.mentions],
    ["span", (node) => yearsText([node.first_year, node.last_year].filter((year) => year !== null))],
  ],
};

function tableItems() {
  const { nodes, edges } = shown();
  const items = tableKind === "relations" ? edgeList.filter((edge) => edges.has(edge.id)) : nodeList.filter((node) => nodes.has(node.id));
  // What reports say comes before what the gazetteer fills in, and what they say often before the rest.
  if (sortColumn < 0 && tableKind === "entities") return items.sort((a, b) => b.degree - a.degree);
  if (sortColumn < 0) return items.sort((a, b) => (a.basis === "gazetteer") - (b.basis === "gazetteer") || b.count - a.count);
  const value = COLUMNS[tableKind][sortColumn][1];
  const order = (a, b) => (typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "zh"));
  return [...items].sort((a, b) => order(value(a), value(b)) * (sortDown ? -1 : 1));
}

function sortBy(column) {
  sortDown = sortColumn === column ? !sortDown : false;
  sortColumn = column;
  drawTable();
  byId("table-view").querySelectorAll("th button")[column]?.focus();
}

function headerCell([key], column) {
  const sorted = column === sortColumn ? (sortDown ? "descending" : "ascending") : null;
  const arrow = sorted ? (sortDown ? " ↓" : " ↑") : "";
  return element(
    "th",
    { scope: "col", "aria-sort": sorted },
    element("button", { title: t("sort_by"), onclick: () => sortBy(column) }, t(key) + arrow),
  );
}

function tableRow(item) {
  const open = () => change({ selected: item.id }, { centre: true });
  const cells = COLUMNS[tableKind].map(([, value], column) => {
    const content = value(item);
    if (column === 0)
      return element("th", { scope: "row" }, element("button", { class: "link", "data-id": item.id, onclick: open }, String(content)));
    return element("td", { class: typeof content === "number" ? "figure" : null }, String(content));
  });
  return element("tr", { class: item.id === state.selected ? "chosen" : null }, ...cells);
}

function drawTable() {
  const view = byId("table-view");
  view.hidden = state.view !== "table";
  byId("graph-view").hidden = state.view === "table";
  byId("toggle-view").setAttribute("aria-pressed", String(state.view === "table"));
  if (state.view !== "table") return;
  const items = tableItems();
  const tab = (kind, n) =>
    element(
      "button",
      { class: "tab", "aria-pressed": String(tableKind === kind), onclick: () => switchTable(kind) },
      t(`rows_${kind}`, { n }),
    );
  const body = element("tbody");
  const more = element("button", { class: "more-rows", onclick: () => grow() });
  const grow = () => {
    body.append(...items.slice(body.children.length, body.children.length + TABLE_ROWS).map(tableRow));
    const left = items.length - body.children.length;
    more.hidden = left === 0;
    more.textContent = t("more", { n: Math.min(left, TABLE_ROWS) });
  };
  grow();
  view.replaceChildren(
    element("div", { class: "tabs" }, tab("relations", shown().edges.size), tab("entities", shown().nodes.size)),
    element(
      "div",
      { class: "scroll", tabindex: 0, role: "region", "aria-label": t("table") },
      element("table", {}, element("thead", {}, element("tr", {}, ...COLUMNS[tableKind].map(headerCell))), body),
      more,
    ),
  );
}

function switchTable(kind) {
  tableKind = kind;
  sortColumn = -1;
  drawTable();
  byId("table-view").querySelector(".tab[aria-pressed=true]")?.focus();
}

// A cell that a spreadsheet would take for a formula gets an apostrophe before it.
function csvCell(value) {
  const text = typeof value === "number" ? String(value) : String(value).replace(/^[=+\-@\t\r]/, "'$&");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

// The columns of the present table with, for relations, the first sentence and where it stands.
function tableColumns() {
  const columns = [...COLUMNS[tableKind]];
  if (tableKind === "relations") {
    columns.push(
      ["sentences", (edge) => firstSentence(edge)?.text ?? ""],
      ["heading", (edge) => firstSentence(edge)?.heading ?? ""],
      ["source", (edge) => fileName(firstSentence(edge)?.source ?? "")],
    );
  }
  return columns;
}

function csv() {
  const columns = tableColumns();
  const lines = [columns.map(([key]) => csvCell(t(key))), ...tableItems().map((item) => columns.map(([, value]) => csvCell(value(item))))];
  return lines.map((line) => line.join(",")).join("\r\n") + "\r\n";
}

onChange((changed) => {
  if (state.view === "table" && changed.size === 1 && changed.has("selected")) {
    for (const row of byId("table-view").querySelectorAll("tbody tr"))
      row.classList.toggle("chosen", row.querySelector("button").dataset.id === state.selected);
  } else drawTable();
});

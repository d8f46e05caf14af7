// Two places side by side: what only one has, what both have, and since when.

const WAYS_OF_DOING = ["IMPLEMENTS", "RUNS", "ISSUES"];

function compareWith(id) {
  const other = state.compareA && state.compareA !== id ? { compareB: id } : { compareA: id };
  change({ dock: "compare", ...other });
}

// A page that stands alone carries what its places do in the whole graph, where that is not too much.
const doneAt = new Map(Object.entries(payload.done?.places ?? {}));
const doneThings = (payload.done?.things ?? []).map((one) => {
  const [id, name] = Array.isArray(one) ? one : [one, one.slice(one.indexOf(":") + 1)];
  return { id: nodeId(id), name, kind: id.slice(0, id.indexOf(":")).toUpperCase() };
});

// What a place, or a body seated in it, does: by id {name, kind, since}.
function doneIn(id) {
  const flat = doneAt.get(bare(id));
  if (flat) return new Map(flat.flatMap((number, at) => (at % 2 ? [] : [[doneThings[number].id, { ...doneThings[number], since: flat[at + 1] }]])));
  const done = new Map();
  const actors = [id, ...edgesAt.get(id).filter((edge) => edge.predicate === "LOCATED_IN" && edge.to === id).map((edge) => edge.from)];
  for (const edge of actors.flatMap((actor) => edgesAt.get(actor))) {
    if (!WAYS_OF_DOING.includes(edge.predicate) || !actors.includes(edge.from)) continue;
    const what = nodeOf.get(edge.to);
    const years = [...edge.years, done.get(what.id)?.since].filter((year) => year !== null && year !== undefined);
    done.set(what.id, { name: what.name, kind: what.kind, since: years.length ? Math.min(...years) : null });
  }
  return done;
}

// Rows {side, id, name, kind, first, second}: from the whole graph, or from the page. Of a part of the graph only what both have is sure.
let cutOff = false;
async function compared(first, second) {
  if (served) {
    const most = served.limits.rows;
    const { columns, rows, truncated } = await ask("ask", { query: "compare_places", arguments: { first: bare(first), second: bare(second), limit: String(most + 1) }, limit: most });
    const at = (name) => columns.indexOf(name);
    cutOff = truncated;
    return rows.map((row) => ({
      side: row[at("side")], id: nodeId(row[at("name_id")]), name: row[at("name")], kind: row[at("kind")],
      first: row[at("first_since")], second: row[at("second_since")],
    }));
  }
  const [ours, theirs] = [doneIn(first), doneIn(second)];
  return [...new Set([...ours.keys(), ...theirs.keys()])].map((id) => ({
    side: !theirs.has(id) ? "first" : !ours.has(id) ? "second" : "both", id, ...pick(ours.get(id) ?? theirs.get(id), ["name", "kind"]),
    first: ours.get(id)?.since ?? null, second: theirs.get(id)?.since ?? null,
  })).filter((row) => !payload.partial || row.side === "both");
}

function compareBox(id, key) {
  const list = element("ul", { id: `${id}-list`, class: "suggestions", role: "listbox", "aria-label": t("suggestions"), hidden: true });
  const input = element("input", {
    id, type: "text", role: "combobox", autocomplete: "off", spellcheck: "false", "aria-expanded": "false", "aria-controls": `${id}-list`,
    "aria-autocomplete": "list", "aria-label": t(key === "compareA" ? "compare_first" : "compare_second"), placeholder: t("compare_hint"),
  });
  input.value = nameOfPlace(state[key]);
  combobox(
    input,
    list,
    async (node) => {
      if (!nodeOf.has(node.id)) await takeStep(["s", node.id]).catch(() => null);
      change({ [key]: node.id });
    },
    ["PLACE"],
  );
  input.addEventListener("cleared", () => change({ [key]: "" }));
  return element("div", { class: "combo" }, input, list);
}

const nameOfPlace = (id) => everNode.get(id)?.name ?? (id ? bare(id) : "");

function compareColumn(title, rows, when) {
  const order = [...typeOf.keys()];
  const sorted = [...rows].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || (when(a)[0] || 9999) - (when(b)[0] || 9999) || a.name.localeCompare(b.name, "zh"));
  const row = (one) =>
    element(
      "li",
      {},
      element(
        served || everNode.has(one.id) ? "button" : "span",
        served || everNode.has(one.id) ? { class: "row", onclick: () => reveal(one.id) } : { class: "row", title: t("not_on_page") },
        icon(one.kind),
        element("span", { class: "grow" }, one.name),
        element("span", { class: "number" }, when(one).filter((year) => year !== "").join(" / ")),
      ),
    );
  return element("section", { class: "compare-column" }, element("h3", {}, `${title} (${rows.length})`), ...cutList(sorted, 40, row, { class: "rows" }));
}

let compareAsked = 0;
async function drawCompare() {
  const number = (compareAsked += 1);
  const { compareA, compareB } = state;
  const unknown = [compareA, compareB].filter((id) => id && !everNode.has(id));
  // A link may name places that are not on the page: their names are asked for, the page stays as it is.
  if (served && unknown.length) learn(await ask("show", { ids: unknown.map(bare), at: standing() }).catch(() => ({ nodes: [], edges: [] })));
  if (number !== compareAsked || state.dock !== "compare") return;
  const boxes = element("div", { class: "compare-boxes" }, compareBox("compare-first", "compareA"), element("span", { class: "quiet", "aria-hidden": "true" }, "↔"), compareBox("compare-second", "compareB"));
  const both = compareA && compareB && compareA !== compareB;
  if (!both) return dockBody(element("div", { class: "dock-head" }, boxes), element("p", { class: "dock-empty" }, t("compare_empty")));
  const rows = await compared(compareA, compareB).catch(() => null);
  if (rows === null || number !== compareAsked || state.dock !== "compare") return;
  const [first, second] = [nameOfPlace(compareA), nameOfPlace(compareB)];
  const share = (side) => rows.filter((row) => row.side === side);
  const alike = rows.length ? share("both").length / rows.length : 0;
  const year = (value) => value ?? "–";
  const columns = [
    { key: "side", head: t("compare_side") },
    { key: "name", head: t("entity"), id: "id" },
    { key: "kind", head: t("type") },
    { key: "first", head: first },
    { key: "second", head: second },
  ];
  const keys = ["side", "name", "kind", "first", "second", "id"];
  const said = { first: t("only_in", { name: first }), both: t("in_both"), second: t("only_in", { name: second }) };
  const cells = rows.map((row) => [said[row.side], row.name, row.kind, row.first, row.second, bare(row.id)]);
  const bring = () => showThings([compareA, compareB, ...share("both").map((row) => row.id)].filter((id) => served || everNode.has(id)));
  const alikeText = payload.partial ? t("compare_partial", { n: edgeList.length }) : cutOff ? t("rows_cut", { n: rows.length }) : t("alike", { n: Math.round(alike * 100) });
  const sides = [
    compareColumn(said.first, share("first"), (row) => [row.first ?? ""]),
    compareColumn(said.both, share("both"), (row) => [year(row.first), year(row.second)]),
    compareColumn(said.second, share("second"), (row) => [row.second ?? ""]),
  ];
  dockBody(
    element(
      "div",
      { class: "dock-head" },
      boxes,
      element("span", { class: "quiet", id: "alike", title: payload.partial || cutOff ? null : t("alike_hint") }, alikeText),
      element("span", { class: "saves" }, element("button", { class: "small", "data-act": "show", onclick: bring }, t("show_shared")), ...saveRows(`${first}-${second}`, columns, keys, cells)),
    ),
    element("div", { class: "compare-columns" }, ...(payload.partial ? [sides[1]] : sides)),
  );
}

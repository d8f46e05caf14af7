// What the reader has chosen, and what follows from it: which nodes and edges are to be seen, and the link that restores it.

const DEFAULTS = {
  selected: "",
  hiddenTypes: [],
  hiddenPredicates: [],
  yearFrom: yearSpan ? yearSpan[0] : null,
  yearTo: yearSpan ? yearSpan[1] : null,
  undated: true,
  sure: 0,
  province: "",
  sizeBy: "degree",
  colourBy: "type",
  view: "graph",
  dock: "",
  pathFrom: "",
  pathTo: "",
  compareA: "",
  compareB: "",
  query: "",
  // Whether the things that were shown together last stand out.
  lit: "",
  // What was done to the page's content, in order: ["e", id] expanded, ["c", id] collapsed, ["h", id] hidden, ["p", a, b] a way found,
  // ["s", id, ...] things shown.
  steps: [],
  language: payload.language,
};
const state = { ...DEFAULTS };
const listeners = [];
// The content of the page after each sequence of steps that was taken here: Back, Forward and undo need no server.
const contents = new Map([["[]", present()]]);

// Change the state; every part of the page then looks at what changed. `keepLink` is for changes that came from the link itself, `quiet` for
// those that undo does not stop at, `replace` for those that the Back key of the browser does not stop at.
function change(patch, { keepLink = false, centre = false, quiet = false, replace = false } = {}) {
  // On a phone the sheet with details and the dock share one place: what is chosen from the dock is read in the sheet.
  const opensSheet = ["selected", "pathFrom", "pathTo"].some((key) => patch[key] && patch[key] !== state[key]);
  if (narrow.matches && !keepLink && opensSheet && state.dock && !patch.dock) patch = { ...patch, dock: "" };
  const changed = new Set(Object.keys(patch).filter((key) => JSON.stringify(state[key]) !== JSON.stringify(patch[key])));
  if (changed.size && !quiet) remember(changed);
  Object.assign(state, patch);
  if (changed.size === 0 && !centre) return;
  shownCache = null;
  pathCache = null;
  if (!keepLink) writeLink(!replace && (changed.has("selected") || changed.has("steps")));
  for (const listener of listeners) listener(changed, { centre });
}

const onChange = (listener) => listeners.push(listener);

// Undo: the states before each change. A slider that is drawn makes one step, not fifty.
const UNDO_STEPS = 100;
const SAME_GESTURE = 900;
const past = [];
let lastGesture = { key: "", at: 0 };
// Whether the last that was done is a decision: undo cannot take that back, and says so before it goes on.
let decidedLast = false;
function remember(changed) {
  decidedLast = false;
  const key = [...changed].sort().join();
  const now = performance.now();
  const same = lastGesture.key === key && now - lastGesture.at < SAME_GESTURE && /year|sure/.test(key);
  lastGesture = { key, at: now };
  if (same) return;
  past.push({ ...state });
  if (past.length > UNDO_STEPS) past.shift();
}

function undo() {
  if (decidedLast) {
    decidedLast = false;
    return notify(t("undo_decision"));
  }
  const before = past.pop();
  if (!before) return announce(t("nothing_to_undo"));
  lastGesture = { key: "", at: 0 };
  const { language, ...rest } = before;
  const held = contents.get(JSON.stringify(rest.steps));
  if (held) swapContent(held);
  change(rest, { quiet: true });
  announce(t("undone"));
}

// Put other things on the page; years that were at the rim of the old content go to the rim of the new.
function swapContent(ids) {
  const [low, high] = [DEFAULTS.yearFrom, DEFAULTS.yearTo];
  setPresent(ids);
  [DEFAULTS.yearFrom, DEFAULTS.yearTo] = yearSpan ?? [null, null];
  const inside = (year) => (yearSpan && year !== null ? Math.min(Math.max(year, yearSpan[0]), yearSpan[1]) : DEFAULTS.yearFrom);
  state.yearFrom = state.yearFrom === low ? DEFAULTS.yearFrom : inside(state.yearFrom);
  state.yearTo = state.yearTo === high ? DEFAULTS.yearTo : inside(state.yearTo);
  shownCache = pathCache = null;
  syncGraph();
}

function edgePasses(edge) {
  if (state.hiddenPredicates.includes(edge.predicate)) return false;
  if (state.sure && edge.confidence * 100 < state.sure) return false;
  if (state.province && !provincesOf(edge).includes(state.province)) return false;
  if (!yearSpan) return true;
  if (edge.years.length === 0) return state.undated;
  return edge.years.some((year) => year >= state.yearFrom && year <= state.yearTo);
}

let shownCache = null;
// The ids of the nodes and edges to be seen. A node goes when its type is off, or when relation or year filters take its last edge.
function shown() {
  if (shownCache) return shownCache;
  const passing = edgeList.filter(edgePasses);
  const linked = new Set(passing.flatMap((edge) => [edge.from, edge.to]));
  const nodes = new Set();
  for (const node of nodeList) {
    if (state.hiddenTypes.includes(node.kind)) continue;
    const alone = edgesAt.get(node.id).length === 0 && (!state.province || node.province === state.province);
    if (alone || linked.has(node.id)) nodes.add(node.id);
  }
  const edges = new Set(passing.filter((edge) => nodes.has(edge.from) && nodes.has(edge.to)).map((edge) => edge.id));
  shownCache = { nodes, edges };
  return shownCache;
}

let pathCache = null;
// The shortest way between the two chosen ends over what is shown, in either direction: {nodes, edges}, or null when there is none.
function path() {
  const { pathFrom, pathTo } = state;
  if (!pathFrom || !pathTo || pathFrom === pathTo) return null;
  if (pathCache) return pathCache.found;
  const { nodes, edges } = shown();
  const cameBy = new Map([[pathFrom, null]]);
  const queue = nodes.has(pathFrom) && nodes.has(pathTo) ? [pathFrom] : [];
  for (let at = 0; at < queue.length && !cameBy.has(pathTo); at += 1) {
    for (const edge of edgesAt.get(queue[at])) {
      const next = otherEnd(edge, queue[at]);
      if (!edges.has(edge.id) || cameBy.has(next)) continue;
      cameBy.set(next, edge);
      queue.push(next);
    }
  }
  pathCache = { found: cameBy.has(pathTo) ? walkBack(cameBy, pathTo) : null };
  return pathCache.found;
}

function walkBack(cameBy, end) {
  const nodes = [end];
  const edges = [];
  for (let edge = cameBy.get(end); edge; edge = cameBy.get(nodes[0])) {
    nodes.unshift(otherEnd(edge, nodes[0]));
    edges.unshift(edge.id);
  }
  return { nodes, edges };
}

// The things that were shown together last, with the relations among them.
function litTogether() {
  const step = state.steps.findLast((one) => one[0] === "s" && one.length > 2);
  const { nodes: there, edges: visible } = shown();
  const nodes = new Set((step ?? []).slice(1).filter((id) => there.has(id)));
  if (nodes.size === 0) return null;
  const edges = edgeList.filter((edge) => nodes.has(edge.from) && nodes.has(edge.to) && visible.has(edge.id));
  return { nodes, edges: new Set(edges.map((edge) => edge.id)), chosen: "" };
}

// Whether a thing or relation of the page is taken out by the filters.
const isFiltered = (id) => (nodeOf.has(id) && !shown().nodes.has(id)) || (edgeOf.has(id) && !shown().edges.has(id));

// What stands out: the path, or the selection with its neighbours; null when nothing is chosen, or only what the filters hide.
function focus() {
  const way = path();
  if (way) return { nodes: new Set(way.nodes), edges: new Set(way.edges), chosen: state.selected };
  if (isFiltered(state.selected)) return state.lit ? litTogether() : null;
  const edge = edgeOf.get(state.selected);
  if (edge) return { nodes: new Set([edge.from, edge.to]), edges: new Set([edge.id]), chosen: edge.id };
  if (!nodeOf.has(state.selected)) return state.lit ? litTogether() : null;
  const visible = shown().edges;
  const edges = edgesAt.get(state.selected).filter((one) => visible.has(one.id));
  const nodes = new Set([state.selected, ...edges.map((one) => otherEnd(one, state.selected))]);
  return { nodes, edges: new Set(edges.map((one) => one.id)), chosen: state.selected };
}

// Parts of the link that are one word: key in the link, name in the state.
const SHORT = [
  ["c", "sure"],
  ["p", "province"],
  ["z", "sizeBy"],
  ["k", "colourBy"],
  ["d", "dock"],
  ["m", "compareA"],
  ["n", "compareB"],
  ["g", "lit"],
];
const SIZES = ["degree", "pagerank", "betweenness"];
const COLOURS = ["type", "community"];
const DOCKS = ["query", "compare", "timeline", "heat", "review"];
// More steps than these nobody takes by hand.
const MOST_STEPS = 200;

// The link: only what differs from the defaults.
function linkOf() {
  const parts = new URLSearchParams();
  if (state.selected) parts.set("s", state.selected);
  if (state.hiddenTypes.length) parts.set("t", state.hiddenTypes.join(","));
  if (state.hiddenPredicates.length) parts.set("r", state.hiddenPredicates.join(","));
  if (state.yearFrom !== DEFAULTS.yearFrom || state.yearTo !== DEFAULTS.yearTo) parts.set("y", `${state.yearFrom}-${state.yearTo}`);
  if (!state.undated) parts.set("u", "0");
  if (state.view !== DEFAULTS.view) parts.set("v", state.view);
  for (const [key, name] of SHORT) if (state[name] !== DEFAULTS[name]) parts.set(key, state[name]);
  // The question as q=name&q.parameter=value, so that a text in it is encoded once.
  for (const [name, value] of new URLSearchParams(state.query)) parts.set(name === "name" ? "q" : `q.${name}`, value);
  if (state.steps.length) parts.set("x", JSON.stringify(state.steps));
  if (state.pathFrom) parts.set("a", state.pathFrom);
  if (state.pathTo) parts.set("b", state.pathTo);
  if (state.language !== DEFAULTS.language) parts.set("l", state.language);
  return parts.toString();
}

let lastLink = "";
// A new selection is a new step for the Back key of the browser; filters only change the present step.
function writeLink(step) {
  const link = linkOf();
  if (link === lastLink) return;
  lastLink = link;
  history[step ? "pushState" : "replaceState"](null, "", `#${link}`);
}

// The question that a link names; links of old had it as one text name=…&parameter=…, encoded once more.
function queryOf(parts) {
  const name = parts.get("q") ?? "";
  if (!name || name.includes("=")) return name;
  const rest = [...parts].filter(([key]) => key.startsWith("q.")).map(([key, value]) => [key.slice(2), value]);
  return new URLSearchParams([["name", name], ...rest]).toString();
}

// A link is typed or passed on by people: whatever it names that is not here counts as not said.
function readLink() {
  lastLink = location.hash.slice(1);
  const parts = new URLSearchParams(lastLink);
  const known = (key, map) => (map.has(parts.get(key)) ? parts.get(key) : "");
  const list = (key, map) => (parts.get(key) ?? "").split(",").filter((name) => map.has(name));
  const years = /^(\d{1,4})-(\d{1,4})$/.exec(parts.get("y") ?? "");
  const clamp = (year) => Math.min(Math.max(Number(year), yearSpan[0]), yearSpan[1]);
  const choice = (key, allowed) => (allowed.includes(parts.get(key)) ? parts.get(key) : allowed[0]);
  return {
    selected: known("s", nodeOf) || known("s", edgeOf),
    hiddenTypes: list("t", typeOf),
    hiddenPredicates: list("r", predicateOf),
    yearFrom: years && yearSpan ? clamp(years[1]) : DEFAULTS.yearFrom,
    yearTo: years && yearSpan ? Math.max(clamp(years[1]), clamp(years[2])) : DEFAULTS.yearTo,
    undated: parts.get("u") !== "0",
    sure: Math.min(Math.max(Math.round(Number(parts.get("c"))) || 0, 0), 100),
    province: (parts.get("p") ?? "").slice(0, 40),
    sizeBy: choice("z", SIZES),
    colourBy: choice("k", COLOURS),
    view: parts.get("v") === "table" ? "table" : "graph",
    dock: choice("d", ["", ...DOCKS]),
    pathFrom: known("a", nodeOf),
    pathTo: known("b", nodeOf),
    compareA: (parts.get("m") ?? "").slice(0, 300),
    compareB: (parts.get("n") ?? "").slice(0, 300),
    query: queryOf(parts).slice(0, 2000),
    lit: parts.get("g") === "1" ? "1" : "",
    language: ["zh", "en"].includes(parts.get("l")) ? parts.get("l") : DEFAULTS.language,
  };
}

// The steps that a link asks for; what is none is passed over.
function readSteps() {
  try {
    const said = JSON.parse(new URLSearchParams(location.hash.slice(1)).get("x") ?? "[]");
    const isStep = (one) => Array.isArray(one) && one.length > 1 && "echps".includes(one[0]) && one.every((part) => typeof part === "string");
    return Array.isArray(said) ? said.filter(isStep).slice(0, MOST_STEPS) : [];
  } catch {
    return [];
  }
}

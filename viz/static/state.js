// What the reader has chosen, and what follows from it: which nodes and edges are to be seen, and the link that restores it.

const DEFAULTS = {
  selected: "",
  hiddenTypes: [],
  hiddenPredicates: [],
  yearFrom: yearSpan ? yearSpan[0] : null,
  yearTo: yearSpan ? yearSpan[1] : null,
  undated: true,
  view: "graph",
  pathFrom: "",
  pathTo: "",
  language: payload.language,
};
const state = { ...DEFAULTS };
const listeners = [];

// Change the state; every part of the page then looks at what changed. `keepLink` is for changes that came from the link itself.
function change(patch, { keepLink = false, centre = false } = {}) {
  const changed = new Set(Object.keys(patch).filter((key) => JSON.stringify(state[key]) !== JSON.stringify(patch[key])));
  Object.assign(state, patch);
  if (changed.size === 0 && !centre) return;
  shownCache = null;
  pathCache = null;
  if (!keepLink) writeLink(changed.has("selected"));
  for (const listener of listeners) listener(changed, { centre });
}

const onChange = (listener) => listeners.push(listener);

function edgePasses(edge) {
  if (state.hiddenPredicates.includes(edge.predicate)) return false;
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
    if (edgesAt.get(node.id).length === 0 || linked.has(node.id)) nodes.add(node.id);
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

// What stands out: the path, or the selection with its neighbours; null when nothing is chosen.
function focus() {
  const way = path();
  if (way) return { nodes: new Set(way.nodes), edges: new Set(way.edges), chosen: state.selected };
  const edge = edgeOf.get(state.selected);
  if (edge) return { nodes: new Set([edge.from, edge.to]), edges: new Set([edge.id]), chosen: edge.id };
  if (!nodeOf.has(state.selected)) return null;
  const visible = shown().edges;
  const edges = edgesAt.get(state.selected).filter((one) => visible.has(one.id));
  const nodes = new Set([state.selected, ...edges.map((one) => otherEnd(one, state.selected))]);
  return { nodes, edges: new Set(edges.map((one) => one.id)), chosen: state.selected };
}

// The link: only what differs from the defaults.
function linkOf() {
  const parts = new URLSearchParams();
  if (state.selected) parts.set("s", state.selected);
  if (state.hiddenTypes.length) parts.set("t", state.hiddenTypes.join(","));
  if (state.hiddenPredicates.length) parts.set("r", state.hiddenPredicates.join(","));
  if (state.yearFrom !== DEFAULTS.yearFrom || state.yearTo !== DEFAULTS.yearTo) parts.set("y", `${state.yearFrom}-${state.yearTo}`);
  if (!state.undated) parts.set("u", "0");
  if (state.view !== DEFAULTS.view) parts.set("v", state.view);
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

// A link is typed or passed on by people: whatever it names that is not here counts as not said.
function readLink() {
  lastLink = location.hash.slice(1);
  const parts = new URLSearchParams(lastLink);
  const known = (key, map) => (map.has(parts.get(key)) ? parts.get(key) : "");
  const list = (key, map) => (parts.get(key) ?? "").split(",").filter((name) => map.has(name));
  const years = /^(\d{1,4})-(\d{1,4})$/.exec(parts.get("y") ?? "");
  const clamp = (year) => Math.min(Math.max(Number(year), yearSpan[0]), yearSpan[1]);
  return {
    selected: known("s", nodeOf) || known("s", edgeOf),
    hiddenTypes: list("t", typeOf),
    hiddenPredicates: list("r", predicateOf),
    yearFrom: years && yearSpan ? clamp(years[1]) : DEFAULTS.yearFrom,
    yearTo: years && yearSpan ? Math.max(clamp(years[1]), clamp(years[2])) : DEFAULTS.yearTo,
    undated: parts.get("u") !== "0",
    view: parts.get("v") === "table" ? "table" : "graph",
    pathFrom: known("a", nodeOf),
    pathTo: known("b", nodeOf),
    language: ["zh", "en"].includes(parts.get("l")) ? parts.get("l") : DEFAULTS.language,
  };
}

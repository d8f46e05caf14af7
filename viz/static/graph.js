// The drawing: vis-network over the data, filtered by views, painted from the style sheet's colours and the present focus.

const narrow = matchMedia("(max-width: 820px)");
const calm = matchMedia("(prefers-reduced-motion: reduce)");

let palette = {};
function readPalette() {
  const style = getComputedStyle(document.documentElement);
  const of = (name) => style.getPropertyValue(name).trim();
  palette = {
    text: of("--text"),
    quiet: of("--quiet"),
    ground: of("--canvas"),
    edge: of("--edge"),
    accent: of("--accent"),
    pending: of("--pending"),
    font: getComputedStyle(document.body).fontFamily,
    fill: new Map(payload.schema.types.map(({ name }) => [name, of(`--type-${name.toLowerCase()}`)])),
    rim: new Map(payload.schema.types.map(({ name }) => [name, of(`--rim-${name.toLowerCase()}`)])),
  };
}

// Colours of communities: hues a golden angle apart, so that neighbours in number differ much.
const communityHue = (number) => Math.round((number * 137.508) % 360);
const fillOf = (node) => {
  if (state.colourBy !== "community") return [palette.fill.get(node.kind), palette.rim.get(node.kind)];
  if (!node.community) return [palette.edge, palette.quiet];
  const dark = document.documentElement.dataset.theme === "dark";
  return [`hsl(${communityHue(node.community)} 52% ${dark ? 58 : 55}%)`, `hsl(${communityHue(node.community)} 55% ${dark ? 76 : 34}%)`];
};

// The same size rule as viz/network.py; by a measure, the largest on the page is the largest.
const FACTORS = { dot: 1, square: 0.86, triangle: 1.08, star: 1.14, diamond: 1.08 };
let largest = { pagerank: 0, betweenness: 0 };
function sizeOf(node) {
  const factor = FACTORS[node.shape] ?? 1;
  if (state.sizeBy === "degree") return Math.min(26, 6.5 + 3 * node.degree ** 0.55) * factor;
  const share = largest[state.sizeBy] ? (node[state.sizeBy] ?? 0) / largest[state.sizeBy] : 0;
  return (6 + 22 * Math.sqrt(share)) * factor;
}

const isPending = (item) => pendingAbout.has(bare(item.id));

function nodeStyle(node, focused) {
  const lit = !focused || focused.nodes.has(node.id);
  const chosen = focused !== null && focused.chosen === node.id;
  const [background, rim] = fillOf(node);
  return {
    opacity: lit ? 1 : 0.16,
    borderWidth: chosen ? 4 : 1.2,
    size: Math.round(sizeOf(node) * 10) / 10,
    color: { background, border: chosen ? palette.text : rim },
    shapeProperties: { borderDashes: isPending(node) ? [3, 3] : false },
  };
}

function edgeStyle(edge, focused) {
  const lit = focused !== null && focused.edges.has(edge.id);
  const ground = isPending(edge) ? palette.pending : palette.edge;
  const plain = edge.basis === "text" ? 0.9 : 0.6;
  const opacity = lit ? 1 : focused ? 0.18 : plain;
  return {
    color: { color: lit ? palette.accent : ground, inherit: false, opacity },
    width: lit ? 1.8 : Math.min(1 + Math.log2(1 + edge.count) * 0.25, 2.2),
    arrows: { to: { enabled: lit && !predicateOf.get(edge.predicate)?.symmetric } },
  };
}

let network = null;
const painted = new Map();
const nodeData = new vis.DataSet();
const edgeData = new vis.DataSet();
const nodeView = new vis.DataView(nodeData, { filter: (node) => shown().nodes.has(node.id) });
const edgeView = new vis.DataView(edgeData, { filter: (edge) => shown().edges.has(edge.id) });

// Only what looks different from the last time is handed over: an update of all costs 50 ms at 1 000 nodes.
function repaint() {
  const focused = focus();
  const differing = (list, styleOf) =>
    list.flatMap((item) => {
      const style = styleOf(item, focused);
      const key = JSON.stringify(style);
      if (painted.get(item.id) === key) return [];
      painted.set(item.id, key);
      return [{ id: item.id, ...style }];
    });
  for (const key of ["pagerank", "betweenness"]) largest[key] = nodeList.reduce((most, node) => Math.max(most, node[key] ?? 0), 0);
  const nodes = differing(nodeList, nodeStyle);
  const edges = differing(edgeList, edgeStyle);
  if (nodes.length) nodeData.update(nodes);
  if (edges.length) edgeData.update(edges);
  network?.redraw();
}

const DRAWN_NODE = ["id", "shape", "x", "y"];
const DRAWN_EDGE = ["id", "from", "to", "smooth", "dashes"];
const pick = (item, names) => Object.fromEntries(names.filter((name) => name in item).map((name) => [name, item[name]]));

// Bring the drawing's data to what is on the page: what is new comes, what is gone goes, nothing else is touched.
function syncGraph() {
  for (const key of ["pagerank", "betweenness"]) largest[key] = nodeList.reduce((most, node) => Math.max(most, node[key] ?? 0), 0);
  const focused = focus();
  const bring = (data, list, held, names, styleOf) => {
    const gone = data.getIds().filter((id) => !held.has(id));
    for (const id of gone) painted.delete(id);
    if (gone.length) data.remove(gone);
    const fresh = list.filter((item) => !data.get(item.id));
    for (const item of fresh) painted.set(item.id, JSON.stringify(styleOf(item, focused)));
    if (fresh.length) data.add(fresh.map((item) => ({ ...pick(item, names), ...styleOf(item, focused) })));
  };
  bring(nodeData, nodeList, nodeOf, DRAWN_NODE, nodeStyle);
  bring(edgeData, edgeList, edgeOf, DRAWN_EDGE, edgeStyle);
}

function startGraph() {
  readPalette();
  syncGraph();
  drawLegend();
  network = new vis.Network(byId("graph"), { nodes: nodeView, edges: edgeView }, networkOptions);
  // Keys go to vis-network's own element, so this one needs the name.
  const drawing = byId("graph").querySelector(".vis-network");
  for (const [name, value] of [["role", "application"], ["data-label", "graph_label"], ["aria-label", t("graph_label")]]) drawing.setAttribute(name, value);
  network.on("afterDrawing", (context) => drawLabels(context));
  network.on("click", (event) => change({ selected: hitAt(event.pointer.DOM), lit: "" }));
  network.on("hoverNode", (event) => setHovered(event.node));
  network.on("blurNode", () => setHovered(""));
  network.on("dragging", (event) => keepPlaces(event.nodes));
  network.on("dragEnd", (event) => nodeData.update(keepPlaces(event.nodes)));
  network.on("doubleClick", (event) => {
    const id = hitAt(event.pointer.DOM);
    if (nodeOf.has(id)) expand(id);
  });
  fitAll(false);
}

// Node, label or line under a point; a node lies above a label, a label above a line.
function hitAt(point) {
  return network.getNodeAt(point) || labelAt(point) || network.getEdgeAt(point) || "";
}

// The data hold where each node stands; only dragging moves one.
function keepPlaces(ids) {
  const moved = network.getPositions(ids);
  for (const id of ids) Object.assign(nodeOf.get(id), moved[id]);
  return ids.map((id) => ({ id, ...moved[id] }));
}

function setHovered(id) {
  if (hovered === id) return;
  hovered = id;
  byId("graph").classList.toggle("over-node", Boolean(id));
  network.redraw();
}

const animation = () => (calm.matches ? false : { duration: 320, easingFunction: "easeInOutQuad" });

// The box around nodes; around one node alone, the box with that node in its middle and its lit neighbours inside.
function boxOf(ids, middle = null) {
  const places = ids.map((id) => nodeOf.get(id));
  const [left, right] = [Math.min(...places.map((p) => p.x)), Math.max(...places.map((p) => p.x))];
  const [top, bottom] = [Math.min(...places.map((p) => p.y)), Math.max(...places.map((p) => p.y))];
  if (!middle) return { x: (left + right) / 2, y: (top + bottom) / 2, width: right - left, height: bottom - top };
  const reach = (low, high, at) => 2 * Math.max(at - low, high - at);
  return { x: middle.x, y: middle.y, width: reach(left, right, middle.x), height: reach(top, bottom, middle.y) };
}

// Bring a path, both ends of an edge, or a node into the middle of what the sheet of a phone, or the legend, leaves free.
function centreOn(id) {
  const ids = [...(focus()?.nodes ?? [])].filter((one) => shown().nodes.has(one));
  if (ids.length === 0) return;
  const alone = path() ? null : nodeOf.get(id);
  const { clientWidth: width, clientHeight: height } = byId("graph");
  const free = narrow.matches ? height * 0.44 : height - byId("corner").clientHeight;
  const box = boxOf(ids, alone);
  const scale = Math.min((width - 170) / Math.max(box.width, 1), (free - 110) / Math.max(box.height, 1), 1.5);
  network.moveTo({
    position: { x: box.x, y: box.y },
    offset: { x: 0, y: (free - height) / 2 },
    // Neighbours far away may lie outside: below 80 % the near ones could not be read.
    scale: Math.max(scale, alone ? 0.8 : 0.08),
    animation: animation(),
  });
}

// Everything in view, with room for the names at the rim and above what lies in the corner.
function fitAll(animated) {
  const ids = [...shown().nodes];
  if (ids.length === 0) return;
  const box = boxOf(ids);
  const { clientWidth: width, clientHeight: height } = byId("graph");
  const rim = Math.min(70, width * 0.09);
  const corner = byId("corner").clientHeight;
  const scale = Math.min((width - 2 * rim) / Math.max(box.width, 1), (height - 90 - corner) / Math.max(box.height, 1), 1.2);
  network.moveTo({ position: { x: box.x, y: box.y }, offset: { x: 0, y: -corner / 2 }, scale: Math.max(scale, 0.03), animation: animated ? animation() : false });
}

function zoomBy(factor) {
  network.moveTo({ scale: Math.min(Math.max(network.getScale() * factor, 0.05), 6), animation: animation() });
}

const FILTERS = ["hiddenTypes", "hiddenPredicates", "yearFrom", "yearTo", "undated", "sure", "province"];
onChange((changed, { centre }) => {
  if (!network) return;
  if (FILTERS.some((key) => changed.has(key)) || changed.has("steps")) {
    nodeView.refresh();
    edgeView.refresh();
  }
  repaint();
  byId("nothing").hidden = nodeList.length === 0 || shown().nodes.size > 0;
  if (centre && state.view === "graph") centreOn(state.selected);
});

// Names on the drawing: vis-network lets them cover each other, so they are drawn here, at one size on the screen,
// the important ones first and each only where there is room.

let hovered = "";
// One name for so many square pixels at most: an overview with more is grey text, not a map.
const PIXELS_A_LABEL = 8000;
// A phone shows a smaller drawing: fewer and smaller names.
const SMALL = 500;
const LABEL_LENGTH = 14;
// Nodes with fewer relations get a name from this zoom on.
const LEAF_DEGREE = 4;
const LEAF_SCALE = 0.72;
const CELL = 64;
let labelBoxes = [];
const widths = new Map();

const shortened = (text) => ([...text].length > LABEL_LENGTH ? `${[...text].slice(0, LABEL_LENGTH - 1).join("")}…` : text);

function widthOf(context, text, weight) {
  const key = weight + text;
  if (!widths.has(key)) {
    context.font = `${weight} 100px ${palette.font}`;
    widths.set(key, context.measureText(text).width / 100);
  }
  return widths.get(key);
}

// A grid of boxes on the screen, to ask whether a place is still free. A name gives way to names and to nodes that are
// not far less important (`weight`) than its own: a hub between its thirty leaves must have a name too.
function boxGrid() {
  const cells = new Map();
  const bars = (box, other) =>
    other.of !== box.of &&
    other.weight * 3 >= box.weight &&
    box.left < other.right &&
    other.left < box.right &&
    box.top < other.bottom &&
    other.top < box.bottom;
  // Visit the cells under a box until `visit` says false; numbers as keys, for this runs thousands of times a frame.
  const visitCells = (box, visit) => {
    const [lastX, lastY] = [Math.floor(box.right / CELL), Math.floor(box.bottom / CELL)];
    for (let x = Math.floor(box.left / CELL); x <= lastX; x += 1)
      for (let y = Math.floor(box.top / CELL); y <= lastY; y += 1) if (!visit((x + 512) * 1024 + y + 512)) return false;
    return true;
  };
  return {
    add: (box) => {
      visitCells(box, (cell) => {
        const held = cells.get(cell);
        if (held) held.push(box);
        else cells.set(cell, [box]);
        return true;
      });
    },
    free: (box) => visitCells(box, (cell) => !cells.get(cell)?.some((other) => bars(box, other))),
  };
}

// Where a name may stand beside its node: on the side away from the middle of what is chosen first, then across, right, left.
function* placesFor({ x, y, radius, above }, width, height) {
  const gap = 3;
  const [over, under] = [y - radius - gap - height, y + radius + gap];
  yield [x - width / 2, above ? over : under];
  yield [x - width / 2, above ? under : over];
  yield [x + radius + gap, y - height / 2];
  yield [x - radius - gap - width, y - height / 2];
}

let nodesByDegree = [];
let sortedFor = "";
// The most important first, by what the size of a node says; sorted again when the content or the measure changes.
function ordered() {
  const key = `${state.sizeBy} ${state.steps.length} ${JSON.stringify(state.steps.at(-1) ?? "")} ${nodeList.length} ${edgeList.length}`;
  if (key !== sortedFor) nodesByDegree = [...nodeList].sort((a, b) => (b[state.sizeBy] ?? 0) - (a[state.sizeBy] ?? 0) || b.degree - a.degree);
  sortedFor = key;
  return nodesByDegree;
}
const RANK = { chosen: 3, hovered: 2, lit: 1, other: 0 };

// The nodes in view with their place on the screen, in the order in which they get a name.
function candidates(focused, view) {
  const centre = focused && nodeOf.get(nodeOf.has(focused.chosen) ? focused.chosen : [...focused.nodes][0]);
  const rank = (id) =>
    id === state.selected ? RANK.chosen : id === hovered ? RANK.hovered : focused?.nodes.has(id) ? RANK.lit : RANK.other;
  const inView = [];
  const { nodes } = shown();
  for (const node of ordered()) {
    if (!nodes.has(node.id)) continue;
    const [x, y] = view.toScreen(node);
    const radius = sizeOf(node) * view.scale;
    if (x < -80 || y < -40 || x > view.width + 80 || y > view.height + 40) continue;
    inView.push({ node, x, y, radius, rank: rank(node.id), above: Boolean(centre) && node.y < centre.y - 1 });
  }
  // The sort is stable: within a rank the order by degree stays.
  inView.sort((a, b) => b.rank - a.rank);
  return inView;
}

function viewNow() {
  const { clientWidth: width, clientHeight: height } = byId("graph");
  const scale = network.getScale();
  const middle = network.getViewPosition();
  const toScreen = ({ x, y }) => [(x - middle.x) * scale + width / 2, (y - middle.y) * scale + height / 2];
  return { width, height, scale, toScreen };
}

// The look of one node's name, or null when it gets none at this zoom.
function nameOf(item, focused, { scale, width }) {
  const strong = item.rank >= RANK.hovered;
  if (item.rank === RANK.other && (focused || (item.node.degree < LEAF_DEGREE && scale < LEAF_SCALE))) return null;
  return {
    text: strong ? item.node.name : shortened(item.node.name),
    weight: strong || item.node.kind === "PLACE" ? "600" : "400",
    size: strong ? 14 : width < SMALL ? 11.5 : Math.min(11.5 + Math.sqrt(item.node.degree) * 0.5, 14),
  };
}

// Choose the names and their boxes in screen pixels.
function placeNames(context, focused, view, grid) {
  const inView = candidates(focused, view);
  for (const { node, x, y, radius, rank } of inView) {
    // What is dimmed may be covered.
    if (focused && rank === RANK.other) continue;
    grid.add({ of: node.id, weight: node.degree, left: x - radius, right: x + radius, top: y - radius, bottom: y + radius });
  }
  const budget = Math.max(8, (view.width * view.height) / (PIXELS_A_LABEL * (view.width < SMALL ? 1.7 : 1)));
  const placed = [];
  for (const item of inView) {
    if (item.rank === RANK.other && placed.length >= budget) break;
    const name = nameOf(item, focused, view);
    if (!name) continue;
    const [width, height] = [widthOf(context, name.text, name.weight) * name.size, name.size * 1.3];
    const boxes = [...placesFor(item, width, height)].map(([left, top]) => ({
      of: item.node.id,
      weight: item.node.degree,
      left: left - 2,
      top,
      right: left + width + 2,
      bottom: top + height,
    }));
    const inside = (box) => box.left >= 2 && box.right <= view.width - 2 && box.top >= 2 && box.bottom <= view.height - 2;
    // The chosen node has its name in any case.
    const box = boxes.find((one) => inside(one) && grid.free(one)) ?? (item.rank >= RANK.hovered ? boxes[0] : null);
    if (!box) continue;
    grid.add({ ...box, of: "", weight: Infinity });
    placed.push({ ...name, box, id: item.node.id, colour: palette.text });
  }
  return placed;
}

// The middle of an edge as vis-network 9.1.2 draws it: the point at one half of a quadratic curve.
function middleOf(edge) {
  const [from, to] = [nodeOf.get(edge.from), nodeOf.get(edge.to)];
  const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  if (!edge.smooth) return middle;
  const turn = edge.smooth.roundness * (edge.smooth.type === "curvedCW" ? 1 : -1);
  const clockwise = edge.smooth.type === "curvedCW";
  const [dx, dy] = clockwise ? [to.x - from.x, from.y - to.y] : [from.x - to.x, to.y - from.y];
  const angle = Math.atan2(dy, dx) + (turn * 0.5 + 0.5) * Math.PI;
  const reach = (turn * 0.5 + 0.5) * Math.hypot(dx, dy);
  const via = { x: from.x + reach * Math.sin(angle), y: from.y + reach * Math.cos(angle) };
  return { x: (middle.x + via.x) / 2, y: (middle.y + via.y) / 2 };
}

// The relation's name on each edge of the focus where it covers no node and no other name.
function placeRelations(context, focused, view, grid) {
  if (!focused) return [];
  const size = 11;
  const placed = [];
  for (const id of focused.edges) {
    const edge = edgeOf.get(id);
    const text = predicateName(edge.predicate);
    const [x, y] = view.toScreen(middleOf(edge));
    if (x < 0 || y < 0 || x > view.width || y > view.height) continue;
    const [width, height] = [widthOf(context, text, "400") * size, size * 1.3];
    const box = { of: id, weight: 0, left: x - width / 2 - 2, right: x + width / 2 + 2, top: y - height / 2, bottom: y + height / 2 };
    if (!grid.free(box)) continue;
    grid.add({ ...box, weight: Infinity });
    placed.push({ box, text, size, weight: "400", id, colour: palette.accent });
  }
  return placed;
}

function drawLabels(context) {
  const focused = focus();
  const view = viewNow();
  const grid = boxGrid();
  labelBoxes = placeNames(context, focused, view, grid);
  labelBoxes.push(...placeRelations(context, focused, view, grid));
  const ratio = context.canvas.width / view.width;
  context.save();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.textBaseline = "middle";
  context.textAlign = "left";
  context.lineJoin = "round";
  context.lineWidth = 3.5;
  context.strokeStyle = palette.ground;
  for (const { box, text, size, weight, colour } of [...labelBoxes].reverse()) {
    context.font = `${weight} ${size}px ${palette.font}`;
    context.fillStyle = colour;
    context.strokeText(text, box.left + 2, (box.top + box.bottom) / 2);
    context.fillText(text, box.left + 2, (box.top + box.bottom) / 2);
  }
  context.restore();
}

function labelAt({ x, y }) {
  const hit = labelBoxes.find(({ box }) => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom);
  return hit ? hit.id : "";
}

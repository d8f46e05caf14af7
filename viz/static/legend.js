// What the colours of the drawing mean: the types, or the largest communities, each named by its best connected member.

// So many communities have a name in it; a phone has room for fewer.
const LEGEND_GROUPS = 6;
const LEGEND_GROUPS_NARROW = 4;

const legendRow = (sign, ...said) => element("li", {}, sign, element("span", {}, ...said));

function swatch(node) {
  const [fill, stroke] = fillOf(node);
  return svgElement("svg", { class: "type-icon", viewBox: "0 0 16 16", width: 14, height: 14, "aria-hidden": "true" }, svgElement("circle", { cx: 8, cy: 8, r: 6, fill, stroke }));
}

function typeRows(nodes) {
  const there = new Set(nodes.map((node) => node.kind));
  return [...typeOf.keys()].filter((name) => there.has(name)).map((name) => legendRow(icon(name), typeName(name)));
}

function communityRows(nodes) {
  const groups = new Map();
  for (const node of nodes) groups.set(node.community || 0, [...(groups.get(node.community || 0) ?? []), node]);
  const alone = groups.get(0);
  groups.delete(0);
  const largest = [...groups.values()].sort((a, b) => b.length - a.length || a[0].community - b[0].community);
  const first = (group) => group.reduce((best, node) => (node.degree > best.degree ? node : best));
  const row = (group) => legendRow(swatch(group[0]), group.length > 1 ? t("legend_group", { name: clipped(first(group).name, 10), n: group.length }) : clipped(group[0].name, 10));
  const most = narrow.matches ? LEGEND_GROUPS_NARROW : LEGEND_GROUPS;
  const left = largest.length - most;
  return [
    ...largest.slice(0, most).map(row),
    ...(left > 0 ? [element("li", {}, t("legend_more", { n: left }))] : []),
    ...(alone ? [legendRow(swatch(alone[0]), t("legend_none"))] : []),
  ];
}

function drawLegend() {
  const visible = shown().nodes;
  const nodes = nodeList.filter((node) => visible.has(node.id));
  const rows = state.colourBy === "community" ? communityRows(nodes) : typeRows(nodes);
  byId("legend").replaceChildren(...rows);
  byId("legend").hidden = rows.length === 0;
}

// At every change: the communities may have come with an answer of the server.
onChange(drawLegend);

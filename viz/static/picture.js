// Pictures that can be enlarged: the graph as the window shows it, or a chart, as SVG text with its own colours.

const fixed = (number) => Math.round(number * 10) / 10;

function shapePoints(shape, x, y, size) {
  const corners = SHAPE_POINTS[shape].split(" ").map((pair) => pair.split(",").map(Number));
  return corners.map(([px, py]) => `${fixed(x + ((px - 8) / 6.5) * size)},${fixed(y + ((py - 8) / 6.5) * size)}`).join(" ");
}

function edgeDrawing(edge, view, focused) {
  const [from, to] = [view.toScreen(nodeOf.get(edge.from)), view.toScreen(nodeOf.get(edge.to))];
  const style = edgeStyle(edge, focused);
  const look = { fill: "none", stroke: style.color.color, "stroke-opacity": style.color.opacity, "stroke-width": fixed(style.width) };
  if (edge.dashes) look["stroke-dasharray"] = edge.dashes.join(" ");
  const [mx, my] = view.toScreen(middleOf(edge));
  // The middle of a quadratic curve lies half way between its control point and the middle of its ends.
  const [cx, cy] = [2 * mx - (from[0] + to[0]) / 2, 2 * my - (from[1] + to[1]) / 2];
  const way = edge.smooth ? `Q${fixed(cx)} ${fixed(cy)} ${fixed(to[0])} ${fixed(to[1])}` : `L${fixed(to[0])} ${fixed(to[1])}`;
  return svgElement("path", { d: `M${fixed(from[0])} ${fixed(from[1])}${way}`, ...look });
}

function nodeDrawing(node, view, focused) {
  const [x, y] = view.toScreen(node);
  const size = sizeOf(node) * view.scale;
  const style = nodeStyle(node, focused);
  const look = { fill: style.color.background, stroke: style.color.border, "stroke-width": style.borderWidth, opacity: style.opacity };
  if (node.shape === "dot") return svgElement("circle", { cx: fixed(x), cy: fixed(y), r: fixed(size), ...look });
  return svgElement("polygon", { points: shapePoints(node.shape, x, y, size), ...look });
}

function graphSvg() {
  const [view, focused] = [viewNow(), focus()];
  const { nodes, edges } = shown();
  const picture = svgElement("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${view.width} ${view.height}`, width: view.width, height: view.height });
  picture.append(svgElement("rect", { width: view.width, height: view.height, fill: palette.ground }));
  picture.append(...edgeList.filter((edge) => edges.has(edge.id)).map((edge) => edgeDrawing(edge, view, focused)));
  picture.append(...nodeList.filter((node) => nodes.has(node.id)).map((node) => nodeDrawing(node, view, focused)));
  for (const { box, text, size, weight, colour } of labelBoxes) {
    const label = svgElement("text", {
      x: fixed(box.left + 2), y: fixed((box.top + box.bottom) / 2), "dominant-baseline": "central", "font-size": fixed(size), "font-weight": weight,
      "font-family": palette.font, fill: colour, stroke: palette.ground, "stroke-width": 3, "paint-order": "stroke", "stroke-linejoin": "round",
    });
    label.textContent = text;
    picture.append(label);
  }
  return picture;
}

// A chart takes its colours from the style sheet; outside the page they must stand in the picture itself.
const COLOURED = ["fill", "stroke", "opacity", "stroke-width", "font-size", "font-weight", "text-anchor", "dominant-baseline"];
function chartSvg(chart) {
  const copy = chart.cloneNode(true);
  const [theirs, ours] = [copy.querySelectorAll("*"), chart.querySelectorAll("*")];
  ours.forEach((one, at) => {
    const style = getComputedStyle(one);
    for (const name of COLOURED) theirs[at].setAttribute(name, style.getPropertyValue(name));
    theirs[at].removeAttribute("class");
    theirs[at].removeAttribute("tabindex");
  });
  copy.removeAttribute("class");
  const [, , width, height] = chart.getAttribute("viewBox").split(" ");
  for (const [name, value] of [["xmlns", "http://www.w3.org/2000/svg"], ["width", width], ["height", height], ["font-family", palette.font]])
    copy.setAttribute(name, value);
  copy.prepend(svgElement("rect", { width, height, fill: palette.ground }));
  return copy;
}

// Some characters of data cannot stand in XML.
const svgBlob = (picture) =>
  new Blob([new XMLSerializer().serializeToString(picture).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")], { type: "image/svg+xml" });

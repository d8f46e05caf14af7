// Making elements. Text from data only ever becomes a text node or an attribute of our own choice, never markup.

const byId = (id) => document.getElementById(id);

// element("button", {class: "x", onclick: f}, "text", child): null children are left out.
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return made;
}

function svgElement(tag, attributes = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

// The words of the interface in the language of the moment, {name} filled in.
function t(key, values = {}) {
  const word = wordOf.get(key);
  if (!word) return key;
  return word[state.language].replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

const typeName = (name) => typeOf.get(name)?.[state.language] ?? name;
const predicateName = (name) => predicateOf.get(name)?.[state.language] ?? name;

const SHAPE_POINTS = {
  square: "3,3 13,3 13,13 3,13",
  triangle: "8,2 14.5,13.5 1.5,13.5",
  diamond: "8,1 15,8 8,15 1,8",
  star: "8,1 9.9,6 15.2,6.2 11,9.5 12.5,14.7 8,11.6 3.5,14.7 5,9.5 .8,6.2 6.1,6",
};
const shapeOfKind = new Map(nodeList.map((node) => [node.kind, node.shape]));

// The sign of a type, as the graph draws it.
function icon(kind) {
  const shape = shapeOfKind.get(kind) ?? "dot";
  const drawn =
    shape === "dot" ? svgElement("circle", { cx: 8, cy: 8, r: 6 }) : svgElement("polygon", { points: SHAPE_POINTS[shape] });
  return svgElement("svg", { class: `icon-${kind} type-icon`, viewBox: "0 0 16 16", width: 14, height: 14, "aria-hidden": "true" }, drawn);
}

// Ways a name may stand in a text: as it is, its aliases, and each without the quotes and brackets around it.
function spellings(node) {
  const names = [node.name, ...node.aliases];
  const bare = names.map((name) => name.replace(/[“”"'‘’《》「」]/g, ""));
  return [...new Set([...names, ...bare])].filter((name) => name.length > 1);
}

// The text with subject and object marked; the longest spelling wins where two overlap.
function marked(text, subject, object) {
  const wanted = [
    ...(subject ? spellings(subject).map((word) => [word, "mark-subject"]) : []),
    ...(object ? spellings(object).map((word) => [word, "mark-object"]) : []),
  ].sort((a, b) => b[0].length - a[0].length);
  const parts = [];
  let plain = "";
  for (let at = 0; at < text.length; ) {
    const hit = wanted.find(([word]) => text.startsWith(word, at));
    if (hit) {
      if (plain) parts.push(plain);
      parts.push(element("mark", { class: hit[1] }, hit[0]));
      plain = "";
      at += hit[0].length;
    } else {
      plain += text[at];
      at += 1;
    }
  }
  if (plain) parts.push(plain);
  return parts;
}

function announce(text) {
  byId("live").textContent = text;
}

// A list that shows its first rows and a button for the rest.
function cutList(rows, size, make, attributes = {}) {
  const list = element("ul", attributes);
  let shown = 0;
  const more = element("button", { class: "more-rows", onclick: () => grow() });
  const grow = () => {
    const first = shown;
    shown = Math.min(rows.length, shown === 0 ? size : shown + size * 4);
    list.append(...rows.slice(first, shown).map(make));
    if (shown < rows.length) more.textContent = t("more", { n: Math.min(rows.length - shown, size * 4) });
    else more.remove();
    if (first) list.children[first]?.querySelector("button")?.focus();
  };
  grow();
  return shown < rows.length ? [list, more] : [list];
}

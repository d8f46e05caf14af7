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
const shapeOfKind = { ORG: "square", PROGRAMME: "triangle", CAMPAIGN: "star", POLICY: "diamond" };

// The sign of a type, as the graph draws it.
function icon(kind) {
  const shape = shapeOfKind[kind] ?? "dot";
  const drawn = shape === "dot" ? svgElement("circle", { cx: 8, cy: 8, r: 6 }) : svgElement("polygon", { points: SHAPE_POINTS[shape] });
  return svgElement("svg", { class: `icon-${kind} type-icon`, viewBox: "0 0 16 16", width: 14, height: 14, "aria-hidden": "true" }, drawn);
}

// Quotes and brackets come and go between a canonical name and the text: 板凳夜话制度 stands there as “板凳夜话”制度.
const QUOTES = /["'“”‘’《》「」]/;
const OPENING = /["'“‘《「]/;

// Where the name ends when it stands in the text from `at` on, quotes left aside; else 0.
function standsAt(text, at, bare) {
  let end = at;
  for (const letter of bare) {
    while (end < text.length && QUOTES.test(text[end]) && (end > at || OPENING.test(text[end]))) end += 1;
    if (!text.startsWith(letter, end)) return 0;
    end += letter.length;
  }
  // A quote that opened inside the name closes inside it.
  const inside = [...text.slice(at, end)].filter((letter) => QUOTES.test(letter));
  return inside.length % 2 && QUOTES.test(text[end] ?? "") ? end + 1 : end;
}

const spellings = (node) =>
  [node.name, ...node.aliases].map((name) => [...name].filter((letter) => !QUOTES.test(letter)).join("")).filter((name) => name.length > 1);

// The text with subject and object marked; the longest spelling wins where two overlap.
function marked(text, subject, object) {
  const wanted = [
    ...(subject ? spellings(subject).map((word) => [word, "mark-subject"]) : []),
    ...(object ? spellings(object).map((word) => [word, "mark-object"]) : []),
  ].sort((a, b) => b[0].length - a[0].length);
  const parts = [];
  let plain = "";
  for (let at = 0; at < text.length;) {
    const hit = wanted.map(([word, look]) => [standsAt(text, at, word), look]).find(([end]) => end);
    if (hit) {
      if (plain) parts.push(plain);
      parts.push(element("mark", { class: hit[1] }, text.slice(at, hit[0])));
      plain = "";
      at = hit[0];
    } else {
      plain += text[at];
      at += 1;
    }
  }
  if (plain) parts.push(plain);
  return parts;
}

// Never "100 %" for what is only nearly sure.
const percent = (share) => (share < 1 && share >= 0.995 ? ">99%" : `${Math.round(share * 100)}%`);

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

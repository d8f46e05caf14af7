// The panel of details: an entity with its facts, relations and sentences; a relation with the sentences behind it; a path.

const ROWS = 8;

const entityButton = (id, extra = {}) =>
  element(
    "button",
    { class: "link", onclick: () => change({ selected: id }, { centre: true }), ...extra },
    icon(nodeOf.get(id).kind),
    element("span", {}, nodeOf.get(id).name),
  );

const chip = (kind) => element("span", { class: "chip" }, icon(kind), typeName(kind));

function facts(pairs) {
  const known = pairs.filter(([, value]) => value !== "" && value !== null && value !== undefined);
  return element(
    "dl",
    { class: "facts" },
    ...known.flatMap(([key, value]) => [element("dt", {}, t(key)), element("dd", {}, String(value))]),
  );
}

const section = (title, ...children) => element("section", {}, element("h3", {}, title), ...children);

function levelName(level) {
  return wordOf.has(`level_${level}`) ? t(`level_${level}`) : level;
}

// The folder is of one machine only; the file's name is what a colleague can look for.
const fileName = (source) => source.split(/[\\/]/).at(-1);

function citation(sentence) {
  const when = sentence.as_of ? (state.language === "zh" ? `（${sentence.as_of}年）` : ` (${sentence.as_of})`) : "";
  return `“${sentence.text}” —— ${sentence.heading}${when}, ${fileName(sentence.source)}, ${sentence.passage}#${sentence.span[0]}-${sentence.span[1]}`;
}

async function copy(text, button) {
  const label = button?.textContent;
  let done = true;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = element("textarea", { class: "unseen", readonly: true });
    area.value = text;
    document.body.append(area);
    area.select();
    done = document.execCommand("copy");
    area.remove();
  }
  announce(t(done ? "copied" : "copy_failed"));
  if (!button) return;
  button.textContent = t(done ? "copied" : "copy_failed");
  setTimeout(() => (button.textContent = label), 1600);
}

function sentenceCard(sentence, subject, object, judged = null) {
  const about = [
    sentence.year ? t("said_year", { year: sentence.year }) : "",
    sentence.as_of ? t("as_of", { year: sentence.as_of }) : "",
  ].filter(Boolean);
  return element(
    "li",
    { class: "sentence" },
    element("blockquote", { lang: "zh-CN" }, ...marked(sentence.text, subject, object)),
    element("p", { class: "origin", lang: "zh-CN" }, sentence.heading),
    element(
      "p",
      { class: "origin quiet", title: sentence.source },
      fileName(sentence.source),
      ...about.flatMap((part) => [" · ", element("span", { class: "whole" }, part)]),
    ),
    element(
      "p",
      { class: "actions" },
      element("button", { class: "small", onclick: (event) => copy(citation(sentence), event.currentTarget) }, t("copy_citation")),
      judged ? judgeButtons(judged, sentence) : null,
    ),
  );
}

// Every sentence, a few at a time; those that only the server has are fetched when the panel opens.
function sentenceSection(item, subject, object) {
  const held = knownSentences(item);
  const judged = item.from ? item : null;
  const title = (n) => `${t("sentences")}${n ? ` (${n})` : ""}`;
  if (["gazetteer", "name", "context"].includes(item.basis) && !held?.total) return section(title(0), element("p", { class: "quiet" }, t(`from_${item.basis}`)));
  if (held && held.list.length === held.total) {
    const body = held.list.length
      ? cutList(held.list, 5, (one) => sentenceCard(one, subject, object, judged), { class: "sentences" })
      : [element("p", { class: "quiet" }, t("no_sentences"))];
    return section(title(held.total), ...body);
  }
  const list = element("ul", { class: "sentences" });
  const more = element("button", { class: "more-rows", onclick: () => fetchMore() });
  const whole = section(title(held?.total), list, more);
  const draw = (found, from) => {
    list.append(...found.list.slice(from).map((one) => sentenceCard(one, subject, object, judged)));
    whole.querySelector("h3").textContent = title(found.total);
    more.hidden = found.list.length >= found.total;
    more.textContent = t("more", { n: found.total - found.list.length });
    if (found.total === 0) list.append(element("li", { class: "quiet" }, t("no_sentences")));
  };
  const fetchMore = async () => {
    more.disabled = true;
    const from = list.children.length;
    const found = await moreSentences(item).catch(() => null);
    more.disabled = false;
    if (found) draw(found, from);
    else more.textContent = t("try_again");
    if (from) list.children[from]?.querySelector("button")?.focus();
  };
  if (held) draw(held, 0);
  else {
    more.textContent = t("loading");
    fetchMore();
  }
  return whole;
}

// Which way a relation runs, seen from one end.
function arrowFrom(edge, id) {
  if (predicateOf.get(edge.predicate)?.symmetric) return "↔";
  return edge.from === id ? "→" : "←";
}

function relationRow(edge, id) {
  const other = nodeOf.get(otherEnd(edge, id));
  const when = yearsText(edge.years);
  return element(
    "li",
    {},
    element(
      "button",
      { class: "row", "data-edge": edge.id, onclick: () => change({ selected: edge.id }, { centre: true }) },
      icon(other.kind),
      element("span", { class: "grow" }, other.name),
      element("span", { class: "number" }, [when, edge.count > 1 ? `×${edge.count}` : ""].filter(Boolean).join(" ")),
    ),
  );
}

function relationSections(node) {
  const visible = shown().edges;
  const edges = edgesAt.get(node.id).filter((edge) => visible.has(edge.id));
  if (edges.length === 0) return [section(t("relations"), element("p", { class: "quiet" }, t("no_relations")))];
  const groups = new Map();
  for (const edge of edges) {
    const key = `${edge.predicate} ${arrowFrom(edge, node.id)}`;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(edge);
  }
  const order = [...predicateOf.keys()];
  const sorted = [...groups.values()].sort((a, b) => order.indexOf(a[0].predicate) - order.indexOf(b[0].predicate));
  return sorted.map((group) => {
    const arrow = arrowFrom(group[0], node.id);
    const name = predicateName(group[0].predicate);
    const title = arrow === "←" ? `← ${name}` : `${name} ${arrow}`;
    return section(
      `${title} (${group.length})`,
      ...cutList(group.sort(byWeight), ROWS, (edge) => relationRow(edge, node.id), { class: "rows" }),
    );
  });
}

// Said of what is chosen while the filters hide it from the drawing.
function filteredNote(item) {
  if (!isFiltered(item.id)) return null;
  const show = element("button", { class: "small", "data-act": "unfilter", onclick: () => change(noFilters(), { centre: true }) }, t("unfilter"));
  return element("p", { class: "filtered" }, element("span", { class: "grow" }, t("filtered_out")), show);
}

// What the button says, also while the answer is on its way.
function expandWord(id) {
  const hidden = hiddenNeighbours(id);
  return expanding.has(id) ? t("expanding") : t(hidden ? "expand_n" : "expand", { n: hidden });
}

function markExpanding(id) {
  const button = byId("panel").querySelector('[data-act^="expand"]');
  if (!button || state.selected !== id) return;
  button.textContent = expandWord(id);
  if (expanding.has(id)) button.setAttribute("aria-disabled", "true");
  else button.removeAttribute("aria-disabled");
}

function nodeActions(node) {
  const hidden = hiddenNeighbours(node.id);
  const button = (key, act, values = {}) => element("button", { class: "small", "data-act": key, onclick: act }, t(key, values));
  const runs = expanding.has(node.id);
  const expandButton = () => element("button", { class: "small", "data-act": hidden ? "expand_n" : "expand", "aria-disabled": runs ? "true" : null, onclick: () => expand(node.id) }, expandWord(node.id));
  return element(
    "p",
    { class: "actions" },
    hidden === 0 && !runs ? null : expandButton(),
    leavesOf(node.id).length ? button("collapse", () => collapse(node.id)) : null,
    button("hide", () => hide(node.id)),
    button("path_set_from", () => change({ pathFrom: node.id })),
    button("path_set_to", () => change({ pathTo: node.id }, { centre: Boolean(state.pathFrom) })),
    node.kind === "PLACE" ? button("compare_with", () => compareWith(node.id)) : null,
    button("show_timeline", () => change({ dock: "timeline" })),
  );
}

function nodePanel(node) {
  const span = [node.first_year, node.last_year].filter((year) => year !== null);
  return [
    element("h2", { lang: "zh-CN" }, node.name),
    element("p", {}, chip(node.kind)),
    filteredNote(node),
    facts([
      ["aliases", node.aliases.join("、")],
      ["level", node.level ? levelName(node.level) : ""],
      ["adcode", node.adcode],
      ["reports", node.reports ? t("reports_n", { n: node.reports }) : ""],
      ["mentions", node.mentions ? t("mentions_n", { n: node.mentions }) : ""],
      ["span", yearsText(span)],
      ["relations", node.relations > node.degree ? t("relations_shown", { all: node.relations, n: node.degree }) : ""],
      ["province", node.province],
      ["pagerank", node.pagerank ? node.pagerank.toPrecision(2) : ""],
      ["betweenness", node.betweenness ? node.betweenness.toPrecision(2) : ""],
      ["community", node.community || ""],
    ]),
    pendingNotes(bare(node.id)),
    nodeActions(node),
    ...relationSections(node),
    sentenceSection(node, node, null),
    reviewSection(node),
  ];
}

function edgePanel(edge) {
  const [subject, object] = [nodeOf.get(edge.from), nodeOf.get(edge.to)];
  const arrow = predicateOf.get(edge.predicate)?.symmetric ? "↔" : "↓";
  return [
    element(
      "h2",
      { class: "triple", lang: "zh-CN" },
      entityButton(edge.from, { class: "link end-subject" }),
      element("span", { class: "between" }, element("span", { "aria-hidden": "true" }, arrow), ` ${predicateName(edge.predicate)}`),
      entityButton(edge.to, { class: "link end-object" }),
    ),
    filteredNote(edge),
    facts([
      // A year of the report says when it was done at the latest, not when it began.
      [edge.said || !edge.years.length ? "years" : "report_years", edge.years.length ? edge.years.join("、") : t("no_year")],
      ["count", edge.count ? t("count_n", { n: edge.count }) : ""],
      ["reports", edge.reports ? t("reports_n", { n: edge.reports }) : ""],
      ["confidence", edge.basis === "text" ? percent(edge.confidence) : ""],
      ["basis", wordOf.has(`basis_${edge.basis}`) ? t(`basis_${edge.basis}`) : edge.basis],
    ]),
    pendingNotes(bare(edge.id)),
    sentenceSection(edge, subject, object),
    reviewSection(edge),
  ];
}

// The path as a chain that can be walked: each relation opens its sentences.
function pathSection() {
  if (!state.pathFrom && !state.pathTo) return null;
  const clear = element("button", { class: "small", onclick: () => change({ pathFrom: "", pathTo: "" }) }, t("path_clear"));
  const way = path();
  if (!way) {
    const ends = [
      ["path_from", state.pathFrom],
      ["path_to", state.pathTo],
    ].filter(([, id]) => id);
    const lines = ends.map(([key, id]) => element("p", {}, `${t(key)} `, entityButton(id)));
    const missing = state.pathFrom && state.pathTo ? [element("p", {}, t(finding ? "searching" : "path_none"))] : [];
    return element("section", { class: "path-found" }, element("h2", {}, t("path")), ...lines, ...missing, clear);
  }
  const steps = way.nodes.flatMap((id, at) => {
    const edge = edgeOf.get(way.edges[at - 1]);
    const line =
      edge &&
      element(
        "li",
        { class: "step" },
        element(
          "button",
          { class: "link", "data-edge": edge.id, onclick: () => change({ selected: edge.id }) },
          `${arrowFrom(edge, way.nodes[at - 1])
            .replace("→", "↓")
            .replace("←", "↑")
            .replace("↔", "↕")} ${predicateName(edge.predicate)} ${yearsText(edge.years)}`,
        ),
      );
    return [...(line ? [line] : []), element("li", {}, entityButton(id))];
  });
  return element(
    "section",
    { class: "path-found" },
    element("h2", {}, t("path_found", { n: way.edges.length })),
    element("ol", { class: "chain" }, ...steps),
    clear,
  );
}

function introPanel() {
  const largest = [...nodeList].sort((a, b) => b.degree - a.degree).slice(0, 10);
  if (largest.length === 0) return [];
  const row = (node) =>
    element(
      "li",
      {},
      element(
        "button",
        { class: "row", onclick: () => change({ selected: node.id }, { centre: true }) },
        icon(node.kind),
        element("span", { class: "grow" }, node.name),
        element("span", { class: "number" }, String(node.degree)),
      ),
    );
  return [
    element("p", { class: "hint" }, t("hint_select")),
    element("p", { class: "hint only-wide" }, t("hint_keys")),
    section(t("largest"), element("ul", { class: "rows" }, ...largest.map(row))),
  ];
}

let panelShows = "";
function drawPanel() {
  const panel = byId("panel");
  // A form that is being filled in stays; the panel is drawn anew when it closes.
  const shows = `${state.selected} ${state.language}`;
  if (shows === panelShows && panel.querySelector(".decide form")) return;
  panelShows = shows;
  const node = nodeOf.get(state.selected);
  const edge = edgeOf.get(state.selected);
  const way = pathSection();
  const body = node ? nodePanel(node) : edge ? edgePanel(edge) : way ? [] : introPanel();
  const close = element(
    "button",
    { class: "icon close", "aria-label": t("close"), title: t("close"), onclick: () => change({ selected: "", pathFrom: "", pathTo: "" }) },
    "✕",
  );
  const open = Boolean(node || edge || way);
  document.body.classList.toggle("panel-open", open);
  const hadFocus = panel.contains(document.activeElement);
  panel.replaceChildren(...[open ? close : null, way, ...body].filter(Boolean));
  panel.scrollTop = 0;
  // What had the focus is gone with the old content; without this the next Tab would start at the top of the page.
  if (hadFocus) panel.focus({ preventScroll: true });
}

onChange((changed) => {
  drawPanel();
  if (!changed.has("selected")) return;
  const edge = edgeOf.get(state.selected);
  const name =
    nodeOf.get(state.selected)?.name ??
    (edge ? `${nodeOf.get(edge.from).name} ${predicateName(edge.predicate)} ${nodeOf.get(edge.to).name}` : "");
  announce(name ? t("selected", { name }) : t("none_selected"));
});

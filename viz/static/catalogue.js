// The catalogue of questions as forms, their answers as a table beside the graph.

const QUESTIONS = new Map((served?.catalogue ?? []).map((query) => [query.name, query]));
// Kinds of entities that a parameter takes, by its type in the catalogue.
const PARAMETER_KINDS = { place: "PLACE", organisation: "ORG", programme: "PROGRAMME", campaign: "CAMPAIGN", policy: "POLICY" };
// The questions by what they are asked about: the first thing that must be given.
const SUBJECTS = [
  ["ask_places", (type) => /place|organisation/.test(type)],
  ["ask_doings", (type) => /programme|campaign|policy/.test(type)],
  ["ask_things", (type) => type === "entity"],
  ["ask_whole", (type) => type === "" || type === "integer"],
  ["ask_texts", () => true],
];
let wantedRows = 100;

const asked = () => Object.fromEntries(new URLSearchParams(state.query));

// The field of a parameter; names of things are offered while typing.
function parameterField(parameter, given) {
  const id = `ask-${parameter.name}`;
  const value = given ?? (parameter.default === null ? "" : String(parameter.default));
  const label = element("label", { for: id }, parameter[state.language].replace(/[,，]?\s*(的名称、.*|name, .*)$/, "") || parameter.name, parameter.required ? element("span", { class: "needed", "aria-hidden": "true" }, " *") : null);
  if (parameter.type === "integer")
    return element("div", { class: "field" }, label, element("input", { id, name: parameter.name, type: "number", min: 0, max: 2147483647, value, required: parameter.required }));
  const input = element("input", { id, name: parameter.name, type: "text", value, autocomplete: "off", maxlength: 300, required: parameter.required });
  const kinds = parameter.type.split("|").map((kind) => PARAMETER_KINDS[kind]).filter(Boolean);
  if (parameter.type === "text" || parameter.type === "report") return element("div", { class: "field" }, label, input);
  const list = element("ul", { id: `${id}-list`, class: "suggestions", role: "listbox", "aria-label": t("suggestions"), hidden: true });
  for (const [name, said] of [["role", "combobox"], ["aria-expanded", "false"], ["aria-controls", `${id}-list`], ["aria-autocomplete", "list"]]) input.setAttribute(name, said);
  combobox(input, list, (node) => (input.value = node.name), kinds.length ? kinds : null);
  return element("div", { class: "field" }, label, element("div", { class: "combo" }, input, list));
}

// What is selected fills the first parameter that fits.
function suggestion(parameter, taken) {
  const node = nodeOf.get(state.selected);
  if (!node || taken.used || !parameter.required) return undefined;
  const fits = parameter.type === "entity" || parameter.type.split("|").some((kind) => PARAMETER_KINDS[kind] === node.kind);
  if (fits) taken.used = true;
  return fits ? node.name : undefined;
}

function questionForm(query) {
  const given = asked();
  const known = given.name === query.name ? given : {};
  const taken = { used: false };
  const fields = query.parameters.filter((one) => one.name !== "limit").map((one) => parameterField(one, known[one.name] ?? suggestion(one, taken)));
  const measures = element("select", { id: "ask-with", name: "with" }, element("option", { value: "" }, t("no_measure")), ...served.measures.map((name) => element("option", { value: name }, t(`by_${name}`))));
  measures.value = known.with ?? "";
  const submit = (event) => {
    event.preventDefault();
    const filled = [...new FormData(event.target)].filter(([, value]) => value !== "");
    wantedRows = 100;
    const query_ = new URLSearchParams([["name", query.name], ...filled]).toString();
    if (query_ === state.query) runQuery();
    else change({ query: query_ });
  };
  return element(
    "form",
    { class: "question", onsubmit: submit },
    ...fields,
    element("div", { class: "field" }, element("label", { for: "ask-with" }, t("with_measure")), measures),
    element("button", { class: "primary", id: "ask-run" }, t("run")),
  );
}

function cypherForm() {
  const area = element("textarea", { id: "cypher", name: "text", rows: 5, spellcheck: "false", maxlength: 20000, "aria-label": "Cypher", placeholder: "MATCH (p:Place)-[r:RUNS]->(c:Campaign) RETURN p.name, c.name, p.id, c.id LIMIT 20" });
  area.value = asked().name === "cypher" ? (asked().text ?? "") : "";
  const submit = (event) => {
    event.preventDefault();
    if (area.value.trim()) change({ query: new URLSearchParams({ name: "cypher", text: area.value }).toString() });
  };
  return element("form", { class: "question", onsubmit: submit }, element("p", {}, t("cypher_hint")), area, element("button", { class: "primary", id: "ask-run" }, t("run")));
}

function questionGroups() {
  const groups = new Map(SUBJECTS.map(([key]) => [key, []]));
  for (const query of QUESTIONS.values()) {
    const type = query.parameters.find((one) => one.required)?.type ?? "";
    groups.get(SUBJECTS.find(([, fits]) => fits(type))[0]).push(query);
  }
  const title = (query) => query[state.language];
  const option = (query) => element("option", { value: query.name }, title(query));
  const byTitle = (a, b) => title(a).localeCompare(title(b), state.language);
  return [...groups].filter(([, list]) => list.length).map(([key, list]) => element("optgroup", { label: t(key) }, ...list.sort(byTitle).map(option)));
}

let chosenQuestion = "";
function drawQuery() {
  const name = asked().name ?? "";
  if (name) chosenQuestion = name;
  if (!chosenQuestion) chosenQuestion = "most_shared";
  const choose = element("select", { id: "question", "aria-label": t("question") }, ...questionGroups(), served.cypher ? element("option", { value: "cypher" }, t("free_cypher")) : null);
  choose.value = chosenQuestion;
  const form = () => (chosenQuestion === "cypher" ? cypherForm() : questionForm(QUESTIONS.get(chosenQuestion) ?? QUESTIONS.get("most_shared")));
  choose.addEventListener("change", () => {
    chosenQuestion = choose.value;
    holder.replaceChildren(form());
  });
  const holder = element("div", {}, form());
  dockBody(element("div", { class: "ask" }, element("div", { class: "ask-form" }, choose, holder), element("div", { class: "ask-answer", id: "ask-answer" }, element("p", { class: "dock-empty" }, t("ask_empty")))));
  if (name) runQuery();
}

let queryAsked = 0;
async function runQuery() {
  const number = (queryAsked += 1);
  const { name, with: measure, text, ...given } = asked();
  const holder = byId("ask-answer");
  const isCypher = name === "cypher";
  const query = QUESTIONS.get(name);
  if (!isCypher && !query) return notify(t("no_question", { name }), true);
  holder.setAttribute("aria-busy", "true");
  const limited = query?.parameters.some((one) => one.name === "limit") ? { limit: String(wantedRows + 1) } : {};
  const data = isCypher ? { text, limit: wantedRows } : { query: name, arguments: { ...(text === undefined ? {} : { text }), ...given, ...limited }, measures: measure ? [measure] : [], limit: wantedRows };
  const answer = await ask(isCypher ? "cypher" : "ask", data, { quiet: true }).catch((error) => ({ error: error.message }));
  if (number !== queryAsked || !holder.isConnected) return;
  holder.removeAttribute("aria-busy");
  const notes = takenNotes(answer.taken);
  if (answer.error) holder.replaceChildren(element("p", { class: "dock-empty wrong" }, answer.error));
  else holder.replaceChildren(...notes, ...answerParts(answer, query, isCypher ? "Cypher" : query[state.language]));
  // On a phone the form fills the dock: the answer comes below it.
  if (narrow.matches) holder.scrollIntoView({ block: "start" });
  announce(answer.error ?? [...notes.map((note) => note.textContent), t("rows_found", { n: answer.rows.length })].join(" "));
}

// What was taken for a text that fits several names, and which others it fits.
function takenNotes(taken = []) {
  const note = ({ others, more, ...one }) => element("p", { class: "taken" }, t("taken", { ...one, others: `${others.join("、")}${more ? "…" : ""}` }));
  return taken.map(note);
}

// Columns of ids are not shown: what they name is a button in the column they belong to.
function answerParts({ columns, rows, truncated }, query, title) {
  const isId = (key) => /(^|[_.])ids?$|^edge$/.test(key);
  const idFor = (key, number) => {
    if (columns.includes(`${key}_id`)) return `${key}_id`;
    if (number === 0 && columns.includes("id")) return "id";
    return columns.includes(`${key.replace(/\.name$/, "")}.id`) ? `${key.replace(/\.name$/, "")}.id` : null;
  };
  const head = (key) => (state.language === "zh" && query?.headings[key]) || (wordOf.has(`by_${key.replace(/^.*_/, "")}`) ? `${t(`by_${key.replace(/^.*_/, "")}`)}` : key.replaceAll("_", " "));
  const shownColumns = columns.filter((key) => !isId(key)).map((key, number) => ({ key, head: head(key), id: idFor(key, number) }));
  const used = shownColumns.length ? shownColumns : columns.map((key) => ({ key, head: key, id: key }));
  const ids = [...new Set(columns.flatMap((key, at) => (isId(key) ? rows.flatMap((row) => row[at]) : [])))].filter((id) => typeof id === "string" && typeOf.has(id.split(":")[0].toUpperCase()));
  const more = () => {
    wantedRows = Math.min(wantedRows * 4, served.limits.rows - 1);
    runQuery();
  };
  const count = t(truncated ? "rows_cut" : "rows_found", { n: rows.length });
  const tools = element(
    "div",
    { class: "dock-head" },
    element("span", { class: "quiet", id: "ask-count" }, count),
    truncated && wantedRows < served.limits.rows - 1 ? element("button", { class: "small", id: "ask-more", onclick: more }, t("more_rows")) : null,
    element(
      "span",
      { class: "saves" },
      ids.length ? element("button", { class: "small", "data-act": "show", onclick: () => showThings(ids.slice(0, 200).map(nodeId)) }, t("show_in_graph", { n: Math.min(200, ids.length) })) : null,
      ...saveRows(title, used, columns, rows),
    ),
  );
  if (rows.length === 0) return [element("p", { class: "dock-empty" }, t("no_rows"))];
  return [tools, grid(columns, used, rows)];
}

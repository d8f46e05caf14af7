// Asking the server: one way in, errors as a line that the reader sees.

let busy = 0;
function showBusy(change) {
  busy += change;
  document.body.classList.toggle("busy", busy > 0);
}

// The error of a question is on show until the next question goes well; this is its number.
let failures = 0;
let failure = 0;

// What the server refused, in the reader's words.
function refusal({ error, kind, reason, values = {} }) {
  const kinds = values.kinds?.length > 3 ? t("thing") : (values.kinds ?? []).map((kind) => typeName(kind).toLowerCase()).join(t("or"));
  return t(wordOf.has(`error_${kind}`) ? `error_${kind}` : "error_refused", { ...values, kinds, reason: reason ?? error });
}

// The store was loaded anew, or the server is another: what comes now need not fit what is here.
function offerReload() {
  if (byId("stale")) return;
  const reload = element("button", { class: "small", "data-word": "reload", onclick: () => location.reload() }, t("reload"));
  byId("main").append(element("p", { id: "stale", class: "notify stale" }, element("span", { "data-word": "store_changed" }, t("store_changed")), reload));
  announce(t("store_changed"));
}

// What the server says to a question; an error is thrown on, with what was said, and shown unless that is `quiet`.
async function ask(name, data, { quiet = false } = {}) {
  const standing = failure;
  showBusy(1);
  try {
    const answer = await fetch(`/api/${name}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(data),
    });
    const said = await answer.json().catch(() => ({ error: t("server_status", { status: answer.status }) }));
    const load = answer.headers.get("X-KG-Load");
    if (load && load !== served.load) offerReload();
    if (!answer.ok) throw Object.assign(new Error(refusal(said)), { said });
    if (standing && standing === failure) byId("notify").hidden = true;
    return said;
  } catch (caught) {
    const error = caught instanceof TypeError ? new Error(t("server_gone")) : caught;
    if (!quiet) {
      notify(error.message, true);
      failure = failures += 1;
    }
    throw error;
  } finally {
    showBusy(-1);
  }
}

let noticeTimer = 0;
function notify(text, wrong = false) {
  const line = byId("notify");
  failure = 0;
  line.textContent = text;
  line.classList.toggle("wrong", wrong);
  line.hidden = false;
  announce(text);
  clearTimeout(noticeTimer);
  noticeTimer = setTimeout(() => (line.hidden = true), wrong ? 9000 : 4000);
}

// Where everything on the page stands, by the ids that the server knows.
const standing = () => Object.fromEntries(nodeList.map((node) => [bare(node.id), [node.x, node.y]]));

// The sentences behind a thing or a relation that came so far, by its id: {list, total}.
const sentencesOf = new Map();
function knownSentences(item) {
  if (!served) return { list: item.sentences.map((number) => payload.sentences[number]), total: item.sentences.length };
  return sentencesOf.get(item.id);
}

async function moreSentences(item) {
  const held = sentencesOf.get(item.id) ?? { list: [], total: 0 };
  const source = item.from ? bare(item.from) : null;
  const { sentences, total } = await ask("sentences", { id: bare(item.id), source, skip: held.list.length });
  const found = { list: [...held.list, ...sentences], total: sentences.length ? total : held.list.length };
  sentencesOf.set(item.id, found);
  return found;
}

// The first sentence behind relations, for tables that are saved: what is not here yet comes in one answer.
const firstOf = new Map();
const firstSentence = (edge) => knownSentences(edge)?.list[0] ?? firstOf.get(edge.id);
async function needFirst(edges) {
  const lacking = edges.filter((edge) => served && edge.basis === "text" && !firstSentence(edge)).map((edge) => [bare(edge.id), bare(edge.from)]);
  for (let at = 0; at < lacking.length; at += served.limits.edges) {
    const { sentences } = await ask("proofs", { edges: lacking.slice(at, at + served.limits.edges) });
    for (const [id, sentence] of Object.entries(sentences)) firstOf.set(`e/${id}`, sentence);
  }
}

// PageRank and the like are worked out for the whole graph when somebody first wants to see them.
async function needMeasures() {
  const lacking = nodeList.filter((node) => node.pagerank === undefined).map((node) => bare(node.id));
  if (!served || lacking.length === 0) return;
  const { measures } = await ask("measures", { ids: lacking });
  for (const [id, values] of Object.entries(measures)) Object.assign(everNode.get(nodeId(id)) ?? {}, values);
  for (const id of lacking) everNode.get(nodeId(id)).pagerank ??= 0;
}

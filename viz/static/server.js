// Asking the server: one way in, errors as a line that the reader sees.

let busy = 0;
function showBusy(change) {
  busy += change;
  document.body.classList.toggle("busy", busy > 0);
}

// What the server says to a question; an error is shown and thrown on.
async function ask(name, data) {
  showBusy(1);
  try {
    const answer = await fetch(`/api/${name}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(data),
    });
    const said = await answer.json().catch(() => ({ error: t("server_status", { status: answer.status }) }));
    if (!answer.ok) throw new Error(said.error);
    return said;
  } catch (error) {
    notify(error instanceof TypeError ? t("server_gone") : error.message, true);
    throw error;
  } finally {
    showBusy(-1);
  }
}

let noticeTimer = 0;
function notify(text, wrong = false) {
  const line = byId("notify");
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

// PageRank and the like are worked out for the whole graph when somebody first wants to see them.
async function needMeasures() {
  const lacking = nodeList.filter((node) => node.pagerank === undefined).map((node) => bare(node.id));
  if (!served || lacking.length === 0) return;
  const { measures } = await ask("measures", { ids: lacking });
  for (const [id, values] of Object.entries(measures)) Object.assign(everNode.get(nodeId(id)) ?? {}, values);
  for (const id of lacking) everNode.get(nodeId(id)).pagerank ??= 0;
}

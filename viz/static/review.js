// Review: what a reader settles goes to the decisions file and is marked as waiting until the next build has applied it.

let pendingList = served?.pending ?? [];
// Ids of things and relations that a waiting decision is about.
const pendingAbout = new Set();
function markPending() {
  pendingAbout.clear();
  for (const one of pendingList) {
    if (one.what === "reject" || one.what === "confirm") {
      const [subject, predicate, object] = one.about;
      const touches = (edge) => edge.predicate === predicate && [edge.from, edge.to].sort().join() === [nodeId(subject), nodeId(object)].sort().join();
      for (const edge of everEdge.values()) if (touches(edge)) pendingAbout.add(bare(edge.id));
    } else for (const id of one.about) pendingAbout.add(id);
  }
}

function decisionText(one) {
  const name = (id) => everNode.get(nodeId(id))?.name ?? id.replace(/^\w+:/, "");
  const about = ["reject", "confirm"].includes(one.what) ? `${name(one.about[0])} ${predicateName(one.about[1])} ${name(one.about[2])}` : one.about.map(name).join("、");
  return `${t(`decision_${one.what}`)} ${about}${one.name ? ` → ${one.name}` : ""}`;
}

const isAbout = (one, id) => {
  const edge = everEdge.get(`e/${id}`);
  if (!edge) return one.what !== "reject" && one.what !== "confirm" && one.about.includes(id);
  return ["reject", "confirm"].includes(one.what) && one.about[1] === edge.predicate && [one.about[0], one.about[2]].sort().join() === [bare(edge.from), bare(edge.to)].sort().join();
};

function pendingNotes(id) {
  const found = pendingList.filter((one) => isAbout(one, id));
  if (found.length === 0) return null;
  const note = (one) => element("li", {}, element("strong", {}, t("pending")), ` ${decisionText(one)} · ${one.who}: ${one.why}`);
  return element("ul", { class: "pending" }, ...found.map(note));
}

async function decide(decision) {
  const { pending } = await ask("decide", decision);
  pendingList = pending;
  markPending();
  repaint();
  drawPanel();
  drawDock();
  notify(t("recorded"));
}

// A small form below the button that opened it: what else must be said, and the reason.
function decisionForm(button, title, fields, make) {
  const holder = button.closest(".decide");
  holder.querySelector("form")?.remove();
  const why = element("input", { id: "why", type: "text", required: true, maxlength: 2000, autocomplete: "off" });
  const submit = async (event) => {
    event.preventDefault();
    const decision = make();
    if (decision) await decide({ ...decision, why: why.value.trim() }).catch(() => null);
  };
  const form = element(
    "form",
    { onsubmit: submit },
    element("strong", {}, title),
    ...fields,
    element("label", { for: "why" }, t("why")),
    why,
    element("div", { class: "actions" }, element("button", { class: "small primary" }, t("record")), element("button", { class: "small", type: "button", onclick: () => form.remove() }, t("cancel"))),
  );
  holder.append(form);
  form.querySelector("input")?.focus();
}

const tripleOf = (edge) => [bare(edge.from), edge.predicate, bare(edge.to)];

// Under each sentence: is what it is taken to say right?
function judgeButtons(edge, sentence) {
  if (!served?.review) return null;
  const button = (what) =>
    element(
      "button",
      { class: "small", "data-decide": `sentence-${what}`, onclick: (event) => decisionForm(event.currentTarget, t(`sentence_${what}`), [], () => ({ what, about: tripleOf(edge), sentence: sentence.text })) },
      t(`sentence_${what}`),
    );
  return element("span", { class: "decide" }, button("confirm"), button("reject"));
}

function reviewSection(item) {
  if (!served?.review) return null;
  return item.from ? reviewEdge(item) : reviewNode(item);
}

function reviewEdge(edge) {
  const button = (what) =>
    element(
      "button",
      { class: "small", "data-decide": what, onclick: (event) => decisionForm(event.currentTarget, t(`decision_${what}`), [], () => ({ what, about: tripleOf(edge) })) },
      t(`decision_${what}`),
    );
  return section(t("dock_review"), element("div", { class: "decide" }, button("confirm"), button("reject")));
}

function reviewNode(node) {
  const open = (what, fields, make) => (event) => {
    const [parts, take] = fields();
    decisionForm(event.currentTarget, t(`do_${what}`), parts, () => make(take()));
  };
  const field = (id, label, value = "") => {
    const input = element("input", { id, type: "text", required: true, maxlength: 300, autocomplete: "off", value });
    return [[element("label", { for: id }, label), input], () => input.value.trim()];
  };
  const self = bare(node.id);
  const button = (what, fields, make) => element("button", { class: "small", "data-decide": what, onclick: open(what, fields, make) }, t(`do_${what}`));
  return section(
    t("dock_review"),
    element(
      "div",
      { class: "decide" },
      button("rename", () => field("new-name", t("new_name"), node.name), (name) => ({ what: "rename", about: [self], name })),
      button("merge", () => otherField(node), (id) => (id ? { what: "same", about: [self, id] } : notify(t("choose_thing"), true))),
      button("apart", () => otherField(node), (id) => (id ? { what: "different", about: [self, id] } : notify(t("choose_thing"), true))),
      node.aliases.length ? button("split", () => spellingField(node), (name) => ({ what: "split", about: [self], name })) : null,
    ),
  );
}

function otherField(node) {
  let chosen = "";
  const list = element("ul", { id: "other-thing-list", class: "suggestions", role: "listbox", "aria-label": t("suggestions"), hidden: true });
  const input = element("input", { id: "other-thing", type: "text", role: "combobox", autocomplete: "off", required: true, "aria-expanded": "false", "aria-controls": "other-thing-list", "aria-autocomplete": "list" });
  input.addEventListener("input", () => (chosen = ""));
  combobox(
    input,
    list,
    (other) => {
      input.value = other.name;
      chosen = bare(other.id);
    },
    [node.kind],
  );
  return [[element("label", { for: "other-thing" }, t("other_thing")), element("div", { class: "combo" }, input, list)], () => chosen];
}

function spellingField(node) {
  const select = element("select", { id: "spelling" }, ...node.aliases.map((name) => element("option", { value: name }, name)));
  return [[element("label", { for: "spelling" }, t("which_spelling")), select], () => select.value];
}

let casesAsked = 0;
// The worst first, with the sentence; below, what waits for the next build.
async function drawReview() {
  const number = (casesAsked += 1);
  const answer = await ask("cases", {}).catch(() => null);
  if (!answer || number !== casesAsked || state.dock !== "review") return;
  pendingList = answer.pending;
  markPending();
  dockBody(
    element(
      "div",
      { class: "review" },
      element("section", {}, element("h3", {}, `${t("doubtful")} (${answer.cases.length})`), ...cutList(answer.cases, 8, caseRow, { class: "cases" })),
      element(
        "section",
        {},
        element("h3", {}, `${t("waiting")} (${pendingList.length})`),
        element("p", { class: "quiet" }, t("waiting_hint")),
        element("ul", { class: "pending" }, ...pendingList.map((one) => element("li", {}, `${decisionText(one)} · ${one.who}: ${one.why}`))),
      ),
    ),
  );
}

function caseRow(one) {
  const isPair = one.kind === "pair";
  const title = isPair ? `${one.names[0]} = ${one.names[1]} ?` : `${one.names[0]} ${predicateName(one.names[1])} ${one.names[2]}`;
  const choices = isPair ? ["same", "different"] : ["confirm", "reject"];
  const ends = isPair ? one.about : [one.about[0], one.about[2]];
  const button = (what) =>
    element(
      "button",
      { class: "small", "data-decide": what, onclick: (event) => decisionForm(event.currentTarget, t(`decision_${what}`), [], () => ({ what, about: one.about, hash: one.sentence ?? undefined })) },
      t(`decision_${what}`),
    );
  return element(
    "li",
    {},
    element("p", {}, element("strong", { lang: "zh-CN" }, title), " ", element("span", { class: "quiet" }, t("doubt", { n: Math.round(one.doubt * 100) }))),
    ...one.evidence.map((text) => element("p", { class: "quiet", lang: "zh-CN" }, text)),
    element("div", { class: "decide" }, ...choices.map(button), element("button", { class: "small", onclick: () => showThings(ends.map(nodeId)).then(() => change({ selected: nodeId(ends[0]) }, { centre: true })) }, t("show"))),
  );
}

onChange((changed) => changed.has("steps") && markPending());

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
  return element("ul", { class: "pending" }, ...found.map((one) => pendingRow(one, element("strong", {}, t("pending")), " ")));
}

const decisionSaid = (one) => `${decisionText(one)} · ${one.who}: ${one.why}`;

// A decision that waits, with a button that takes it back when it is pressed twice: its line leaves the file.
function pendingRow(one, ...before) {
  const press = async (event) => {
    const button = event.currentTarget;
    if (!button.dataset.sure) {
      button.dataset.sure = "1";
      button.textContent = t("withdraw_sure");
      return;
    }
    button.disabled = true;
    const answer = await ask("withdraw", { decisions: [pick(one, ["line", "effect"])] }).catch(() => null);
    if (answer) takePending(answer);
    if (answer) notify(t("withdrawn"));
    // What was decided may be a case again; and if another took it back, the list is old.
    if (state.dock === "review") drawReview();
  };
  const button = served?.review ? element("button", { class: "small", "data-act": "withdraw", onclick: press }, t("withdraw")) : null;
  return element("li", {}, ...before, decisionSaid(one), button);
}

function takePending({ pending }) {
  pendingList = pending;
  markPending();
  repaint();
  drawPanel();
  drawDockTabs();
  if (state.dock === "review") drawWaiting();
}

// Reasons that were typed and not recorded, by what they are about: they are there when the form is opened again.
const drafts = new Map();

// Units of two levels or provinces are hardly one place.
function mergeWarning([first, second]) {
  const unit = (id) => ({ code: everNode.get(nodeId(id))?.adcode ?? /^place:(\d+)$/.exec(id)?.[1], province: everNode.get(nodeId(id))?.province });
  const [a, b] = [unit(first), unit(second)];
  if (!["code", "province"].some((key) => a[key] && b[key] && a[key] !== b[key])) return "";
  const said = (id, { code, province }) => `${everNode.get(nodeId(id))?.name ?? id}${t("aside", { text: [code, province].filter(Boolean).join(" ") })}`;
  return t("merge_warning", { first: said(first, a), second: said(second, b) });
}

// A small form below the button that opened it: what else must be said, and the reason. `about` names its draft.
function decisionForm(button, title, fields, make, about) {
  const holder = button.closest(".decide");
  holder.querySelector("form")?.remove();
  const draft = `${title} ${about}`;
  const why = element("input", { id: "why", type: "text", required: true, maxlength: 2000, autocomplete: "off", value: drafts.get(draft) });
  why.addEventListener("input", () => drafts.set(draft, why.value));
  const note = element("div", { class: "said", role: "alert", hidden: true });
  const say = (...parts) => {
    note.hidden = false;
    note.replaceChildren(...parts);
  };
  let [sent, warned, instead] = [false, "", []];
  const close = () => {
    form.remove();
    drawPanel();
    if (casesLate) drawCases();
  };
  // What stands against it waits itself: it can go first.
  const offer = (decisions) => {
    const replace = () => {
      instead = decisions.map((one) => pick(one, ["line", "effect"]));
      form.requestSubmit();
    };
    say(t("contradicts"), element("ul", {}, ...decisions.map((one) => element("li", {}, decisionSaid(one)))), element("button", { class: "small", type: "button", "data-act": "replace", onclick: replace }, t("replace_decision")));
  };
  const submit = async (event) => {
    event.preventDefault();
    if (sent) return; // the second of two quick clicks
    const decision = make();
    if (typeof decision === "string") return say(decision);
    sent = true;
    try {
      if (decision.what === "same") {
        const unknown = decision.about.filter((id) => !everNode.has(nodeId(id)));
        if (unknown.length) learn(await ask("show", { ids: unknown, at: standing() }, { quiet: true }));
        const warning = mergeWarning(decision.about);
        if (warning && warned !== warning) {
          warned = warning;
          return say(warning);
        }
      }
      const answer = await ask("decide", { ...decision, why: why.value.trim(), instead_of: instead }, { quiet: true });
      drafts.delete(draft);
      decidedLast = true;
      close();
      takePending(answer);
      dropCases(decision.about);
      notify(t("recorded"));
    } catch (error) {
      const against = error.said?.kind === "contradiction" ? (error.said.values.decisions ?? []) : [];
      if (against.length) offer(against);
      else say(error.message);
    } finally {
      sent = false;
      instead = [];
    }
  };
  const escape = (event) => {
    if (event.key !== "Escape" || event.isComposing) return;
    event.stopPropagation();
    close();
    button.focus();
  };
  const cancel = () => {
    drafts.delete(draft);
    close();
  };
  const form = element(
    "form",
    { onsubmit: submit, onkeydown: escape },
    element("strong", {}, title),
    ...fields,
    element("label", { for: "why" }, t("why")),
    why,
    note,
    element("div", { class: "actions" }, element("button", { class: "small primary" }, t("record")), element("button", { class: "small", type: "button", onclick: cancel }, t("cancel"))),
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
      { class: "small", "data-decide": `sentence-${what}`, onclick: (event) => decisionForm(event.currentTarget, t(`sentence_${what}`), [], () => ({ what, about: tripleOf(edge), sentence: sentence.text }), `${edge.id} ${sentence.text}`) },
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
      { class: "small", "data-decide": what, onclick: (event) => decisionForm(event.currentTarget, t(`decision_${what}`), [], () => ({ what, about: tripleOf(edge) }), edge.id) },
      t(`decision_${what}`),
    );
  return section(t("dock_review"), element("div", { class: "decide" }, button("confirm"), button("reject")));
}

function reviewNode(node) {
  const open = (what, fields, make) => (event) => {
    const [parts, take] = fields();
    decisionForm(event.currentTarget, t(`do_${what}`), parts, () => make(take()), node.id);
  };
  const field = (id, label, value = "") => {
    const input = element("input", { id, type: "text", required: true, maxlength: 300, autocomplete: "off", value });
    return [[element("label", { for: id }, label), input], () => input.value.trim()];
  };
  const self = bare(node.id);
  // A text instead of a decision says why there is none.
  const withOther = (what) => (id) => (!id ? t("choose_thing") : id === self ? t("error_same_thing") : { what, about: [self, id] });
  const button = (what, fields, make) => element("button", { class: "small", "data-decide": what, onclick: open(what, fields, make) }, t(`do_${what}`));
  return section(
    t("dock_review"),
    element(
      "div",
      { class: "decide" },
      button("rename", () => field("new-name", t("new_name"), node.name), (name) => (name === node.name ? t("error_same_name", { name }) : { what: "rename", about: [self], name })),
      button("merge", () => otherField(node), withOther("same")),
      button("apart", () => otherField(node), withOther("different")),
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
// The cases that the server listed last, without those decided since; null before the first answer.
let caseList = null;
// Whether they came while a form kept the old ones on show.
let casesLate = false;
const FEW_CASES = 8;
// The worst first, with the sentence; below, what waits for the next build.
async function drawReview() {
  if (served.review_off) return dockBody(element("p", { class: "dock-empty" }, t("review_off", { reason: served.review_off })));
  if (caseList) drawCases();
  const number = (casesAsked += 1);
  const answer = await ask("cases", {}).catch(() => null);
  if (!answer || number !== casesAsked) return;
  const same = JSON.stringify(answer.cases) === JSON.stringify(caseList);
  caseList = answer.cases;
  pendingList = answer.pending;
  markPending();
  if (state.dock !== "review") return;
  drawDockTabs();
  if (same) drawWaiting();
  else drawCases();
}

// The two lists of the dock; that of the cases stays as it is while a form in it is open.
function drawCases() {
  if (!caseList) return;
  if (!byId("review-cases")) dockBody(element("div", { class: "review" }, element("section", { id: "review-cases" }), element("section", { id: "review-waiting" })));
  const cases = byId("review-cases");
  casesLate = cases.querySelector("form") !== null;
  if (!casesLate) cases.replaceChildren(element("h3", {}, casesTitle()), ...cutList(caseList, FEW_CASES, caseRow, { class: "cases" }));
  drawWaiting();
}

const casesTitle = () => `${t("doubtful")} (${caseList.length})`;

function drawWaiting() {
  byId("review-waiting")?.replaceChildren(
    element("h3", {}, `${t("waiting")} (${pendingList.length})`),
    element("p", { class: "quiet" }, t("waiting_hint")),
    element("ul", { class: "pending" }, ...pendingList.map((one) => pendingRow(one))),
  );
}

// What is decided is no case any more: it goes at once, the others stay where they are.
function dropCases(about) {
  const key = JSON.stringify(about);
  const left = (caseList ?? []).filter((one) => JSON.stringify(one.about) !== key);
  if (!caseList || left.length === caseList.length) return;
  caseList = left;
  for (const row of [...document.querySelectorAll(".cases > li")].filter((one) => one.dataset.about === key)) {
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    next?.querySelector("button")?.focus();
  }
  if (byId("review-cases")) byId("review-cases").querySelector("h3").textContent = casesTitle();
  if (left.length < FEW_CASES && state.dock === "review") drawReview();
}

function caseRow(one) {
  const isPair = one.kind === "pair";
  const title = isPair ? `${one.names[0]} = ${one.names[1]} ?` : `${one.names[0]} ${predicateName(one.names[1])} ${one.names[2]}`;
  const choices = isPair ? ["same", "different"] : ["confirm", "reject"];
  const ends = isPair ? one.about : [one.about[0], one.about[2]];
  const button = (what) =>
    element(
      "button",
      { class: "small", "data-decide": what, onclick: (event) => decisionForm(event.currentTarget, t(`decision_${what}`), [], () => ({ what, about: one.about, hash: one.sentence ?? undefined }), one.about.join(" ")) },
      t(`decision_${what}`),
    );
  return element(
    "li",
    { "data-about": JSON.stringify(one.about) },
    element("p", {}, element("strong", { lang: "zh-CN" }, title), " ", element("span", { class: "quiet" }, t("doubt", { n: Math.round(one.doubt * 100) }))),
    ...one.evidence.map((text) => element("p", { class: "quiet", lang: "zh-CN" }, text)),
    element("div", { class: "decide" }, ...choices.map(button), element("button", { class: "small", onclick: () => showThings(ends.map(nodeId)).then(() => change({ selected: nodeId(ends[0]) }, { centre: true })) }, t("show"))),
  );
}

onChange((changed) => changed.has("steps") && markPending());

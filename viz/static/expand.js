// Changing what is on the page: neighbours come and go, things are found and shown, ways between two are brought. Nothing that is
// there moves. Each change is a step of the link; a link is restored by taking its steps again.

// How many neighbours are not on the page yet, by id, as far as the server has said.
const moreAt = new Map();

function takeIn(part) {
  learn(part);
  return part.nodes.map((node) => node.id);
}

// What a step does: it gives the ids that are on the page afterwards.
const STEPS = {
  async e(id) {
    if (!nodeOf.has(id)) return present();
    if (!served) return new Set([...present(), ...neighboursKnown(id)]);
    const part = await ask("expand", { id: bare(id), at: standing() });
    moreAt.set(id, part.more);
    if (part.full) notify(t("page_full", { n: served.limits.nodes }), true);
    return new Set([...present(), ...takeIn(part)]);
  },
  async c(id) {
    const gone = new Set(leavesOf(id));
    moreAt.delete(id);
    return new Set([...present()].filter((one) => !gone.has(one)));
  },
  async h(id) {
    return new Set([...present()].filter((one) => one !== id));
  },
  async p(first, second) {
    const part = await ask("path", { first: bare(first), second: bare(second), at: standing() });
    takeIn(part);
    const on = (part.ways[0] ?? []).map(nodeId);
    if (on.length === 0) notify(t("path_none"));
    return new Set([...present(), ...on, ...part.nodes.map((node) => node.id)]);
  },
  async s(...ids) {
    // What is known is asked for as well: an overview holds only the strongest relations among its things.
    const part = served ? await ask("show", { ids: ids.map(bare), at: standing() }) : { nodes: [], edges: [] };
    return new Set([...present(), ...ids.filter((id) => everNode.has(id)), ...takeIn(part)]);
  },
};

// Neighbours that a page without a server knows, but does not show.
const neighboursKnown = (id) => [...everEdge.values()].flatMap((edge) => (edge.from === id ? [edge.to] : edge.to === id ? [edge.from] : []));

// Neighbours of a thing that nothing else on the page holds.
const leavesOf = (id) =>
  (edgesAt.get(id) ?? []).map((edge) => otherEnd(edge, id)).filter((one) => one !== id && edgesAt.get(one).every((edge) => otherEnd(edge, one) === id));

// How many neighbours could still come; null when only the server knows.
function hiddenNeighbours(id) {
  const node = nodeOf.get(id);
  if (served && node?.relations <= node?.degree) return 0;
  if (served) return moreAt.has(id) ? moreAt.get(id) : null;
  return new Set(neighboursKnown(id).filter((one) => !nodeOf.has(one))).size;
}

let stepping = Promise.resolve();
// Take a step, one after the other, and give how many things came or went. `patch` says what else changes; it is asked only then, for
// the reader may have gone on meanwhile.
function takeStep(step, patch = () => ({}), options = {}) {
  const run = async () => {
    const ids = await STEPS[step[0]](...step.slice(1));
    const before = nodeList.length;
    const steps = [...state.steps, step];
    const there = ids.size === before && [...ids].every((id) => nodeOf.has(id));
    remember(new Set(["steps"]));
    contents.set(JSON.stringify(steps), ids);
    if (state.sizeBy !== "degree" || state.colourBy !== "type") await needMeasures();
    swapContent(ids);
    const also = patch();
    // What is there already is still a step where it is to stand out together.
    if (there && !also.lit && everEdge.size === edgeCount) {
      past.pop();
      change(also, options);
      return 0;
    }
    edgeCount = everEdge.size;
    change({ steps, ...also }, { quiet: true, ...options });
    return nodeList.length - before;
  };
  stepping = stepping.then(run, run);
  return stepping;
}
let edgeCount = everEdge.size;

// What is being expanded: an answer may take its time, and nobody should ask for it twice.
const expanding = new Set();
async function expand(id) {
  if (expanding.has(id)) return;
  expanding.add(id);
  markExpanding(id);
  const came = await takeStep(["e", id], () => (expanding.delete(id), {})).catch(() => null);
  // Where nothing changed, the panel has not been drawn anew.
  if ((expanding.delete(id) || came === 0) && state.selected === id) drawPanel();
  markExpanding(id);
  // Without an answer the error stands there already.
  if (came === null) return;
  if (came > 0) notify(t(moreAt.get(id) ? "came_more" : "came", { n: came, more: moreAt.get(id) }));
  else notify(t("no_more"));
}

// What of the present choice is still on the page.
const stillThere = () => ({
  selected: nodeOf.has(state.selected) || edgeOf.has(state.selected) ? state.selected : "",
  pathFrom: nodeOf.has(state.pathFrom) ? state.pathFrom : "",
  pathTo: nodeOf.has(state.pathTo) ? state.pathTo : "",
});

const collapse = (id) => takeStep(["c", id], stillThere);
const hide = (id) => takeStep(["h", id], stillThere);

// The things that were hidden one by one and are not on the page.
const hiddenThings = () => [...new Set(state.steps.flatMap((step) => (step[0] === "h" ? step.slice(1) : [])))].filter((id) => everNode.has(id) && !nodeOf.has(id));
const showHidden = () => takeStep(["s", ...hiddenThings()], () => ({ lit: "" })).catch(() => null);

// Back to what the page began with: what came goes, what was hidden comes.
function startOver() {
  const run = () => {
    remember(new Set(["steps"]));
    swapContent(contents.get("[]"));
    moreAt.clear();
    change({ steps: [], lit: "", ...stillThere() }, { quiet: true });
    if (state.view === "graph") fitAll(true);
    notify(t("started_over"));
  };
  stepping = stepping.then(run, run);
  return stepping;
}

// A way with both ends is done with when something else is shown; one end alone still waits for the other.
const finishedWay = () => (state.pathFrom && state.pathTo ? { pathFrom: "", pathTo: "" } : {});
const noFilters = () => Object.fromEntries(FILTERS.map((key) => [key, DEFAULTS[key]]));

// What the reader wanted to see last: an answer that comes later than the next wish selects nothing.
let wish = 0;
onChange((changed) => changed.has("selected") && (wish += 1));

// Bring something to the page, if it is not there, and select it.
async function reveal(id) {
  const mine = (wish += 1);
  if (!nodeOf.has(id)) await takeStep(["s", id]).catch(() => null);
  if (!nodeOf.has(id) || mine !== wish) return;
  // To show something, filters that hide it give way.
  change({ selected: id, ...finishedWay(), ...(shown().nodes.has(id) ? {} : noFilters()) }, { centre: true });
}

// Bring several things at once, as the rows of a table name them.
async function showThings(ids) {
  const came = await takeStep(["s", ...ids], () => ({ lit: "1", selected: "", ...finishedWay() })).catch(() => null);
  if (came === null) return;
  centreOn("");
  notify(came ? t("came", { n: came }) : t("all_there"));
}

// The way between the two chosen ends: over what is shown, else over the whole graph.
let finding = 0;
async function findPath() {
  const { pathFrom, pathTo } = state;
  if (!served || !pathFrom || !pathTo || pathFrom === pathTo || path()) return;
  finding += 1;
  drawPanel();
  await takeStep(["p", pathFrom, pathTo], undefined, { centre: true }).catch(() => null);
  finding -= 1;
  drawPanel();
}

onChange((changed) => (changed.has("pathFrom") || changed.has("pathTo")) && !restoring && findPath());

// A link may choose things and relations that are not on the page: they are fetched, and what is not there any more is said.
async function bringLinked(link) {
  const parts = new URLSearchParams(link);
  const lacking = (id) => id && !nodeOf.has(id) && !edgeOf.has(id);
  const choice = { selected: parts.get("s"), pathFrom: parts.get("a"), pathTo: parts.get("b") };
  const wanted = [...new Set(Object.values(choice).filter(lacking))];
  if (wanted.length === 0) return;
  const mine = wish;
  const things = wanted.filter((id) => id.startsWith("n/"));
  // A relation comes with its two ends.
  const relations = served ? wanted.filter((id) => id.startsWith("e/")) : [];
  const ends = await Promise.all(relations.map((id) => ask("ends", { id: bare(id) }).then(({ ids }) => ids.map(nodeId)))).catch(() => null);
  if (ends === null) return;
  const brought = [...things, ...ends.flat()];
  const found = () => (mine === wish ? Object.fromEntries(Object.entries(choice).filter(([, id]) => id && !lacking(id))) : {});
  const came = served && brought.length ? await takeStep(["s", ...brought], found, { centre: true, replace: true }).catch(() => null) : 0;
  if (came === null) return;
  const gone = things.filter(lacking).map((id) => bare(id).replace(/^\w+:/, ""));
  if (gone.length) notify(t(served ? "link_gone" : "link_elsewhere", { name: gone.join("、").slice(0, 100) }), true);
  else if (wanted.some(lacking)) notify(t(served ? "link_relation_gone" : "link_relation"), true);
}

let restoring = false;
// Bring the page to the state of its link.
async function restore(options = {}) {
  const steps = readSteps();
  const link = location.hash.slice(1);
  restoring = true;
  try {
    if (JSON.stringify(steps) !== JSON.stringify(state.steps)) {
      const held = contents.get(JSON.stringify(steps));
      if (held) swapContent(held);
      else {
        swapContent(contents.get("[]"));
        state.steps = [];
        for (const step of steps) {
          const ids = await STEPS[step[0]](...step.slice(1)).catch(() => present());
          state.steps = [...state.steps, step];
          contents.set(JSON.stringify(state.steps), ids);
          swapContent(ids);
        }
        edgeCount = everEdge.size;
      }
      state.steps = steps;
      shownCache = pathCache = null;
      for (const listener of listeners) listener(new Set(["steps"]), {});
    }
    const wanted = readLink();
    if (wanted.sizeBy !== "degree" || wanted.colourBy !== "type") await needMeasures().catch(() => null);
    change(wanted, { keepLink: true, quiet: true, ...options });
  } finally {
    restoring = false;
  }
  await bringLinked(link);
}

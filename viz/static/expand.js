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
    const ids = present();
    if (!nodeOf.has(id)) return ids;
    if (!served) return new Set([...ids, ...neighboursKnown(id)]);
    const part = await ask("expand", { id: bare(id), at: standing() });
    moreAt.set(id, part.more);
    if (part.full) notify(t("page_full", { n: served.limits.nodes }), true);
    return new Set([...ids, ...takeIn(part)]);
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
// Take a step, one after the other, and give how many things came or went.
function takeStep(step, patch = {}, options = {}) {
  const run = async () => {
    const before = nodeList.length;
    const ids = await STEPS[step[0]](...step.slice(1));
    const steps = [...state.steps, step];
    // What is there already is still a step where it is to stand out together.
    const same = !patch.lit && ids.size === before && [...ids].every((id) => nodeOf.has(id));
    remember(new Set(["steps"]));
    contents.set(JSON.stringify(steps), ids);
    if (state.sizeBy !== "degree" || state.colourBy !== "type") await needMeasures();
    swapContent(ids);
    if (same && everEdge.size === edgeCount) {
      past.pop();
      change(patch, options);
      return 0;
    }
    edgeCount = everEdge.size;
    change({ steps, ...patch }, { quiet: true, ...options });
    return nodeList.length - before;
  };
  stepping = stepping.then(run, run);
  return stepping;
}
let edgeCount = everEdge.size;

async function expand(id) {
  const came = (await takeStep(["e", id], { selected: id }).catch(() => null)) ?? 0;
  if (came > 0) notify(t(moreAt.get(id) ? "came_more" : "came", { n: came, more: moreAt.get(id) }));
  else notify(t("no_more"));
}

const collapse = (id) => takeStep(["c", id], { selected: id });
const hide = (id) => takeStep(["h", id], { selected: "", pathFrom: state.pathFrom === id ? "" : state.pathFrom, pathTo: state.pathTo === id ? "" : state.pathTo });

// Bring something to the page, if it is not there, and select it.
async function reveal(id) {
  if (!nodeOf.has(id)) await takeStep(["s", id]).catch(() => null);
  if (!nodeOf.has(id)) return;
  // To show something, filters that hide it give way.
  const filters = Object.fromEntries(FILTERS.map((key) => [key, DEFAULTS[key]]));
  change({ selected: id, pathFrom: "", pathTo: "", ...(shown().nodes.has(id) ? {} : filters) }, { centre: true });
}

// Bring several things at once, as the rows of a table name them.
async function showThings(ids) {
  const before = nodeList.length;
  await takeStep(["s", ...ids], { lit: "1", selected: "", pathFrom: "", pathTo: "" }).catch(() => null);
  centreOn("");
  const came = nodeList.length - before;
  notify(came ? t("came", { n: came }) : t("all_there"));
}

// The way between the two chosen ends: over what is shown, else over the whole graph.
async function findPath() {
  const { pathFrom, pathTo } = state;
  if (!served || !pathFrom || !pathTo || pathFrom === pathTo || path()) return;
  await takeStep(["p", pathFrom, pathTo], {}, { centre: true }).catch(() => null);
}

onChange((changed) => (changed.has("pathFrom") || changed.has("pathTo")) && !restoring && findPath());

let restoring = false;
// Bring the page to the state of its link.
async function restore(options = {}) {
  const steps = readSteps();
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
}

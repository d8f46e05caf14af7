// What the page knows: the things and relations that its JSON blocks and the server gave, and which of them are on the page.
// Ids are looked up in Maps only.

const readBlock = (id) => JSON.parse(document.getElementById(id).textContent);

const payload = readBlock("payload");
// pyvis hands its options over as JSON text, which the template quotes once more.
const networkOptions = JSON.parse(readBlock("options"));
// What the server offers, or null on a page that stands alone.
const served = payload.served;

// Everything that ever came to the page; what was hidden stays known.
const everNode = new Map();
const everEdge = new Map();

// What is on the page now. The arrays and Maps are filled anew when that changes, never replaced.
const nodeList = [];
const edgeList = [];
const nodeOf = new Map();
const edgeOf = new Map();
const edgesAt = new Map();
// First and last year that any edge on the page names, or null.
let yearSpan = null;

const typeOf = new Map(payload.schema.types.map((type) => [type.name, type]));
const predicateOf = new Map(payload.schema.predicates.map((predicate) => [predicate.name, predicate]));
const wordOf = new Map(Object.entries(payload.words));

// On the page an id has a mark before it, so that no id can be a name that JavaScript objects already have.
const bare = (id) => id.slice(2);
const nodeId = (id) => `n/${id}`;

function learn({ nodes, edges }) {
  for (const node of nodes) if (!everNode.has(node.id)) everNode.set(node.id, node);
  for (const edge of edges) if (!everEdge.has(edge.id)) everEdge.set(edge.id, edge);
}

// Put exactly these things on the page, with all known relations among them.
function setPresent(ids) {
  for (const held of [nodeOf, edgeOf, edgesAt]) held.clear();
  nodeList.length = edgeList.length = 0;
  for (const node of everNode.values()) {
    if (!ids.has(node.id)) continue;
    nodeList.push(node);
    nodeOf.set(node.id, node);
    edgesAt.set(node.id, []);
  }
  for (const edge of everEdge.values()) {
    if (!nodeOf.has(edge.from) || !nodeOf.has(edge.to)) continue;
    edgeList.push(edge);
    edgeOf.set(edge.id, edge);
    edgesAt.get(edge.from).push(edge);
    if (edge.to !== edge.from) edgesAt.get(edge.to).push(edge);
  }
  let low = Infinity;
  let high = -Infinity;
  for (const edge of edgeList)
    for (const year of edge.years) {
      low = Math.min(low, year);
      high = Math.max(high, year);
    }
  yearSpan = low <= high ? [low, high] : null;
  for (const node of nodeList) node.degree = edgesAt.get(node.id).length;
}

const present = () => new Set(nodeOf.keys());

learn({ nodes: readBlock("nodes"), edges: readBlock("edges") });
setPresent(new Set(everNode.keys()));

const otherEnd = (edge, id) => (edge.from === id ? edge.to : edge.from);

const yearsText = (years) => {
  if (years.length === 0) return "";
  const low = Math.min(...years);
  const high = Math.max(...years);
  return low === high ? `${low}` : `${low}–${high}`;
};

// How an edge is put in a list: newest knowledge counts less than how often it is said.
const byWeight = (a, b) => b.count - a.count || b.reports - a.reports || nodeOf.get(a.to).name.localeCompare(nodeOf.get(b.to).name, "zh");

// The provinces that an edge touches, by the province of its ends.
const provincesOf = (edge) => [everNode.get(edge.from)?.province, everNode.get(edge.to)?.province].filter(Boolean);

// The data of the page and its indexes: what the JSON blocks say, read once, never changed. Ids are looked up in Maps only.

const readBlock = (id) => JSON.parse(document.getElementById(id).textContent);

const payload = readBlock("payload");
const nodeList = readBlock("nodes");
const edgeList = readBlock("edges");
// pyvis hands its options over as JSON text, which the template quotes once more.
const networkOptions = JSON.parse(readBlock("options"));

const nodeOf = new Map(nodeList.map((node) => [node.id, node]));
const edgeOf = new Map(edgeList.map((edge) => [edge.id, edge]));
const edgesAt = new Map(nodeList.map((node) => [node.id, []]));
for (const edge of edgeList) {
  edgesAt.get(edge.from).push(edge);
  if (edge.to !== edge.from) edgesAt.get(edge.to).push(edge);
}

const typeOf = new Map(payload.schema.types.map((type) => [type.name, type]));
const predicateOf = new Map(payload.schema.predicates.map((predicate) => [predicate.name, predicate]));
const wordOf = new Map(Object.entries(payload.words));

// First and last year that any edge names, or null.
const yearSpan = (() => {
  const years = edgeList.flatMap((edge) => edge.years);
  if (years.length === 0) return null;
  return years.reduce(([low, high], year) => [Math.min(low, year), Math.max(high, year)], [years[0], years[0]]);
})();

const otherEnd = (edge, id) => (edge.from === id ? edge.to : edge.from);

const yearsText = (years) => {
  if (years.length === 0) return "";
  const low = Math.min(...years);
  const high = Math.max(...years);
  return low === high ? `${low}` : `${low}–${high}`;
};

// How an edge is put in a list: newest knowledge counts less than how often it is said.
const byWeight = (a, b) => b.count - a.count || b.reports - a.reports || nodeOf.get(a.to).name.localeCompare(nodeOf.get(b.to).name, "zh");

// zh: 做法与某地最相近的地方，以及为什么
// en: the places most like a place in what they do, and why
// parameter place (place): 地区的名称、简称或 id / name, short name or id of a place
// parameter limit (integer = 20): 最多行数 / rows at most
// example: place=三明市
// columns: place 地区, shared 共有数, similarity 相似度, examples 共有举例, place_id 地区编号
MATCH (place:Entity {id: $place})<-[:LOCATED_IN*0..1]-(:Entity)-[:IMPLEMENTS|RUNS]->(what:Entity)
WITH collect(DISTINCT what.id) AS mine
UNWIND mine AS id
MATCH (what:Entity {id: id})<-[:IMPLEMENTS|RUNS]-(:Entity)-[:LOCATED_IN*0..1]->(other:Place)
WHERE other.id <> $place
WITH mine, other, what ORDER BY what.name, what.id
WITH mine, other, count(DISTINCT what) AS shared, collect(DISTINCT what.name) AS names
MATCH (other)<-[:LOCATED_IN*0..1]-(:Entity)-[:IMPLEMENTS|RUNS]->(theirs:Entity)
WITH mine, other, shared, names, count(DISTINCT theirs) AS size_of_theirs
RETURN other.name AS place, shared, round(1000.0 * shared / (size(mine) + size_of_theirs - shared)) / 1000 AS similarity,
  names[0..8] AS examples, other.id AS place_id
ORDER BY similarity DESC, shared DESC, place, place_id LIMIT $limit

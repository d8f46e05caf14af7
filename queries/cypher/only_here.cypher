// zh: 只有这个地方才有的项目和活动
// en: programmes and campaigns that no other place has
// parameter place (place): 地区的名称、简称或 id / name, short name or id of a place
// parameter limit (integer = 50): 最多行数 / rows at most
// example: place=三明市
// columns: name 名称, kind 类型, first_year 首次年份, last_year 最近年份, statements 语句数, name_id 编号, place_id 地区编号
MATCH (place:Entity {id: $place})<-[:LOCATED_IN*0..1]-(:Entity)-[r:IMPLEMENTS|RUNS]->(what:Entity)
WITH place, what, min(r.first_year) AS first_year, max(r.last_year) AS last_year, sum(r.count) AS statements
WHERE NOT EXISTS {
  MATCH (what)<-[:IMPLEMENTS|RUNS]-(:Entity)-[:LOCATED_IN*0..1]->(other:Place) WHERE other.id <> $place
}
RETURN what.name AS name, what.kind AS kind, first_year, last_year, statements, what.id AS name_id, place.id AS place_id
ORDER BY statements DESC, name, name_id LIMIT $limit

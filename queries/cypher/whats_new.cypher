// zh: 某地较晚的报告里有哪些新出现的项目、活动和政策
// en: what is new in the later reports of a place: programmes, campaigns and policies not seen before
// parameter place (place): 地区的名称、简称或 id / name, short name or id of a place
// parameter since (integer = null): 从哪一年起算新，缺省为最近一份报告的年份 / new from this year on; by default the year of the latest report
// parameter limit (integer = 50): 最多行数 / rows at most
// example: place=三明市
// columns: name 名称, kind 类型, predicate 关系, first_year 首次年份, since 起算年份, statements 语句数, name_id 编号, place_id 地区编号
MATCH (place:Entity {id: $place})
OPTIONAL MATCH (report:Report)-[:ABOUT]->(place)
WITH place, coalesce($since, max(report.as_of)) AS since
MATCH (place)<-[:LOCATED_IN*0..1]-(:Entity)-[r:IMPLEMENTS|RUNS|ISSUES]->(what:Entity)
WITH place, since, what, type(r) AS predicate, min(r.first_year) AS first_year, sum(r.count) AS statements
WHERE first_year >= since
RETURN what.name AS name, what.kind AS kind, predicate, first_year, since, statements, what.id AS name_id, place.id AS place_id
ORDER BY first_year, predicate, statements DESC, name, name_id LIMIT $limit

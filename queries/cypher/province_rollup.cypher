// zh: 一个省（市）及其下辖各地实施的项目和活动汇总
// en: programmes and campaigns of a province or city with all places in it, added up
// parameter place (place): 地区的名称、简称或 id / name, short name or id of a place
// parameter limit (integer = 50): 最多行数 / rows at most
// example: place=湖北省
// columns: name 名称, kind 类型, places 地区数, first_year 首次年份, last_year 最近年份, statements 语句数, examples 地区举例, name_id 编号
MATCH (:Entity {id: $place})<-[:PART_OF*0..3]-(place:Place)<-[:LOCATED_IN*0..1]-(:Entity)-[r:IMPLEMENTS|RUNS]->(what:Entity)
WITH what, place, r ORDER BY place.name, place.id
WITH what, count(DISTINCT place) AS places, collect(DISTINCT place.name) AS names, min(r.first_year) AS first_year,
  max(r.last_year) AS last_year, sum(r.count) AS statements
RETURN what.name AS name, what.kind AS kind, places, first_year, last_year, statements, names[0..8] AS examples,
  what.id AS name_id
ORDER BY places DESC, statements DESC, name, name_id LIMIT $limit

// zh: 最多地方共有的项目和活动
// en: the programmes and campaigns that most places share
// parameter limit (integer = 30): 最多行数 / rows at most
// columns: name 名称, kind 类型, places 地区数, first_year 首次年份, last_year 最近年份, examples 地区举例, name_id 编号
MATCH (what:Entity)<-[r:IMPLEMENTS|RUNS]-(:Entity)-[:LOCATED_IN*0..1]->(place:Place)
WITH what, r, place ORDER BY place.name, place.id
WITH what, collect(DISTINCT place.name) AS names, count(DISTINCT place) AS places, min(r.first_year) AS first_year,
  max(r.last_year) AS last_year
WHERE places > 1
RETURN what.name AS name, what.kind AS kind, places, first_year, last_year, names[0..8] AS examples, what.id AS name_id
ORDER BY places DESC, name, name_id LIMIT $limit

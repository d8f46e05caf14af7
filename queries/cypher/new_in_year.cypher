// zh: 某一年各地新出现的项目、活动和政策
// en: programmes, campaigns and policies that first appear in a year
// parameter year (integer): 年份 / the year
// parameter limit (integer = 100): 最多行数 / rows at most
// example: year=2023
// columns: name 名称, kind 类型, places 地区数, examples 主体举例, name_id 编号
MATCH (actor:Entity)-[r:IMPLEMENTS|RUNS|ISSUES]->(what:Entity)
WHERE r.first_year IS NOT NULL
WITH what, actor, r ORDER BY actor.name, actor.id
WITH what, min(r.first_year) AS first_year, count(DISTINCT actor) AS places, collect(DISTINCT actor.name) AS names
WHERE first_year = $year
RETURN what.name AS name, what.kind AS kind, places, names[0..8] AS examples, what.id AS name_id
ORDER BY places DESC, name, name_id LIMIT $limit

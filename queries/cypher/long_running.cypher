// zh: 延续时间最长的项目和活动
// en: the programmes and campaigns that last longest
// parameter limit (integer = 30): 最多行数 / rows at most
// columns: name 名称, kind 类型, years 年数, first_year 首次年份, last_year 最近年份, actors 主体数, name_id 编号
MATCH (actor:Entity)-[r:IMPLEMENTS|RUNS]->(what:Entity)
WHERE r.first_year IS NOT NULL
WITH what, min(r.first_year) AS first_year, max(r.last_year) AS last_year, count(DISTINCT actor) AS actors
RETURN what.name AS name, what.kind AS kind, last_year - first_year + 1 AS years, first_year, last_year, actors, what.id AS name_id
ORDER BY years DESC, actors DESC, name, name_id LIMIT $limit

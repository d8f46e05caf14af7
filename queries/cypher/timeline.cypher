// zh: 一个事物逐年发生了什么：语句写明的每一年，未写明的按报告年份
// en: what happened to a thing year by year: in every year that sentences name, else in those of the reports
// parameter entity (entity): 任何事物的名称、别名或 id / name, alias or id of anything
// parameter limit (integer = 200): 最多行数 / rows at most
// example: entity=三明市
// columns: year 年份, predicate 关系, direction 方向, name 名称, kind 类型, entity_id 起点编号, name_id 编号
MATCH (entity:Entity {id: $entity})-[r]-(other:Entity)
WHERE r.first_year IS NOT NULL
WITH entity, r, other, CASE WHEN size(r.years) > 0 THEN [''] ELSE [''] + [x IN r.evidence | split(x, '/')[0]] END AS sources
UNWIND sources AS source
OPTIONAL MATCH (report:Report {id: source})
WITH entity, r, other, collect(report.as_of) AS told
UNWIND [r.first_year, r.last_year] + r.years + told AS year
RETURN DISTINCT year, type(r) AS predicate, CASE WHEN startNode(r).id = $entity THEN 'out' ELSE 'in' END AS direction,
  other.name AS name, other.kind AS kind, entity.id AS entity_id, other.id AS name_id
ORDER BY year, predicate, direction, name, name_id LIMIT $limit

// zh: 一个地方（及其驻地机构）实施哪些项目、开展哪些活动
// en: programmes and campaigns of a place and of the bodies seated in it
// parameter place (place): 地区的名称、简称或 id / name, short name or id of a place
// parameter limit (integer = 50): 最多行数 / rows at most
// example: place=三明市
// columns: name 名称, kind 类型, actor 实施主体, predicate 关系, first_year 首次年份, last_year 最近年份, reports 报告数, statements 语句数, name_id 编号, actor_id 主体编号
MATCH (place:Entity {id: $place})<-[:LOCATED_IN*0..1]-(actor:Entity)-[r:IMPLEMENTS|RUNS]->(what:Entity)
RETURN what.name AS name, what.kind AS kind, actor.name AS actor, type(r) AS predicate, r.first_year AS first_year,
  r.last_year AS last_year, r.reports AS reports, r.count AS statements, what.id AS name_id, actor.id AS actor_id
ORDER BY statements DESC, reports DESC, name, name_id, actor_id, predicate LIMIT $limit

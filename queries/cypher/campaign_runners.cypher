// zh: 谁在开展某项活动，从何时起
// en: who runs a campaign, and since when
// parameter campaign (campaign): 活动的名称、别名或 id / name, alias or id of a campaign
// parameter limit (integer = 50): 最多行数 / rows at most
// example: campaign=田间党课活动
// columns: actor 主体, kind 类型, place 所在地区, first_year 首次年份, last_year 最近年份, reports 报告数, statements 语句数, actor_id 主体编号
MATCH (:Entity {id: $campaign})<-[r:RUNS]-(actor:Entity)
OPTIONAL MATCH (actor)-[:LOCATED_IN]->(seat:Place)
WITH actor, r, min(seat.name) AS seat
RETURN actor.name AS actor, actor.kind AS kind, CASE WHEN actor.kind = 'PLACE' THEN actor.name ELSE seat END AS place,
  r.first_year AS first_year, r.last_year AS last_year, r.reports AS reports, r.count AS statements, actor.id AS actor_id
ORDER BY first_year, statements DESC, actor, actor_id LIMIT $limit

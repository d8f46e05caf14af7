// zh: 哪些地方有某个项目或活动，从何时起
// en: which places have a programme or campaign, and since when
// parameter programme (programme|campaign): 项目或活动的名称、别名或 id / name, alias or id of a programme or campaign
// parameter limit (integer = 50): 最多行数 / rows at most
// example: programme=链上旗红工程
// columns: place 地区, first_year 首次年份, last_year 最近年份, statements 语句数, actors 实施主体, place_id 地区编号
MATCH (what:Entity {id: $programme})<-[r:IMPLEMENTS|RUNS]-(actor:Entity)
OPTIONAL MATCH (actor)-[:LOCATED_IN]->(seat:Place)
WITH r, actor.name AS actor, CASE WHEN actor.kind = 'PLACE' THEN actor.id ELSE seat.id END AS place_id,
  CASE WHEN actor.kind = 'PLACE' THEN actor.name ELSE seat.name END AS place
ORDER BY actor
WITH place, place_id, min(r.first_year) AS first_year, max(r.last_year) AS last_year, sum(r.count) AS statements,
  collect(DISTINCT actor) AS actors
RETURN place, first_year, last_year, statements, actors, place_id
ORDER BY first_year, statements DESC, place, place_id, actors[0] LIMIT $limit

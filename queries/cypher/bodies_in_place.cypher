// zh: 一个地方有哪些机构
// en: the bodies seated in a place
// parameter place (place): 地区的名称、简称或 id / name, short name or id of a place
// parameter limit (integer = 50): 最多行数 / rows at most
// example: place=三明市
// columns: body 机构, mentions 提及数, programmes 项目活动数, partners 合作方数, body_id 机构编号, place_id 地区编号
MATCH (body:Organisation)-[:LOCATED_IN]->(place:Entity {id: $place})
RETURN body.name AS body, body.mentions AS mentions, COUNT { (body)-[:IMPLEMENTS|RUNS]->(:Entity) } AS programmes,
  COUNT { (body)-[:PARTNERS_WITH]-(:Entity) } AS partners, body.id AS body_id, place.id AS place_id
ORDER BY mentions DESC, body, body_id LIMIT $limit

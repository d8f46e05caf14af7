// zh: 同时联系多个地方的机构
// en: the bodies that tie most places together
// parameter limit (integer = 30): 最多行数 / rows at most
// columns: body 机构, places 地区数, examples 地区举例, body_id 机构编号
MATCH (body:Organisation)-[:PARTNERS_WITH|LOCATED_IN]-(place:Place)
WITH body, place ORDER BY place.name, place.id
WITH body, count(DISTINCT place) AS places, collect(DISTINCT place.name) AS names
WHERE places > 1
RETURN body.name AS body, places, names[0..8] AS examples, body.id AS body_id
ORDER BY places DESC, body, body_id LIMIT $limit

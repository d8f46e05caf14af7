// zh: 邻近地区有、而某地没有的项目和活动
// en: what the other places of the same province do and this place does not
// parameter place (place): 地区的名称、简称或 id / name, short name or id of a place
// parameter limit (integer = 50): 最多行数 / rows at most
// example: place=三明市
// columns: name 名称, kind 类型, places 邻近地区数, examples 地区举例, first_year 首次年份, name_id 编号
MATCH (here:Entity {id: $place})-[:PART_OF]->(:Place)<-[:PART_OF]-(near:Place)
WITH DISTINCT here, near
MATCH (near)<-[:LOCATED_IN*0..1]-(:Entity)-[r:IMPLEMENTS|RUNS]->(what:Entity)
WHERE NOT EXISTS { MATCH (what)<-[:IMPLEMENTS|RUNS]-(:Entity)-[:LOCATED_IN*0..1]->(me:Place) WHERE me.id = $place }
WITH what, near, r ORDER BY near.name, near.id
WITH what, count(DISTINCT near) AS places, collect(DISTINCT near.name) AS names, min(r.first_year) AS first_year
RETURN what.name AS name, what.kind AS kind, places, names[0..8] AS examples, first_year, what.id AS name_id
ORDER BY places DESC, name, name_id LIMIT $limit

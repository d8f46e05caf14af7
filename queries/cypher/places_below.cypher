// zh: 一个地方下辖哪些出现在报告里的地区
// en: the places within a place that the graph knows
// parameter place (place): 地区的名称、简称或 id / name, short name or id of a place
// parameter limit (integer = 100): 最多行数 / rows at most
// example: place=湖北省
// columns: place 地区, level 级别, parent 上级, mentions 提及数, programmes 项目活动数, place_id 地区编号, parent_id 上级编号
MATCH (top:Entity {id: $place})<-[:PART_OF*0..2]-(parent:Place)<-[:PART_OF]-(place:Place)
RETURN DISTINCT place.name AS place, place.level AS level, parent.name AS parent, place.mentions AS mentions,
  COUNT { (place)-[:IMPLEMENTS|RUNS]->(:Entity) } AS programmes, place.id AS place_id, parent.id AS parent_id
ORDER BY mentions DESC, place, place_id, parent_id LIMIT $limit

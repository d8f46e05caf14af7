// zh: 与某个事物在同一段落里出现最多的事物
// en: what is named most often in the same passages as a thing
// parameter entity (entity): 任何事物的名称、别名或 id / name, alias or id of anything
// parameter limit (integer = 30): 最多行数 / rows at most
// example: entity=链上旗红工程
// columns: name 名称, kind 类型, passages 同段数, reports 报告数, entity_id 起点编号, name_id 编号
MATCH (entity:Entity {id: $entity})<-[:MENTIONS]-(passage:Passage)-[:MENTIONS]->(other:Entity)
WHERE other.id <> $entity
MATCH (report:Report)-[:HAS_PASSAGE]->(passage)
RETURN other.name AS name, other.kind AS kind, count(DISTINCT passage) AS passages, count(DISTINCT report) AS reports,
  entity.id AS entity_id, other.id AS name_id
ORDER BY passages DESC, reports DESC, name, name_id LIMIT $limit

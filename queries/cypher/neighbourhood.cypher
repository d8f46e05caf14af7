// zh: 与某个事物直接相连的一切
// en: everything directly related to a thing
// parameter entity (entity): 任何事物的名称、别名或 id / name, alias or id of anything
// parameter limit (integer = 100): 最多行数 / rows at most
// example: entity=三明市
// columns: predicate 关系, direction 方向, name 名称, kind 类型, first_year 首次年份, last_year 最近年份, statements 语句数, confidence 可信度, basis 依据, entity_id 起点编号, name_id 编号
MATCH (entity:Entity {id: $entity})-[r]-(other:Entity)
RETURN type(r) AS predicate, CASE WHEN startNode(r).id = $entity THEN 'out' ELSE 'in' END AS direction, other.name AS name,
  other.kind AS kind, r.first_year AS first_year, r.last_year AS last_year, r.count AS statements, r.confidence AS confidence,
  r.basis AS basis, entity.id AS entity_id, other.id AS name_id
ORDER BY statements DESC, predicate, direction, name, name_id LIMIT $limit

// zh: 一个地方或机构与谁合作
// en: with whom a place or body works
// parameter entity (place|organisation): 地区或机构 / a place or a body
// parameter limit (integer = 50): 最多行数 / rows at most
// example: entity=三明市
// columns: partner 合作方, kind 类型, first_year 首次年份, last_year 最近年份, statements 语句数, entity_id 起点编号, partner_id 合作方编号
MATCH (entity:Entity {id: $entity})-[r:PARTNERS_WITH]-(partner:Entity)
RETURN partner.name AS partner, partner.kind AS kind, r.first_year AS first_year, r.last_year AS last_year,
  r.count AS statements, entity.id AS entity_id, partner.id AS partner_id
ORDER BY statements DESC, partner, partner_id, first_year LIMIT $limit

// zh: 一个项目或活动的组成部分
// en: the parts of a programme or campaign
// parameter programme (programme|campaign): 项目或活动的名称、别名或 id / name, alias or id of a programme or campaign
// parameter limit (integer = 50): 最多行数 / rows at most
// columns: name 名称, kind 类型, level 层级, parent 上级, first_year 首次年份, name_id 编号, parent_id 上级编号
MATCH p = (:Entity {id: $programme})<-[:PART_OF*1..3]-(part:Entity)
WITH part, length(p) AS level, nodes(p) AS chain, relationships(p) AS links
WITH part, level, chain[level - 1] AS parent, links[level - 1] AS link
RETURN part.name AS name, part.kind AS kind, level, parent.name AS parent, link.first_year AS first_year, part.id AS name_id,
  parent.id AS parent_id
ORDER BY level, name, name_id, parent_id LIMIT $limit

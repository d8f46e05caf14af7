// zh: 两个事物之间最短的联系
// en: the shortest connections between two things
// parameter first (entity): 起点 / one end
// parameter second (entity): 终点 / the other end
// parameter limit (integer = 10): 最多行数 / rows at most
// example: first=三明市 second=襄阳市
// columns: names 经过, predicates 关系, steps 步数, name_ids 编号
MATCH (a:Entity {id: $first}), (b:Entity {id: $second})
MATCH p = allShortestPaths((a)-[:IMPLEMENTS|RUNS|ISSUES|PARTNERS_WITH|PART_OF|LOCATED_IN*..8]-(b))
RETURN [n IN nodes(p) | n.name] AS names, [r IN relationships(p) | type(r)] AS predicates, length(p) AS steps,
  [n IN nodes(p) | n.id] AS name_ids
ORDER BY steps, name_ids, predicates LIMIT $limit

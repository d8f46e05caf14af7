// zh: 两个地方并排比较：各自独有的和共有的项目、活动、政策
// en: two places side by side: programmes, campaigns and policies that both have, or only one
// parameter first (place): 第一个地区 / the first place
// parameter second (place): 第二个地区 / the second place
// parameter limit (integer = 500): 最多行数 / rows at most
// example: first=三明市 second=襄阳市
// columns: side 归属, name 名称, kind 类型, first_since 前者首次年份, second_since 后者首次年份, first_statements 前者语句数, second_statements 后者语句数, name_id 编号
UNWIND [$first, $second] AS wanted
MATCH (place:Entity {id: wanted})<-[:LOCATED_IN*0..1]-(:Entity)-[r:IMPLEMENTS|RUNS|ISSUES]->(what:Entity)
WITH what, wanted = $first AS is_first, min(r.first_year) AS since, sum(r.count) AS statements
WITH what, collect({first: is_first, since: since, statements: statements}) AS sides
WITH what, [x IN sides WHERE x.first] AS ours, [x IN sides WHERE NOT x.first] AS theirs
RETURN CASE WHEN size(ours) = 0 THEN 'second' WHEN size(theirs) = 0 THEN 'first' ELSE 'both' END AS side,
  what.name AS name, what.kind AS kind, head([x IN ours | x.since]) AS first_since,
  head([x IN theirs | x.since]) AS second_since, head([x IN ours | x.statements]) AS first_statements,
  head([x IN theirs | x.statements]) AS second_statements, what.id AS name_id
ORDER BY side, kind, name, name_id LIMIT $limit

// zh: 两个地方并排比较：各自独有的和共有的项目、活动、政策；只算该地及其驻地机构，below=3 连同下辖各地
// en: two places side by side: programmes, campaigns and policies that both have, or only one; of the places and the bodies seated in them, with below=3 also of the units below
// parameter first (place): 第一个地区 / the first place
// parameter second (place): 第二个地区 / the second place
// parameter below (integer = 0): 连同下辖几级地区，最多 3 级 / levels of units below that count as well, 3 at most
// parameter limit (integer = 500): 最多行数 / rows at most
// example: first=三明市 second=襄阳市
// columns: side 归属, name 名称, kind 类型, first_since 前者首次年份, second_since 后者首次年份, first_statements 前者语句数, second_statements 后者语句数, places 地区举例, name_id 编号
UNWIND [$first, $second] AS wanted
MATCH way = (:Entity {id: wanted})<-[:PART_OF*0..3]-(place:Place)
WHERE length(way) <= $below
WITH DISTINCT wanted, place
MATCH (place)<-[:LOCATED_IN*0..1]-(:Entity)-[r:IMPLEMENTS|RUNS|ISSUES]->(what:Entity)
WITH wanted, what, r, min(place.name) AS name ORDER BY name
WITH what, wanted = $first AS is_first, min(r.first_year) AS since, sum(r.count) AS statements, collect(DISTINCT name) AS names
WITH what, collect({first: is_first, since: since, statements: statements, names: names[0..4]}) AS sides
WITH what, [x IN sides WHERE x.first] AS ours, [x IN sides WHERE NOT x.first] AS theirs
RETURN CASE WHEN size(ours) = 0 THEN 'second' WHEN size(theirs) = 0 THEN 'first' ELSE 'both' END AS side,
  what.name AS name, what.kind AS kind, head([x IN ours | x.since]) AS first_since,
  head([x IN theirs | x.since]) AS second_since, head([x IN ours | x.statements]) AS first_statements,
  head([x IN theirs | x.statements]) AS second_statements,
  coalesce(head([x IN ours | x.names]), []) + coalesce(head([x IN theirs | x.names]), []) AS places, what.id AS name_id
ORDER BY side, kind, name, name_id LIMIT $limit

// zh: 哪些机构把两个地方联系在一起
// en: the bodies that tie two places together
// parameter first (place): 第一个地区 / the first place
// parameter second (place): 第二个地区 / the second place
// parameter limit (integer = 50): 最多行数 / rows at most
// example: first=奉节县 second=巫山县
// columns: body 机构, first_relations 与第一地的关系, second_relations 与第二地的关系, body_id 机构编号, first_id 第一地编号, second_id 第二地编号
MATCH (a:Entity {id: $first})-[r:PARTNERS_WITH|LOCATED_IN|PART_OF]-(body:Organisation)
WITH a, body, type(r) AS relation ORDER BY relation
WITH a, body, collect(DISTINCT relation) AS first_relations
MATCH (body)-[s:PARTNERS_WITH|LOCATED_IN|PART_OF]-(b:Entity {id: $second})
WITH a, b, body, first_relations, type(s) AS relation ORDER BY relation
WITH a, b, body, first_relations, collect(DISTINCT relation) AS second_relations
RETURN body.name AS body, first_relations, second_relations, body.id AS body_id, a.id AS first_id, b.id AS second_id
ORDER BY body, body_id LIMIT $limit

// zh: 做法最相近的各对地方
// en: the pairs of places that share most
// parameter limit (integer = 30): 最多行数 / rows at most
// columns: first 第一地, second 第二地, shared 共有数, examples 共有举例, first_id 第一地编号, second_id 第二地编号
MATCH (a:Place)-[:IMPLEMENTS|RUNS]->(what:Entity)<-[:IMPLEMENTS|RUNS]-(b:Place)
WHERE a.id < b.id
WITH a, b, what ORDER BY what.name, what.id
WITH a, b, count(DISTINCT what) AS shared, collect(DISTINCT what.name) AS names
RETURN a.name AS first, b.name AS second, shared, names[0..8] AS examples, a.id AS first_id, b.id AS second_id
ORDER BY shared DESC, first, second, first_id, second_id LIMIT $limit

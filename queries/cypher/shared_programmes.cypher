// zh: 两个地方共有哪些项目和活动，各自从何时起
// en: programmes and campaigns that two places share, and since when each
// parameter first (place): 第一个地区 / the first place
// parameter second (place): 第二个地区 / the second place
// parameter limit (integer = 50): 最多行数 / rows at most
// example: first=三明市 second=襄阳市
// columns: name 名称, kind 类型, first_since 第一地首次年份, second_since 第二地首次年份, first_statements 第一地语句数, second_statements 第二地语句数, name_id 编号
MATCH (first:Entity {id: $first})<-[:LOCATED_IN*0..1]-(:Entity)-[r:IMPLEMENTS|RUNS]->(what:Entity)
WITH what, min(r.first_year) AS first_since, sum(r.count) AS first_statements
MATCH (second:Entity {id: $second})<-[:LOCATED_IN*0..1]-(:Entity)-[s:IMPLEMENTS|RUNS]->(what)
WITH what, first_since, first_statements, min(s.first_year) AS second_since, sum(s.count) AS second_statements
RETURN what.name AS name, what.kind AS kind, first_since, second_since, first_statements, second_statements, what.id AS name_id
ORDER BY first_statements + second_statements DESC, name, name_id LIMIT $limit

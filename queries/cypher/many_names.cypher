// zh: 有多种叫法的事物
// en: things that go by many names
// parameter limit (integer = 30): 最多行数 / rows at most
// columns: name 名称, kind 类型, aliases 别名, number 别名数, name_id 编号
MATCH (n:Entity)
WITH n, size(n.aliases) AS number
WHERE number > 0
RETURN n.name AS name, n.kind AS kind, n.aliases AS aliases, number, n.id AS name_id
ORDER BY number DESC, name, name_id LIMIT $limit

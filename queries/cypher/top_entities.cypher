// zh: 联系最多的事物
// en: the things with most relations
// parameter limit (integer = 30): 最多行数 / rows at most
// columns: name 名称, kind 类型, relations 关系数, mentions 提及数, reports 报告数, name_id 编号
MATCH (n:Entity)
WITH n, COUNT { (n)--(:Entity) } AS relations
RETURN n.name AS name, n.kind AS kind, relations, n.mentions AS mentions, n.reports AS reports, n.id AS name_id
ORDER BY relations DESC, mentions DESC, name, name_id LIMIT $limit

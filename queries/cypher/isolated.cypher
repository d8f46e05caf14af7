// zh: 没有任何关系的事物
// en: things without any relation
// parameter limit (integer = 50): 最多行数 / rows at most
// columns: name 名称, kind 类型, mentions 提及数, reports 报告数, name_id 编号
MATCH (n:Entity)
WHERE NOT (n)--(:Entity)
RETURN n.name AS name, n.kind AS kind, n.mentions AS mentions, n.reports AS reports, n.id AS name_id
ORDER BY mentions DESC, name, name_id LIMIT $limit

// zh: 一份报告里提到的一切
// en: all that a report names
// parameter report (report): 报告标题的一部分或 id / part of the heading, or id, of a report
// parameter limit (integer = 200): 最多行数 / rows at most
// example: report=尤溪
// columns: name 名称, kind 类型, mentions 提及数, first_passage 首次出现段落, name_id 编号
MATCH (:Report {id: $report})-[:HAS_PASSAGE]->(passage:Passage)-[m:MENTIONS]->(n:Entity)
WITH n, count(m) AS mentions, min(passage.seq) AS first_passage
RETURN n.name AS name, n.kind AS kind, mentions, first_passage, n.id AS name_id
ORDER BY mentions DESC, first_passage, name, name_id LIMIT $limit

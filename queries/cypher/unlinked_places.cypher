// zh: 没有对上行政区划的地名
// en: place names that no administrative division was found for
// parameter limit (integer = 50): 最多行数 / rows at most
// columns: name 名称, mentions 提及数, reports 报告数, heading 报告举例, name_id 编号
MATCH (n:Place)
WHERE n.adcode IS NULL
OPTIONAL MATCH (n)<-[:MENTIONS]-(:Passage)<-[:HAS_PASSAGE]-(report:Report)
WITH n, min(report.heading) AS heading
RETURN n.name AS name, n.mentions AS mentions, n.reports AS reports, heading, n.id AS name_id
ORDER BY mentions DESC, name, name_id LIMIT $limit

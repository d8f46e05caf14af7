// zh: 关于一个地方的全部报告
// en: all reports about a place
// parameter place (place): 地区的名称、简称或 id / name, short name or id of a place
// parameter limit (integer = 50): 最多行数 / rows at most
// example: place=三明市
// columns: heading 报告, as_of 报告年份, issuer 发布单位, passages 段落数, source 来源, report_id 报告编号
MATCH (report:Report)-[:ABOUT]->(:Entity {id: $place})
RETURN report.heading AS heading, report.as_of AS as_of, report.issuer AS issuer,
  COUNT { (report)-[:HAS_PASSAGE]->(:Passage) } AS passages, report.source AS source, report.id AS report_id
ORDER BY as_of, heading, report_id LIMIT $limit

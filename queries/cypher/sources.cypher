// zh: 数据来自哪些文件
// en: the files that the graph was made from
// columns: source 来源, reports 报告数, passages 段落数, first_year 最早年份, last_year 最近年份
MATCH (report:Report)
OPTIONAL MATCH (report)-[:HAS_PASSAGE]->(passage:Passage)
WITH report, count(passage) AS passages
RETURN report.source AS source, count(report) AS reports, sum(passages) AS passages, min(report.as_of) AS first_year,
  max(report.as_of) AS last_year
ORDER BY source

// zh: 有哪些报告，各自代表哪里、哪一年
// en: the reports, with the place and year each speaks for
// parameter text (text = ): 标题的一部分，可不填 / part of the heading, may be left out
// parameter limit (integer = 100): 最多行数 / rows at most
// columns: heading 报告, place 地区, as_of 报告年份, passages 段落数, source 来源, report_id 报告编号
MATCH (report:Report) WHERE report.heading CONTAINS $text
RETURN report.heading AS heading, report.place_name AS place, report.as_of AS as_of,
  COUNT { (report)-[:HAS_PASSAGE]->(:Passage) } AS passages, report.source AS source, report.id AS report_id
ORDER BY place, as_of, heading, report_id LIMIT $limit

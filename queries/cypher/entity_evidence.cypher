// zh: 提到某个事物的段落
// en: the passages that mention a thing
// parameter entity (entity): 任何事物的名称、别名或 id / name, alias or id of anything
// parameter limit (integer = 50): 最多行数 / rows at most
// example: entity=链上旗红工程
// columns: text 原文, mention 提法, heading 报告, as_of 报告年份, source 来源, report_id 报告编号, passage_id 段落编号, start 起, stop 止
MATCH (:Entity {id: $entity})<-[m:MENTIONS]-(passage:Passage)<-[:HAS_PASSAGE]-(report:Report)
WITH passage, report, m, CASE WHEN m.start > 60 THEN m.start - 60 ELSE 0 END AS begin
RETURN substring(passage.text, begin, 160) AS text, m.text AS mention, report.heading AS heading, report.as_of AS as_of,
  report.source AS source, report.id AS report_id, passage.id AS passage_id, m.start AS start, m.`end` AS stop
ORDER BY as_of, report_id, passage.seq, start, stop LIMIT $limit

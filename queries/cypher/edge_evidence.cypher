// zh: 某条关系（按编号）的原文依据
// en: the sentences behind one relation, by its id
// parameter edge (text): 关系编号 / id of the relation
// parameter limit (integer = 50): 最多行数 / rows at most
// columns: sentence 原文, heading 报告, as_of 报告年份, source 来源, report_id 报告编号, passage_id 段落编号, start 起, stop 止
MATCH (:Entity)-[r]->(:Entity) WHERE r.id = $edge
UNWIND r.evidence AS reference
WITH split(reference, '#') AS parts
WITH parts[0] AS passage_id, split(parts[1], '-') AS span
MATCH (report:Report)-[:HAS_PASSAGE]->(passage:Passage {id: passage_id})
RETURN substring(passage.text, toInteger(span[0]), toInteger(span[1]) - toInteger(span[0])) AS sentence,
  report.heading AS heading, report.as_of AS as_of, report.source AS source, report.id AS report_id, passage_id,
  toInteger(span[0]) AS start, toInteger(span[1]) AS stop
ORDER BY as_of, passage_id, start, stop LIMIT $limit

// zh: 两个事物之间每条关系的原文依据
// en: the sentences behind every relation between two things
// parameter first (entity): 第一个事物 / the first thing
// parameter second (entity): 第二个事物 / the second thing
// parameter limit (integer = 50): 最多行数 / rows at most
// example: first=三明市 second=链上旗红工程
// columns: sentence 原文, predicate 关系, subject 主体, object 客体, heading 报告, as_of 报告年份, source 来源, passage_id 段落编号, start 起, stop 止, subject_id 主体编号, object_id 客体编号
MATCH (a:Entity {id: $first})-[r]-(b:Entity {id: $second})
WITH r, startNode(r) AS subject, endNode(r) AS object
UNWIND r.evidence AS reference
WITH r, subject, object, split(reference, '#') AS parts
WITH r, subject, object, parts[0] AS passage_id, split(parts[1], '-') AS span
MATCH (report:Report)-[:HAS_PASSAGE]->(passage:Passage {id: passage_id})
RETURN substring(passage.text, toInteger(span[0]), toInteger(span[1]) - toInteger(span[0])) AS sentence,
  type(r) AS predicate, subject.name AS subject, object.name AS object, report.heading AS heading, report.as_of AS as_of,
  report.source AS source, passage_id, toInteger(span[0]) AS start, toInteger(span[1]) AS stop, subject.id AS subject_id,
  object.id AS object_id
ORDER BY predicate, subject_id, as_of, passage_id, start, stop LIMIT $limit

// zh: 一个地方（及其驻地机构、下属机构）做了什么，可限定某一年：years 只含语句写明的年份，first_year、last_year 未写明时取报告年份
// en: what a place, the bodies seated in it and their parts did, in one year if given: years holds only years named in a sentence, first_year and last_year fall back to the year of the report
// parameter place (place): 地区的名称、简称或 id / name, short name or id of a place
// parameter year (integer = null): 年份，可不填 / the year, may be left out
// parameter limit (integer = 50): 最多行数 / rows at most
// example: place=三明市 year=2023
// columns: name 名称, kind 类型, actor 主体, predicate 关系, years 年份, first_year 首次年份, last_year 最近年份, statements 语句数, sentence 原文, heading 报告, name_id 编号, actor_id 主体编号, passage_id 段落编号
MATCH (:Entity {id: $place})<-[:LOCATED_IN*0..1]-(seated:Entity)
OPTIONAL MATCH (seated:Organisation)<-[:PART_OF*1..2]-(part:Organisation)
WITH collect(seated.id) + collect(part.id) AS ids
UNWIND ids AS id
WITH DISTINCT id
MATCH (actor:Entity {id: id})-[r:IMPLEMENTS|RUNS|ISSUES]->(what:Entity)
UNWIND r.evidence AS reference
WITH actor, r, what, split(reference, '#')[0] AS passage_id, split(split(reference, '#')[1], '-') AS span
MATCH (report:Report)-[:HAS_PASSAGE]->(passage:Passage {id: passage_id})
WITH actor, r, what, report, passage_id,
  substring(passage.text, toInteger(span[0]), toInteger(span[1]) - toInteger(span[0])) AS sentence
WITH actor, r, what, sentence, report, passage_id,
  CASE WHEN sentence CONTAINS toString($year) THEN 0 WHEN report.as_of = $year THEN 1 ELSE 2 END AS rank
ORDER BY rank, report.as_of, passage_id, sentence
WITH actor, r, what, collect(DISTINCT report.as_of) AS told,
  collect({sentence: sentence, heading: report.heading, passage_id: passage_id})[0] AS best
WITH actor, r, what, best,
  [r.first_year, r.last_year] + r.years + CASE WHEN size(r.years) = 0 THEN told ELSE [] END AS moments
WHERE $year IS NULL OR $year IN moments
RETURN what.name AS name, what.kind AS kind, actor.name AS actor, type(r) AS predicate, r.years AS years,
  r.first_year AS first_year, r.last_year AS last_year, r.count AS statements, best.sentence AS sentence,
  best.heading AS heading, what.id AS name_id, actor.id AS actor_id, best.passage_id AS passage_id
ORDER BY statements DESC, name, name_id, actor, actor_id, predicate LIMIT $limit

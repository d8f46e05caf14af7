// zh: 可信度最低的关系，值得复核
// en: the relations of lowest confidence, worth a review
// parameter limit (integer = 50): 最多行数 / rows at most
// columns: subject 主体, predicate 关系, object 客体, confidence 可信度, statements 语句数, edge 关系编号, subject_id 主体编号, object_id 客体编号
MATCH (a:Entity)-[r]->(b:Entity)
WHERE r.basis <> 'gazetteer'
RETURN a.name AS subject, type(r) AS predicate, b.name AS object, r.confidence AS confidence, r.count AS statements,
  r.id AS edge, a.id AS subject_id, b.id AS object_id
ORDER BY confidence, statements, subject, predicate, object, edge LIMIT $limit

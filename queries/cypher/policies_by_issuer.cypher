// zh: 一个地方（及其驻地机构）出台了哪些政策
// en: policies that a place and the bodies seated in it issued
// parameter issuer (place|organisation): 地区或机构 / a place or a body
// parameter limit (integer = 50): 最多行数 / rows at most
// example: issuer=三明市
// columns: policy 政策, issuer 出台主体, first_year 首次年份, last_year 最近年份, statements 语句数, policy_id 政策编号, issuer_id 主体编号
MATCH (:Entity {id: $issuer})<-[:LOCATED_IN*0..1]-(issuer:Entity)-[r:ISSUES]->(policy:Policy)
RETURN policy.name AS policy, issuer.name AS issuer, r.first_year AS first_year, r.last_year AS last_year,
  r.count AS statements, policy.id AS policy_id, issuer.id AS issuer_id
ORDER BY first_year, policy, policy_id, issuer_id LIMIT $limit

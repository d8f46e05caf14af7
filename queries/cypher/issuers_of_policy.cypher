// zh: 某项政策由谁出台
// en: who issued a policy
// parameter policy (policy): 政策名称或 id / name or id of a policy
// parameter limit (integer = 50): 最多行数 / rows at most
// example: policy=沪明英才十条
// columns: issuer 出台主体, kind 类型, first_year 首次年份, last_year 最近年份, statements 语句数, policy_id 政策编号, issuer_id 主体编号
MATCH (policy:Entity {id: $policy})<-[r:ISSUES]-(issuer:Entity)
RETURN issuer.name AS issuer, issuer.kind AS kind, r.first_year AS first_year, r.last_year AS last_year, r.count AS statements,
  policy.id AS policy_id, issuer.id AS issuer_id
ORDER BY first_year, issuer, issuer_id LIMIT $limit

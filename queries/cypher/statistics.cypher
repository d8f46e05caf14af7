// zh: 图中各类事物和关系的数量
// en: how many things and relations of each kind the graph holds
// columns: what 种类, name 名称, number 数量
CALL {
  MATCH (n:Place) WITH count(n) AS number RETURN 'node' AS what, 'Place' AS name, number
  UNION ALL
  MATCH (n:Organisation) WITH count(n) AS number RETURN 'node' AS what, 'Organisation' AS name, number
  UNION ALL
  MATCH (n:Programme) WITH count(n) AS number RETURN 'node' AS what, 'Programme' AS name, number
  UNION ALL
  MATCH (n:Campaign) WITH count(n) AS number RETURN 'node' AS what, 'Campaign' AS name, number
  UNION ALL
  MATCH (n:Policy) WITH count(n) AS number RETURN 'node' AS what, 'Policy' AS name, number
  UNION ALL
  MATCH (n:Report) WITH count(n) AS number RETURN 'node' AS what, 'Report' AS name, number
  UNION ALL
  MATCH (n:Passage) WITH count(n) AS number RETURN 'node' AS what, 'Passage' AS name, number
  UNION ALL
  MATCH (:Entity)-[r:IMPLEMENTS]->(:Entity) WITH count(r) AS number RETURN 'relationship' AS what, 'IMPLEMENTS' AS name, number
  UNION ALL
  MATCH (:Entity)-[r:RUNS]->(:Entity) WITH count(r) AS number RETURN 'relationship' AS what, 'RUNS' AS name, number
  UNION ALL
  MATCH (:Entity)-[r:ISSUES]->(:Entity) WITH count(r) AS number RETURN 'relationship' AS what, 'ISSUES' AS name, number
  UNION ALL
  MATCH (:Entity)-[r:PARTNERS_WITH]->(:Entity) WITH count(r) AS number RETURN 'relationship' AS what, 'PARTNERS_WITH' AS name, number
  UNION ALL
  MATCH (:Entity)-[r:PART_OF]->(:Entity) WITH count(r) AS number RETURN 'relationship' AS what, 'PART_OF' AS name, number
  UNION ALL
  MATCH (:Entity)-[r:LOCATED_IN]->(:Entity) WITH count(r) AS number RETURN 'relationship' AS what, 'LOCATED_IN' AS name, number
  UNION ALL
  MATCH (:Report)-[r:ABOUT]->(:Entity) WITH count(r) AS number RETURN 'relationship' AS what, 'ABOUT' AS name, number
  UNION ALL
  MATCH (:Report)-[r:HAS_PASSAGE]->(:Passage) WITH count(r) AS number RETURN 'relationship' AS what, 'HAS_PASSAGE' AS name, number
  UNION ALL
  MATCH (:Passage)-[r:MENTIONS]->(:Entity) WITH count(r) AS number RETURN 'relationship' AS what, 'MENTIONS' AS name, number
}
RETURN what, name, number ORDER BY what, number DESC, name

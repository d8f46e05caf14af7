// zh: 哪些地方有哪些项目和活动：传得最广的若干个，逐地列出
// en: which places have which programmes and campaigns: the most widespread ones, place by place
// parameter within (place = null): 只看这个省（市）及其下辖地区 / only this place and the places within it
// parameter programmes (integer = 25): 最多列出多少个项目和活动 / programmes and campaigns at most
// parameter limit (integer = 1000): 最多行数 / rows at most
// columns: name 名称, kind 类型, place 地区, first_year 首次年份, last_year 最近年份, statements 语句数, places 地区数, name_id 编号, place_id 地区编号
MATCH (what:Entity)<-[r:IMPLEMENTS|RUNS]-(:Entity)-[:LOCATED_IN*0..1]->(place:Place)
WITH what, place, min(r.first_year) AS first_year, max(r.last_year) AS last_year, sum(r.count) AS statements
WHERE $within IS NULL OR place.id = $within OR EXISTS { MATCH (place)-[:PART_OF*1..4]->(above:Place) WHERE above.id = $within }
WITH what, count(place) AS places, sum(statements) AS said,
  collect({id: place.id, name: place.name, first_year: first_year, last_year: last_year, statements: statements}) AS cells
ORDER BY places DESC, said DESC, what.name, what.id LIMIT $programmes
UNWIND cells AS cell
RETURN what.name AS name, what.kind AS kind, cell.name AS place, cell.first_year AS first_year, cell.last_year AS last_year,
  cell.statements AS statements, places, what.id AS name_id, cell.id AS place_id
ORDER BY places DESC, name, name_id, first_year, place, place_id LIMIT $limit

// zh: 一个项目或活动从哪里开始、按什么先后传开
// en: where a programme or campaign began and in which order it spread
// parameter programme (programme|campaign): 项目或活动的名称、别名或 id / name, alias or id of a programme or campaign
// parameter limit (integer = 200): 最多行数 / rows at most
// example: programme=链上旗红工程
// columns: year 年份, place 地区, province 省份, new_places 当年新增, total_places 累计, place_id 地区编号
MATCH (:Entity {id: $programme})<-[r:IMPLEMENTS|RUNS]-(actor:Entity)-[:LOCATED_IN*0..1]->(place:Place)
WHERE r.first_year IS NOT NULL
WITH place, min(r.first_year) AS year
WITH collect({id: place.id, year: year}) AS firsts
UNWIND firsts AS one
MATCH (place:Place {id: one.id})
OPTIONAL MATCH (place)-[:PART_OF*0..3]->(province:Place {level: 'province'})
WITH firsts, one, place, min(province.name) AS province
RETURN one.year AS year, place.name AS place, province, size([x IN firsts WHERE x.year = one.year]) AS new_places,
  size([x IN firsts WHERE x.year <= one.year]) AS total_places, place.id AS place_id
ORDER BY year, place, place_id LIMIT $limit

// zh: 各省各年有多少份报告
// en: how many reports there are by province and year
// columns: province 省份, year 年份, reports 报告数, places 地区数, province_id 省份编号
MATCH (report:Report)-[about:ABOUT]->(place:Place)
WHERE about.rank = 0
OPTIONAL MATCH (place)-[:PART_OF*0..3]->(province:Place {level: 'province'})
RETURN province.name AS province, report.as_of AS year, count(DISTINCT report) AS reports, count(DISTINCT place) AS places,
  province.id AS province_id
ORDER BY province, province_id, year

// zh: 按名称、别名、全拼或拼音首字母查找
// en: find things by name, alias, pinyin or pinyin initials
// parameter text (text): 名称的一部分、全拼或首字母 / part of a name, pinyin or initials
// parameter limit (integer = 20): 最多行数 / rows at most
// example: text=sm
// columns: name 名称, kind 类型, aliases 别名, mentions 提及数, reports 报告数, id 编号
WITH $text AS text, replace(toLower($text), ' ', '') AS latin
MATCH (n:Entity)
WHERE n.name CONTAINS text OR any(alias IN n.aliases WHERE alias CONTAINS text) OR ' ' + n.pi CONTAINS ' ' + latin
  OR ' ' + n.py CONTAINS ' ' + latin OR toLower(n.name) CONTAINS latin
WITH n, CASE
  WHEN n.name = text THEN 0
  WHEN text IN n.aliases THEN 1
  WHEN ' ' + n.pi + ' ' CONTAINS ' ' + latin + ' ' OR ' ' + n.py + ' ' CONTAINS ' ' + latin + ' ' THEN 2
  WHEN n.name STARTS WITH text OR any(alias IN n.aliases WHERE alias STARTS WITH text) THEN 3
  WHEN n.name CONTAINS text OR any(alias IN n.aliases WHERE alias CONTAINS text) THEN 4
  ELSE 5 END AS rank
RETURN n.name AS name, n.kind AS kind, n.aliases AS aliases, n.mentions AS mentions, n.reports AS reports, n.id AS id
ORDER BY rank, n.mentions DESC, size(n.name), id LIMIT $limit

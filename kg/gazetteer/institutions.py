"""Institutions that write reports of their own: 兰州交通大学党委2023年工作总结 speaks for the university, not for the city in its name.

Input is a title, or the line that says who issued a paper; output the institution that speaks. `kg.read` gives its report no place,
and in `kg.link` it is the one that acts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# In 行政学院 and 社会主义学院 the party teaches its own, as in 党校; 市医院 and 县学校 may be any of a place's.
_KIND = (
    r"大学|(?<!行政)(?<!社会主义)学院|(?<=...)(?<![省市县区州盟旗镇乡])(?<!职业)学校|"
    r"(?<![省市县区])(?:中学|(?<!中)小学|医院|研究院|科学院|研究所|公司|集团|银行)"
)
# What stands in no name: 推进大学城, 与甲大学, 市教育局直属学校; 建设 and 服务 are verbs before a school and part of the name of a firm.
_NO_NAME = (
    r"[与及的把让在]|(?<![协仁])和(?!平)|关于|新时代|[省市县区州]委|政府|厅|部(?=国家|中国)|局(?!集团|有限)|工作|党建|改革|[十五]年|年来|引领|支[持援]|对口|推[进动]|"
    r"加强|加快|深化|强化|提升|促进|规范|创建|打造|构建|培育|引进|走进|赋能|助力|聚焦|围绕|坚持|实施|落实|开展|举办|承办|做好|抓好|联合|携手|"
    r"成立|建立|建[成好]|[组共]建|创办|学习|考察|调研|(?:建设|服务)(?!职业|[\u4e00-\u9fff]{0,10}(?:公司|集团|银行))"
)
# Many of a kind, and none by name: 济南市中小学校, 广元市公立医院.
_ANY = (
    r"(?<![全各])(?<!中小|高等|公立|公办|民办|民营|私立|国有|国企|企业|上市|市属|省属|县属|区属|州属|直属|所属|下属|辖区|各级|各类|各大|城区|农村|乡村|基层|重点|"
    r"技工|普通|三甲|二级|三级|定点|一流|示范|现代|智慧|平安|绿色|清廉|文明|物业|快递|地产|平台|融资|外资)"
)
_OFFICE = (
    r"(?:(?:机关)?(?:党委|党组|党总支|党支部|纪委|团委|工会|董事会|(?:纪律检查)?委员会))?"
    r"(?:(?:组织|宣传|统战|人事|人力资源|教师工作|学生工作|党委工作|党群工作)部|(?:党政|党委|综合)?办公室|[\u4e00-\u9fff]{2,5}处)?"
)
# 济南市大学生, 兰州交通大学合作: behind the name of who speaks stands what titles go on with.
_GOES_ON = r"$|[（(“《：:—\s]|关于|(?:19|20)\d\d|二[〇○零]|年度|工作(?![室站者])|党建|党的|书记|学习贯彻|扎实|深入|全面|持续|坚持|聚焦|推进|开展"
# At the head of a title or behind a slogan: 奋进新征程——兰州交通大学2023年工作总结. 教育厅 兰州交通大学关于…: two that speak together;
# 关于兰州交通大学2023年考核情况的通报: somebody speaks of it.
_SPEAKER = re.compile(
    r"(?:^(?:关于(?=.*(?:报告|汇报)$))?|[—\-/／|｜丨]|(?<![部委厅局署府办会])[\s：:])(?:(?:19|20)\d\d年度?)?"
    rf"(?P<name>(?:中共|中国共产党|共青团)?(?![全各我本])(?:(?!{_NO_NAME})[\u4e00-\u9fffX×○（）]){{2,28}}?(?P<kind>{_ANY}(?:{_KIND})|[分支]行){_OFFICE})"
    rf"(?={_GOES_ON})"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Institution:
    """Who speaks: its name, with the office or committee where one speaks for it, and the word for its kind."""

    name: str
    kind: str


def institution_of(text: str) -> Institution | None:
    """Give the institution that speaks in a title or as an issuer, None where a place, an organ or nobody does.

    >>> institution_of("兰州交通大学党委2023年党建工作总结")
    Institution(name='兰州交通大学党委', kind='大学')
    >>> institution_of("济南市大学生创业工作总结"), institution_of("怀化市教育局2023年工作总结")
    (None, None)
    """
    found = _SPEAKER.search(text)
    return Institution(name=found["name"], kind=found["kind"]) if found else None

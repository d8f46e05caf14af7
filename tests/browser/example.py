"""A made-up graph of about 300 things with realistic Chinese names, for looking at the page and for its tests."""

from __future__ import annotations

import random
from collections.abc import Iterable

from kg.graph import Edge, Entity, Sentence, Subgraph

PROVINCES = {
    "四川省": ["广元市", "绵阳市", "南充市", "都江堰市"],
    "浙江省": ["宁波市", "台州市", "丽水市", "乐清市"],
    "湖南省": ["长沙市", "郴州市", "浏阳市"],
    "福建省": ["厦门市", "龙岩市", "三明市"],
    "江西省": ["上饶市", "铅山县", "景德镇市"],
    "陕西省": ["汉中市", "安康市"],
    "重庆市": ["涪陵区", "万州区"],
    "安徽省": ["六安市", "亳州市", "歙县"],
}
THEMES = (
    "清泉 山海 晨光 同心 稻香 青蓝 春风 石榴 归雁 银龄 码上 邻里 竹海 茶乡 灯塔 摆渡 星火 蓝海 云桥 百川 沃土 扬帆 育苗 聚才 筑巢"
).split()
PROGRAMMES = ("人才计划", "工程", "项目", "工作法", "服务品牌", "培育计划", "共建机制", "数字平台")
CAMPAIGNS = ("主题党日活动", "专项行动", "攻坚行动", "技能大赛", "服务月活动", "宣讲活动")
POLICIES = ("实施意见", "管理办法", "若干措施", "三年行动方案", "工作细则")
ORGS = ("委组织部", "人力资源和社会保障局", "委党校", "数据局", "乡村振兴促进会", "职业技术学院")
BODIES = {"PROGRAMME": ("IMPLEMENTS", "深入实施"), "CAMPAIGN": ("RUNS", "组织开展"), "POLICY": ("ISSUES", "印发")}


class Builder:
    """Collects entities and edges and writes a sentence for each edge."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.entities: dict[str, Entity] = {}
        self.edges: dict[tuple[str, str, str], Edge] = {}
        self.sentences: dict[str, list[Sentence]] = {}

    def entity(self, kind: str, name: str, aliases: Iterable[str] = (), level: str | None = None) -> str:
        key = f"{kind.lower()}:{name}"
        self.entities.setdefault(
            key,
            Entity(
                id=key, type=kind, name=name, aliases=tuple(aliases), level=level,
                mentions=self.random.randint(1, 30), reports=self.random.randint(1, 8), first_year=2016, last_year=2024,
            ),
        )  # fmt: skip
        return key

    def edge(self, source: str, predicate: str, target: str, verb: str = "", basis: str = "text") -> None:
        if (source, predicate, target) in self.edges or source == target:
            return
        years = tuple(sorted(self.random.sample(range(2016, 2025), k=self.random.choice((1, 1, 2, 3)))))
        years = () if basis != "text" or self.random.random() < 0.12 else years
        made = Edge(
            id=f"{source}|{predicate}|{target}", source_id=source, predicate=predicate, target_id=target, basis=basis,
            count=(len(years) or 1) * (basis == "text"), reports=int(basis == "text"), years=years, first_year=years[0] if years else None,
            last_year=years[-1] if years else None, confidence=round(self.random.uniform(0.62, 0.99), 3),
            evidence=(f"r01/{len(self.edges)}#0-20",) if basis == "text" else (),
        )  # fmt: skip
        self.edges[source, predicate, target] = made
        if basis != "text":
            return
        subject, object_ = self.entities[source], self.entities[target]
        for number in range(made.count):
            year = years[number] if years else None
            when = f"{year}年，" if year else "近年来，"
            text = f"{when}{subject.name}{verb}{object_.name}，建立季度调度和结果通报制度，推动任务逐项落到基层。"
            sentence = Sentence(
                text=text, report_id="r01", heading=f"{subject.name}组织工作综述（虚构样例）", source="虚构样例/组织工作综述.docx",
                passage_id=f"r01/{len(self.edges)}", start=0, end=len(text), year=year, as_of=2024,
            )  # fmt: skip
            for key in (made.id, source, target):
                self.sentences.setdefault(key, []).append(sentence)

    def subgraph(self, truncated: bool = False) -> Subgraph:
        shown = {key: tuple(sentences[:6]) for key, sentences in self.sentences.items()}
        return Subgraph(
            entities=tuple(self.entities.values()),
            edges=tuple(self.edges.values()),
            sentences=shown,
            truncated=truncated,
        )


def example(size: int = 300, seed: int = 7) -> Subgraph:
    """Give a graph with `size` entities or a few more: provinces, cities, what they run, and who takes part."""
    made = Builder(seed)
    draw = made.random
    cities = []
    for province, members in PROVINCES.items():
        above = made.entity("PLACE", province, level="province")
        for city in members:
            full = f"{province}{city}"
            cities.append(made.entity("PLACE", full, aliases=(city, city[:-1]), level="prefecture"))
            made.edge(cities[-1], "PART_OF", above, basis="gazetteer")
    shared = [made.entity("CAMPAIGN", f"“{theme}万家”学习教育活动") for theme in THEMES[:6]]
    shared += [made.entity("PROGRAMME", f"全国“{theme}”共享工程") for theme in THEMES[6:10]]
    number = 0
    while len(made.entities) < size:
        city = cities[number % len(cities)]
        short = made.entities[city].aliases[0]
        kind = draw.choice(("PROGRAMME", "PROGRAMME", "CAMPAIGN", "POLICY", "ORG"))
        theme = draw.choice(THEMES) + (str(number // 400) if number >= 400 else "")
        if kind == "ORG":
            body = made.entity("ORG", f"{short}{draw.choice(ORGS)}{number // 200 or ''}", aliases=("市委组织部",))
            made.edge(body, "LOCATED_IN", city, "坐落在")
            made.edge(city, "PARTNERS_WITH", body, "与之共建，携手")
            other = made.entity("CAMPAIGN", f"“{theme}”{draw.choice(CAMPAIGNS)}")
            made.edge(body, "RUNS", other, "牵头开展")
        elif kind == "POLICY":
            paper = made.entity("POLICY", f"《{short}{theme}{draw.choice(POLICIES)}》")
            made.edge(city, "ISSUES", paper, "印发")
        else:
            tails = PROGRAMMES if kind == "PROGRAMME" else CAMPAIGNS
            name = f"“{theme}{draw.choice(('', '智汇', '先锋', '惠民', '红色'))}”{draw.choice(tails)}"
            predicate, verb = BODIES[kind]
            made.edge(city, predicate, made.entity(kind, name), verb)
        if number % 5 == 0:
            goal = draw.choice(shared)
            predicate, verb = BODIES[made.entities[goal].type]
            made.edge(city, predicate, goal, verb)
        number += 1
    made.edge(cities[0], "PARTNERS_WITH", cities[4], "开展东西部协作，结对")
    made.edge(cities[0], "IMPLEMENTS", shared[-1], "率先实施")
    return made.subgraph()

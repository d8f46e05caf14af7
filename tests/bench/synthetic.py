"""Made-up reports of any number: the corpus that benchmarks and fault tests build and load.

Output are text files that read like a yearly report, with names combined from short word lists and the gazetteer; the
same seed gives the same bytes. All names and sentences are invented; about one sentence in three names something, and
a mention comes every 40 characters, somewhat more than in real reports.
"""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

from kg.gazetteer.table import load_table

CHARS = 5000  # of one report
FOLDER_FILES = 1000  # in one folder, as file managers bear
NAMING = 0.3  # share of sentences that name something

_FIRST = "青禾 红石 金穗 银杏 春雨 秋实 朝阳 晨光 星火 灯塔 同心 连心 暖心 匠心 先锋 头雁 归雁 雏鹰 蓝天 碧水 清泉 翠竹 梅岭 橙心".split()
_SECOND = "领航 驿站 课堂 夜话 议事 结对 帮扶 赋能 提质 强基 固本 育苗 引才 兴农 护航 惠民 联建 共治 直通 接力".split()
_PROGRAMME = "计划 工程 项目 机制 工作法 品牌 制度 试点".split()
_CAMPAIGN = "专项行动 攻坚行动 主题活动 集中整治 大走访活动 提升行动".split()
_POLICY = "实施意见 管理办法 若干措施 工作方案 行动方案 十条措施".split()
_MATTER = "人才引进 基层治理 产业发展 乡村振兴 营商环境 干部培训 社区服务 科技创新 生态保护 就业创业".split()
_BODY = "市委组织部 市委宣传部 市农业农村局 市科技局 市教育局 市财政局 市总工会 团市委 市民政局 市文旅局".split()
_COMPANY = "农业科技有限公司 职业技术学院 产业研究院 能源集团 生态农业合作社 医药有限公司".split()

_NAMING = (
    "{year}年，{place}启动实施“{programme}”{kind}，覆盖{n}个乡镇。",
    "{body}牵头推进“{programme}”{kind}，全年投入资金{n}万元。",
    "{place}深入开展“{programme}”{campaign}，排查问题{n}个。",
    "{body}组织开展“{programme}”{campaign}。",
    "{place}出台《关于加强{matter}的{policy}》，明确{n}项任务。",
    "{body}印发《{place}{matter}{policy}》。",
    "{place}与{other}签订合作协议，共建协作园{n}个。",
    "{body}与{other}{programme}{company}合作，建成基地{n}处。",
    "在{town}等地推广“{programme}”{kind}，惠及群众{n}户。",
    "“{programme}”{kind}写入{place}{year}年工作要点。",
)
_PLAIN = (
    "一年来，各项工作稳中有进，完成了年初确定的目标任务。",
    "坚持问题导向，逐项列出清单，明确责任人和完成时限。",
    "全年新增就业岗位{n}个，同比增长百分之{m}。",
    "队伍建设得到加强，培训骨干{n}人次，群众满意度继续提高。",
    "当前工作仍有不足，发展不平衡的情况在一些地方还比较明显。",
    "下一步要加强统筹，压实责任，把各项部署落到实处。",
    "累计完成投资{n}万元，新建道路{m}公里，改造老旧房屋{n}户。",
    "村级集体收入达到{n}万元，农民收入增长百分之{m}。",
)


@cache
def _places() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Give the full names of today's prefectures, each with the names of its counties."""
    table = load_table()
    units = [table.unit(key) for key in sorted(table.rows) if len(key) == 6 and key.isdigit()]
    units = [unit for unit in units if unit.valid_in(None)]
    inside: dict[str, list[str]] = {}
    for unit in units:
        if unit.level == "county" and unit.parent:
            inside.setdefault(unit.parent, []).append(unit.name)
    return tuple(
        (unit.full_name, tuple(inside[unit.id])) for unit in units if unit.level == "prefecture" and unit.id in inside
    )


def report(number: int, *, chars: int = CHARS, seed: int = 1) -> str:
    """Give the text of report `number`, of at least `chars` characters and one sentence more at most.

    >>> text = report(7, chars=300)
    >>> text == report(7, chars=300), text == report(8, chars=300), 300 <= len(text) < 400
    (True, False, True)
    """
    dice = random.Random(f"{seed}/{number}")
    place, towns = dice.choice(_places())
    year = dice.randint(2012, 2024)
    parts = [f"{place}{year}年工作总结（第{number}号）\n\n"]
    length = len(parts[0])
    while length < chars:
        end = "\n" if dice.random() < 0.2 else ""
        part = _sentence(dice, place, towns, year) + end
        parts.append(part)
        length += len(part)
    return "".join(parts) + "\n"


def _sentence(dice: random.Random, place: str, towns: tuple[str, ...], year: int) -> str:
    template = dice.choice(_NAMING if dice.random() < NAMING else _PLAIN)
    return template.format(
        place=place, year=year - dice.randint(0, 2), town=dice.choice(towns), other=dice.choice(_places())[0],
        programme=dice.choice(_FIRST) + dice.choice(_SECOND), kind=dice.choice(_PROGRAMME), campaign=dice.choice(_CAMPAIGN),
        matter=dice.choice(_MATTER), policy=dice.choice(_POLICY), body=dice.choice(_BODY), company=dice.choice(_COMPANY),
        n=dice.randint(2, 980), m=dice.randint(2, 30),
    )  # fmt: skip


def path_of(folder: Path, number: int) -> Path:
    """Give the file of report `number`: `00/00007.txt`."""
    return folder / f"{number // FOLDER_FILES:02d}" / f"{number:05d}.txt"


def write_reports(folder: Path, count: int, *, chars: int = CHARS, seed: int = 1) -> int:
    """Write `count` reports of about `chars` characters, one a file, and give the number of characters in all.

    A file that is there already with this text is left alone, so that its time stays.
    """
    total = 0
    for number in range(count):
        total += _write(path_of(folder, number), report(number, chars=chars, seed=seed))
    return total


def change_reports(folder: Path, count: int, *, every: int, chars: int = CHARS, seed: int = 2) -> int:
    """Write every `every`-th of `count` reports anew, with another text, and give the number of files changed."""
    numbers = range(0, count, every)
    for number in numbers:
        _write(path_of(folder, number), report(number, chars=chars, seed=seed))
    return len(numbers)


def _write(path: Path, text: str) -> int:
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return len(text)

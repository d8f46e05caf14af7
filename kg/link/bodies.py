"""Bodies: the full official name of an organisation that a report calls 市委, 省科技厅, 广元市委组织部 or 中组部.

Input is the text of an ORG mention and the report's Home; output a Body with its canonical name, the place it belongs to and whether the
name holds anywhere or only in this report.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.gazetteer import Unit, gazetteer, is_masked
from kg.link.context import LEVEL_WORDS, Home
from kg.link.names import plain, table

# 市委, 县委, 自治区党委, 州委 and what follows (组织部, 办, 党校 …)
_PARTY = re.compile(
    r"^(?P<level>自治区|省|市|县|区|州|盟|旗|镇|乡|街道)(?P<committee>委(?!员会?会)|党委|纪委|党工委)(?P<rest>.*)$"
)
_STATE = re.compile(r"^(?P<level>自治区|省|市|县|区|州|盟|旗|镇|乡)(?P<rest>.+)$")
_COMMON = re.compile(r"^(?:区域|区块|市场|市民(?![政族宗营盟革建进])|县域|省域|乡村|镇街|州际)")
# 组织部, 局党委, 教育局: without a place they name another body in every report.
_BARE = re.compile(
    r"^(?:党委|党组|组织部|宣传部|统战部|政府|人大|政协|法院|检察院|机关党委|[局厅院校部]党[委组]|(?!国家|中国|全国|中央)\w{2,6}(?<!总)局)$"
)
_YOUTH = re.compile(r"^(?:共青团|团)(?P<level>自治区|省|市|县|区|州|盟|旗)委(?P<rest>.*)$")
_COMMITTEE = re.compile(r"^(?P<committee>委|党委|党工委|纪委)(?P<rest>.*)$")
# 陵江镇委, 陵江镇委员会 and 陵江镇党委 are one committee.
_TOWN_COMMITTEE = re.compile(r"^(?P<town>.{2,}(?:镇|乡|苏木))(?:党委|委)(?:员会)?(?P<rest>.*)$")
_STREET_COMMITTEE = re.compile(r"^(?P<street>.{2,}街道)(?:党工委|工委)(?P<rest>.*)$")
# 中共甲子镇党委, 中共甲子村党支部: committees below the county go without 中共.
_LOWER = re.compile(r"(?:镇|乡|苏木|街道|村|社区)(?:党委|党工委|纪委|纪工委)|党总支|党支部")


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """An organisation after linking.

    `local` says that the name holds only in this report; `owner` is the unit whose organ it is, `of_home` that it is an organ of the
    report's masked place, `seat` the unit that its own name holds, `parent` the canonical name of the body above it.
    """

    name: str
    local: bool = False
    owner: Unit | None = None
    of_home: bool = False
    seat: Unit | None = None
    parent: str | None = None
    by: str = "own name"


def body_of(text: str, home: Home) -> Body:
    """Resolve the name of a body in its report.

    >>> body_of("中组部", Home(report_id="r")).name
    '中央组织部'
    >>> body_of("市委", Home(report_id="r")).local
    True
    >>> body_of("中共兰州交通大学委员会组织部", Home(report_id="r")).name
    '兰州交通大学党委组织部'
    """
    name = plain(text).removesuffix("党组") if len(plain(text)) > 4 else plain(text)
    full = table("bodies", "full").get(name)
    if full is not None:
        return Body(name=full, by="table of bodies")
    name = _OF_INSTITUTION.sub(r"\g<of>党委", name)
    stem = _one_committee(name.removeprefix("中共"))
    if home.unit is None and home.name and is_masked(home.name) and stem.startswith(home.name) and stem != home.name:
        stem = home.name[-1] + stem.removeprefix(home.name)  # XXX市委组织部 is 市委组织部 in the report of XXX市
    if (youth := _YOUTH.match(stem)) is not None:
        unit = home.level(youth["level"])
        base = f"共青团{unit.name}委" if unit else stem.removesuffix(youth["rest"])
        return Body(name=base + youth["rest"], owner=unit, local=unit is None, by="level word")
    rules = (_of_named_place, _of_level) if _begins_with_a_unit(stem, home) else (_of_level, _of_named_place)
    for rule in rules:
        if found := rule(stem, home):
            return found
    if (found := _of_own_level(stem, home)) is not None:
        return found
    if _BARE.match(stem):
        return Body(name=name, local=True, by="context unknown")
    own = stem if _LOWER.search(stem) else _whole(name)
    return Body(
        name=own, local=home.institution is not None and _OF_ANY_UNIVERSITY.fullmatch(own) is not None, by="own name"
    )


# 农学院, 第一附属医院, 教务处: every university has one, and its own report means its own.
_OF_ANY_UNIVERSITY = re.compile(
    r"[\u4e00-\u9fff]{1,4}(?:学院|系)|(?:第[一二三四五]|直属)?附属医院|[\u4e00-\u9fff]{2,6}处|医学部|研究生院|纪工委|图书馆"
)


def _one_committee(stem: str) -> str:
    """Give the committee of a town or a street the form that the guidelines use, whichever the text has.

    >>> _one_committee("陵江镇委员会"), _one_committee("利州区东坝街道工委"), _one_committee("镇委")
    ('陵江镇党委', '利州区东坝街道党工委', '镇委')
    """
    if (town := _TOWN_COMMITTEE.match(stem)) is not None:
        return f"{town['town']}党委{town['rest']}"
    street = _STREET_COMMITTEE.match(stem)
    return f"{street['street']}党工委{street['rest']}" if street is not None else stem


def _whole(name: str) -> str:
    """Spell out a short form at the head of a longer name: 中科院成都分院 -> 中国科学院成都分院."""
    heads = table("bodies", "full")
    for size in (4, 3):
        head = heads.get(name[:size])
        if head and name[size : size + 1] and head.startswith("中国科学院"):
            return head + name[size:]
    return name


def _begins_with_a_unit(stem: str, home: Home) -> bool:
    """镇江市委, 市南区教育局: the first character is part of a name and no level word."""
    if stem[:1] not in LEVEL_WORDS:
        return False
    match = next((match for match in gazetteer().find(stem) if match.start == 0), None)
    unit = gazetteer().resolve(match.text, near=home.near, year=home.year).unit if match is not None else None
    return unit is not None and match is not None and unit.name == match.text


def _of_level(stem: str, home: Home) -> Body | None:
    """市委组织部, 省科技厅: the level word means the report's place or the unit of that level above it."""
    if _COMMON.match(stem):
        return None
    if stem.startswith(("省市委", "省、市委")):
        return None
    party = _PARTY.match(stem)
    if party is not None:
        return _party(home.level(party["level"]), party["level"], party["committee"], party["rest"], home, stem)
    if (direct := re.match(r"^(?P<level>省|市|县|区|州)(?:直机关工委|直工委)$", stem)) is not None:
        unit = home.level(direct["level"])
        return Body(name=unit.name[:-1] + stem if unit else stem, owner=unit, local=unit is None, by="level word")
    state = _STATE.match(stem)
    if state is None:
        return None
    unit = home.level(state["level"])
    if unit is None:
        if home.masked(state["level"]) and home.name:
            return Body(
                name=home.name + _department(state["rest"]), local=True, of_home=True, by="level word, masked place"
            )
        return Body(name=stem, local=True, by="level word, place unknown")
    if state["rest"].startswith(_words("vertical", "called_after_a_place")):  # 市海关 and 黑河海关 are one
        return _vertical(unit, state["rest"], "level word")
    return _organ(unit, state["rest"], "level word")


# 组织部要实施…, 农业农村局要…: a department without its level is one of the report's place.
_PARTY_DEPARTMENT = re.compile(r"(?:组织部|宣传部|统战部|政法委)$")
_STATE_DEPARTMENT = re.compile(r"[\u4e00-\u9fff]{2,8}局$")


def _of_own_level(stem: str, home: Home) -> Body | None:
    level = home.name[-1:] if home.name else ""
    if level not in ("省", "市", "县", "区", "州", "旗") or gazetteer().find(stem):
        return None
    if _PARTY_DEPARTMENT.match(stem):
        return _of_level(f"{level}委{stem}", home)
    return _of_level(level + stem, home) if _STATE_DEPARTMENT.match(stem) and _BARE.match(stem) else None


def _party(unit: Unit | None, level: str, committee: str, rest: str, home: Home, stem: str) -> Body:
    if unit is None:
        if home.masked(level) and home.name:
            low = level in ("镇", "乡", "街道")
            base = _one_committee(f"{home.name}{committee}") if low else f"中共{home.name}{committee}"
            return Body(
                name=base + rest, local=True, of_home=True, parent=base if rest else None, by="level word, masked place"
            )
        return Body(name=stem, local=True, by="level word, place unknown")
    return _party_of(unit, committee, rest, "level word")


def _party_of(unit: Unit, committee: str, rest: str, by: str) -> Body:
    if committee in ("委", "党委"):
        committee = "党委" if unit.name.endswith("自治区") or unit.level == "township" else "委"
    lower = unit.level == "township"  # lower committees go by their own name
    base = f"{_base(unit)}{committee}" if lower else f"中共{unit.name}{committee}"
    rest = rest.removeprefix("员会")
    return Body(name=base + rest, owner=unit, parent=base if rest else None, by=by)


def _of_named_place(stem: str, home: Home) -> Body | None:
    """广元市委组织部, 浙江省人民政府, 宁波科技局: the name begins with a place, whose official name goes in."""
    match = next((match for match in gazetteer().find(stem) if match.start == 0), None)
    if match is None or match.end >= len(stem):
        return None
    unit = gazetteer().resolve(match.text, near=home.near, year=home.year).unit
    rest = stem[match.end :]
    if unit is None and (_COMMITTEE.match(rest) or _is_organ(rest)):  # 鼓楼区教育局 where nothing says which 鼓楼区
        return Body(name=plain(stem), local=True, by="place in the name is not known")
    if unit is None or unit.level not in ("province", "prefecture", "county", "township"):
        return None
    if deeper := _deeper(rest, unit):
        unit, rest = deeper
    if (committee := _COMMITTEE.match(rest)) is not None:
        return _party_of(unit, committee["committee"], committee["rest"], "place in the name")
    level_word = next(
        (word for word in ("省", "市", "县", "区", "州") if rest.startswith(word) and unit.name.endswith(word)), ""
    )
    if level_word and (committee := _COMMITTEE.match(rest[1:])) is not None:
        return _party_of(unit, committee["committee"], committee["rest"], "place in the name")
    if _is_vertical(rest, written_short=not stem.endswith(unit.name + rest)):
        return _vertical(unit, rest, "own name")
    return _organ(unit, rest, "place in the name") if _is_organ(rest) else Body(name=plain(stem), seat=unit)


def _organ(unit: Unit, rest: str, by: str) -> Body:
    special = unit.name.endswith("特别行政区")  # Hong Kong and Macao have no people's government
    department = rest if special else _department(rest)
    return Body(name=_base(unit) + department, owner=unit, parent=_above(unit, rest), by=by)


def _base(unit: Unit) -> str:
    """Give the name with which those of a unit's bodies begin: a township's with the county that tells it from others of its name."""
    above = gazetteer().get(unit.parent).name if unit.level == "township" and unit.parent else ""
    return above + unit.name


def _is_vertical(rest: str, *, written_short: bool) -> bool:
    """Say whether what follows a place is an organ of the State that is no organ of the place: 厦门|海关, 宁波|大榭海事局.

    山东|金融监管局 is one; 山东省|金融监管局 is the province's own.
    """
    if rest.startswith("地方"):
        return False
    words = _words("vertical", "called_after_a_place")
    short = written_short and rest.startswith(_words("vertical", "called_after_a_short_place"))
    return short or rest.startswith(words) or rest.endswith(words)


def _vertical(unit: Unit, rest: str, by: str) -> Body:
    """Give an organ of the State that is called after a place, without 省 or 市; its district need not be that of the unit."""
    return Body(name=min(unit.short_names, key=len, default=unit.name) + rest, seat=unit, by=by)


def _deeper(rest: str, unit: Unit) -> tuple[Unit, str] | None:
    """Follow 成都市郫都区… down to the smallest unit that the name gives."""
    match = next((match for match in gazetteer().find(rest) if match.start == 0), None)
    if match is None or match.end >= len(rest):
        return None
    inner = gazetteer().resolve(match.text, near=unit).unit
    if inner is None or inner.id == unit.id or not gazetteer().contains(unit, inner):
        return None
    return _deeper(rest[match.end :], inner) or (inner, rest[match.end :])


_ORGAN = re.compile(
    r"^(?:人民)?政府|(?:厅|局|委员会|委|办公厅|办公室|办|法院|检察院|人大|人大常委会|政协|总工会|妇联|工商联)$"
)


# 浙江大学党委, 武汉铁路局, 青岛港集团党委: their place is part of a name of their own and no owner.
_INSTITUTION = r"大学|学院|学校|中学|小学|医院|集团|公司|银行|研究院|科学院|研究所"
_NO_ORGAN = re.compile(rf"{_INSTITUTION}|铁路|机场|油田|电网|协会|商会|基金会")
# The committee of an institution is called 党委 in short and in all but the heads of its papers.
_OF_INSTITUTION = re.compile(rf"^(?:中共|中国共产党)(?P<of>.+(?:{_INSTITUTION}))委员会")


def _is_organ(rest: str) -> bool:
    return _ORGAN.search(rest) is not None and len(rest) <= 16 and _NO_ORGAN.search(rest) is None


# 省政府国资委 and 省国资委 are one; a government's office is called 政府办公厅.
_OF_GOVERNMENT = re.compile(r"^(?:人民)?政府(?=.+(?:厅|局|委|委员会)$)(?!办)")


# 住房城乡建设厅村镇建设处: the department is spelled out before its own office too.
_INNER = re.compile(r"^(?P<department>[^厅局委]{2,12}[厅局委])(?P<inner>[^厅局委]{2,12}[处科股室])$")


def _department(rest: str) -> str:
    """Spell out the department: 科技厅 -> 科学技术厅, 政府 -> 人民政府, 政府国资委 -> 国有资产监督管理委员会."""
    known = table("bodies", "departments")
    rest = _OF_GOVERNMENT.sub("", rest)
    if rest in known:
        return known[rest]
    if rest.startswith("政府"):
        return "人民" + rest
    if (inner := _INNER.match(rest)) is not None and inner["department"] in known:
        return known[inner["department"]] + inner["inner"]
    return rest


# 人大常委会办公厅, 政协提案委: offices of the congress and the conference, which are no departments of the government.
_OFFICE = re.compile(
    r"^(?:(?P<standing>(?:人大|人民代表大会)(?:常委会|常务委员会))|(?P<congress>人大|人民代表大会)|(?P<conference>政协|政治协商会议))"
    r".*(?:厅|室|办|局|委|委员会)$"
)


def _above(unit: Unit, rest: str) -> str | None:
    """Give the body above a department of the government, the congress or the conference, None for these themselves and other bodies."""
    if unit.level == "zone" or rest in ("政府", "人民政府") or _department(rest) in _ASSEMBLIES.values():
        return None
    if (office := _OFFICE.match(rest)) is not None and office.lastgroup is not None:
        return _base(unit) + _ASSEMBLIES[office.lastgroup]
    if rest.startswith(("政府", "人民政府")):
        return f"{_base(unit)}人民政府"
    under_the_state = "地方" not in rest and any(word in rest for word in _words("vertical", "called_after_its_unit"))
    # Seismological bureaus of counties and cities are local ones.
    if under_the_state or (unit.level == "province" and rest.startswith("地震局")):
        return None
    department = _department(rest)
    of_government = department.endswith(("厅", "局")) or department in _words("government", "commissions")
    return f"{_base(unit)}人民政府" if of_government else None


_ASSEMBLIES = {"standing": "人民代表大会常务委员会", "congress": "人民代表大会", "conference": "政治协商会议"}


def _words(section: str, key: str) -> tuple[str, ...]:
    return tuple(table("bodies", section)[key].split())

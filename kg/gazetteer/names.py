"""Short names of administrative units by rule: 广元市 -> 广元, 大通回族土族自治县 -> 大通, 大通县, 大通自治县.

Input is the official name of one unit, output the other names under which texts know it. Used when the table is made
and, for the 39,000 townships, when it is read.
"""

from __future__ import annotations

import re

# The minorities as they stand in names of units, longest first; some stand there also without 族.
_NATIONS = (
    "(?:"
    "乌孜别克族|柯尔克孜族|俄罗斯族|哈萨克族|塔吉克族|塔塔尔族|柯尔克孜|达斡尔族|鄂伦春族|鄂温克族"
    "|东乡族|仡佬族|仫佬族|保安族|傈僳族|哈尼族|哈萨克|土家族|基诺族|塔吉克|布依族|布朗族|德昂族"
    "|拉祜族|撒拉族|普米族|景颇族|朝鲜族|毛南族|独龙族|珞巴族|纳西族|维吾尔|蒙古族|裕固族|赫哲族"
    "|达斡尔|鄂伦春|锡伯族|门巴族|阿昌族|高山族|京族|佤族|侗族|傣族|各族|回族|土族|壮族|彝族"
    "|怒族|水族|满族|瑶族|畲族|白族|羌族|苗族|蒙古|藏族|锡伯|黎族"
    ")"
)
# 自治州 is shortened to 州, 自治县 to 县, 自治旗 to 旗, a nationality's 区 (管城回族区) to 区; the nationalities may be left out too.
_AUTONOMOUS = re.compile(rf"^(?P<stem>.*?)(?P<nations>{_NATIONS}+)(?P<head>自治州|自治县|自治旗|区|乡|民族乡)$")
_PROVINCE = re.compile(r"^(.{2,3}?)(?:壮族|回族|维吾尔)?(?:特别行政区|自治区|省|市)$")
_PLAIN = re.compile(r"^(.+?)(?:地区|林区|矿区|新区|特区|自治县|自治旗|市|县|区|州|盟|旗)$")
# 土默特左旗, 科尔沁右翼前旗: what is left without 旗 is not a name.
_BANNER = re.compile(r"[左右前后中东西]翼?[前后中]?旗$|联合旗$")
_TOWN = re.compile(r"^(.+?)(?:街道|苏木|民族乡|镇|乡|区公所)$")


def short_names(name: str, *, province: bool = False) -> tuple[str, ...]:
    """Give the short names of a unit of county level or above by rule, without the name itself, shortest last.

    A short name has two characters at least.

    >>> short_names("凉山彝族自治州")
    ('凉山自治州', '凉山州', '凉山')
    >>> short_names("大通回族土族自治县"), short_names("苍溪县"), short_names("郫县")
    (('大通自治县', '大通县', '大通'), ('苍溪',), ())
    >>> short_names("广西壮族自治区", province=True)
    ('广西自治区', '广西')
    """
    if province:
        found = _PROVINCE.match(name)
        stem = found.group(1) if found else name
        return (f"{stem}自治区", stem) if name.endswith("自治区") and name != f"{stem}自治区" else (stem,)
    autonomous = _AUTONOMOUS.match(name)
    if autonomous:
        stem, full = autonomous["stem"], autonomous["head"]
        head = full.replace("自治", "")
        if not stem:  # 东乡族自治县, 鄂温克族自治旗: the nationality is the name
            stem = autonomous["nations"].removesuffix("族")
        return tuple(short for short in _long_enough(f"{stem}{full}", f"{stem}{head}", stem) if short != name)
    plain = _PLAIN.match(name)
    if plain is None or _BANNER.search(name):
        return ()
    stem = plain.group(1)
    return _long_enough(stem.removesuffix("族"))


def town_stem(name: str) -> str:
    """Give the name of a township without its kind, or the name itself where one character would be left.

    >>> town_stem("元坝镇"), town_stem("东溪街道"), town_stem("杨镇")
    ('元坝', '东溪', '杨镇')
    """
    found = _TOWN.match(name)
    stem = found.group(1) if found else name
    autonomous = _AUTONOMOUS.match(name)
    if autonomous and autonomous["stem"]:
        stem = autonomous["stem"]
    return stem if len(stem) >= 2 else name


def _long_enough(*names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if len(name) >= 2))

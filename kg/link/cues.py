"""How a text says that one initiative is a part of another: what stands before, between and behind the two names.

`kg.link.parents` tries these on neighbouring names of a passage. In the texts that the patterns read, mentions are blanked (□).
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """One construction: `before` ends where the first of two neighbouring lists begins, `behind` begins where the second ends.

    `part` is "second" where the whole stands first. `kinds` are the types that the part may have.
    """

    rule: str
    between: re.Pattern[str]
    before: re.Pattern[str] | None = None
    behind: re.Pattern[str] | None = None
    part: str = "second"
    kinds: tuple[str, ...] = ("PROGRAMME", "CAMPAIGN")


HOLDS, FRAME, MEANS, SAID = "whole that holds its parts", "frame of a whole", "means of a whole", "said to be a part"
_WORK = "(?:工程|计划|行动|项目|活动|品牌|平台|大赛|赛事)"
_DOES = "(?:开展|实施|组织|举办|承办|启动|推进|推出|推行|创建|打造)"
# 三个子计划, 等功能模块, 两大板块, 等12场主题活动: what is counted so belongs to something
_PARTS = (
    r"(?:(?:等\w{0,2}?)?(?:[一二两三四五六七八九十\d]{1,3}[大个项类条场])?\w{0,2}?"
    r"(?:(?<![电亲种孩分弟])子(?:项目|行动|计划|工程|活动|品牌|课题|任务|系统|平台|模块|版块|板块|试点|赛事|专项)|(?:功能)?模块|板块|专区|栏目|专场|单元|环节|赛道|分项|分会场|单项试点)"
    r"|等\d{1,3}[场项]\w{0,2}活动)"
)


def _cue(rule: str, between: str, before: str = "", behind: str = "", **more: str | tuple[str, ...]) -> Cue:
    return Cue(
        rule=rule,
        between=re.compile(between),
        before=re.compile(f"(?:{before})$") if before else None,
        behind=re.compile(behind) if behind else None,
        **more,  # type: ignore[arg-type]
    )


CUES = (
    # A涵盖B; A，该工程包括B; A（含B）; A历时半年，下设B; A项下分设B
    _cue(
        HOLDS,
        rf"(?:[^。；□]{{0,14}}[，,（(])?(?:该|本|此|这一)?{_WORK}?(?:其中|项下|下)?(?:主要|重点|具体|共|又|细|进一步)?"
        r"(?:涵盖|包括|包含|囊括|下设|下分|分设|分为|细分为|设有)(?:了|有)?：?",
    ),
    _cue(
        HOLDS,
        r"[（(][^（()）□]{0,12}[，,]?含|含|启动实施|启动|重点实施|重点开展|(?:今年|\d{4}年|首次|又|新|还|再)*增设",
    ),
    # A新上线B等功能模块; A设B、C三大板块; 深化A。细化实施B、C两个分项; 实施A，将B、C作为两个子项目
    _cue(
        HOLDS,
        r"(?![、和与及])(?:[^。；□]{0,4}。)?(?:(?!列为|列入|纳入|升级|作为|依托|结合)[^。；□]){0,24}",
        behind=rf"(?:作为|列为)?{_PARTS}(?!\w{{0,4}}(?:的□|为\w))",
    ),
    # 开展A，以B、C两项子行动为支撑; 启动A，将B、C纳入其中
    _cue(HOLDS, r"[^。；□]{0,6}，以", behind=rf"{_PARTS}为\w{{0,4}}(?:内容|载体|支撑|抓手)"),
    _cue(HOLDS, r"[^。；□]{0,6}，[将把]", behind=r"(?:一并|统一|全部)?纳入其中"),
    # A分解为若干试点，其中甲县承担B; 实施A，……。其中，B由甲局牵头
    _cue(HOLDS, r"[^。；□]{0,30}[，。；]其中[，：]?[^，。；]{0,12}"),
    # A由B、C组成; 由B、C四项活动组成的A; B和C共同构成A
    _cue(HOLDS, "(?:主要)?由", behind=r"等?\w{0,4}(?:组成|构成)"),
    _cue(HOLDS, r"[^。；，□]{0,8}(?:组成|构成)的", before="由", part="first"),
    _cue(HOLDS, r"共同(?:构成|组成)[^。；，]{0,6}", part="first"),
    # 以B、C等子项目为载体，A
    _cue(SAID, rf"{_PARTS}为\w{{0,4}}(?:内容|载体|支撑|抓手|主体)(?:的|，)", before="以", part="first"),
    _cue(SAID, r"等?为(?:主要)?(?:内容|支撑|核心|主体|载体)的", before="以", part="first"),
    # A把B列为年度重点任务; 将B纳入A; 把B作为A的固定内容
    _cue(
        SAID,
        r"[^。；，□]{0,6}(?:列为|列入)[^。；，□]{0,4}",
        behind=r"的?子\w{2}|的[^。；，□]{0,6}(?:项目|内容|任务|举措)",
        part="first",
    ),
    _cue(SAID, "[把将]", behind=r"等?列为[^。，；]{0,8}(?:任务|内容|项目)"),
    _cue(SAID, r"[^。；，□]{0,4}(?:纳入|融入|并入)[^。；，□]{0,4}", before="[把将]", part="first"),
    _cue(SAID, r"[^。；，□]{0,6}，?作为", behind=r"的[^。；，□]{0,6}(?:内容|一环|部分|子项目|环节)", part="first"),
    # 作为A的子项目，实施B; 作为A之一，B; A（系列活动）之B; B、C等A子项目
    _cue(
        SAID,
        rf"(?:的?[^。；，□]{{0,6}}(?:项目|品牌|部分|内容|一环|分支|战役|专项|活动|赛事|行动|举措)(?:之一)?|之一)，(?:[^。；，□]{{0,4}}{_DOES})?[^。；，□]{{0,4}}",
        before="作为",
    ),
    _cue(SAID, r"(?:[^。；□]{0,10}，)?(?:系列活动)?之"),
    _cue(SAID, "等?", behind=r"的?(?:子项目|子行动|子活动|子品牌|分项)", part="first"),
    # B是实施A的一大举措; B是甲市A的首个专项
    _cue(
        SAID,
        r"，?[正也就]?是[^。；，]{0,10}",
        behind=r"[^。；□]{0,30}?的?(?:重要|一大|创新|关键|具体)*(?:组成部分|举措|子项目|子品牌|一环|环节|分支|分项)|的[^。；，□]{0,4}(?:专项|重点项目|内容)",
        part="first",
    ),
    # 实施A，通过开展B、举办C等方式; 围绕落实省委A，实施B
    _cue(
        MEANS,
        r"，通过[^。；]{0,30}(?:开展|举办|实施|推行)[^，。；□]{0,6}",
        before=r"(?:实施|开展|推进|深化|启动)[^，。；□]{0,6}",
    ),
    _cue(
        MEANS,
        r"，(?:创新|深入|全面|组织|扎实|大力)*(?:实施|开展)[^，。；□]{0,6}",
        before=r"围绕(?:贯彻)?落实(?:[省市县区州]委|□+)?|围绕",
    ),
    # 在A框架下，甲市和乙市联合实施B; 在A中，开展B; 在A中，某市……，深入开展B
    _cue(
        FRAME,
        rf"框架[内下](?:，[^。；]{{0,30}}?{_DOES})?[^，。；□]{{0,4}}",
        before=r"在[^，。；□]{0,6}|实施[^，。；□]{0,2}",
    ),
    _cue(FRAME, rf"下，{_DOES}", before=r"在[^，。；□]{0,6}"),
    _cue(
        FRAME,
        r"中，(?:[全我][省市县区州])?(?:组织)?(?:开展|实施|推行|建立|探索)[^，。；□]{0,8}",
        before=r"在[^，。；□]{0,6}|实施[^，。；□]{0,2}",
    ),
    # so far from A only a campaign is its part, what else is done meanwhile is not
    _cue(
        FRAME,
        r"中，[^。；]{0,80}?(?:开展|实施|举办)[^，。；]{0,40}",
        before=r"在[^，。；□]{0,6}|实施[^，。；□]{0,2}",
        kinds=("CAMPAIGN",),
    ),
    # 举办A，压轴赛事B; A走进17座城市，首站即在甲市举办B; 启动A。开场活动B
    _cue(
        FRAME,
        rf"(?:[^。；□]{{0,16}}[，。]|迎来)(?:首站|首场|压轴|开场|重头戏|收官)[^，。；□]{{0,4}}□*{_DOES}?[^，。；□]{{0,4}}",
    ),
    # A自9月启动以来，B、C轮番登场; A期间举办的B
    _cue(
        FRAME,
        r"自[^。；，□]{0,12}以来，",
        behind=r"(?:等[^，。；□]{0,6})?(?:轮番|接连|相继|陆续|依次)(?:登场|举行|举办|上演|亮相|开展)",
        kinds=("CAMPAIGN",),
    ),
    _cue(
        FRAME,
        rf"(?:[^。；□]{{0,6}}，)?(?:期间|其间)，?[^，。；□]{{0,4}}{_DOES}的?[^，。；□]{{0,6}}",
        kinds=("CAMPAIGN",),
    ),
    # 工程确定的B: for a whole that the sentence before names
    _cue(SAID, r"(?:确定|明确|部署|规定)的"),
)

# Behind the name of a whole in another sentence, its last word alone means it: 工程包括B, 作为攻坚战的标志性战役，B.
# All of it is looked ahead at, so that 抓好工程确定的 is found although 抓好工程 might be a word too.
WHOLE_AGAIN = re.compile(
    r"(?=(?:(?<=[。；，])(?:该|本|此|这一)?|(?<=作为)(?:该|本)?|(?<=抓好)|(?<=落实)|(?<=在)(?:该|本|这一))(?P<word>[\u4e00-\u9fff]{2,4}?)"
    r"(?:首[次批场]|共|还|又|今年|先后)*(?:包[括含]|涵盖|分为|下设|下分|设|增设|推出|安排|期间|框架|由|确定的|的[^。；，□]{0,6}(?:项目|部分|内容|一环|战役|活动|赛事|行动)))"
)

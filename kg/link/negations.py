"""What is not done: words before and behind a name that deny the doing, so that no statement is made.

Input is the text before and behind a name with the names in it blanked; output is whether it is denied.
"""

from __future__ import annotations

import re

# A rule of what nobody may do, and what is not done: no statement.
_DENIED = re.compile(r"限申报|不得\w{0,6}申报|不违反|未参与")
_NOT_DONE = re.compile(
    r"(?:尚?未能?|没有|没能|不再|不得|禁止|严禁|暂不|暂缓|停止|暂停|取消|废止|停办|叫停)(?:认真|严格|充分|真正|全面|很好地?|按时|按期|按要求|及时|有效|如期|另行|单独|重复|再|擅自|违规|自行)?"
    r"(?:(?:实施|实行|施行|执行|开展|推进|举办|组织|举行|推行|启动|出台|印发|制定|发布|落实|贯彻|用好|保留|使用|建立|纳入|完成|建成|形成)[了过]?[^，。；：“”《》、]{0,6})?$"
    r"|不(?:搞|开展|实施|再搞|设|办)$|(?:建议|恳请|请求|希望)[^，。；：]{0,24}$"
)
# “A”制度落实不严, “A”工程尚未启动: what is not done is said behind the name.
_NOT_DONE_AFTER = re.compile(
    r"(?:项目|工程|制度|工作|建设|任务|机制|模式|活动|行动|落实|执行|推进|开展|实施|运行|进展|进度|仍|还|也|一直|相对|较为|比较|较|不够|有所)*"
    r"(?:(?:今年|目前|现|已经|已|现已)*(?:暂不|不再|暂缓|暂停|停止|停办)(?:开展|实施|举办|举行|执行|推行|推进|运行)?(?=[，。；、]|$)|\w{0,8}(?:还|仍|都)?没有落地"
    r"|(?:没有|未能?|尚未|没能)(?:\w{0,4})(?:启动|开展|实施|落实|推开|推行|建立|建成|完成|见效|见成效|落地|开工|执行)|落实不[严力好到够]|不(?:严格?|到位|理想|平衡|充分|彻底|规范|健全|完善|深入|扎实)"
    r"|缓慢|滞后|偏慢|较慢|有名无实|流于形式|形同虚设|停留在|存在(?:短板|差距|不足|问题)|走过场)"
)


def is_denied(sentence: str) -> bool:
    """Say whether a sentence tells what nobody may do."""
    return _DENIED.search(sentence) is not None


def is_undone_before(text: str) -> bool:
    """Say whether the text before a name says that it is not done.

    >>> is_undone_before("不再实行"), is_undone_before("没有停止，继续实行")
    (True, False)
    """
    return _NOT_DONE.search(text) is not None


def is_undone_behind(text: str) -> bool:
    """Say whether the text behind a name says that it is not done.

    >>> is_undone_behind("尚未启动。"), is_undone_behind("启动以来，尚未完成的有两项。")
    (True, False)
    """
    return _NOT_DONE_AFTER.match(text) is not None

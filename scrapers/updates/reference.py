"""Whom a statement speaks of when the project's name is not right beside it."""

from __future__ import annotations

import re

from scrapers.text.guarded import guarded
from scrapers.text.sentences import Span
from scrapers.updates.stage_rules import WORKS

_NOUN = (
    r"(?:项目|工程|大桥|桥梁|桥|铁路|高铁|城际|高速|公路|线路|道路|隧道|通道|机场|航站楼|园区|产业园|医院|院区|学校|校区|码头|泊位|港区|水库|电站|水电站|核电|泵站|枢纽|车站|主体|全线|全桥|"
    r"全段|厂区|厂房|基地|中心|路线|线|段|标段|机组)"
)
_OPENING = (
    r"^(?:[^，：。]{1,16}?(?:说|表示|介绍|透露|指出|称|告诉记者)[，：]?|据(?:了解|悉|介绍|透露)[，：]?|记者[^，]{0,10}[，：]|目前[，]?|其中[，]?|同时[，]?|此外[，]?|下一步[，]?|截至[^，]{0,12}[，]|按(?:照)?计划[，]?|至此[，]?|届时[，]?|预计|计划|全部|整个|整条|上述|"
    r"(?:20\d\d年)?(?:\d{1,2}月)?(?:\d{1,2}日)?[，]?)*"
)
# 该项目, 大桥, 其中 …: the sentence goes on about its predecessor's project.
REFERS = re.compile(
    _OPENING + rf"(?:又一(?:项|座|条|个)[^，。；]{{0,8}}?{_NOUN}|(?:该|本|此|这(?:一|个|条|座)?|其|整个|整条|上述)?(?:{_NOUN}|一期|二期|建设|总投资|施工|主塔|主桥|桩基)|(?:概算|估算|匡算|静态|动态|计划)?总?(?:投资|概算|估算|造价)|工期(?!间))"
)
_KIND = re.compile(
    r"^(?:据(?:了解|悉|介绍)，|目前，?|其中，?|此外，?|同时，?)*(?:该|本|此|这[个条座]?|整[个条座])?"
    r"(?P<kind>大桥|铁路|高铁|高速|公路|大道|隧道|通道|机场|航站楼|园区|产业园|医院|学校|码头|港区|水库|电站|电厂|泵站|枢纽)"
    r"(?=[^\u4e00-\u9fff]|全|总|设|位|主|建|预|计|将|已|工|项|于|自|起|长|概|由|是|正|的)"
)
EXPLICIT = re.compile(r"(?:该|本|此|这一|这个|这条|这座|上述)[\u4e00-\u9fff]{0,6}?" + _NOUN)
# 项目概算投资…: on a page about one project, that project.
GENERAL = guarded(
    r"(?:(?<=^)|(?<=[，。；：\n]))(?:该|本|整个|上述)?项目(?=总|概算|估算|计划|预计|已|将|于|建|投|分|占|位|全|正|拟|工期|今|明|20|，)"
)
# 问：…, 网友留言：…: what is asked is no news.
_ASKED = re.compile(r"(?:问|提问|记者问|网友(?:问|留言|提问|咨询)?|市民(?:问|咨询|来信)|来信内容|留言内容|咨询内容|诉求内容|投诉内容)：")
_ANSWERS = re.compile(r"(?:答|回复|答复)[^：]{0,8}：")
# 这三条通道, 两项目均: all of the list before.
SEVERAL = guarded(
    r"(?:[这上该此]述?)?(?P<n>两|二|三|四|五|六|七|八|九|十|\d{1,2})(?:大|个|条|座|项|处|段|线|所|家)[^，。；]{0,6}|均|分别|都(?=已|将|在)|双双"
)
_COUNT = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
# A name of something that we do not track: its news is not our project's.
_KINDS = (
    r"(?:大桥|特大桥|隧道|高速公路|高速|铁路|高铁|城际|地铁|轻轨|机场|港区|码头|泊位|产业园|工业园|科技园|园区|项目|工程|医院|学校|小学|中学|"
    r"大学|水库|水电站|电站|核电|枢纽|基地|公园|广场|体育馆|博物馆|号线|快速路|大道|公路|立交|互通|灌区|泵站|船闸|水厂|电厂)"
)
_KIND_SAID = guarded(_KINDS)
_STRANGER = re.compile(rf"[\u4e00-\u9fffA-Za-z0-9（）]{{3,}}?{_KINDS}(?!公司|集团|局|部|办|建设指挥部|领域|行业|业主)")
_GENERIC = re.compile(
    r"(?:该|本|此|这|整个|全部|各|多个|一批|重大|重点|省|市|县|区|首个|个|有关|相关|配套|附属|主体|建设|单体|土建|桩基|安装|装修|道路|基础|控制性|关键|节点|其他|先行|标志性|"
    r"施工|总|子|分部|分项|民生|交通|基础设施|在建|续建|新建|国家|全国|水利|开工|竣工|计划|年度|现有|原有|投资|亿元|万元|线|条|座)(?:的)?(?:建设)?(?:大桥|隧道|铁路|高铁|公路|项目|工程|枢纽|基地|线路|路段)$"
)
# 又一项大型引水工程: said of the project that has just been named.
_ANOTHER = re.compile(r"^[^，]{0,4}?(?:又一|一)(?:项|座|条|个)")
# 新建16至20号泊位: what the project consists of.
_SCOPE = re.compile(r"^(?:工程|项目)?(?:主要|计划|拟|将|共|总|规划)*(?:新建|新增|改建|扩建|改扩建|建设|改造|包括|包含|含|设有?|设置|全长|布置|配套|建有?)")
# 全市: a sum, of nobody in particular.
AGGREGATE = guarded(r"(?:全市|全省|全县|全区|全国|我市|我省|各地|各县|各区)[^，。；]{0,8}(?:项目|投资|工程|建设|完成)|\d{2,}(?:余)?个[^，。；]{0,8}(?:项目|企业|工程)")
# What stands before a name that is only a place on the way: not the subject.
OBLIQUE = re.compile(
    r"(?:起自|起于|起点位?于|止于|终至|终于|终点位?于|通往|连接|相接|衔接|对接|顺接|北接|南接|东接|西接|两头接|接|途经|经过?|穿越|跨越|下穿|上跨|位于|靠近|毗邻|邻近|紧邻|属于?|纳入|列入|作为|依托|"
    r"沿|距离?|继|除了?|替代|缓解|分流|相当于|次于|与之|同|含)(?:着|了)?(?:(?:已|正)?(?:建成|在建|拟建|规划)(?:通车|开通|投用)?的?)?$"
)
# What begins a list of members: 其中包括A、B.
LISTS = re.compile(r"(?:包括|其中有?|以及|分别是?|涵盖|涉及|还有|即|有|如|：|为|的)$")
# A statement about many at once, whose members follow.
BATCH = guarded(
    r"(?:\d+|[一二三四五六七八九十百]+|多|数|一批|系列)(?:余)?(?:个|项|条|座)?[^，。；]{0,14}?(?:项目|工程|枢纽|线路|线)|“[^”]{2,12}”|集中|批[^，。；]{0,4}项目"
)


# What may stand before a stage word without being its subject.
_LIGHT = guarded(
    r"据(?:了解|悉|介绍|透露|报道)|目前|眼下|如今|日前|近日|昨[日天]|今[日天]|其中|同时|此外|另外|随后|然后|接着|至此|届时|截至|按照?|根据|计划|预计|力争|争取|确保|有望|可望|可|将|拟|即将|已经|已|正在|正|"
    r"还|也|并|且|再|又|就|仅|共|均|都|全部|全面|全线|整体|整个|基本|正式|顺利|成功|提前|如期|同步|陆续|先后|首次|率先|最快|最早|大约|约|左右|前后|以来|于|在|从|自|由|由此|为|的|了|上午|下午|晚|分别|开始|进入|实现|完成|"
    r"达到?|具备|通过|获得?|取得|进行|开展|启动|推进|加快|推动|第[一二三四五六]|[十百千万亿]*(?:元|公里|平方米|亩|吨)|[“”（）、，：0-9年月日时分]"
)


_SAYS = re.compile(r"^[^，：。]{1,16}?(?:说|表示|介绍|透露|指出|称|告诉记者)[，：]?")


def is_light(text: str, most: int = 5) -> bool:
    """Is there room for a subject of its own in these words before a stage word?"""
    return len(_LIGHT.sub("", _SAYS.sub("", text))) <= most


# 东屿隧道已通车: two characters and a kind name as well, where they open the clause and are none that tell a kind's sort.
_SHORT_STRANGER = re.compile(
    r"(?!该|这|那|此|本|整|全|两|三|主|新|老|左|右|首|一|二|其|各|每|上|下|前|后|跨|过|海|江|河|山|城|地|国|特|高|大|小|公|中|水|长|世|双|单|据|由|在|为|使|让|随|与|和|对|将|被|把|目|已|正)"
    r"[\u4e00-\u9fff]{2}(?:大桥|隧道|水库|大道|码头|机场|电站|水厂|医院|公园)(?=[\u4e00-\u9fff]{0,6}$)"
)


def names_stranger(text: str) -> bool:
    """Does this name a project of its own?"""
    if AGGREGATE.search(text) or _SHORT_STRANGER.match(text):
        return True
    if _SCOPE.match(text) or not _KIND_SAID.search(text):
        return False
    bare = _LIGHT.sub("，", text)
    return any(
        not _GENERIC.search(m[0]) and not _ANOTHER.match(m[0]) and len(m[0]) >= 5 for m in _STRANGER.finditer(bare)
    )


def is_question(text: str, span: Span) -> bool:
    """Does the sentence ask, or stand in a paragraph that does?"""
    asked = _ASKED.match(text, text.rfind("\n", 0, span.start) + 1)
    answered = asked and _ANSWERS.search(text, asked.end(), span.start + 16)
    return text[span.end - 1] == "？" or bool(asked and not answered)
# 加快建设集疏运体系: what is built is named right behind the word, and is not what was spoken of before.
_BUILDS = re.compile(r"(?:加快|抓紧|统一|统筹|协调|积极|大力)*(?:规划|谋划|研究)?(?:建设|构建|打造|搭建|新建)(?:一批)?(?P<what>[\u4e00-\u9fff]{4,})")
_OWN_PART = re.compile(rf"^(?:{WORKS}|了|的|中|并|和|进度|步伐|进程|过程|以来|工作|任务|完成|投产|投用|投入|使用|内容|规模|用地|资金|项目|工程|该|本|此|其|全长|总|及|已|正|将|预计|计划|按|有序|顺利|目前)")


def builds_other(words: str) -> bool:
    """Do these words, which begin with a stage word, name something else that is built?"""
    match = _BUILDS.match(words)
    return match is not None and _OWN_PART.match(match["what"]) is None


def refers_back(text: str) -> bool:
    return REFERS.match(text) is not None


def kind_of(text: str) -> str | None:
    """The kind of thing that a sentence begins with (通道全长24公里): it means the last name of that kind."""
    match = _KIND.match(text)
    return match["kind"] if match else None


def refers_to(text: str) -> int | None:
    """How many projects a statement says it speaks of: 2 for 两条线路, 0 for 均; None when it does not say."""
    match = SEVERAL.search(text)
    if match is None:
        return None
    number = match["n"]
    return 0 if number is None else int(number) if number.isdigit() else _COUNT[number]

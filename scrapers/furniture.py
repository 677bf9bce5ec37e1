"""What stands in and around an article without being part of it: rules of language and of naming, as data."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from scrapers.flat import Flat

TAGS: Final = frozenset(("nav", "footer", "aside"))
# Words in the id or class of a box: the first group anywhere in the name, the second only as a word of its own.
_ANYWHERE: Final = """
comment related relation recommend share sidebar side-bar footer breadcrumb crumb copyright qrcode pinglun tuijian
xiangguan subscribe newsletter cookie disclaimer sponsor advert pagination toolbar otherread moreread readmore
morearticle hotnews hot-news videoplayer video-player player-box vjs- jwplayer
""".split()  # noqa: SIM905
_AS_WORD: Final = """
nav foot header menu search login hot tag tags ad ads tool tools print edit editor-name editor_name editorname position
location pager page-nav prev next prevpage nextpage xgwz xgxw xgyd xgzx ewm bdsharebuttonbox caption-collapse zrbj
tie-area post-views meta-category
""".split()  # noqa: SIM905
_NAMES: Final = re.compile(
    "|".join(map(re.escape, _ANYWHERE)) + r"|(?:^|[\s_-])(?:" + "|".join(map(re.escape, _AS_WORD)) + r")(?:$|[\s_-])"
)



@lru_cache(maxsize=8192)  # a page has hundreds of boxes of one name
def is_named(name: str) -> bool:
    """Does a box's id and class (lower case) say that it is furniture?"""
    return name != " " and _NAMES.search(name) is not None


# Each pattern stands in a column of its own: one alternative or a few of a kind a line.
# A short line that begins the list of other stories: whatever follows it is not the article.
NEXT_STORY: Final = re.compile(
    r"""^[\W_]*(?:
      相关(?:阅读|新闻|文章|链接|专题|报道|信息|稿件|推荐|资讯|内容) | 相關新聞 | 更多(?:新闻|相关)
    | 延伸阅读 | 延伸閱讀 | 延伸\s*·?\s*推荐 | 往期回顾
    | (?:热点|热门|今日|编辑|阅读)推荐 | 推荐(?:阅读|新闻) | 推薦閱讀 | 精彩推荐 | 为你推荐 | 為你推薦 | 猜你喜欢
    | (?:热门|最热)(?:文章|新闻) | 熱門新聞 | (?:新闻|点击)排行 | 看了又看 | 其他人也在看
    | (?:网友|最新)评论 | [上下]一[篇条页] | 阅读下一篇
    | related\ (?:articles|stories|posts) | read\ more | more\ from | you\ may\ also\ like | leave\ a\ (?:comment|reply)
    )""",
    re.I | re.X,
)
# A line that says who handled the page: the word stands first and a colon, a bracket or nothing follows.
CREDIT: Final = re.compile(
    r"""^[\[（(【\s]*(?:
      (?:责任|本文|本期|实习|网络|值班|执行|新媒体|版面)编辑 | 责\s?编 | 编\s?辑 | 本期责编
    | 责任编审 | 责任校对 | 責編 | 責任編輯 | 編輯 | 校\s?对 | 总?监\s?制 | [编初终复]\s?审 | 审\s?[核读] | [一二三]审
    | (?:文章|信息|本文|稿件|新闻|内容)来源 | 来\s?源 | 稿\s?源 | 来源地址 | 转\s?自 | 原标题 | 原文链接
    | 发布(?:时间|日期|机构|者|人) | 录入(?:员|者|时间)? | 浏览(?:次数|量)
    | 阅读(?:次数|量)? | 点击(?:数|量|次数)? | 访问量 | 人气
    | 字\s?[号体](?:大小)? | 标\s?签 | 本文标签 | (?:文章)?关键[词字] | 所属分类 | 分享[到至]? | 转播到
    )\s*(?:[:：】\]）)/] | $)""",
    re.X,
)
EDITOR: Final = re.compile(r"(?:责任编辑|责编|責任編輯|编辑|編輯|审核|校对)\s*[:：][^，。；！？]*$")
# A line of nothing but buttons and tips. (Possessive, so that a hostile line costs linear time.)
BUTTONS: Final = re.compile(
    r"""^(?:[\W_]*+(?>
      打\s?印(?:本页|此页|本文|页面|文章)? | 关\s?闭(?:窗口|本页|此页|页面|当前页面)?
    | 返\s?回(?:顶部|首页|上[一页]?页|列表|目录)?
    | 分享[到至]?(?:手机|微信|微博|朋友圈|QQ空间|好友)? | 转播到\S{2,6}
    | 收\s?藏(?:本页|本文|文章)? | 举\s?报 | (?:我要)?纠\s?错
    | 展开(?:全文|更多|阅读全文)? | 收起 | 查看原图.{0,10} | 微信 | 微博 | 朋友圈 | [大中小] | 默认 | 繁体? | 简体?
    | (?:点击|附件|文件)下载 | 下载附件 | 保护视力色? | 视力保护色? | 赞 | 踩 | 已有\s*\d+.{0,8} | \d+\s*人(?:参与|评论|点赞)
    | 正在加载.{0,6} | 加载中 | 调查问题加载中.{0,8} | 若长时间无响应.{0,12} | 您的浏览器.{0,24}
    | (?:用?微信)?扫一扫.{0,20} | (?:微信)?扫描?(?:下方|上方)?二?维?码.{0,20} | 长按.{0,4}(?:识别|二维码|关注).{0,16}
    | 将?本文的?\s?Word\s?文档.{0,30} | 推荐度.{0,12} | 点击下载(?:文档|本文|全文) | 下载(?:本文|文档|全文|word).{0,8}
    | 文档为doc格式
    | 点击(?:播报|朗读|收听)本文.{0,12} | (?:语音|音频)?(?:播报|朗读)
    | 更多(?:精彩|内容|新闻|资讯).{0,24} | 正文已结束.{0,24} | 点击右上角.{0,10} | 阅读剩余全文.{0,4}
    ))++[\W_]*$""",
    re.X,
)
# What follows the last sentence: invitations and addresses of the publisher. In the middle of a text they may be its matter.
TAIL: Final = re.compile(
    r"""^[\W_]*(?:(?:欢迎|敬请|请|扫码|长按)?关注.{0,24}(?:公众号|微信|微博|视频号|客户端|抖音号?).{0,24}
    | (?:投稿|报料|爆料|新闻|合作|编辑部)(?:邮箱|热线|电话|QQ)\s*[:：].{0,50} | 更多(?:精彩|资讯|内容).{0,30}
    | (?:下载|打开).{0,16}(?:客户端|APP).{0,24} | (?:end|完|全文完)\W*)$""",
    re.I | re.X,
)
# A line about rights and duties that a site puts under everything. In lower case, and each alternative begins with a character
# and no group: so `re` looks at the first characters only, and is eight times as fast (measured).
LEGAL: Final = re.compile(
    r"""版权所有 | 版权归 | 版權 | all\ rights\ reserved | copyright | icp[备证] | 公网安备 | 网站标识码 | 网安备
    | 新闻信息服务许可证 | 视听节目.{0,6}许可证 | 增值电信.{0,6}许可证 | 不良信息举报
    | 未经(?:书面|本[网站]|.{0,8})?(?:授权|许可|允许)[^。]{0,16}(?:转载|摘编|复制|镜像|使用)
    | 不得转载 | 转载(?:请|务请|时) | 非經授權
    | 如有侵权 | 侵权.{0,6}删除 | 版权声明 | 免责声明 | 特别声明 | 郑重声明 | 法律声明 | 不代表本[网站] | 仅代表作者
    | 本文.{0,12}不代表.{0,14}(?:观点|立场) | 内容.{0,12}不代表.{0,14}(?:观点|立场)
    | 文明上网[，,\s]*理性发言 | 技术支持[:：]
    | 主办(?:单位)?[:：].{0,30}(?:承办|技术|维护) | 信息存储(?:空间)?服务 | notice:\ the\ content\ above""",
    re.X,
)


def is_handling(text: str) -> bool:
    """Is this line about the handling of the page, not of its matter?"""
    if len(text) >= 60:
        return False
    return bool(CREDIT.match(text) or BUTTONS.match(text) or (len(text) < 40 and EDITOR.search(text)))


@lru_cache(maxsize=8192)  # asked of the same line for title, place and text
def is_legal(text: str) -> bool:
    """Is this a site's own small print?"""
    return len(text) < 220 and LEGAL.search(text.lower()) is not None


def outside(flat: Flat, sums: Sequence[float]) -> list[bool]:
    """For each box: is it furniture by its tag or name, or inside such a box? A box with 40% of the prose never is."""
    total = sums[-1]
    marked: list[bool] = []
    for box, name in enumerate(flat.names):
        outer = flat.parents[box]
        is_furniture = outer >= 0 and marked[outer]
        if not is_furniture and (flat.tags[box] in TAGS or is_named(name)):
            is_furniture = sums[flat.last[box]] - sums[flat.first[box]] < 0.4 * total
        marked.append(is_furniture)
    return marked


_LISTS: Final = frozenset(("ul", "ol", "dl", "div", "table", "section", "tr"))


def inside(flat: Flat, box: int, sums: Sequence[float]) -> set[int]:
    """The boxes inside `box` that are furniture: by tag or name, or because most of their text is links."""
    total = sums[flat.last[box]] - sums[flat.first[box]]
    marked: set[int] = set()
    for inner in range(box + 1, len(flat.tags)):
        if flat.first[inner] >= flat.last[box]:
            break
        first, last = flat.first[inner], flat.last[inner]
        if flat.parents[inner] in marked:
            marked.add(inner)
        elif first == last or not flat.inside(inner, box):
            continue
        elif flat.tags[inner] in TAGS or is_named(flat.names[inner]):
            if sums[last] - sums[first] < 0.4 * total:
                marked.add(inner)
        elif last - first > 1 and flat.tags[inner] in _LISTS:
            lines = flat.lines[first:last]
            if sums[last] - sums[first] < 0.4 * total and sum(line.linked for line in lines) > 0.6 * sum(
                len(line.text) for line in lines
            ):
                marked.add(inner)
    return marked

"""What tells an article's link from navigation: words and address forms, as data. Each line has its examples in the tests."""

from __future__ import annotations

import re
from typing import Final

_NAVIGATION: Final = re.compile(
    r"""(?: (?:网站|本站)?首\s?页 | (?:返回|回到)(?:网站|主|上级|栏目|顶部?|列表|首页|上一[级层页])* | 更\s?多.{0,6}
    | .{0,6}更\s?多 | \W*more\W* | 主页 | 顶部
    | [上前][一]?页 | [下后]一?页 | [首尾末]页 | 跳转 | 转到 | 确定 | 共\s?\d+.* | 第?\s?[\d/]{1,9}\s?页? | \.{2,}
    | 设为首页 | 加?入?收藏(?:本站)? | 网站(?:地图|导航|声明|帮助|说明|简介|统计|管理|维护) | 站点地图 | 导航
    | (?:关于|联系)(?:我们|本站|本网|方式) | 联系方式 | 法律(?:声明|顾问)
    | (?:版权|免责|隐私|使用).{0,4}(?:声明|条款|保护|政策) | RSS.{0,4} | 无障碍.{0,4} | (?:长者|适老|关怀)(?:版|模式|化.{0,4})
    | 繁\w{0,3} | 简\w{0,2} | English | EN | APP | 客户端 | 手机版 | (?:用户|会员|个人)?(?:登[录陆]|注册|中心|退出)
    | (?:高级|站内|全站)?搜索 | 打印.{0,4} | 关闭.{0,4} | 分享 | 订阅 | 投稿 | 纠错
    | (?:官方)?微[信博] | 公众号 | 数字报 | 二维码 | 意见(?:反馈|箱) | 广告(?:服务|合作|刊例) | 招聘(?:信息|英才) | 友情链接
    | \S*ICP\s?备.* | .*公网安备.* | Parent\ Directory | Name | Size | Last\ modified | Description | Home | Next
    | Prev(?:ious)? | About(?:\ us)?
    )""",
    re.I | re.X,
)
"""The whole text of a link that leads to no article, without arrows and brackets around it."""

DETAILS: Final = re.compile(
    r"[\[【(（<\s]*(?:查看|阅读|点击|浏览)?(?:更多)?(?:详情|详细|全文|原文|内容|阅读|查看|正文|查阅|read\s?more|view|details?)[\]】)）>》.…\s]*",
    re.I,
)
"""The text of a second link to an article, beside the one with its title."""

DIRECTORY: Final = re.compile(
    r"""[^，。！？：；、“”《》]{0,24}(?: [协学总商]会 | 基金会 | 联合会 | 慈善会 | 促进会 | 研究会 | 联谊会 | 委员会 | 理事会
    | 中心 | 学院 | 研究[院所] | 医院 | 大学 | [中小]学 | 公司 | 集团 | 银行 | 出版社 | 图书馆 | 博物馆 | 幼儿园
    | 服务站 | 政府 | [厅局办委] | 办公室 | 街道 | [县区镇乡市省州] | [\u4e00-\u9fff]网 | 网站 | 频道 | [处科室队院] )""",
    re.X,
)
"""The name of an institution or a place and nothing else; a box of nothing but these is a directory."""

FURNITURE: Final = re.compile(
    r"""(?:^|[\s_-]) (?: (?:top|main|sub|side|left|site|g|h|m)?(?:nav|menu)s?(?:bar|box|list)?\d* | navi(?:gation)?
    | foot(?:er)?\w* | (?:bread)?crumbs? | weizhi | dqwz | position | location | copyright | friend\w* | yqlj | flinks?
    | topbar | toolbar | login\w* | pagination | pager | paging | ads? | advert\w* | fenye | share\w* | qrcode ) (?=$|[\s_-])""",
    re.I | re.X,
)
"""A class or id of a box that is not the page's content."""

FURNITURE_TAGS: Final = frozenset(("nav", "footer", "header", "select"))

# Numbers, hashes and words that name one article in the last part of a path, and queries that do.
ARTICLE_PATH: Final = re.compile(
    r"(?:\d{3,}|[0-9a-f]{12,}|/(?:p|a|n)/\w+|(?:detail|article|content|show|view|info|news|art|post)s?[_/-]?\w*\d)[^/]*/?$",
    re.I,
)
ARTICLE_QUERY: Final = re.compile(
    r"(?:^|&)(?:\w{0,8}(?:article|content|news|info|doc|item|post|art|msg|record)_?id|n?id|aid|tid|sid|guid|uuid|p)=[\w%-]+",
    re.I,
)
DATED_PATH: Final = re.compile(
    r"/(?:19|20)\d\d[-/_]?(?:0[1-9]|1[0-2]|[1-9](?=[-/_]))(?:[-/_]?(?:0[1-9]|[12]\d|3[01]|[1-9](?=[-/_])))?"
    r"[-/_](?!(?:index|default|list)\b|$)"
)
COLUMN_PATH: Final = re.compile(
    r"(?:^|/)(?:(?:index|list|default|main|home|node|col|column|channel|category|tag|search|login|about|contact|sitemap|more)s?"
    r"(?:[_-]?\d+){0,2}(?:\.\w+)?)$",
    re.I,
)
"""The address of a column, not of an article, unless its query names one."""

FILES: Final = re.compile(
    r"\.(?:jpe?g|png|gif|bmp|webp|svg|ico|css|js|json|xml|rss|zip|rar|7z|gz|mp[34]|m3u8|wmv|avi|flv|swf|mov|apk|exe|ttf)$", re.I
)
DOCUMENTS: Final = re.compile(r"\.(?:pdf|docx?|xlsx?|wps|et|ofd|pptx?|txt|rtf)$", re.I)
"""Files that hold a notice's text; followed when the listing names them as it names its articles."""

LABELLED_TITLE: Final = re.compile(
    r"(?:文章)?标\s?题\s?[:：]\s*([^\r\n]+?)\s*(?:[\r\n]|(?:作\s?者|发[布表]时间|更新时间|点击数)\s?[:：]|$)"
)
"""What some systems write into a link's title attribute: 文章标题：… 作者：… 更新时间：…"""


def is_navigation(text: str) -> bool:
    """Does the text of a link say that it leads to no article?"""
    return _NAVIGATION.fullmatch(text.strip(" \t\r\n\u3000[]【】()（）<>《》«»‹›|…→←·")) is not None

"""Pages with status 200 that are no articles: firewalls, closed accounts, login walls, "not found", errors, home pages."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from scrapers.byline import is_byline, is_labelled
from scrapers.flat import Flat
from scrapers.page import ReadError
from scrapers.prose import PROSE

# Kind, and what the page says. Only asked of pages with little prose, without an article's metas and without a byline
# (a firewall gives the time too, so its words must be unmistakable and are asked first).
SIGNS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    (
        "suspended",
        re.compile(
            r"""account\ (?:has\ been\ )?suspended | site\ (?:has\ been\ )?suspended | bandwidth\ limit\ exceeded
            | (?:该|此|本|您的|当前)(?:网站|站点)(?:已|被|已被|暂时)(?:暂停|关闭|停用|冻结|过期)
            | 网站(?:正在)?(?:维护|升级)中[，,。!！]?(?:请|敬请|暂|$)
            | (?:空间|主机|域名|服务)(?:已经?|被)?(?:到期|过期|暂停) | (?:域名|网站)(?:未|没有)备案
            | ^\W*(?:本|该|此)?(?:网站|站点)(?:已|已经)?(?:暂停|停止)(?:服务|访问|开放) | 没有找到站点 | ^\W*恭喜\W*站点创建成功
            | 域名(?:可以|正在)?(?:出售|转让) | domain\ (?:name\ )?is\ for\ sale | welcome\ to\ (?:nginx|openresty|tengine)
            | ^\W*(?:it\ works!?|apache.{0,20}default\ page|iis\s?\d*|index\ of\ /)\W*$ | ^\W*网站(?:正在)?建设中\W*$""",
            re.I | re.X,
        ),
    ),
    (
        "blocked",
        re.compile(
            r"""access\ denied | 403\ forbidden | request\ (?:was\ )?(?:blocked|rejected) | (?:has|have)\ been\ blocked
            | just\ a\ moment | attention\ required | checking\ your\ browser | enable\ (?:javascript|cookies) | \bwaf\b
            | 请求(?:已)?被(?:拦截|阻断|拒绝) | 您的(?:请求|访问|IP).{0,20}(?:拦截|阻断|拒绝|攻击|非法|恶意|频繁)
            | ^\W*访问(?:已)?被?(?:拦截|阻断|禁止|拒绝) | 访问过于频繁 | 人机(?:验证|识别) | 滑动验证 | ^\W*安全验证
            | 网站防火墙 | 应用防火墙 | 云锁 | 创宇盾 | 安全狗 | 加速乐 | 请(?:输入|完成)(?:下方|以下)?.{0,6}验证
            | 正在(?:验证|检查)(?:您|你)的浏览器 | 请(?:开启|启用|打开)\s?javascript
            | 浏览器安全检[查测] | ^\W*(?:安全检测|访问验证)\W*$
            | (?:百度|搜狗|360)安全验证 | 网站访问报错 | 知道创宇云防御 | 当前访问疑似黑客攻击
            | 请拖动滑块 | (?:操作|请求|访问)(?:过于|太|过)频繁
            | 您的访问(?:出错了|被阻断|被拦截) | URL.{0,20}安全威胁 | could\ not\ be\ retrieved""",
            re.I | re.X,
        ),
    ),
    (
        "soft_404",
        re.compile(
            r"""^\W*404\b | 404\s*(?:not\ found|error|错误|页面|-|—) | (?:error|错误)\W*404 | page\ not\ found | ^\W*not\ found
            | page\ (?:does\ not|doesn't)\ exist | no\ longer\ available | 违规无法查看
            | (?:您|你)(?:访问|查看|要找)的.{0,10}(?:不存在|删除)
            | (?:该|此|页面|网页|文章|内容)(?:页面|网页|文章|内容|信息|新闻)?(?:已|已被|可能)?(?:不存在|找不到|删除|下线|下架)
            | 找不到(?:该|您|你|此)?(?:要|访问|请求)?的?(?:页面|网页|文件) | 该内容已被发布者删除 | 无法找到该(?:网?页|文件)
            | (?:页面|网页)(?:没有|未)找到
            | (?:您|你)(?:正在|所)?(?:搜索|查找|查看|访问|要访问|要查找)的(?:页面|网页|信息|内容|资源|文章)
              .{0,12}(?:不存在|删除|没有找到|未找到|未发布|更名|已过期)
            | ^\W*(?:没有|未)找到相关(?:内容|信息|文章)\W*$ | 参数错误.{0,4}没有找到""",
            re.I | re.X,
        ),
    ),
    (
        "error_page",
        re.compile(
            r"""^\W*(?:50[0-4]|[45]\d\d\ error)\b | (?:bad\ gateway|gateway\ time-?out|service\ (?:temporarily\ )?unavailable)
            | internal\ server\ error | ^\W*an\ error\ (?:has\ )?occurred | is\ currently\ unavailable
            | ^\W*系统(?:发生)?(?:错误|异常|繁忙)\W | ^\W*系统(?:错误|异常|繁忙)$
            | 数据库连接(?:失败|错误) | ^\W*服务器(?:内部)?(?:错误|繁忙|异常)
            | (?:HTTP\ Status|Error)\ 50\d""",
            re.I | re.X,
        ),
    ),
    (
        "login_wall",
        re.compile(
            r"""请先登[录陆] | 登[录陆]后(?:才能|方可|即可|可)?(?:查看|阅读|浏览|访问) | 统一身份认证
            | (?:sign|log)\ in\ to\ (?:continue|read|view)""",
            re.I | re.X,
        ),
    ),
)
LITTLE: Final = 400.0
"""A page with more prose than this (about so many characters) is never taken for a refusal."""
_HOME: Final = re.compile(r"^/?(?:index|default|home|main)?(?:\.\w{2,5})?$", re.I)


def refuse(root: HtmlElement, flat: Flat, asked: str, final: str, has_metas: bool) -> None:
    """Raise a ReadError when the page is a refusal: "home_redirect", "empty", or one of SIGNS."""
    if asked != final and _is_home(final) and not _is_home(asked):
        raise ReadError("home_redirect", f"{asked} led to the home page {final}")
    if has_metas:
        return
    if not flat.lines:
        if any((script.text or "").strip() or script.get("src") for script in root.iter("script")):
            raise ReadError("blocked", "no text, only scripts: a challenge, or a page that a script fills")
        raise ReadError("empty", "the page holds no text")
    if sum(weight for weight in flat.weights if weight >= PROSE) > LITTLE:
        return
    has_byline = any(is_labelled(line.text) and is_byline(line.text) for line in flat.lines)
    said = [(root.findtext(".//title") or "")[:200], *(line.text[:200] for line in flat.lines[:12])]
    for kind, sign in SIGNS:
        if has_byline and kind != "blocked":
            continue
        for text in said:
            if found := sign.search(text):
                raise ReadError(kind, f"the page says “{found[0][:60]}”")


def _is_home(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and not parts.query and _HOME.match(parts.path) is not None

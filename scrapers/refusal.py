"""Pages with status 200 that are no articles: firewalls, closed accounts, login walls, "not found", home pages."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from scrapers.flat import Flat
from scrapers.page import ReadError
from scrapers.prose import PROSE

# Kind, and what the page says. Only asked of pages with little prose and without an article's metas.
SIGNS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    (
        "suspended",
        re.compile(
            r"""account\ (?:has\ been\ )?suspended | site\ (?:has\ been\ )?suspended | bandwidth\ limit\ exceeded
            | 网站(?:已|被|已被)?(?:暂停|关闭|停用|冻结) | 网站(?:正在)?(?:维护|升级)中
            | 站点(?:已|被|已被)(?:暂停|关闭|停用|过期)
            | (?:空间|主机|域名|服务)已?(?:到期|过期|暂停) | 未备案 | 没有备案""",
            re.I | re.X,
        ),
    ),
    (
        "blocked",
        re.compile(
            r"""access\ denied | 403\ forbidden | request\ (?:was\ )?(?:blocked|rejected) | (?:has|have)\ been\ blocked
            | \bwaf\b
            | just\ a\ moment | attention\ required | checking\ your\ browser | enable\ (?:javascript|cookies)
            | 请求(?:已)?被(?:拦截|阻断|拒绝) | 访问(?:已)?(?:被)?(?:拦截|阻断|禁止|拒绝|受限) | 访问过于频繁
            | (?:恶意|攻击|非法|危险)(?:行为|请求|访问) | 防火墙 | 云锁 | 创宇盾 | 安全狗 | 加速乐
            | 安全(?:验证|检测|检查|防护|拦截) | 人机(?:验证|识别) | 滑动验证 | 请(?:输入|完成)验证
            | 正在(?:验证|检查)(?:您|你)的浏览器 | 请(?:开启|启用|打开)\s?javascript""",
            re.I | re.X,
        ),
    ),
    (
        "soft_404",
        re.compile(
            r"""\b404\b | not\ found | page\ (?:does\ not|doesn't)\ exist | no\ longer\ available
            | (?:页面|网页|文章|内容|信息|新闻|文件|稿件|资源)(?:已|可能)?
              (?:不存在|找不到|被删除|已删除|删除|下线|下架|失效|过期)
            | 找不到(?:该|您|你|页) | (?:已被|该内容已)(?:发布者)?删除 | 您访问的.{0,10}不存在 | 违规无法查看""",
            re.I | re.X,
        ),
    ),
    (
        "login_wall",
        re.compile(
            r"""请(?:先)?登[录陆](?:后)? | 登[录陆]后(?:才能|方可|即可|可)?(?:查看|阅读|浏览|访问) | 统一身份认证
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
    said = " ".join([(root.findtext(".//title") or "")[:200], *(line.text[:200] for line in flat.lines[:12])])
    for kind, sign in SIGNS:
        if found := sign.search(said):
            raise ReadError(kind, f"the page says “{found[0][:60]}”")


def _is_home(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme in ("http", "https") and not parts.query and _HOME.match(parts.path) is not None

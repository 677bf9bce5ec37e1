"""The words of a report in Chinese and English, and how it writes dates, money and shares."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

STAGES: Final[Mapping[str, tuple[str, str]]] = {
    "proposed": ("谋划", "proposed"),
    "preparation": ("前期", "in preparation"),
    "tender": ("招标签约", "in tender"),
    "started": ("开工", "started"),
    "construction": ("在建", "under construction"),
    "partial": ("部分投用", "partly in service"),
    "in_service": ("建成投用", "in service"),
    "stopped": ("停工或取消", "stopped"),
}

STRENGTHS: Final[Mapping[str, tuple[str, str]]] = {
    "done": ("已", "done"),
    "firm": ("将、计划", "planned"),
    "expected": ("预计", "expected"),
    "hoped": ("力争、有望", "hoped for"),
}

KINDS: Final[Mapping[str, tuple[str, str]]] = {
    "stage_reached": ("阶段进展", "stage reached"),
    "stopped": ("停工、取消", "stopped"),
    "resumed": ("恢复", "resumed"),
    "milestone": ("节点", "milestone"),
    "promise_slipped": ("推迟", "slipped"),
    "promise_forward": ("提前", "brought forward"),
    "promise_weakened": ("口气变弱", "promise weakened"),
    "promise_strengthened": ("口气变强", "promise strengthened"),
    "promise_made": ("新承诺", "promise made"),
    "promise_kept": ("兑现", "promise kept"),
    "overdue": ("逾期", "overdue"),
    "money_changed": ("投资额变化", "money changed"),
    "progress_moved": ("进度", "progress"),
    "indicator_reported": ("指标", "indicator"),
    "first_mention": ("首次提及", "first mention"),
    "conflict_opened": ("说法不一", "conflict"),
    "conflict_settled": ("说法归一", "conflict settled"),
    "silent": ("久无消息", "silent"),
    "edited": ("网页改动", "page edited"),
    "withdrawn": ("网页撤下", "page withdrawn"),
    "new_name": ("新名称", "new name"),
    "corrected": ("更正", "corrected"),
    "source_ill": ("来源失联", "source ill"),
    "source_well": ("来源恢复", "source recovered"),
}

# How a subject line and the summary count them, what matters most first; English for one and for more.
COUNTS: Final[Mapping[str, tuple[str, str, str]]] = {
    "stage_reached": ("项有新阶段", "stage reached", "stages reached"),
    "stopped": ("项停工或取消", "stopped", "stopped"),
    "promise_slipped": ("项推迟", "slipped", "slipped"),
    "promise_forward": ("项提前", "brought forward", "brought forward"),
    "conflict_opened": ("处说法不一", "conflict", "conflicts"),
    "overdue": ("项逾期", "overdue", "overdue"),
    "resumed": ("项恢复", "resumed", "resumed"),
    "promise_kept": ("项兑现", "promise kept", "promises kept"),
    "promise_made": ("项新承诺", "new promise", "new promises"),
    "promise_weakened": ("项口气变弱", "promise weakened", "promises weakened"),
    "promise_strengthened": ("项口气变强", "promise strengthened", "promises strengthened"),
    "indicator_reported": ("个指标", "indicator", "indicators"),
    "money_changed": ("项投资额变化", "money change", "money changes"),
    "progress_moved": ("项进度更新", "progress update", "progress updates"),
    "milestone": ("个节点", "milestone", "milestones"),
    "silent": ("项久无消息", "silent", "silent"),
    "conflict_settled": ("处说法归一", "conflict settled", "conflicts settled"),
    "edited": ("处网页改动", "page edited", "pages edited"),
    "withdrawn": ("个网页撤下", "page withdrawn", "pages withdrawn"),
    "corrected": ("处更正", "correction", "corrections"),
    "first_mention": ("项首次提及", "first mention", "first mentions"),
    "new_name": ("个新名称", "new name", "new names"),
}

# Sections of the mail, in order, and the kinds that each holds.
SECTIONS: Final[tuple[tuple[str, tuple[str, str], tuple[str, ...]], ...]] = (
    ("stages", ("阶段进展", "Stages reached"), ("stage_reached", "stopped", "resumed", "milestone")),
    ("slips", ("承诺推迟与提前", "Promises moved"),
     ("promise_slipped", "promise_forward", "promise_weakened", "promise_strengthened")),
    ("conflicts", ("说法不一", "Conflicts"), ("conflict_opened", "conflict_settled")),
    ("overdue", ("逾期与沉默", "Overdue and silent"), ("overdue", "silent")),
    ("promises", ("新的承诺", "New promises"), ("promise_made", "promise_kept")),
    ("money", ("资金与进度", "Money and progress"), ("money_changed", "progress_moved")),
    ("indicators", ("指标", "Indicators"), ("indicator_reported",)),
    ("pages", ("网页改动与撤下", "Pages edited or withdrawn"), ("edited", "withdrawn", "corrected")),
    ("names", ("新出现的名称", "New names"), ("new_name", "first_mention")),
)  # fmt: skip

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "report": ("变化周报", "weekly change report"),
    "until": ("截至 {day}", "up to {day}"),
    "since": ("自 {since} 至 {until}", "from {since} to {until}"),
    "first": ("首份周报：截至 {until} 已知的情况", "First report: what was known on {until}"),
    "nothing": ("本期没有变化。", "Nothing changed."),
    "tracked": ("跟踪 {n} 个项目，本期 {changes} 条：{counts}。", "Projects tracked: {n}. Changes: {changes}: {counts}."),
    "and_more": ("等", " and more"),
    "sources_one": ("1 个独立来源", "1 independent source"),
    "sources": ("{n} 个独立来源", "{n} independent sources"),
    "page": ("原文", "page"),
    "evidence": ("依据", "evidence"),
    "published": ("{day} 发布", "published {day}"),
    "learned": ("{day} 获知", "learned {day}"),
    "undated": ("网页未注明日期", "page without a date"),
    "happened": ("（{when}）", " ({when})"),
    "by": ("{when}前", "by {when}"),
    "days_later": ("推迟 {n} 天", "{n} days later"),
    "days_earlier": ("提前 {n} 天", "{n} days earlier"),
    "earlier_slips": ("此前 {n} 次提法", "{n} earlier dates"),
    "no_day": ("未定日期", "no date"),
    "silent_for": ("{since} 以来 {n} 天没有消息", "no news for {n} days, since {since}"),
    "silent_long": ("久无消息", "no news for long"),
    "stage_so_far": ("（{stage}）", " ({stage})"),
    "overdue_by": ("承诺 {when} {stage}，期限已过，未见兑现", "promised {stage} by {when}; the date passed unmet"),
    "target": ("目标 {value} {unit}（{by}）", "target {value} {unit} ({by})"),
    "share": ("为目标的 {n}%", "{n}% of the target"),
    "promised_value": ("提出", "promised"),
    "reported_value": ("报告", "reported"),
    "against": ("另一说", "against"),
    "was": ("原文曾作", "the page said"),
    "earlier_page": ("此前", "earlier"),
    "old_news": ("（旧闻，本期首次获知）", " (old news, first known now)"),
    "withdrawn": ("网页已撤下（先后两天查无此页）", "the page is gone (not found on two days)"),
    "new_name_in": ("见于 {n} 篇报道，尚未跟踪", "in {n} stories, not tracked yet"),
    "ill_one": ("有 {n} 个来源失联，它们报道的项目可能有遗漏：", "{n} sources out of reach; what they track may be late: "),
    "ill_since": ("{name}（{failure}，自 {since}）", "{name} ({failure}, since {since})"),
    "well": ("全部 {n} 个来源正常。", "All {n} sources are well."),
    "never_read": ("有 {n} 个来源尚未采集过。", "Sources not visited yet: {n}."),
    "recovered": ("恢复：{names}。", "Recovered: {names}."),
    "more": ("另有 {n} 条，见网页版。", "{n} more on the web page."),
    "how": ("每条均附原文引句。运行 regionwatch evidence 加依据编号，可调出当时的网页。",
            "Every line has its quotation. `regionwatch evidence` with its number shows the page as it was."),
    "due": ("四周内到期的承诺", "Due within four weeks"),
    "colon": ("：", ": "),
    "comma": ("，", ", "),
    "stop": ("。", "."),
    "arrow": (" → ", " → "),
    "nothing_subject": ("没有变化", "nothing changed"),
}  # fmt: skip

FAILURES: Final[Mapping[str, tuple[str, str]]] = {
    "server_error": ("服务器出错", "server error"),
    "timeout": ("超时", "timeout"),
    "connection": ("无法连接", "no connection"),
    "dns": ("域名无法解析", "no address"),
    "blocked": ("被防火墙拦截", "blocked by a firewall"),
    "forbidden": ("拒绝访问", "forbidden"),
    "robots": ("robots.txt 不许", "robots.txt forbids"),
    "gone": ("列表页不存在", "listing is gone"),
    "listing_empty": ("列表页为空", "listing is empty"),
    "listing_short": ("列表页条目过少", "listing is too short"),
    "layout_changed": ("版式已变", "layout changed"),
    "suspended": ("网站已停用", "site suspended"),
    "soft_404": ("页面不存在", "page not found"),
    "home_redirect": ("跳转到首页", "redirected to the home page"),
    "login_wall": ("需要登录", "login needed"),
    "private_address": ("指向内网地址", "a private address"),
    "bad_address": ("网址有误", "not an address"),
    "other_host": ("跳转到其他网站", "leads to another host"),
    "redirects": ("循环跳转", "too many redirects"),
    "slow": ("响应过慢", "too slow"),
    "truncated": ("传输中断", "answer broke off"),
    "too_many_requests": ("访问受限", "too many requests"),
    "unavailable_legally": ("依法不予显示", "unavailable for legal reasons"),
    "tls": ("安全证书有误", "TLS certificate is not valid"),
    "status": ("状态异常", "unusual status"),
    "unexpected_304": ("状态异常", "unusual status"),
    "bad_answer": ("响应异常", "not an HTTP answer"),
    "too_large": ("页面过大", "page is too large"),
    "headers_too_large": ("响应头过大", "headers without end"),
    "bomb": ("压缩数据异常", "compressed data is not sane"),
    "empty": ("页面为空", "page is empty"),
    "layout": ("读不出正文", "no text found"),
    "undecodable": ("编码无法识别", "unknown encoding"),
    "unread_scan": ("扫描件", "a scan"),
    "unread_document": ("文件无法打开", "a file that cannot be opened"),
    "internal": ("程序故障", "a fault of ours"),
}


class Catalogue:
    """The words of one language."""

    def __init__(self, language: str) -> None:
        self.language = "en" if language == "en" else "zh"
        self._at = 1 if self.language == "en" else 0

    @property
    def tag(self) -> str:
        """The language for HTML's lang."""
        return "en" if self._at else "zh-CN"

    def say(self, word: str, **values: Any) -> str:
        return WORDS[word][self._at].format(**values)

    def stage(self, stage: object) -> str:
        """ "" for what is no stage."""
        return STAGES[stage][self._at] if isinstance(stage, str) and stage in STAGES else ""

    def strength(self, strength: object) -> str:
        return STRENGTHS[strength][self._at] if isinstance(strength, str) and strength in STRENGTHS else ""

    def count(self, kind: str, number: int) -> str:
        chinese, one, many = COUNTS[kind]
        return f"{number} {one if number == 1 else many}" if self._at else f"{number}{chinese}"

    def kind(self, kind: str) -> str:
        return KINDS[kind][self._at] if kind in KINDS else kind

    def failure(self, kind: str) -> str:
        return FAILURES[kind][self._at] if kind in FAILURES else kind

    def section(self, names: tuple[str, str]) -> str:
        return names[self._at]

    def day(self, day: date) -> str:
        if self._at:
            return f"{day.day} {day:%b} {day.year}"
        return f"{day.year}年{day.month}月{day.day}日"

    def period(self, start: date | None, end: date | None) -> str:
        """An interval as people say it: a day, a month, a quarter, a half, a year, or both ends."""
        if end is None:
            return self.say("no_day")
        if start is None or start == end:
            return self.day(end)
        whole_months = start.day == 1 and end.day == monthrange(end.year, end.month)[1]
        if start.year == end.year and whole_months:
            months = (start.month, end.month)
            if months == (1, 12):
                return f"{end.year}年" if not self._at else str(end.year)
            if months in ((1, 6), (7, 12)):
                half = ("上半年", "first half of ") if months[0] == 1 else ("下半年", "second half of ")
                return f"{end.year}年{half[0]}" if not self._at else f"{half[1]}{end.year}"
            if months[0] % 3 == 1 and months[1] == months[0] + 2:
                quarter = months[1] // 3
                return f"{end.year}年{'一二三四'[quarter - 1]}季度" if not self._at else f"Q{quarter} {end.year}"
            if months[0] == months[1]:
                return f"{end.year}年{end.month}月" if not self._at else f"{end:%b} {end.year}"
            return f"{end.year}年{start.month}—{end.month}月" if not self._at else f"{start:%b} to {end:%b} {end.year}"
        return f"{self.day(start)}至{self.day(end)}" if not self._at else f"{self.day(start)} to {self.day(end)}"

    def money(self, yuan: float) -> str:
        if self._at:
            return f"CNY {plain(yuan / 1e9)} bn" if abs(yuan) >= 1e9 else f"CNY {plain(yuan / 1e6)} m"
        return f"{plain(yuan / 1e8)}亿元" if abs(yuan) >= 1e8 else f"{plain(yuan / 1e4)}万元"


def plain(number: float) -> str:
    """At most two decimals, none that say nothing."""
    return f"{number:,.2f}".rstrip("0").rstrip(".")


def kind_name(kind: str, language: str) -> str:
    return Catalogue(language).kind(kind)

"""Understanding pages: article → updates in pages a second, names in a text, and right facts beside a keyword reader.

The pages of the speeds are of our own (the tests' whole pages, joined to the length of a news report) and, where
$REGIONWATCH_EVAL is set, the labelled real ones; of those also the facts, as `understood` counts them.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml

from scrapers.updates.find import find_updates
from scrapers.updates.match import Matcher
from tests.bench.frame import Bench, Row
from tests.bench.understood import MONEY, PERCENT, Page, Score, load, read, score, watched
from warehouse.records import Article, Modality, Project, Stage, Strength, Update

TOLD = Path(__file__).resolve().parents[1] / "scrapers" / "updates" / "told.yaml"
FEW, MANY = 36, 10_000  # projects tracked: a region's, and a country's
LENGTH = 800  # characters of a page
REQUIRED = {"dev": {"F1": 0.85}, "real": {"F1": 0.87}}
KEYWORDS = "a keyword reader"
_STAGES = (
    (Stage.STOPPED, "停工|暂缓|取消|终止"), (Stage.PARTIAL, "试运行|试运营|试通车|部分投用"), (Stage.IN_SERVICE, "通车|投用|投产|竣工|建成|运营|开通|启用"),
    (Stage.CONSTRUCTION, "封顶|合龙|贯通|铺轨|在建|续建|加快建设|正在建设|施工"), (Stage.STARTED, "开工|动工|奠基"), (Stage.TENDER, "招标|中标|签约"),
    (Stage.PREPARATION, "前期|可研|立项|批复|核准|环评|用地"), (Stage.PROPOSED, "规划|谋划|拟建|研究"),
)  # fmt: skip
_PROMISES = re.compile("将|预计|力争|计划|拟|争取|有望|确保|目标")


def rows(bench: Bench) -> Iterator[Row]:
    pages, names = _own_pages(10 if bench.quick else 60)
    yield from _speeds(bench, "our pages", pages, names)
    real = load("real")[: 10 if bench.quick else None]
    if real:
        articles = [_article(page) for page in real]
        yield from _speeds(bench, "labelled pages", articles, [p.name for p in watched(real)])
    yield from _matching(bench)
    for name, needed in REQUIRED.items():
        if gold := load(name)[: 20 if bench.quick else None]:
            yield from _quality(name, gold, needed)


def _speeds(bench: Bench, said: str, pages: Sequence[Article], names: Sequence[str]) -> Iterator[Row]:
    """Every page names a tracked project, so that none is passed over."""
    few = [Project(id=name, name=name) for name in names]
    many = few + [Project(id=name, name=name) for name in made_names(MANY - len(few))]
    rates = []
    find_updates(pages[0], Matcher(few))  # what is loaded at the first page is no understanding
    for projects in (few, many):
        matcher = Matcher(projects)
        rates.append(bench.rate(lambda m=matcher: [find_updates(page, m) for page in pages], len(pages)))  # type: ignore[misc]
    yield Row(f"understanding: {len(pages)} {said}, {len(few)} projects", "pages/CPU-s", rates[0], "required", 200, "≥ 1")
    yield Row(f"understanding: {len(pages)} {said}, {len(many):,} projects", "pages/CPU-s", rates[1], f"with {len(few)}", rates[0], "≥ 0.7")


def _matching(bench: Bench) -> Iterator[Row]:
    """Names in 200,000 characters of text: the same speed for ten as for a hundred thousand."""
    text, unit = "".join(page.text for page in _own_pages(60)[0])[:50_000] * 4, "million characters/CPU-s"
    sizes = (10, 1_000) if bench.quick else (10, 1_000, 10_000, 100_000)
    matchers = {count: Matcher([Project(id=name, name=name) for name in made_names(count)]) for count in sizes}
    matchers[10].mentions(text)
    speed = {count: bench.rate(lambda m=m: m.mentions(text), len(text)) / 1e6 for count, m in matchers.items()}  # type: ignore[misc]
    yield Row(f"matching: {sizes[-1]:,} names", unit, speed[sizes[-1]], "with 10", speed[10], "≥ 0.7")
    for count in sizes:
        chosen = re.compile("|".join(sorted(map(re.escape, made_names(count)), key=len, reverse=True)))
        few = text[: 2_000 if count > 10_000 else 20_000]
        peer = bench.rate(lambda c=chosen, t=few: list(c.finditer(t)), len(few), rounds=1) / 1e6  # type: ignore[misc]
        yield Row(f"matching: {count:,} names beside one regular expression", unit, speed[count], "re", peer)


def _quality(name: str, gold: Sequence[Page], needed: dict[str, float]) -> Iterator[Row]:
    ours, theirs = score(gold, read(gold)), score(gold, [_keywords(page, watched([page])) for page in gold])
    said = f"{len(gold)} labelled pages ({name})"
    yield Row(f"understanding: facts F1, {said}", "share", ours.f1, "required", needed["F1"], "≥ 1")
    yield Row(f"understanding: facts F1 beside the peer, {said}", "share", ours.f1, KEYWORDS, theirs.f1)
    for what, value, bound in _shares(ours):
        yield Row(f"understanding: {what}, {said}", "share", value, "required", bound, "≤ 1" if "invented" in what else "≥ 1")


def _shares(s: Score) -> Iterator[tuple[str, float, float]]:
    yield "dates right", s.share(s.dates), 0.85
    yield "dates invented", s.dates["invented"] / max(1, s.updates), 0.03
    yield "investment right", s.share(s.figures[MONEY]), 0.85
    yield "progress right", s.share(s.figures[PERCENT]), 0.85
    yield "quotations in the page", s.quoted / max(1, s.updates), 1.0
    yield "pages without a fact that stay without", s.silent[True] / max(1, s.silent.total()), 0.95


def _keywords(page: Page, projects: Sequence[Project]) -> list[Update]:
    """What a user would do with keywords: the first stage word of a sentence that names the project."""
    found = []
    for sentence in re.split(r"(?<=[。！？；\n])", page["text"]):
        for project in projects:
            stage = next((stage for stage, words in _STAGES if re.search(words, sentence)), None)
            if stage and any(name in sentence for name in (project.name, *project.aliases)):
                modality = Modality.TARGET if _PROMISES.search(sentence) else Modality.ACTUAL
                found.append(
                    Update(
                        project=project.id, stage=stage, modality=modality, strength=Strength.DONE, evidence=sentence, start=0, end=0
                    )
                )
    return found


def _article(page: Page) -> Article:
    return Article(url=page["id"], title="", text=page["text"], published_at=page["published"])


def _own_pages(count: int) -> tuple[list[Article], list[str]]:
    """Reports of some paragraphs, each of which the tests know as a page, and 36 of the names in them."""
    told = yaml.safe_load(TOLD.read_text(encoding="utf-8"))
    chance = random.Random(3)
    names = [page["names"][0] for page in told][:FEW]
    pages = []
    for number in range(count):
        parts = [told[number % FEW]["text"]]
        while sum(map(len, parts)) < LENGTH:
            parts.append(chance.choice(told)["text"])
        pages.append(Article(url=f"page{number}", title="", text="\n".join(parts), published_at="2025-08-20"))
    return pages, names


def made_names(count: int) -> list[str]:
    chance = random.Random(5)
    places = [a + b for a in "东西南北新海江湖山龙凤云清长大" for b in "港屿湾岭平阳川溪泉安浦城沙林田"]
    kinds = ("大桥", "隧道", "产业园", "水库", "高速公路", "人民医院", "中学", "码头", "科技园", "污水处理厂", "快速路", "抽水蓄能电站")
    names: dict[str, None] = {}
    while len(names) < count:
        names[chance.choice(places) + chance.choice(places) + chance.choice(("", "第二", "新", "一期")) + chance.choice(kinds)] = None
        if len(names) % 7 == 0:
            names[f"{chance.choice(places)}轨道交通{chance.randint(1, 30)}号线"] = None
    return list(names)[:count]



"""The rules of language about furniture, each with lines that it takes and lines that it must leave."""

import time

import pytest

from scrapers import furniture
from scrapers.credit import leftover_source, tidy_source


@pytest.mark.parametrize(
    "line",
    [
        "责任编辑：王越",
        "[责任编辑：王越]",
        "编辑：罗小丽 审核：韦强",
        "来源：江口日报",
        "【打印本页】【关闭窗口】",
        "打印 关闭 返回顶部",
        "分享到：",
        "扫一扫在手机打开当前页",
        "我要纠错",
        "[作者: 刘满 责任编辑: 杨宇 ]",
        "将本文的Word文档下载到电脑，方便收藏和打印",
        "推荐度：★★★★★",
        "点击播报本文，约 3 分钟",
    ],
)
def test_lines_about_the_handling_of_a_page_are_furniture(line: str) -> None:
    assert furniture.is_handling(line)


@pytest.mark.parametrize(
    "line",
    [
        "打印机产业园开工",
        "返回家乡就业人数增加",
        "审核通过项目名单",
        "来源地水源保护工程竣工",
        "举报电话：0000-12345",
        "编辑部大楼封顶",
        "收藏文化展览馆开馆",
        "关闭煤矿12处",
        "大桥合龙",
    ],
)
def test_lines_of_matter_that_begin_alike_stay(line: str) -> None:
    assert not furniture.is_handling(line)


@pytest.mark.parametrize(
    "line",
    [
        "版权所有 江口日报社",
        "未经授权，不得转载",
        "未经本网许可任何人不得复制",
        "闽ICP备00000000号",
        "特别声明：本文仅代表作者观点",
    ],
)
def test_small_print_is_furniture(line: str) -> None:
    assert furniture.is_legal(line)


@pytest.mark.parametrize(
    "line",
    ["未经许可，任何单位不得占用河道。", "监督举报电话：0000-12345", "主办单位：江口区商务局", "倡导文明上网，共建网络家园。"],
)
def test_sentences_of_regulations_and_notices_are_not_small_print(line: str) -> None:
    assert not furniture.is_legal(line)


@pytest.mark.parametrize("line", ["相关新闻", "【延伸阅读】", "上一篇：大桥合龙", "猜你喜欢", "延伸 · 推荐"])
def test_the_next_story_begins_here(line: str) -> None:
    assert furniture.NEXT_STORY.match(line)


@pytest.mark.parametrize("line", ["相关部门负责人", "推荐名单公示", "最新进展", "往期项目"])
def test_subheadings_are_not_the_next_story(line: str) -> None:
    assert not furniture.NEXT_STORY.match(line)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("上海发布 发布时间：2025-09-03", "上海发布"),
        ("北京时间财经 点击：12次", "北京时间财经"),
        ("上海证券报·中国证券网(上海)", "上海证券报·中国证券网"),
        ("北青网-北京青年报 北京", "北青网-北京青年报"),
        ("《江口日报》（2025年9月3日 第2版）", "江口日报"),
        ("光明网-《光明日报》", "光明网-《光明日报》"),
        ("http://www.jiangkou.example", None),
        ("", None),
    ],
)
def test_a_publishers_name_is_cut_out_of_what_follows(written: str, name: str | None) -> None:
    assert tidy_source(written) == name


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("TNW中文站2016年10月14日07:17", "TNW中文站"),
        ("www.haidong.example　2025-06-17 07:52　海东晚报", "海东晚报"),
        ("2024-05-13 06:16发布于北京经济日报官方账号", "经济日报"),
        ("2025-09-03 10:00", None),
        ("2025-09-03 要闻 江口 民生", None),
    ],
)
def test_a_name_beside_a_date_is_the_publisher_when_it_stands_alone(line: str, name: str | None) -> None:
    assert leftover_source(line) == name


@pytest.mark.parametrize("unit", ["更多精彩", "打印", "大", "来源", "未经", " - ", "\u3000", "[来", "2025-", "扫一扫"])
def test_no_rule_is_slow_on_a_hostile_line(unit: str) -> None:
    line = unit * (200 // len(unit)) + "。"
    start = time.process_time()
    for rule in (furniture.is_handling, furniture.is_legal, furniture.NEXT_STORY.match, tidy_source, leftover_source):
        rule(line)
        rule(line[:58])
    assert time.process_time() - start < 0.05

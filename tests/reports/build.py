"""Changes as the warehouse gives them, written by us: one of each kind that a mail can hold."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from reports.digest import Digest, build_digest
from warehouse.records import Change, ChangeKind, Citation, SourceHealth, Standing, stable_id

UNTIL = datetime(2025, 9, 1, 0, 0, tzinfo=UTC)
SINCE = UNTIL - timedelta(days=7)
KNOWN = datetime(2025, 8, 27, 22, 0, tzinfo=UTC)  # already the 28th in Shanghai

DAILY = ("海湾日报", "http://daily.example/2025-08/27/content_101.htm")
COUNTY = ("临港县人民政府", "https://county.example/zwgk/202508/t20250826_7.html")


def cite(
    quote: str, *mark: str, where: tuple[str, str] = COUNTY, day: date | None = date(2025, 8, 26), url: str = ""
) -> Citation:
    return Citation(
        update_id=stable_id(ascii((quote, where[0], url))),
        quote=quote,
        url=url or where[1],
        title="重点项目建设快报",
        source_id="s",
        source_name=where[0],
        published=day,
        known_at=KNOWN,
        snapshot="0" * 64,
        mark=mark,
    )


def change(
    kind: ChangeKind | str,
    name: str,
    *citations: Citation,
    old: dict[str, Any] | None = None,
    new: dict[str, Any] | None = None,
    sources: int = 1,
    place: str | None = None,
) -> Change:
    return Change(
        id=stable_id(ascii((str(kind), name, old, new))),
        kind=ChangeKind(kind),
        subject=stable_id(ascii(name)),
        subject_name=name,
        known_at=KNOWN,
        old=old or {},
        new=new or {},
        citations=citations,
        sources=sources,
        place=place,
    )


SLIP = change(
    "promise_slipped",
    "望海大桥",
    cite("望海大桥主桥已合龙，受台风影响，通车时间由年底推迟至2026年6月底前。", "推迟至2026年6月底前"),
    cite("望海大桥计划2025年底前建成通车。", "2025年底前", where=DAILY, day=date(2025, 8, 12)),
    old={
        "stage": "in_service",
        "when_start": "2025-01-01",
        "when_end": "2025-12-31",
        "when_text": "2025年底前",
        "strength": "firm",
    },
    new={
        "stage": "in_service",
        "when_start": "2026-06-30",
        "when_end": "2026-06-30",
        "when_text": "2026年6月底前",
        "strength": "firm",
        "days": 181,
        "earlier": 2,
    },
    place="临港县",
)

CONFLICT = change(
    "conflict_opened",
    "望海大桥南延线",
    cite("望海大桥南延线日前正式开工。", "正式开工", where=DAILY),
    cite("望海大桥南延线尚在办理用地手续，未开工建设。", "未开工"),
    new={
        "about": "stage",
        "claims": [
            {"stage": "started", "modality": "actual", "when_text": "日前"},
            {"stage": "preparation", "modality": "actual"},
        ],
    },
    sources=2,
)


def one_of_each() -> list[Change]:
    return [
        change(
            "stage_reached",
            "青湾港区三期码头",
            cite("8月26日，青湾港区三期码头正式开工，总投资18.6亿元。", "正式开工"),
            old={"stage": "preparation"},
            new={
                "stage": "started",
                "milestone": "开工",
                "when_text": "8月26日",
                "when_start": "2025-08-26",
                "when_end": "2025-08-26",
            },
            sources=3,
            place="青湾区",
        ),
        change(
            "stopped",
            "银滩文旅小镇",
            cite("银滩文旅小镇因资金问题暂缓建设。", "暂缓建设"),
            new={"stage": "stopped", "milestone": "暂缓"},
        ),
        SLIP,
        change(
            "promise_forward",
            "城东水厂",
            cite("城东水厂提前至今年10月投用。", "提前至今年10月"),
            old={"stage": "in_service", "when_start": "2025-12-01", "when_end": "2025-12-31"},
            new={"stage": "in_service", "when_start": "2025-10-01", "when_end": "2025-10-31", "days": -61, "earlier": 1},
        ),
        change(
            "promise_weakened",
            "滨海快速路",
            cite("滨海快速路力争年内贯通。", "力争"),
            old={"stage": "construction", "strength": "firm"},
            new={"stage": "construction", "strength": "hoped"},
        ),
        change(
            "promise_made",
            "第二人民医院新院区",
            cite("第二人民医院新院区计划2026年上半年投用。", "计划2026年上半年投用"),
            new={"stage": "in_service", "when_start": "2026-01-01", "when_end": "2026-06-30", "strength": "firm"},
        ),
        change(
            "overdue",
            "临港污水处理厂二期",
            cite("临港污水处理厂二期计划8月底前投用。", "8月底前投用", day=date(2025, 7, 3)),
            new={"stage": "in_service", "when_start": "2025-08-01", "when_end": "2025-08-31", "when_text": "8月底前"},
        ),
        change(
            "money_changed",
            "青湾港区三期码头",
            cite("总投资调整为19.8亿元。", "19.8亿元"),
            cite("总投资18.6亿元。", "18.6亿元", where=DAILY),
            old={"yuan": 1.86e9},
            new={"yuan": 1.98e9},
        ),
        change(
            "progress_moved",
            "城际铁路S1线",
            cite("城际铁路S1线土建完成72%。", "72%", where=DAILY),
            old={"percent": 65},
            new={"percent": 72},
        ),
        change(
            "indicator_reported",
            "规上工业增加值",
            cite("上半年，全区规上工业增加值15.2亿元。", "15.2亿元"),
            new={
                "value": 15.2,
                "unit": "亿元",
                "modality": "actual",
                "when_start": "2025-01-01",
                "when_end": "2025-06-30",
                "targets": [{"value": 33.0, "by": "2025-12-31"}],
                "path": {
                    "goal": 33.0, "by": "2025-12-31", "share": 46.1, "elapsed": 50.0, "months_left": 6, "need": 17.8 / 6, "pace": 15.2 / 6,
                },
            },
        ),
        CONFLICT,
        change(
            "silent",
            "环湾绿道三期",
            cite("环湾绿道三期开工建设。", "开工建设", day=date(2025, 5, 28)),
            new={"since": "2025-05-28", "days": 96, "stage": "started"},
            sources=0,
        ),
        change(
            "edited",
            "滨海快速路",
            cite("滨海快速路预计2026年3月通车。", "2026年3月"),
            cite("滨海快速路预计2025年12月通车。", "2025年12月"),
            old={"stage": "in_service", "when_start": "2025-12-01", "when_end": "2025-12-31"},
            new={"stage": "in_service", "when_start": "2026-03-01", "when_end": "2026-03-31"},
        ),
        change("withdrawn", "银滩文旅小镇", cite("银滩文旅小镇计划年底开园。", "年底开园"), new={"url": COUNTY[1]}),
        change(
            "new_name",
            "东屿海上风电项目",
            cite("东屿海上风电项目启动前期工作。", "东屿海上风电项目", where=DAILY, day=None),
            new={"name": "东屿海上风电项目"},
            sources=2,
        ),
        change("source_ill", "青湾区要闻", new={"failure": "blocked", "since": "2025-08-28"}, sources=0),
    ]


def due() -> Change:
    return change(
        "due",
        "环湾快速路东段",
        cite("环湾快速路东段力争9月底前通车。", "9月底前"),
        new={
            "stage": "in_service",
            "when_start": "2025-09-21",
            "when_end": "2025-09-30",
            "when_text": "9月底前",
            "strength": "hoped",
        },
        place="青湾区",
    )


STANDINGS = tuple(
    Standing(project=f"p{n}", stage=stage, programme="plan")
    for n, stage in enumerate(["proposed", "tender", "started", "construction", "construction", "in_service", "stopped", None])
)

HEALTH = (
    SourceHealth(source_id="d", name="海湾日报", state="ok", articles=9),
    SourceHealth(
        source_id="q", name="青湾区要闻", state="ill", failure="blocked", since=datetime(2025, 8, 27, 22, 0, tzinfo=UTC)
    ),
)


def digest_of(
    changes: Sequence[Change],
    *,
    health: Sequence[SourceHealth] = HEALTH,
    language: str = "zh",
    first: bool = False,
    region: str = "海湾都市圈",
) -> Digest:
    return build_digest(
        changes,
        health,
        region_name=region,
        edition="2025-W35",
        since=None if first else SINCE,
        until=UNTIL,
        tracked=12,
        language=language,
    )

"""Reading articles: pages a second and right fields, beside trafilatura and gne on the same pages in the same run.

The pages are our own saved ones and, where $REGIONWATCH_EVAL is set, the labelled ones (see `labelled`). Each reader gets the
bytes and no address, as when a file is read, and gives all that it knows.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import trafilatura
from gne import GeneralNewsExtractor

from scrapers.article import read_article
from scrapers.page import ReadError, decode
from tests.bench.frame import Bench, Row
from tests.bench.labelled import own_pages, pages
from warehouse.records import Snapshot

NOW = datetime(2026, 1, 5, tzinfo=UTC)
Said = Mapping[str, str]
Reader = Callable[[bytes], Said]
# What issue and design ask for on the labelled pages, by set and language.
REQUIRED: Mapping[tuple[str, str], Mapping[str, float]] = {
    ("dev", "zh"): {"body": 0.97, "title": 0.95, "date": 0.98, "source": 0.75},
    ("dev", "en"): {"body": 0.94},
    ("gov", "zh"): {"wanted snippets": 0.99, "clean of boilerplate": 0.98, "title": 0.95, "date": 0.95},
}
_FOLDED = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "—": "-", "–": "-", "･": "·", "•": "·"})


def rows(bench: Bench) -> Iterator[Row]:
    version = f"trafilatura {trafilatura.__version__}"
    saved = own_pages() * (1 if bench.quick else 10)
    yield _speed(bench, "our saved pages", saved, version)
    yield _speed(bench, "our saved pages, gne", saved, "gne", _gne, None)
    cut = 5 if bench.quick else None
    for name, said in (("dev", "labelled articles"), ("gov", "labelled government pages")):
        if not (labelled := pages(name)[:cut]):
            continue
        yield _speed(bench, said, [body for _, body in labelled], version)
        for language in sorted({gold["lang"] for gold, _ in labelled}):
            some = [(gold, body) for gold, body in labelled if gold["lang"] == language]
            ours, theirs = _score(some, _ours), _score(some, _trafilatura)
            other = _score(some, _gne) if language == "zh" else {}
            for key, least in REQUIRED.get((name, language), {}).items():
                yield Row(
                    f"reading: {key}, {len(some)} {said} ({language}), required", "share", ours[key], "required", least, "≥ 1"
                )
            for key in ours:
                yield Row(f"reading: {key}, {len(some)} {said} ({language})", "share", ours[key], version, theirs[key])
                if key in other and key != "body":
                    yield Row(f"reading: {key}, {len(some)} {said} ({language}), gne", "share", ours[key], "gne", other[key])


def _ours(body: bytes) -> Said:
    page = Snapshot(url="", final_url="", fetched_at=NOW, status=200, content_type="", body=body)
    try:
        article = read_article(page)
    except ReadError:
        return {}
    return {"text": article.text, "title": article.title, "date": article.published_at or "", "source": article.publisher or ""}


def _trafilatura(body: bytes) -> Said:
    found = trafilatura.bare_extraction(body, with_metadata=True, include_comments=False)
    if found is None:
        return {}
    return {"text": found.text or "", "title": found.title or "", "date": found.date or "", "source": found.sitename or ""}


def _gne(body: bytes) -> Said:
    try:
        found = GeneralNewsExtractor().extract(decode(body))
    except Exception:  # noqa: BLE001  # it raises whatever a page makes it stumble over
        return {}
    return {
        "text": found["content"],
        "title": found["title"],
        "date": _day(found["publish_time"]),
        "source": found.get("source", ""),
    }


def _speed(
    bench: Bench, said: str, bodies: Sequence[bytes], peer: str, other: Reader = _trafilatura, required: str | None = "≥ 6"
) -> Row:
    _ours(bodies[0]), other(bodies[0])  # what both load at their first page is no reading
    ours = bench.rate(lambda: [_ours(body) for body in bodies], len(bodies))
    theirs = bench.rate(lambda: [other(body) for body in bodies], len(bodies), rounds=2)
    return Row(f"reading: {said}", "pages/CPU-s", ours, peer, theirs, required)


def _day(said: str) -> str:
    day = re.search(r"(\d{4})\D(\d{1,2})\D(\d{1,2})", said or "")
    return f"{day[1]}-{int(day[2]):02d}-{int(day[3]):02d}" if day else ""


def _score(labelled: Sequence[tuple[Mapping[str, Any], bytes]], read: Reader) -> dict[str, float]:
    """Means over the pages that have the label: body as F1 of 4-grams (words in English), snippets, the fields as equal or not."""
    marks: dict[str, list[float]] = {}
    for gold, body in labelled:
        said = read(body)
        text = _fold(said.get("text", ""))
        if gold.get("body"):
            marks.setdefault("body", []).append(_f1(gold["body"], said.get("text", ""), gold["lang"]))
        marks.setdefault("wanted snippets", []).extend(_fold(part) in text for part in gold["with"])
        marks.setdefault("clean of boilerplate", []).extend(_fold(part) not in text for part in gold["without"])
        for key in ("title", "source"):
            if gold[key]:
                marks.setdefault(key, []).append(_fold(said.get(key, "")) == _fold(gold[key]))
        if gold["date"]:
            marks.setdefault("date", []).append(said.get("date", "")[:10] == gold["date"])
    return {key: sum(values) / len(values) for key, values in marks.items() if values}


def _fold(text: str) -> str:
    return re.sub(r"[\s\u200b-\u200d\ufeff\u00ad]+", "", unicodedata.normalize("NFKC", text)).translate(_FOLDED)


def _f1(gold: str, text: str, language: str) -> float:
    def grams(of: str) -> Counter[Any]:
        units: Any = _fold(of) if language == "zh" else tuple(re.findall(r"\w+", of.lower()))
        return Counter(units[at : at + 4] for at in range(max(1, len(units) - 3))) if units else Counter()

    mine, theirs = grams(gold), grams(text)
    return 2 * (mine & theirs).total() / max(1, mine.total() + theirs.total())

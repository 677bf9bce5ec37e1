"""Pages with labels that stay outside the project: $REGIONWATCH_EVAL names their folder. Without it only our own pages count.

`reading/<set>.jsonl`, a page a line: {"id", "lang", "kind", "title", "date", "source", "body", "with", "without"}, its bytes in
`reading/<set>/<id>.html`; `updates/real.jsonl`: {"id", "text"}.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parents[1] / "scrapers"


def folder() -> Path | None:
    """The folder of the labelled pages, when there is one."""
    said = os.environ.get("REGIONWATCH_EVAL")
    return Path(said) if said else None


def pages(name: str) -> list[tuple[dict[str, Any], bytes]]:
    """The labelled pages of a set with their bytes; none without the folder."""
    root = folder()
    if root is None:
        return []
    gold = _rows(root / "reading" / f"{name}.jsonl")
    return [(page, (root / "reading" / name / f"{page['id']}.html").read_bytes()) for page in gold]


def own_pages() -> list[bytes]:
    """The saved pages of the tests."""
    return [file.read_bytes() for file in sorted((HERE / "pages").glob("*.html"))]


def texts() -> list[str]:
    """Chinese texts that are long enough for a copy to be cut off: our own, and the labelled ones."""
    found = [entry["text"] for entry in yaml.safe_load((HERE / "stories.yaml").read_text(encoding="utf-8"))]
    if root := folder():
        found += [page["body"] for page in _rows(root / "reading" / "dev.jsonl") if page["lang"] == "zh" and page.get("body")]
        found += [page["text"] for page in _rows(root / "updates" / "real.jsonl")]
    return [text for text in found if len(text) >= 150]


def _rows(file: Path) -> Iterator[dict[str, Any]]:
    with file.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)

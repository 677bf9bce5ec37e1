"""The plain values of a change, read with care: a key that is missing or odd is as if it were not there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from math import isfinite
from typing import Any

from reports.quotes import clip

Values = Mapping[str, Any]


def number(values: Values, key: str) -> float | None:
    value = values.get(key)
    return value if isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value) else None


def text(values: Values, key: str, at_most: int = 20) -> str:
    value = values.get(key)
    return clip(value, at_most) if isinstance(value, str) else ""


def maps(values: Values, key: str) -> list[Values]:
    found = values.get(key)
    return [item for item in found if isinstance(item, Mapping)] if isinstance(found, list | tuple) else []


def mapping(values: Values, key: str) -> Values:
    found = values.get(key)
    return found if isinstance(found, Mapping) else {}


def day(values: Values, key: str) -> date | None:
    value = values.get(key)
    try:
        return date.fromisoformat(str(value)[:10]) if value else None
    except ValueError:
        return None

"""The weekly report flow: changes → digest → mail, once. Prefect's skin over plain functions."""

from __future__ import annotations


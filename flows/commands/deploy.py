"""Bring a Prefect server to what Regionwatch needs: the same command again changes nothing."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from warehouse.watchlist import WatchlistError, load_watchlist


def deploy(files: Sequence[Path], shares: int, pool: str, runs: int | None, webhook: str | None, allow_private: bool) -> int:
    try:
        watchlists = {str(file): load_watchlist(file) for file in files}
    except WatchlistError as fault:
        print(fault, file=sys.stderr)
        return 2
    import httpx
    from prefect.client.orchestration import get_client
    from prefect.exceptions import PrefectHTTPStatusError
    from prefect.settings import get_current_settings

    from flows.deploying import deployments
    from flows.server import bring

    if not get_current_settings().api.url:
        print("name the server first: PREFECT_API_URL=http://127.0.0.1:4200/api", file=sys.stderr)
        return 2
    try:
        with get_client(sync_client=True) as client:
            for line in bring(client, deployments(watchlists, shares, allow_private), watchlists, pool, runs, webhook):
                print(line, flush=True)
    except (OSError, httpx.HTTPError, PrefectHTTPStatusError) as fault:
        print(f"the server at {get_current_settings().api.url} does not do it: {fault}", file=sys.stderr)
        return 1
    print(f"now, on each worker machine: prefect worker start --pool {pool} --type process")
    return 0

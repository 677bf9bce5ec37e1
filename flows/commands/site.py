"""`regionwatch site`: write a region's static site."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

from flows.commands.console import watchlist_or_none
from flows.settings import SettingsError, read_settings
from flows.site import SiteError, refresh_site
from warehouse.errors import WarehouseError
from warehouse.store import Store


def write_site(watchlist_file: Path, out: Path | None, language: str | None, base: str, as_json: bool) -> int:
    watchlist = watchlist_or_none(watchlist_file)
    if watchlist is None:
        return 2
    if language not in (None, "zh", "en"):
        print(f"--language {language}: there is zh and there is en", file=sys.stderr)
        return 2
    if base and not base.startswith(("http://", "https://")):
        print(f"--base-url {base}: write the address under which the site will be read, such as https://…", file=sys.stderr)
        return 2
    try:
        settings = read_settings()
        if not settings.has_warehouse:
            print(f"no warehouse at {settings.warehouse}; set REGIONWATCH_HOME or run a collect first", file=sys.stderr)
            return 1
        where = (out or settings.site).resolve()
        done = refresh_site(watchlist, Store(settings.warehouse), where, language=language, base=base or settings.site_url)
    except (SettingsError, SiteError) as fault:
        print(fault, file=sys.stderr)
        return 2
    except (WarehouseError, OSError) as fault:
        print(fault, file=sys.stderr)
        return 1
    if as_json:
        print(json.dumps(asdict(done), default=str))
    else:
        print(f"{done.front}\n{done.files} files, {done.written} written, {done.removed} removed")
    return 0

"""What makes the two flows run by themselves where no Prefect server is: systemd timers or a crontab."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TextIO

from flows.settings import read_settings

SYSTEMD = """\
# Save each part under ~/.config/systemd/user/ by the name above it, then:
#   systemctl --user daemon-reload && systemctl --user enable --now regionwatch-collect.timer regionwatch-report.timer
"""


def print_schedule(watchlist: Path, form: str, out: TextIO) -> int:
    if form not in ("systemd", "cron"):
        print(f"--form {form}: there is systemd and there is cron", file=sys.stderr)
        return 2
    settings = read_settings()
    program = Path(sys.argv[0]).resolve()
    file = watchlist.resolve()
    jobs = [("collect", "*-*-* 06:00:00", "0 6 * * *"), ("report", "Mon *-*-* 08:00:00", "0 8 * * 1")]
    if form == "cron":
        print("CRON_TZ=Asia/Shanghai", file=out)
        print(f"REGIONWATCH_HOME={settings.home}", file=out)
        for verb, _, when in jobs:
            print(f"{when} {shlex.quote(str(program))} {verb} --watchlist {shlex.quote(str(file))}", file=out)
        return 0
    print(SYSTEMD, file=out)
    for verb, when, _ in jobs:
        print(_service(verb, program, file, settings.home), file=out)
        print(_timer(verb, when), file=out)
    return 0


def _service(verb: str, program: Path, watchlist: Path, home: Path) -> str:
    return (
        f"# regionwatch-{verb}.service\n[Unit]\nDescription=Regionwatch {verb}\n\n[Service]\nType=oneshot\n"
        f'Environment="REGIONWATCH_HOME={home}"\nExecStart="{program}" {verb} --watchlist "{watchlist}"\n'
    )


def _timer(verb: str, when: str) -> str:
    return (
        f"# regionwatch-{verb}.timer\n[Unit]\nDescription=When regionwatch {verb} runs\n\n[Timer]\n"
        f"OnCalendar={when} Asia/Shanghai\nPersistent=true\n\n[Install]\nWantedBy=timers.target\n"
    )

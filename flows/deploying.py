"""What a Prefect server must know of Regionwatch, as data; `flows.commands.deploy` brings a server to it.

A region's collect is cut into shares of about equal size, each a deployment of its own: any worker runs any share, a host is
in one share only, and a share whose worker died is started again on another (see AUTOMATIONS). Nothing here coordinates.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from prefect.client.schemas.objects import StateType
from prefect.events.actions import CallWebhook, ChangeFlowRunState, DoNothing, RunDeployment
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture

from flows.hosts import lane
from flows.limits import limit_name
from warehouse.records import Watchlist

SHARE = "regionwatch-share"  # tag of the runs that may be started again
TAG = "regionwatch"
HEARTBEAT = 30  # seconds; Prefect's least
# A run that was silent for three heartbeats has died.
SILENCE = timedelta(seconds=3 * HEARTBEAT)
LATE = timedelta(minutes=15)

NEXT_ATTEMPT = "{{ (flow_run.parameters.get('attempt') or 1) | int + 1 }}"
ENDS = ("Completed", "Failed", "Crashed", "Cancelled")

# A worker's machine says where its checkout is; a watchlist's relative path begins there.
PULL: list[dict[str, Any]] = [{"prefect.deployments.steps.set_working_directory": {"directory": "{{ $REGIONWATCH_CODE }}"}}]
ENV: Mapping[str, str] = {"PREFECT_FLOWS_HEARTBEAT_FREQUENCY": str(HEARTBEAT)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A deployment. `flow` is its function's module path; `cron` in the region's zone."""

    flow: str
    name: str
    description: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    cron: str | None = None
    zone: str = "Asia/Shanghai"
    tags: tuple[str, ...] = (TAG,)


def deployments(watchlists: Mapping[str, Watchlist], shares: int, allow_private: bool = False) -> list[Wanted]:
    """Each region's shares daily at 06:00, its report on Monday 08:00, both by hand; the lake's upkeep at 03:00.

    `watchlists` are given by the path that the workers know them by.
    """
    wanted = []
    for path, region in watchlists.items():
        for number in range(1, shares + 1):
            wanted.append(
                Wanted(
                    flow="flows.collect.collect",
                    name=f"{region.id}-{number}-of-{shares}",
                    description=f"{region.name}: what is new on share {number} of {shares} of its hosts.",
                    parameters={"watchlist": path, "share": f"{number}/{shares}", "allow_private": allow_private},
                    cron="0 6 * * *",
                    zone=region.timezone,
                    tags=(TAG, SHARE, f"region:{region.id}"),
                )
            )
        wanted.append(
            Wanted(
                flow="flows.report.weekly_report",
                name=f"{region.id}-monday",
                description=f"{region.name}: mail what has changed since the last report.",
                parameters={"watchlist": path},
                cron="0 8 * * 1",
                zone=region.timezone,
            )
        )
        by_hand: dict[str, dict[str, Any]] = {"flows.collect.collect": {}, "flows.report.weekly_report": {"dry_run": True}}
        for flow, more in by_hand.items():
            wanted.append(
                Wanted(
                    flow=flow,
                    name=f"{region.id}-by-hand",
                    description=f"{region.name}: with your own parameters.",
                    parameters={"watchlist": path, **more},
                )
            )
    wanted.append(Wanted(flow="flows.upkeep.upkeep", name="lake", description="Compact the lake.", cron="0 3 * * *"))
    return wanted


def limits(watchlists: Iterable[Watchlist]) -> Sequence[str]:
    """The global concurrency limits by which all workers keep each host's pace together."""
    return sorted({limit_name(lane(source.listing)) for watched in watchlists for source in watched.sources})


def automations(webhook: Any | None) -> list[AutomationCore]:
    """What the server does by itself. `webhook` is the id of the block that reaches an operator; without it the last two
    only show in the server's event feed."""
    return [
        AutomationCore(
            name="regionwatch: a run without heartbeats has crashed",
            description="Its worker was killed, or its machine vanished.",
            trigger=EventTrigger(
                after={"prefect.flow-run.heartbeat"},
                expect={"prefect.flow-run.heartbeat", *(f"prefect.flow-run.{end}" for end in ENDS)},
                match={"prefect.resource.id": "prefect.flow-run.*"},
                match_related={"prefect.resource.id": f"prefect.tag.{TAG}"},
                for_each={"prefect.resource.id"},
                posture=Posture.Proactive,
                threshold=1,
                within=SILENCE,
            ),
            actions=[
                ChangeFlowRunState(name="Crashed", state=StateType.CRASHED, message="no heartbeat: it has died", force=True)
            ],
        ),
        AutomationCore(
            name="regionwatch: another worker takes over a crashed share",
            description="What was loaded before is not asked for again.",
            trigger=EventTrigger(
                expect={"prefect.flow-run.Crashed"},
                match={"prefect.resource.id": "prefect.flow-run.*"},
                match_related={"prefect.resource.id": f"prefect.tag.{SHARE}"},
                for_each={"prefect.resource.id"},
                posture=Posture.Reactive,
                threshold=1,
                within=timedelta(0),
            ),
            actions=[
                RunDeployment(
                    source="inferred",
                    deployment_id=None,
                    job_variables=None,
                    parameters={
                        # a template gives text, and `json` makes the number of it that the flow asks for
                        "attempt": {"__prefect_kind": "json", "value": {"__prefect_kind": "jinja", "template": NEXT_ATTEMPT}}
                    },
                )
            ],
        ),
        AutomationCore(
            name="regionwatch: runs are late",
            description="No worker took a run for a quarter of an hour: too few workers, or none.",
            trigger=EventTrigger(
                after={"prefect.flow-run.Late"},
                expect={"prefect.flow-run.Pending", "prefect.flow-run.Running", *(f"prefect.flow-run.{e}" for e in ENDS)},
                match={"prefect.resource.id": "prefect.flow-run.*"},
                match_related={"prefect.resource.id": f"prefect.tag.{TAG}"},
                for_each={"prefect.resource.id"},
                posture=Posture.Proactive,
                threshold=1,
                within=LATE,
            ),
            actions=[_tell(webhook, "'Regionwatch: ' ~ flow_run.name ~ ' waits for a worker'")],
        ),
        AutomationCore(
            name="regionwatch: a source fell ill or recovered",
            description="Once for each illness; the same is in the operators' messages of the run itself.",
            trigger=EventTrigger(
                expect={"regionwatch.source.ill", "regionwatch.source.well"},
                match={"prefect.resource.id": "regionwatch.source.*"},
                for_each={"prefect.resource.id"},
                posture=Posture.Reactive,
                threshold=1,
                within=timedelta(0),
            ),
            actions=[_tell(webhook, "event.event ~ ': ' ~ event.resource.name ~ ' ' ~ (event.payload.failure or '')")],
        ),
    ]


def _tell(webhook: Any | None, text: str) -> CallWebhook | DoNothing:
    """`text` is a Jinja expression. The form is that of 企业微信's and 钉钉's robots; a relay of yours may make any other."""
    if webhook is None:
        return DoNothing()
    payload = '{"msgtype": "text", "text": {"content": {{ (TEXT) | tojson }}}}'
    return CallWebhook(block_document_id=webhook, payload=payload.replace("TEXT", text))

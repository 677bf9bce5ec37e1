"""A Prefect server brought to what `flows.deploying` says, thing by thing; doing it again changes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from prefect.blocks.webhook import Webhook
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.actions import DeploymentScheduleCreate, WorkPoolCreate, WorkPoolUpdate
from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterTags
from prefect.client.schemas.objects import ConcurrencyLimitStrategy, ConcurrencyOptions
from prefect.client.schemas.schedules import CronSchedule
from prefect.exceptions import ObjectNotFound
from prefect.flows import load_flow_from_entrypoint
from prefect.utilities.callables import parameter_schema
from prefect.workers.process import ProcessWorker
from pydantic import SecretStr

from flows.deploying import ENV, PULL, SHARE, Wanted, automations, limits
from warehouse.records import Watchlist


def bring(
    client: SyncPrefectClient, wanted: Sequence[Wanted], watchlists: Mapping[str, Watchlist], pool: str, runs: int | None,
    webhook: str | None,
) -> Iterator[str]:  # fmt: skip
    """A line for each thing on the server, when it is made or brought to what it should be."""

    yield _pool(client, pool, runs)
    names = limits(watchlists.values())
    for name in names:
        client.upsert_global_concurrency_limit_by_name(name, 1)
    yield f"{len(names)} limits, one request at a time to each host"
    for each in wanted:
        _deployment(client, each, pool)
        yield f"deployment {each.flow.rpartition('.')[2].replace('_', '-')}/{each.name}"
    yield from _drop_other_shares(client, watchlists, {each.name for each in wanted})
    block = _webhook(webhook) if webhook else None
    for automation in automations(block):
        found = client.read_automations_by_name(automation.name)
        if found:
            client.update_automation(found[0].id, automation)
        else:
            client.create_automation(automation)
        yield f"automation {automation.name}"


def _pool(client: SyncPrefectClient, name: str, runs: int | None) -> str:

    try:
        client.read_work_pool(name)
        if runs is not None:
            client.update_work_pool(name, WorkPoolUpdate(concurrency_limit=runs))
    except ObjectNotFound:
        template = ProcessWorker.get_default_base_job_template()
        client.create_work_pool(WorkPoolCreate(name=name, type="process", base_job_template=template, concurrency_limit=runs))
    return f"work pool {name}"


def _deployment(client: SyncPrefectClient, wanted: Wanted, pool: str) -> None:
    """The server's call makes a deployment, or brings the one of that name to what is said."""

    flow: Any = load_flow_from_entrypoint(wanted.flow)
    schedules = []
    if wanted.cron:
        schedules = [DeploymentScheduleCreate(schedule=CronSchedule(cron=wanted.cron, timezone=wanted.zone), active=True)]
    client.create_deployment(
        flow_id=client.create_flow(flow),
        name=wanted.name,
        description=wanted.description,
        entrypoint=wanted.flow,
        parameters=dict(wanted.parameters),
        parameter_openapi_schema=parameter_schema(flow).model_dump_for_openapi(),
        schedules=schedules,
        # Of one share there is never more than one run; a second waits.
        concurrency_limit=1 if SHARE in wanted.tags or wanted.cron else None,
        concurrency_options=ConcurrencyOptions(collision_strategy=ConcurrencyLimitStrategy.ENQUEUE),
        tags=list(wanted.tags),
        work_pool_name=pool,
        pull_steps=PULL,
        job_variables={"env": dict(ENV)},
    )


def _drop_other_shares(client: SyncPrefectClient, watchlists: Mapping[str, Watchlist], wanted: set[str]) -> list[str]:
    """With another number of shares the old ones would do their work twice."""

    said = []
    for region in watchlists.values():
        tags = DeploymentFilterTags(all_=[SHARE, f"region:{region.id}"])
        for old in client.read_deployments(deployment_filter=DeploymentFilter(tags=tags), limit=200):
            if old.name not in wanted:
                client.delete_deployment(old.id)
                said.append(f"deployment {old.name} dropped")
    return said


def _webhook(address: str) -> Any:

    block: Any = Webhook(method="POST", url=SecretStr(address))
    return block.save("regionwatch-operators", overwrite=True)

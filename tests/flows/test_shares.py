"""How a region is cut among workers: every source in exactly one share, a host never in two, the shares about equal."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.collect import GROUPS_AT_ONCE
from flows.deploying import automations, deployments, limits
from flows.hosts import Share, UnknownShare, by_host, in_groups, of_share
from warehouse.records import Source, Watchlist


def sources(counts: list[int]) -> list[Source]:
    return [
        Source(id=f"{host}-{n}", name="x", listing=f"https://h{host}.example/{n}/") for host, many in enumerate(counts) for n in range(many)
    ]


@given(st.lists(st.integers(1, 6), max_size=40), st.integers(1, 9))
def test_each_source_in_one_share_and_a_host_in_no_two(counts: list[int], of: int) -> None:
    all_of_them = sources(counts)
    shares = [of_share(all_of_them, Share(number, of)) for number in range(1, of + 1)]
    assert sorted(s.id for share in shares for s in share) == sorted(s.id for s in all_of_them)
    hosts = [{s.listing.split("/")[2] for s in share} for share in shares]
    assert sum(map(len, hosts)) == len(set().union(*hosts)) if hosts else True
    sizes = [len(share) for share in shares]
    assert max(sizes) - min(sizes) <= 6  # one host of the largest kind


def test_at_most_a_hundred_tasks_however_many_hosts() -> None:
    groups = in_groups(by_host(sources([1] * 2500)), GROUPS_AT_ONCE)
    assert len(groups) == GROUPS_AT_ONCE <= 100 and sum(len(group) for group in groups) == 2500


@pytest.mark.parametrize("text", ["0/3", "4/3", "2", "a/b", "2/", "-1/3"])
def test_a_share_that_is_none_is_told(text: str) -> None:
    with pytest.raises(UnknownShare, match="2/6"):
        Share.parse(text)


def test_what_a_server_is_told() -> None:
    region = Watchlist(id="bay", name="海湾", sources=tuple(sources([2, 1])), timezone="Asia/Shanghai")
    other = replace(region, id="delta", sources=region.sources[:1])
    wanted = deployments({"w/bay.yaml": region, "w/delta.yaml": other}, 3)
    shares = [w for w in wanted if w.name.startswith("bay-") and "share" in w.parameters]
    assert [(w.parameters["share"], w.cron, w.zone) for w in shares] == [(f"{n}/3", "0 6 * * *", "Asia/Shanghai") for n in (1, 2, 3)]
    assert len({(w.flow, w.name) for w in wanted}) == len(wanted)
    assert len(limits([region, other])) == 2  # a host that two regions watch has one limit
    assert {type(a.actions[0]).__name__ for a in automations(None)} == {"ChangeFlowRunState", "RunDeployment", "DoNothing"}

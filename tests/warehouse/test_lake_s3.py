"""A lake whose data lie in S3: a real S3 server on loopback, spoken to by DuckDB's own client."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from moto.server import ThreadedMotoServer

from flows.settings import read_settings
from tests.postgres import Postgres
from tests.warehouse.build import House, fact
from warehouse.place import Lake
from warehouse.records import Stage
from warehouse.upkeep import keep_up


@pytest.fixture
def bucket() -> Iterator[str]:
    """The address of a server with one bucket, `plans`."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    urlopen(Request(f"http://{host}:{port}/plans", method="PUT")).close()
    yield f"http://{host}:{port}"
    server.stop()


def test_a_lake_whose_data_lie_in_s3_is_written_read_and_kept_up(
    catalog_server: Postgres, bucket: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings = read_settings(
        {
            "REGIONWATCH_WAREHOUSE": f"ducklake:postgres:{catalog_server.create('in_s3')}",
            "REGIONWATCH_LAKE_DATA": "s3://plans/bay/",
            "AWS_ACCESS_KEY_ID": "worker", "AWS_SECRET_ACCESS_KEY": "hush", "AWS_ENDPOINT_URL": bucket,
        },
        home=tmp_path,
    )  # fmt: skip
    assert isinstance(settings.warehouse, Lake)
    house = House(settings.warehouse)
    for page in ("first", "second"):
        house.publish(fact("rail", Stage.STARTED, f"滨海铁路开工（{page}）。"), page=page)
    stored = urlopen(f"{bucket}/plans?list-type=2&prefix=bay/").read().decode()
    assert stored.count(".parquet") >= 2 and "<Key>bay/main/updates/" in stored
    done = keep_up(settings.warehouse, 30, house.today)
    assert done.files_after < done.files_before
    assert house.look("SELECT count(*), count(DISTINCT id) FROM updates") == [(2, 2)]
    assert "hush" not in repr(settings.warehouse) + str(settings.warehouse) + caplog.text

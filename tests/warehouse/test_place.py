"""How a warehouse is named, and what is said of a name that is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.settings import SettingsError, read_settings
from warehouse.place import S3, Lake, PlaceError, read_place


def test_a_file_or_a_lake() -> None:
    assert read_place("/srv/w.duckdb") == Path("/srv/w.duckdb")
    lake = read_place("ducklake:postgres:dbname=rw host=10.0.0.5 user=worker password='a b'")
    assert isinstance(lake, Lake) and str(lake) == "ducklake:postgres:dbname=rw host=10.0.0.5 user=worker"
    by_address = read_place("ducklake:postgres://worker:hush@10.0.0.5:5433/rw")
    assert str(by_address) == "ducklake:postgres:dbname=rw host=10.0.0.5 port=5433 user=worker"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("ducklake:sqlite:x.db", "catalog is in Postgres"),
        ("ducklake:postgres:host=10.0.0.5", "dbname="),
        ("ducklake:postgres:dbname=x nonsense", "nonsense"),
        ("https://example.org/w", "is no warehouse"),
        ("  ", "is no warehouse"),
    ],
)
def test_a_name_that_is_none_is_told_with_the_mend(said: str, told: str) -> None:
    with pytest.raises(PlaceError, match=told):
        read_place(said)


def test_the_settings_name_a_lake_its_data_and_its_bucket_s_keys() -> None:
    environ = {
        "REGIONWATCH_WAREHOUSE": "ducklake:postgres:dbname=rw", "REGIONWATCH_LAKE_DATA": "s3://bucket/rw",
        "AWS_ACCESS_KEY_ID": "k", "AWS_SECRET_ACCESS_KEY": "hush", "AWS_ENDPOINT_URL": "http://10.0.0.6:9000",
    }  # fmt: skip
    settings = read_settings(environ)
    assert settings.warehouse == Lake(
        catalog="dbname=rw", data="s3://bucket/rw", s3=S3(key="k", secret="hush", endpoint="10.0.0.6:9000", tls=False)
    )
    assert "hush" not in repr(settings)
    with pytest.raises(SettingsError, match="AWS_ACCESS_KEY_ID"):
        read_settings({k: v for k, v in environ.items() if not k.startswith("AWS")})


def test_without_a_name_it_is_the_file_in_the_data_folder(tmp_path: Path) -> None:
    assert read_settings({}, tmp_path).warehouse == tmp_path.resolve() / "warehouse.duckdb"

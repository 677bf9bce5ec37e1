"""deploy/ keeps what docs/security.md says: loopback only, least rights, and commands that exist."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import duckdb
import psycopg
import pytest
import yaml
from typer.testing import CliRunner

from flows.cli import app
from tests.postgres import Postgres
from tests.warehouse.build import House, fact
from warehouse.connection import opened
from warehouse.errors import Damaged, Unreachable
from warehouse.lake import extension
from warehouse.place import Lake
from warehouse.records import Stage

ROOT = Path(__file__).parents[2]
UNITS = sorted((ROOT / "deploy" / "systemd").glob("*.service"))


def test_nothing_is_published_beyond_loopback() -> None:
    services = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8"))["services"]
    ports = [port for service in services.values() for port in service.get("ports", [])]
    assert len(ports) == 2 and all(port.startswith("127.0.0.1:") for port in ports)
    for unit in UNITS:
        assert "0.0.0.0" not in unit.read_text(encoding="utf-8")


def test_the_units_run_commands_that_exist_as_a_user_without_rights() -> None:
    assert len(UNITS) == 3
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8")
        assert {"User=regionwatch", "NoNewPrivileges=true", "ProtectSystem=strict"} <= set(text.splitlines())
        [program] = re.findall(r"^ExecStart=/opt/regionwatch/\.venv/bin/(.+)$", text, re.MULTILINE)
        if program.startswith("regionwatch "):
            known = CliRunner().invoke(app, [program.split()[1], "--help"], env={"COLUMNS": "200"}).output
            assert all(flag in known for flag in re.findall(r"--[a-z-]+", program))


def test_each_role_may_do_what_it_needs_and_no_more(catalog_server: Postgres, tmp_path: Path) -> None:
    env = {
        **os.environ, "PGHOST": "127.0.0.1", "PGPORT": str(catalog_server.port), "PGUSER": "regionwatch",
        "SERVER_PASSWORD": "it's", "WORKER_PASSWORD": "b", "ANALYST_PASSWORD": "c",
    }  # fmt: skip
    done = subprocess.run([ROOT / "deploy" / "roles.sh"], env=env, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr

    def as_role(role: str, database: str = "lake") -> str:
        return f"host=127.0.0.1 port={catalog_server.port} user=regionwatch_{role} dbname={database}"

    house = House(Lake(catalog=as_role("worker"), data=str(tmp_path)))
    house.publish(fact("bridge", Stage.STARTED, "海湾大桥开工。"))
    for role, database in (("server", "lake"), ("worker", "prefect"), ("analyst", "prefect")):
        with pytest.raises(psycopg.OperationalError, match="permission denied"):
            psycopg.connect(as_role(role, database))
    with psycopg.connect(as_role("server", "prefect")) as con:
        con.execute("CREATE TABLE mine (a INTEGER)")

    with duckdb.connect(config={"autoinstall_known_extensions": "false"}) as con:
        for name in ("postgres_scanner", "ducklake"):
            con.execute(f"LOAD '{extension(name)}'")
        con.execute(f"ATTACH 'ducklake:postgres:{as_role('analyst')}' AS lake (READ_ONLY)")
        assert con.execute("SELECT count(*) FROM lake.updates").fetchone() == (1,)
    with psycopg.connect(as_role("analyst"), autocommit=True) as session:
        session.execute("SET default_transaction_read_only = off")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            session.execute("DELETE FROM ducklake_data_file")
    with pytest.raises((Damaged, Unreachable)), opened(Lake(catalog=as_role("server")), 0.1):
        pass

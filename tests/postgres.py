"""A private Postgres on a free loopback port, for a lake's catalog and for Prefect's server; gone with the block.

Postgres refuses to run as root: as root it is run by the user `postgres`, which its Debian package makes.
"""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

USER = "regionwatch"


class PostgresMissing(RuntimeError):
    """No Postgres on this machine: install the package `postgresql` (Debian) or put its programs on the PATH."""


@dataclass(frozen=True, slots=True)
class Postgres:
    folder: Path
    port: int
    host: str = "127.0.0.1"

    def dsn(self, database: str = "postgres") -> str:
        return f"host={self.host} port={self.port} user={USER} dbname={database}"

    def url(self, database: str) -> str:
        """As SQLAlchemy wants it, for Prefect's server."""
        return f"postgresql+asyncpg://{USER}@{self.host}:{self.port}/{database}"

    def create(self, database: str, template: str = "template0") -> str:
        """A new database; its connection string."""
        with psycopg.connect(self.dsn(), autocommit=True) as con:
            con.execute(f'CREATE DATABASE "{database}" TEMPLATE "{template}"')  # type: ignore[call-overload]
        return self.dsn(database)

    def drop(self, database: str) -> None:
        with psycopg.connect(self.dsn(), autocommit=True) as con:
            con.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')  # type: ignore[call-overload]

    def start(self) -> None:
        options = (
            f"-p {self.port} -c listen_addresses={self.host} -c unix_socket_directories='' -c fsync=off -c max_connections=200"
        )
        _run("pg_ctl", "start", "-w", "-D", str(self.folder / "data"), "-l", str(self.folder / "log"), "-o", options)

    def stop(self, mode: str = "immediate") -> None:
        _run("pg_ctl", "stop", "-w", "-D", str(self.folder / "data"), "-m", mode)


@contextmanager
def postgres(host: str = "127.0.0.1") -> Iterator[Postgres]:
    """At `host` for its own network of 65,536 addresses. On a machine without Postgres the test that asks for it is skipped; CI has one, and fails without."""
    try:
        _binaries()
    except PostgresMissing as fault:
        assert not os.environ.get("CI"), "CI must have Postgres"
        pytest.skip(str(fault))  # a developer's own machine runs the rest; CI failed above
    folder = Path(tempfile.mkdtemp(prefix="regionwatch-pg-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        _run("initdb", "-D", str(folder / "data"), "-A", "trust", "-U", USER, "-E", "UTF8", "--locale=C", "--no-sync")
        with socket.socket() as s:
            s.bind((host, 0))
            port = int(s.getsockname()[1])
        with (folder / "data" / "pg_hba.conf").open("a") as rules:
            rules.write(f"host all all {host}/16 trust\n")
        server = Postgres(folder, port, host)
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(program: str, *words: str) -> None:
    command = [str(_binaries() / program), *words]
    if os.geteuid() == 0:
        command = ["runuser", "-u", "postgres", "--", *command]
    done = subprocess.run(
        command, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, timeout=60, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{program} as {getpass.getuser()}: {done.stderr[-1000:]}")


def _binaries() -> Path:
    if found := shutil.which("initdb"):
        return Path(found).parent
    if folders := sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda f: int(f.parent.name)):
        return folders[-1]
    raise PostgresMissing(PostgresMissing.__doc__)

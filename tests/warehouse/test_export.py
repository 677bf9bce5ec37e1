"""What other programs get: tables, OC4IDS, documented views, and a copy while others write."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import duckdb
import jsonschema
import pytest
from openpyxl import load_workbook
from referencing import Registry, Resource

from tests.warehouse.build import House, fact, promise
from warehouse.backup import back_up, restore
from warehouse.describe import fresh
from warehouse.errors import Damaged, Unwritable
from warehouse.export import export, oc4ids
from warehouse.records import Stage
from warehouse.store import Store

HERE = Path(__file__).parent
VIEWS = {"v_updates", "v_articles", "v_sources", "v_changes", "v_projects"}


@pytest.fixture
def full(house_on_file: House) -> House:
    house = house_on_file
    house.publish(
        fact("bridge", Stage.CONSTRUCTION, "=总投资30亿元,完成40%。", investment_yuan=3e9, progress_percent=40.0),
        promise("bridge", Stage.IN_SERVICE, date(2025, 12, 31), "12月通车。"),
    )
    house.wait(7)
    house.publish(promise("bridge", Stage.IN_SERVICE, date(2026, 6, 30), "2026年6月通车。"), page="2")
    house.publish(fact("rail", Stage.STOPPED, "滨海铁路项目终止。", milestone="终止"), page="3")
    return house


def test_a_project_stands_where_the_facts_put_it(full: House) -> None:
    bridge, rail = export(full.store, "bay", "projects", full.today).to_pylist()
    assert (bridge["stage"], bridge["oc4ids_status"], bridge["investment_yuan"], bridge["progress_percent"]) == (
        "construction", "implementation", 3e9, 40.0,
    )  # fmt: skip
    assert (bridge["promised_stage"], bridge["promised_by"], bridge["promised_dates"]) == ("in_service", date(2026, 6, 30), 2)
    assert (rail["stage"], rail["cancelled"], rail["oc4ids_status"]) == ("stopped", True, "cancelled")


def test_every_table_comes_in_every_format(full: House, tmp_path: Path) -> None:
    watchlist = tmp_path / "bay.yaml"
    watchlist.write_text(
        "region: {id: bay, name: 海湾}\nsources: [{id: gov, name: 政府, listing: 'https://gov.example/l/'}]\n"
        "projects: [{id: bridge, name: 海湾大桥}]\n",
        encoding="utf-8",
    )
    assert full.path.name == "warehouse.duckdb"

    def run(table: str, form: str, *out: str) -> str:
        command = [sys.executable, "-m", "flows.cli", "export", table, "-w", str(watchlist), "--format", form, *out]
        environment = {"REGIONWATCH_HOME": str(full.path.parent), "PATH": "/usr/bin:/bin", "PYTHONPATH": str(HERE.parents[1])}
        return subprocess.run(command, capture_output=True, text=True, env=environment, check=True).stdout

    rows = [json.loads(line) for line in run("updates", "jsonl").splitlines()]
    assert [row["evidence"] for row in rows if row["project"] == "rail"] == ["滨海铁路项目终止。"]
    assert [row["id"] for row in csv.DictReader(run("sources", "csv").splitlines())] == ["gov", "paper"]
    run("articles", "parquet", "--out", str(tmp_path / "a.parquet"))
    assert duckdb.sql(f"SELECT count(*) FROM '{tmp_path / 'a.parquet'}'").fetchall() == [(3,)]
    run("updates", "xlsx", "--out", str(tmp_path / "u.xlsx"))
    cells = [cell.value for row in load_workbook(tmp_path / "u.xlsx").active.iter_rows() for cell in row]  # type: ignore[union-attr]
    assert "'=总投资30亿元,完成40%。" in cells  # a text, and no formula
    package = json.loads(run("projects", "oc4ids"))
    assert package["version"] == "0.9"


def test_oc4ids_holds_to_its_schema(full: House) -> None:
    package = oc4ids(full.store, "bay", full.today)
    schemas = [json.loads((HERE / "oc4ids" / f"{name}.json").read_text()) for name in ("project-package-schema", "project-schema")]
    address = "https://standard.open-contracting.org/infrastructure/schema/0__9__5/project-schema.json"
    registry: Registry = Registry().with_resource(address, Resource.from_contents(schemas[1]))
    validator = jsonschema.Draft4Validator(schemas[0], registry=registry, format_checker=jsonschema.FormatChecker())
    assert [error.message for error in validator.iter_errors(package)] == []
    bridge = package["projects"][0]
    assert (bridge["status"], bridge["budget"]["amount"]) == ("implementation", {"amount": 3e9, "currency": "CNY"})
    package["projects"][0]["status"] = "done"
    assert not validator.is_valid(package)


def test_every_stage_has_a_status_that_oc4ids_knows() -> None:
    schema = json.loads((HERE / "oc4ids" / "project-schema.json").read_text())
    assert {stage.oc4ids for stage in Stage} <= set(schema["properties"]["status"]["enum"])


def test_the_documentation_is_that_of_the_schema_and_every_view_and_table_has_a_word() -> None:
    written = (HERE.parents[1] / "docs" / "warehouse.md").read_text(encoding="utf-8")
    assert written == fresh(), "run: python -m warehouse.describe > docs/warehouse.md"
    lines = written.splitlines()
    named = [(line[4:], lines[n + 2]) for n, line in enumerate(lines) if line.startswith("### ")]
    assert {name for name, _ in named} >= VIEWS
    assert all(said and not said.startswith("|") for _, said in named)


def test_a_backup_is_whole_while_another_process_writes_and_comes_back(full: House, tmp_path: Path) -> None:
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(full.path)], stdout=subprocess.PIPE, text=True, cwd=HERE.parents[1])
    assert writer.stdout
    copies = []
    for n in range(3):
        done = int(writer.stdout.readline())
        copies.append(tmp_path / f"copy-{n}.duckdb")
        back_up(full.path, copies[-1])
        with duckdb.connect(str(copies[-1]), read_only=True) as con:
            halves = con.execute("SELECT count(*) FROM updates u ANTI JOIN articles a ON a.id = u.article_id").fetchone()
            pages = con.execute("SELECT count(*) FROM v_updates WHERE title LIKE 'gov w%'").fetchone()
        assert halves == (0,) and pages and pages[0] > done
    writer.kill()
    writer.wait(10)
    told = Store(copies[0]).changes("bay", full.today - full.today.resolution * 10**13, full.today)
    kept = restore(copies[0], full.path, full.today)
    assert kept and kept.exists() and Store(full.path).changes("bay", full.today - full.today.resolution * 10**13, full.today) == told


WRITER = """
import sys
from pathlib import Path
from tests.warehouse.build import House, fact
from warehouse.records import Stage
house = House(Path(sys.argv[1]))
for n in range(1000):
    house.publish(fact("bridge", Stage.STARTED, f"海湾大桥第{n}次开工。"), page=f"w{n}")
    print(n, flush=True)
"""


def test_what_is_no_backup_is_refused_and_the_warehouse_stays(full: House, tmp_path: Path) -> None:
    before = full.path.read_bytes()
    short = tmp_path / "short.duckdb"
    short.write_bytes(before[: len(before) // 2])
    for wrong in (short, HERE / "build.py"):
        with pytest.raises(Damaged):
            restore(wrong, full.path, full.today)
    assert full.path.read_bytes() == before


def test_a_backup_that_cannot_be_written_leaves_the_one_before(full: House, tmp_path: Path) -> None:
    with pytest.raises(Unwritable, match="itself"):
        back_up(full.path, full.path)
    (tmp_path / "file").write_text("")
    with pytest.raises(Unwritable):
        back_up(full.path, tmp_path / "file" / "copy.duckdb")

import json

import pytest
from typer import Typer
from typer.testing import CliRunner

from store.db import Database
from store.errors import CallError
from store.layout import Store
from store.runs import Progress, report_progress
from store.verify import verify
from store.verify_commands import verify as verify_command
from store.verify_repair import SET_ASIDE, repair
from tests.store.verify.verified_village import (
    INGEST,
    part,
)


def test_repair__refused_while_a_run_writes(village: Store) -> None:
    report_progress(village, INGEST, Progress("ingest", "village", 1, 2))

    with pytest.raises(CallError, match="ingest of village is writing"):
        repair(village, [])


def test_repair__what_was_set_aside_before_stays(village: Store) -> None:
    for _ in range(2):
        path = part(village, "crops")
        path.write_bytes(b"no")
        repair(village, verify(village))

    aside = (village.root / SET_ASIDE).rglob("part-v0*.parquet")
    assert {path.name for path in aside if path.parents[1].name == "crops"} == {
        "part-v0.parquet",
        "part-v0.2.parquet",
    }


def run_verify(store: Store, *options: str) -> tuple[int, str]:
    app = Typer()
    app.command()(verify_command)
    result = CliRunner().invoke(app, [*options, "--store", str(store.root)])
    return result.exit_code, result.stdout


def test_verify_command__sound(village: Store) -> None:
    assert run_verify(village) == (
        0,
        "The store is sound: every part was read whole.\n",
    )


def test_verify_command__repairs_and_tells_as_json(village: Store) -> None:
    part(village, "crops").write_bytes(b"no")

    code, told = run_verify(village, "--json")
    assert (code, json.loads(told)["sound"]) == (1, False)
    code, told = run_verify(village, "--repair", "--json")

    answer = json.loads(told)
    assert code == 0
    assert answer["sound"]
    assert [finding["kind"] for finding in answer["findings"]] == ["unreadable"]
    assert [step.split()[1] for step in answer["repairs"]] == [
        f"tables/{table}/corpus=village/part-v0.parquet"
        for table in ("clips", "crops", "frames")
    ]
    assert Database(village).row_counts()["crops"] == 1


def test_verify_command__stopped(
    village: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("store.verify_commands.look_over", stop)

    assert run_verify(village) == (130, "")

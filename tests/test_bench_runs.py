"""The runs of `make bench`: areas by themselves, exit codes, records."""

from dataclasses import replace
from pathlib import Path

import pytest

from models.results import Result, load_results, save_results
from tests.bench import run as bench
from tests.bench.area import run_area
from tests.bench.conditions import Conditions
from tests.bench.kept import AreaRun, load_runs
from tests.bench.made_runs import BUSY, QUIET, ratio
from tests.bench.ratios import Ratio
from tests.bench.recorded import record


def made_area(folder: Path, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Write a module of an area that a new process finds."""
    (folder / "made_area.py").write_text(code, "utf-8")
    monkeypatch.syspath_prepend(folder)
    monkeypatch.setenv("PYTHONPATH", str(folder))


GOOD = """
from tests.bench.ratios import ratio_of
def run():
    yield ratio_of("bench/made/thing/ratio", [(1.0, 2.0)], meaning="m", data="d")
"""


def test_run_area__what_was_measured_before_a_failure_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_area(tmp_path, f"{GOOD}    raise ValueError('no such clip')\n", monkeypatch)

    found = run_area("made", module="made_area")

    assert [each.name for each in found.measured] == ["bench/made/thing/ratio"]
    assert found.failed == "ValueError: no such clip"


def test_run_area__killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made_area(
        tmp_path, "import os\ndef run():\n    os.kill(os.getpid(), 9)\n", monkeypatch
    )

    assert run_area("made", module="made_area").failed == (
        "Its process ended with code -9."
    )


def test_run_area__too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made_area(tmp_path, "import time\ntime.sleep(60)\n", monkeypatch)

    found = run_area("made", module="made_area", limit_s=0.5)

    assert found.failed == "It was ended after 0.5 s."


def test_chosen_areas__a_name_stands_for_all_that_begin_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    every = ["app", "growth_clips", "growth_hands", "growths"]
    monkeypatch.setattr(bench, "areas", lambda: every)

    assert bench.chosen_areas([]) == every
    assert bench.chosen_areas(["growth", "app"]) == [
        "growth_clips",
        "growth_hands",
        "app",
    ]
    assert bench.chosen_areas(["ap"]) == []


def test_main__a_failed_area_leaves_the_others_and_ends_with_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bench, "HISTORY", tmp_path / "history.json")
    monkeypatch.setattr(bench, "areas", lambda: ["broken", "fine"])
    told = {"broken": AreaRun("broken", [], "ValueError: no")}
    fine = AreaRun("fine", [ratio()])
    monkeypatch.setattr(bench, "run_area", lambda name: told.get(name, fine))

    assert bench.main(["broken", "fine"]) == 1
    assert "- Area broken failed: ValueError: no" in capsys.readouterr().out
    assert bench.main(["fine"]) == 0
    assert [len(run.areas) for run in load_runs(tmp_path / "history.json")] == [2, 1]


def test_main__a_wrong_name_of_an_area(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as ended:
        bench.main(["serach"])

    assert ended.value.code == 2
    assert "serach" in capsys.readouterr().err


KNOWN = Result(
    name="bench/made/known/ratio",
    value=0.5,
    low=None,
    high=None,
    unit="old words",
    data="old data",
    split="",
    seeds=(3,),
    recipe="",
    command="by hand",
    machine="2 cores",
    date="2025-01-01",
    paper="about 1",
)


def recorded(folder: Path, where: Conditions, *ratios: Ratio) -> dict[str, Result]:
    file = folder / "results.json"
    file.write_text("[]", "utf-8")
    save_results([KNOWN], file)
    record([AreaRun("made", list(ratios))], where, date="2026-01-01", path=file)
    return {result.name: result for result in load_results(file)}


def test_record__only_what_is_required_or_known(tmp_path: Path) -> None:
    found = recorded(
        tmp_path,
        QUIET,
        ratio(1.2345, name="bench/made/required/ratio", ceiling=2.0),
        ratio(0.7, name=KNOWN.name),
        ratio(0.7, name="bench/made/unasked/ratio"),
    )

    assert sorted(found) == [KNOWN.name, "bench/made/required/ratio"]
    assert found[KNOWN.name].value == 0.7
    assert (found[KNOWN.name].paper, found[KNOWN.name].seeds) == ("about 1", (3,))
    required = found["bench/made/required/ratio"]
    assert (required.value, required.paper) == (1.234, "at most 2")
    assert required.command == "make bench AREAS=made"


def test_record__no_seconds_on_the_clock_of_a_busy_machine(tmp_path: Path) -> None:
    processor = replace(
        ratio(0.7, name="bench/made/cpu/ratio", floor=0.1), on_clock=False
    )

    found = recorded(tmp_path, BUSY, ratio(0.7, name=KNOWN.name), processor)

    assert found[KNOWN.name] == KNOWN
    assert found["bench/made/cpu/ratio"].unit.startswith("processor time: ")
    assert found["bench/made/cpu/ratio"].machine.endswith("load 5.0")


def test_record__a_name_that_cannot_be_one_loses_no_other(tmp_path: Path) -> None:
    odd = ratio(0.7, name="bench/pages/clips?page=9/ratio", ceiling=1.0)
    fine = ratio(0.7, name="bench/made/fine/ratio", ceiling=1.0)

    found = recorded(tmp_path, QUIET, odd, fine)

    assert sorted(found) == ["bench/made/fine/ratio", KNOWN.name]

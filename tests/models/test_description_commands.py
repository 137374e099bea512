import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dashboard.cli import app
from models.descriptions.steps import FamilyTask, find_families
from store.console import run_app
from store.db import Database
from store.errors import CallError, UnknownNameError
from store.layout import Store

TABLE = """gloss,description
BOOK,"One hand: a fist, at the cheek; it moves up."
WATER,"One hand: a fist, at the chin; it moves up."
RIVER,"One hand: a fist, at the chin; it moves up!"
TREE,"Both hands alike: a claw, out to the side; it twists."
NOTHING,"..."
"""


@pytest.fixture
def words(store: Store, tmp_path: Path) -> Store:
    path = tmp_path / "words.csv"
    path.write_text(TABLE, "utf-8")
    told = run("ingest", "descriptions", str(path), "--unit", "word", store=store)
    assert "words: 5 descriptions read. Problems: none." in told
    return store


def run(*arguments: str, store: Store) -> str:
    ended = CliRunner().invoke(app, [*arguments, "--store", str(store.root)])
    assert ended.exit_code == 0, ended.output
    return " ".join(ended.output.split())


def test_families__counts_and_rows(words: Store) -> None:
    told = run("families", "--corpus", "words", "--permutations", "3", store=words)

    assert "3 descriptions compared by word, 1 the same as another, 1 left out" in told
    assert "1 pairs differ in one parameter" in told
    database = Database(words)
    (row,) = database.rows("description_corpora")
    pairs = database.rows(
        "description_pairs_of",
        run_id=row["run_id"],
        parameter="any",
        at_most=9,
        skipped=0,
    )
    assert [pair["parameter"] for pair in pairs] == ["place"]
    assert pairs[0]["first"] == "words/words-00001"
    assert pairs[0]["second"] == "words/words-00002"
    assert pairs[0]["similarity"] == pytest.approx(9**2 / 10**2)
    tree = database.rows("description_tree_of", run_id=row["run_id"])
    assert [join["members"] for join in tree] == [2, 3, 4]
    assert tree[0]["similarity"] == 1
    assert json.loads(row["metrics"])["families"] == 1


def test_families__same_settings_are_the_same_run(words: Store) -> None:
    first = find_families(words, FamilyTask("words", permutations=2))
    second = find_families(words, FamilyTask("words", permutations=2))
    other = find_families(words, FamilyTask("words", permutations=2, seed=1))

    assert first == second
    assert other.run_id != first.run_id


def test_families__rare_words_count_more(words: Store) -> None:
    task = FamilyTask("words", weighting="rare", permutations=0)

    made = find_families(words, task)

    assert made.threshold is None
    assert made.descriptions == 3


def test_families__no_descriptions(store: Store) -> None:
    with pytest.raises(CallError, match="ingest descriptions FILE --corpus none"):
        find_families(store, FamilyTask("none"))


def test_task__that_cannot_be() -> None:
    with pytest.raises(UnknownNameError, match="unit"):
        FamilyTask("x", unit="sentence")  # type: ignore[arg-type]
    with pytest.raises(CallError, match="give 0 to 1"):
        FamilyTask("x", floor=0)
    with pytest.raises(CallError, match="0 or more"):
        FamilyTask("x", permutations=-1)


def test_find_by_words__best_first(words: Store) -> None:
    query = ("find-by-words", "chin, fist", "--corpus", "words", "--at-most", "1")

    assert "WATER" in run(*query, "--any-order", store=words)
    assert "TREE" not in run(*query, store=words)


def test_find_by_words__wrong_calls(
    words: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    store = str(words.root)
    for query, corpus in (("...", "words"), ("fist", "nowhere")):
        call = ["signatlas", "find-by-words", query, "--corpus", corpus]
        monkeypatch.setattr("sys.argv", [*call, "--store", store])
        with pytest.raises(SystemExit) as ended:
            run_app(app)
        assert ended.value.code == 2
    said = capsys.readouterr().err
    assert "no word to compare" in said
    assert "has no descriptions" in said

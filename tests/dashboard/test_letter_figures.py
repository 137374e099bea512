import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.charts.letters import class_count_bars, likeness_bars, model_bars
from dashboard.queries import letter_queries, prediction_queries
from dashboard.records.letter_records import (
    REFERENCES,
    ClassCount,
    Leakage,
    LetterRun,
    RowFigures,
    best,
    row_figures,
)
from dashboard.widgets.letter_leakage import leakage_finding
from dashboard.widgets.letter_mistakes import cell_finding
from dashboard.widgets.letter_tiles import class_table, letter_tiles, pair_tiles
from dashboard.widgets.records_csv import records_csv
from models.letters.leakage import TWINS
from store.layout import Store, create_store
from store.write import Values, write_part
from tests.dashboard.letter_maker import (
    AGAIN,
    CORPUS,
    NEIGHBOURS,
    letter_ids,
)

UseStore = Callable[[Path], None]


@pytest.fixture
def letters(letters_store: Store, use_store: UseStore) -> Store:
    """A store with letters and models of them, looked at."""
    use_store(letters_store.root)
    return letters_store


def test_letter_corpora__counts_of_parts(letters: Store) -> None:
    (told,) = letter_queries.letter_corpora()

    assert (told.corpus, told.synthetic, told.train, told.test) == (
        CORPUS,
        True,
        24,
        12,
    )
    assert told.classes[2] == ClassCount("K", 8, 4)


def test_letter_pictures__those_not_there_are_left_out(letters: Store) -> None:
    ids = [*letter_ids("test", 2), f"{CORPUS}/test/99999"]

    found = letter_queries.letter_pictures(CORPUS, ids)

    assert list(found) == ids[:2]
    assert all(len(pixels) == 784 for pixels in found.values())


def test_samples__so_many_of_each_letter(letters: Store) -> None:
    found = letter_queries.samples(CORPUS, "train", per_letter=3)

    assert {letter: len(ids) for letter, ids in found.items()} == {
        "A": 3,
        "B": 3,
        "K": 3,
    }


def test_leakage__planted_twins(letters: Store) -> None:
    told = letter_queries.leakage(CORPUS)

    assert sorted((twin.test_id, twin.train_id) for twin in told.twins) == list(
        zip(letter_ids("test", 2), letter_ids("train", 2), strict=True)
    )
    assert all(twin.same_letter for twin in told.twins)
    assert not told.apart
    assert sum(count for *_, count in told.bins) == told.test == 12


@pytest.mark.parametrize(
    ("signers", "apart"),
    [
        (["p1", "p2", "p1", "p3"], True),
        (["p1", "p2", "p2", "p3"], False),
        (["p1", "p2", "p1", None], False),
    ],
)
def test_leakage__signers_of_both_parts(
    use_store: UseStore, tmp_path: Path, signers: list[str | None], apart: bool
) -> None:
    parts = ["train", "test", "train", "test"]
    store = create_store(tmp_path / "signed")
    columns: dict[str, Values] = {
        "letter_id": [f"signed/{row}" for row in range(4)],
        "corpus": ["signed"] * 4,
        "part": parts,
        "row_number": list(range(4)),
        "label": [0] * 4,
        "letter": ["A"] * 4,
        "signer": signers,
        "pixels": [bytes(784)] * 4,
    }
    write_part(store, "letters", columns, part="all", partition={"corpus": "signed"})
    use_store(store.root)

    assert letter_queries.leakage("signed").apart is apart


@pytest.mark.parametrize(
    ("test", "twins", "said"),
    [
        (0, 0, "No test picture has a near-duplicate in training"),
        (5, 1, "1 of 5 test pictures (20 %) has a near-duplicate in training"),
    ],
)
def test_leakage_finding__numbers(
    letters: Store, test: int, twins: int, said: str
) -> None:
    known = letter_queries.leakage(CORPUS)

    assert leakage_finding(Leakage(test, known.twins[:twins], (), apart=False)) == said


def test_row_figures__none() -> None:
    assert row_figures(CORPUS, []) == []
    assert best([]) is None


def test_row_figures__mean_and_range_over_seeds_beside_the_papers(
    letters: Store,
) -> None:
    neighbours, network = row_figures(CORPUS, letter_queries.letter_runs(CORPUS))

    assert (neighbours.name, neighbours.seeds, neighbours.paper_f1) == ("kNN", 1, None)
    assert network.name == "CNN3"
    assert network.accuracy == pytest.approx((9 / 12 + 11 / 12) / 2)
    assert network.accuracy_low == pytest.approx(9 / 12)
    assert network.accuracy_high == pytest.approx(11 / 12)
    assert network.paper_accuracy == 0.9652
    assert network.paper_parameters == network.parameters == 39_824


def test_row_figures__a_row_the_table_does_not_have_comes_last() -> None:
    runs = [LetterRun("a", "Mine", 0, {}), LetterRun("b", "NN1", 0, {"accuracy": 0.5})]

    figures = row_figures(CORPUS, runs)

    assert [row.name for row in figures] == ["NN1", "Mine"]
    assert figures[1].accuracy is None
    assert best(figures) is figures[0]


def test_model_bars__ours_the_papers_and_earlier_work(letters: Store) -> None:
    rows = row_figures(CORPUS, letter_queries.letter_runs(CORPUS))

    bars, alone, paper, earlier = model_bars(rows).data

    assert list(bars.y) == ["kNN", "CNN3"]
    assert list(paper.x) == [0.84, 0.9652]
    assert len(alone.x) == 2
    assert list(earlier.x) == [reference.accuracy for reference in REFERENCES]


def test_model_bars__none() -> None:
    assert len(model_bars([]).data[0].x) == 0


def test_class_count_bars__names_that_look_like_numbers() -> None:
    figure = class_count_bars([ClassCount("0", 3, 1), ClassCount("1", 2, 0)])

    assert [list(trace.y) for trace in figure.data] == [[3, 2], [1, 0]]
    assert figure.layout.xaxis.type == "category"


def test_likeness_bars__twins_stand_out(letters: Store) -> None:
    figure = likeness_bars(letter_queries.leakage(CORPUS), TWINS)

    bars = figure.data[0]
    twins = [
        count
        for count, colour in zip(bars.y, bars.marker.color, strict=True)
        if colour != bars.marker.color[0]
    ]
    assert sum(twins) == 2


def test_letter_tiles__a_picture_that_is_gone_and_strange_text() -> None:
    tiles = letter_tiles(["x"], ["<b>"], {})

    assert "not in the store" in tiles
    assert "<b>" not in tiles


def test_pair_tiles__a_pair_that_lacks_a_picture_is_left_out() -> None:
    tiles = pair_tiles(
        [("a", "b"), ("a", "c")], ["0.99", "0.98"], {"a": bytes(784), "b": bytes(784)}
    )

    assert tiles.count("<img") == 1
    assert "0.98" not in tiles


def test_class_table__a_letter_without_samples() -> None:
    table = class_table([ClassCount("A", 0, 1)], {}, {})

    assert "<img" not in table
    assert "Letters with sample pictures" in table


def test_cell_finding__rightly_read(letters: Store) -> None:
    told = prediction_queries.predictions(AGAIN)

    said = cell_finding(told, ("A", "A"))

    assert said == "4 pictures of 4 that show A are read rightly"
    assert cell_finding(told, ("B", "K")) == "1 picture of 4 that show B is read as K"


def test_row_figures__as_csv(letters: Store) -> None:
    rows = row_figures(CORPUS, letter_queries.letter_runs(CORPUS))

    read = list(csv.DictReader(io.StringIO(records_csv(RowFigures, rows))))

    assert [row["name"] for row in read] == ["kNN", "CNN3"]
    assert read[0]["images_per_second"] == "1000.0"
    assert NEIGHBOURS not in read[0].values()

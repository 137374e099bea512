import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from dashboard.queries import frequency_queries
from dashboard.records.frequency_records import (
    FrequencyItems,
    HandshapeFrequency,
    Interval,
    counted_of,
)
from dashboard.records.words import Words
from dashboard.widgets.frequencies import frequency_csv
from models.prevalence import likeliest
from store.layout import Store
from tests.dashboard.page_reader import Opener, texts, title
from tests.dashboard.prediction_maker import (
    BETTER,
    WORSE,
    add_later_prediction,
    add_predictions,
)

UseStore = Callable[[Path], None]


@pytest.fixture
def judged_store(clustered_store: Store) -> Store:
    return add_predictions(clustered_store)


def test_frequencies__empty_store(open_page: Opener, tmp_path: Path) -> None:
    app = open_page(tmp_path / "none", "frequencies")

    assert title(app) == "Nothing has been ingested yet"


def test_frequencies__no_classifier_says_what_to_run(
    open_page: Opener, partial_store: Store
) -> None:
    app = open_page(partial_store.root, "frequencies")

    assert title(app) == "No handshape has been recognised yet"
    assert "signatlas train" in texts(app)


def test_frequencies__title_scope_and_way_of_counting(
    open_page: Opener, judged_store: Store
) -> None:
    app = open_page(judged_store.root, "frequencies", way="adjusted")

    assert re.fullmatch(r"Four handshapes make \d\d % of the signs: .*", title(app))
    said = texts(app)
    assert "Synthetic" in said
    assert "72 hands" in said
    assert "216 hands that the classifier was made with are left out" in said
    assert "Corrected for the classifier's mistakes" in said
    assert "Diamonds: by the labels" in said


def test_frequencies__hands_of_one_handshape(
    open_page: Opener, judged_store: Store
) -> None:
    app = open_page(judged_store.root, "frequencies", run=BETTER, handshape="V")

    assert title(app) == "16 hands taken for V"
    links = "".join(item.proto.body for item in app.get("html"))
    assert links.count("clips?clip=drawn-hands") == 16


def test_frequencies__unknown_handshape_and_signer(
    open_page: Opener, judged_store: Store
) -> None:
    app = open_page(judged_store.root, "frequencies", handshape="Zzz")
    nobody = open_page(judged_store.root, "frequencies", signer="drawn-hands/nobody")

    assert title(app) == "This classifier knows no handshape Zzz"
    assert title(nobody) == "No hand fits these choices"


def test_handshape_frequencies__correction_comes_nearer_to_the_labels(
    use_store: UseStore, judged_store: Store
) -> None:
    use_store(judged_store.root)

    rows = frequency_queries.handshape_frequencies(
        (WORSE, None, None, "crop"), threshold=0.0, correction="adjusted"
    )

    by_name = {row.handshape: row for row in rows}
    raw = np.array([abs(row.raw.share - (row.labelled or 0)) for row in rows])
    mended = np.array([abs(row.best.share - (row.labelled or 0)) for row in rows])
    assert by_name["1"].raw.share == pytest.approx(4 / 72)
    assert by_name["1"].labelled == pytest.approx(12 / 72)
    assert mended.sum() < raw.sum() / 2
    assert all(row.raw.low <= row.raw.share <= row.raw.high for row in rows)


def test_handshape_frequencies__without_validation_mistakes_are_known_from_the_test(
    use_store: UseStore, clustered_store: Store
) -> None:
    add_predictions(clustered_store, validated=False)
    use_store(clustered_store.root)

    rows = frequency_queries.handshape_frequencies(
        (WORSE, None, None, "crop"), threshold=0.0, correction="adjusted"
    )

    one = next(row for row in rows if row.handshape == "1")
    assert one.corrected
    assert one.corrected.share == pytest.approx(one.labelled, abs=0.01)
    assert sum(row.raw.share for row in rows) == pytest.approx(1)


def test_labelled_shares__nothing_where_no_hand_is_labelled() -> None:
    x, probabilities = Words.of_column(pa.chunked_array([["x"]])), [[0.75, 0.25]]
    told = FrequencyItems(
        classes=("A", "B"),
        item_ids=pa.array(["x"]),
        probabilities=np.array(probabilities),
        said=likeliest(np.array(probabilities)),
        calibrated=None,
        doubt=np.ones(1),
        lots=np.ones(1),
        true=Words.of_column(pa.chunked_array([[None]], pa.string())),
        part=x,
        corpus=x,
        clip=x,
        signer=x,
        sign=x,
        second=np.array([False]),
        known=None,
    )

    assert told.labelled_shares(told.counted, "crop") is None


def test_handshape_frequencies__a_prediction_knows_the_mistakes_of_its_training(
    use_store: UseStore, judged_store: Store
) -> None:
    later = add_later_prediction(judged_store)
    use_store(judged_store.root)

    rows = frequency_queries.handshape_frequencies(
        (later, None, None, "crop"), threshold=0.0, correction="adjusted"
    )

    one = next(row for row in rows if row.handshape == "1")
    assert one.labelled is None
    assert one.corrected
    assert one.corrected.share > one.raw.share


def test_frequencies__a_way_to_compare_with_another_corpus(
    open_page: Opener, judged_store: Store
) -> None:
    app = open_page(judged_store.root, "frequencies", run=BETTER)

    links = "".join(item.proto.body for item in app.get("html"))
    address = f"compare?first=drawn-hands&amp;first-by=corrected%3A{BETTER}"
    assert address in links


def test_frequency_csv__one_row_per_handshape() -> None:
    told = HandshapeFrequency("a,b", Interval(0.5, 0.25, 0.75), None, 0.5)

    rows = list(csv.reader(io.StringIO(frequency_csv([told]))))

    assert rows[0][:4] == ["handshape", "corrected", "corrected_low", "corrected_high"]
    assert rows[1] == ["a,b", "", "", "", "0.5", "0.25", "0.75", "0.5"]


def test_counted_of__hands_that_were_taught_count_where_there_is_no_other() -> None:
    some = Words.of_column(pa.chunked_array([["train", "unseen", "validation"]]))
    none = Words.of_column(pa.chunked_array([["train", "validation"]]))

    assert counted_of(some).tolist() == [False, True, False]
    assert counted_of(none).tolist() == [True, True]

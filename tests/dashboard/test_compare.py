import csv
import io
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from dashboard.queries import compare_queries
from dashboard.reading.compare_reading import compared, counted_rows
from dashboard.records.compare_records import Comparison, Side, Source, side_names
from dashboard.widgets.compare_frequencies import frequency_csv, p_value
from dashboard.widgets.compare_handshape import signs_csv
from dashboard.widgets.compare_pairs import pairs_csv
from dashboard.widgets.compare_verdict import finding, lacking_csv, pair_csv
from store.errors import CallError
from store.labels import LabelEvent, add_event
from store.layout import Store, create_store
from tests.dashboard.cluster_maker import CORPUS
from tests.dashboard.compare_maker import (
    LEXICON,
    NORTH,
    SOUTH,
    add_languages,
    add_lexicon,
)
from tests.dashboard.page_reader import GOOD, Opener, texts, title
from tests.dashboard.prediction_maker import WORSE, add_predictions

UseStore = Callable[[Path], None]


@pytest.fixture(scope="module")
def languages(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = create_store(tmp_path_factory.mktemp("languages") / "store")
    return add_lexicon(add_languages(store))


def source(corpus: str, by: str) -> Source:
    return next(one for one in compare_queries.sources()[corpus] if one.by == by)


def side(name: str, *handshapes: str, known: str = "A5V1") -> Side:
    rows = [(f"S{i}", f"{name}/{i}", shape, 1.0) for i, shape in enumerate(handshapes)]
    counts = counted_rows(rows, "sign", known=known)
    return Side(Source(name, name, "truth", synthetic=True), counts, name)


def both(*sides: Side, scope: str = "common") -> Comparison:
    found = compared(sides, "all" if scope == "all" else "common")
    assert found is not None
    return found


def test_counted_rows__a_sign_counts_once_and_a_clip_once() -> None:
    rows = [("X", "c/1", "A", 1.0), ("X", "c/2", "5", 1.0), ("X", "c/2", "A", 1.0)]
    rows += [("Y", "c/3", "5", 1.0)]

    by_sign = counted_rows(rows, "sign", known=("V",))
    by_clip = counted_rows(rows, "token", known=())

    assert by_sign.classes == ("5", "A")
    assert by_sign.counts.tolist() == [[0.25, 0.75], [1, 0]]
    assert by_clip.counts.tolist() == [[0.5, 1.5], [1, 0]]
    assert by_sign.known == {"5", "A", "V"}
    assert (by_sign.items, by_sign.signs_of("A")) == (3, ["X"])


def test_counts__shares_among_some_handshapes_alone() -> None:
    counts = side("x", "A", "A", "5", "V").counts
    drawn = replace(counts, drawn=np.array([[0.25, 0.5, 0.25]] * 3))

    rows, shares = counts.over(["A", "V", "1"])
    _, by_draws = drawn.over(["A", "V", "1"])

    assert rows.shape == (3, 3)
    np.testing.assert_allclose(shares.share, [2 / 3, 1 / 3, 0])
    np.testing.assert_allclose(by_draws.share, [2 / 3, 1 / 3, 0])
    np.testing.assert_allclose(by_draws.high, [2 / 3, 1 / 3, 0])


def test_compared__handshapes_that_a_source_cannot_tell_are_left_out() -> None:
    full, few = side("full", "A", "A", "5", "V"), side("few", "A", "5", known="A5")

    common = both(full, few)
    every = both(full, few, scope="all")

    assert common.classes == ("A", "5")
    np.testing.assert_allclose(common.left_out, [0.25, 0])
    assert every.classes == ("A", "5", "V")
    (lacks,) = every.lacking(1)
    assert (lacks.handshape, lacks.elsewhere, lacks.at_most) == ("V", 0.25, None)
    assert every.lacking(0) == []


def test_compared__a_handshape_that_is_missing_may_be_there_all_the_same() -> None:
    (lacks,) = both(side("x", "A", "5"), side("y", *"A" * 10)).lacking(1)

    assert lacks.handshape == "5"
    assert lacks.at_most == pytest.approx(0.2775, abs=1e-4)


def test_compared__nothing_in_common() -> None:
    assert (
        compared([side("x", "A", known="A"), side("y", "B", known="B")], "common")
        is None
    )


def test_compared__three_corpora_have_three_pairs_and_files() -> None:
    found = both(side("x", *"AAAA5"), side("y", *"AAA55"), side("z", *"VVVVV"))

    pairs = list(csv.DictReader(io.StringIO(pair_csv(found))))
    rows = list(csv.DictReader(io.StringIO(frequency_csv(found))))
    lacking = list(csv.DictReader(io.StringIO(lacking_csv(found))))
    assert [(row["first"], row["second"]) for row in pairs] == [
        ("x", "y"),
        ("x", "z"),
        ("y", "z"),
    ]
    assert float(pairs[0]["moved"]) == pytest.approx(0.2)
    assert float(pairs[0]["p_holm"]) >= float(pairs[0]["p"])
    a = next(row for row in rows if row["handshape"] == "A")
    assert float(a["x minus y"]) == pytest.approx(0.2)
    assert a["z"] == "0"
    assert float(a["x minus z"]) == pytest.approx(0.8)
    assert {row["corpus"] for row in lacking} == {"x", "y", "z"}
    assert finding(found).startswith("3 corpora use handshapes differently")


def test_finding__alike_and_wholly_apart() -> None:
    alike = both(side("x", "A", "5"), side("y", "A", "5"))
    apart = both(side("x", *"A" * 9), side("y", *"5" * 9))

    assert finding(alike).startswith("No difference between the handshapes of x and y")
    assert finding(apart) == "x and y have no handshape in common"


def test_p_value__as_journals_print_it() -> None:
    assert [p_value(p) for p in (1.0, 0.9996, 0.0321, 0.0005)] == [
        "1",
        "1",
        ".032",
        "<.001",
    ]


def test_sources__the_best_first_and_only_what_is_there(
    use_store: UseStore, languages: Store
) -> None:
    use_store(languages.root)

    found = compare_queries.sources()

    told = {corpus: [one.by for one in listed] for corpus, listed in found.items()}
    assert told == {
        NORTH: ["truth"],
        SOUTH: ["truth"],
        LEXICON: ["lexicon", "lexicon-rated"],
    }


def test_lexicon__weighted_by_how_often_signs_are_used(
    use_store: UseStore, languages: Store
) -> None:
    use_store(languages.root)

    def shares(by: str) -> dict[str, float]:
        counts = compare_queries.sides([source(LEXICON, by)], "sign")[0].counts
        return dict(zip(counts.classes, counts.shares.tolist(), strict=True))

    assert shares("lexicon") == {"5": 0.25, "A": 0.5, "curved_v": 0.25}
    assert shares("lexicon-rated") == {"5": 3 / 16, "A": 0.5, "curved_v": 5 / 16}


def test_contrasting__what_both_languages_and_the_lexicon_distinguish(
    use_store: UseStore, languages: Store
) -> None:
    use_store(languages.root)
    asked = [source(NORTH, "truth"), source(SOUTH, "truth"), source(LEXICON, "lexicon")]

    sides = compare_queries.sides(asked, "sign")

    three = compare_queries.contrasting(sides)
    two = compare_queries.contrasting(sides[:2])

    assert [len(language.pairs) for language in three.languages] == [3, 3, 1]
    assert set(three.languages[0].contrasts) == {("5", "A"), ("5", "V")}
    assert set(three.languages[1].contrasts) == {("1", "5"), ("1", "V")}
    assert set(three.languages[2].contrasts) == {("5", "A")}
    assert two.contrasts == ()
    assert [pair.parameter for pair in two.pairs[0]] == ["place", "place"]
    assert len(two.pairs) == 1
    listed = list(csv.DictReader(io.StringIO(pairs_csv(two))))
    assert [row["minimal_in_all"] for row in listed] == ["1", "0", "0"] * 2
    assert signs_csv("1", sides).splitlines()[1] == "south (synthetic),SIGN2"


def test_classifier__corrected_comes_nearer_to_the_labels_than_raw(
    use_store: UseStore, clustered_store: Store
) -> None:
    store = add_predictions(clustered_store)
    use_store(store.root)

    def share_of_1(by: str) -> float:
        (told,) = compare_queries.sides([source("drawn-hands", by)], "token")
        counts = told.counts
        assert counts.drawn is not None
        np.testing.assert_allclose(
            counts.counts.sum(axis=0) / counts.counts.sum(), counts.shares, atol=0.02
        )
        return float(counts.shares[counts.classes.index("1")])

    raw, corrected = share_of_1(f"raw:{WORSE}"), share_of_1(f"corrected:{WORSE}")
    assert abs(corrected - 12 / 72) < abs(raw - 12 / 72)


def test_side_names__a_corpus_twice_and_a_classifier_twice() -> None:
    truth = Source("x", "X", "truth", synthetic=True)
    one, other = (Source("y", "Y", "raw", run, "net") for run in ("r1", "r2"))

    assert side_names([truth, one]) == ["x (synthetic)", "y"]
    assert side_names([one, other, replace(one, kind="corrected")]) == [
        "y (raw:r1)",
        "y (raw:r2)",
        "y (net, corrected)",
    ]


def test_page__two_synthetic_languages(open_page: Opener, languages: Store) -> None:
    app = open_page(languages.root, "compare", first=NORTH, second=SOUTH)

    assert title(app).startswith("north (synthetic) and south (synthetic) use handsh")
    said = texts(app)
    assert "Synthetic" in said
    assert "60 % would have to change" in title(app)
    assert "10 signs from 20 clips" in said
    assert "North (synthetic) (north); licence: made up" in said
    assert "0 pairs of handshapes distinguish signs in all of them" in said
    assert "1 pair of glosses is minimal in all of them" in said
    links = "".join(item.proto.body for item in app.get("html"))
    assert "compare?counting=sign&amp;scope=common&amp;first=north" in links


def test_page__three_sides_one_of_them_coded_and_one_handshape(
    open_page: Opener, languages: Store
) -> None:
    chosen = {"first": LEXICON, "second": NORTH, "third": SOUTH}
    app = open_page(languages.root, "compare", **chosen)
    opened = open_page(languages.root, "compare", handshape="A", **chosen)

    assert "25 % of words" in texts(app)
    assert "by its codes" in texts(app)
    assert title(opened) == "A in words and north (synthetic) and south (synthetic)"
    links = "".join(item.proto.body for item in opened.get("html"))
    assert links.count("sign?corpus=north") == 5
    assert "word0" in links


def test_page__empty_store_and_one_corpus_alone(
    open_page: Opener, tmp_path: Path
) -> None:
    empty = open_page(tmp_path / "none", "compare")
    nobody = add_lexicon(create_store(tmp_path / "one"))
    entries = open_page(nobody.root, "compare")

    assert title(empty) == "Nothing has been ingested yet"
    assert title(entries).startswith("No difference between the handshapes of words")


def test_labels__counted_while_their_hands_are_there(
    use_store: UseStore, clustered_store: Store
) -> None:
    use_store(clustered_store.root)
    for cluster, handshape in ((0, "A"), (2, "5")):
        event = LabelEvent("ann", "name", GOOD, cluster, handshape=handshape)
        add_event(clustered_store, event)
    by_labels = source(CORPUS, "labels")

    (found,) = compare_queries.sides([by_labels], "token")

    assert found.counts.classes == ("5", "A")
    assert found.counts.counts.sum() == found.counts.items > 0

    shutil.rmtree(clustered_store.table_dir("clips"))
    with pytest.raises(CallError, match="not in the store any more"):
        compare_queries.sides([by_labels], "token")

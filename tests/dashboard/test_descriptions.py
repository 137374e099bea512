import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.queries import description_queries
from dashboard.queries.picture_queries import words_and_pictures
from dashboard.widgets.family_list import families_csv
from ingest.corpora.descriptions import Description, DescriptionListing
from ingest.description_rows import write_descriptions
from models.descriptions.steps import FamilyTask, find_families
from store.layout import Store, create_store
from store.write import write_rows
from tests.dashboard.description_maker import (
    NOT_COMPARED,
    NOTATION,
    WORDS,
    add_descriptions,
    description_id,
)
from tests.dashboard.page_reader import Opener, texts, title
from tests.dashboard.store_maker import make_full_store


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Store:
    root = tmp_path_factory.mktemp("described") / "store"
    return add_descriptions(make_full_store(root))


def html(app: AppTest) -> str:
    return "\n".join(item.proto.body for item in app.get("html"))


def word_run(store: Store) -> str:
    corpora = {c.corpus: c for c in description_queries.described_corpora()}
    assert corpora[WORDS].descriptions == 10
    return next(run.run_id for run in corpora[WORDS].runs if run.unit == "word")


def test_descriptions__empty_store_says_what_to_run(
    open_page: Opener, tmp_path: Path
) -> None:
    app = open_page(tmp_path / "none", "descriptions")

    assert title(app) == "There are no written descriptions yet"
    assert "signatlas ingest descriptions FILE.csv" in texts(app)


def test_descriptions__not_compared_yet(open_page: Opener, described: Store) -> None:
    app = open_page(described.root, "descriptions", corpus=NOT_COMPARED)

    assert title(app) == "These descriptions have not been compared yet"
    assert f"signatlas families --corpus {NOT_COMPARED}" in texts(app)


def test_descriptions__families_at_a_threshold(
    open_page: Opener, described: Store, use_store: Callable[[Path], None]
) -> None:
    use_store(described.root)
    run = word_run(described)

    app = open_page(described.root, "descriptions", corpus=WORDS, run=run)

    assert title(app) == (
        "At 0.60 there are 2 families, the largest of 3 signs; 4 signs are in none"
    )
    assert "10 descriptions, 1 of them the same as another" in texts(app)
    said = html(app)
    assert "One hand" in said
    assert "fingers up and palm to the front" in said
    assert "<script>alert(1)" not in said


def test_descriptions__moving_the_threshold(
    open_page: Opener, described: Store
) -> None:
    app = open_page(described.root, "descriptions", corpus=NOTATION)

    app.slider[0].set_value(0.3).run()

    assert title(app).startswith("At 0.30 there is 1 family, the largest of 3 signs")
    assert app.query_params["threshold"] == ["0.3"]


@pytest.mark.parametrize(
    ("asked", "shown"), [("7", "1.00"), ("nan", "0.60"), ("x", "0.60"), ("-1", "0.20")]
)
def test_descriptions__threshold_that_is_none(
    open_page: Opener, described: Store, asked: str, shown: str
) -> None:
    app = open_page(described.root, "descriptions", corpus=NOTATION, threshold=asked)

    assert title(app).startswith(f"At {shown} ")


def test_descriptions__one_family(open_page: Opener, described: Store) -> None:
    app = open_page(
        described.root,
        "descriptions",
        corpus=WORDS,
        family=description_id(WORDS, 1),
        threshold="0.5",
    )

    assert "BOOK" in title(app)
    assert '<mark class="sa-shared">' in html(app)
    assert len(app.get("plotly_chart")) == 2
    assert len(app.get("video")) == 2


def test_descriptions__family_of_a_sign_that_is_not_there(
    open_page: Opener, described: Store
) -> None:
    app = open_page(described.root, "descriptions", corpus=WORDS, family="<i>x</i>")

    assert title(app) == "This sign is not in this comparison"


def test_descriptions__hamnosys_has_names(open_page: Opener, described: Store) -> None:
    app = open_page(
        described.root,
        "descriptions",
        corpus=NOTATION,
        family=description_id(NOTATION, 1),
    )

    assert '<span class="sa-hamnosys" aria-hidden="true">\ue001' in html(app)
    assert "hamflathand" in html(app)


def test_descriptions__pair_side_by_side(open_page: Opener, described: Store) -> None:
    app = open_page(
        described.root,
        "descriptions",
        corpus=WORDS,
        first=description_id(WORDS, 1),
        second=description_id(WORDS, 2),
    )

    assert title(app) == "BOOK and WATER: they differ in place"
    assert '<mark class="sa-apart">cheek</mark>' in html(app)


def test_descriptions__pair_that_is_not_there(
    open_page: Opener, described: Store
) -> None:
    app = open_page(described.root, "descriptions", corpus=WORDS, first="a", second="b")

    assert title(app) == "One of these signs is not in this comparison"


def test_descriptions__odd_texts_take_no_effect(
    open_page: Opener, described: Store
) -> None:
    app = open_page(
        described.root,
        "descriptions",
        corpus=WORDS,
        first=description_id(WORDS, 4),
        second=description_id(WORDS, 5),
    )

    assert title(app).startswith("<script>alert(1)</script> and **x** [a](b) :red[c]:")
    assert "<script>alert(2)" not in html(app)


def test_descriptions__minimal_pairs_by_parameter(
    open_page: Opener, described: Store, use_store: Callable[[Path], None]
) -> None:
    use_store(described.root)
    run = word_run(described)

    app = open_page(described.root, "descriptions", corpus=WORDS, part="pairs", run=run)
    place = open_page(
        described.root,
        "descriptions",
        corpus=WORDS,
        part="pairs",
        run=run,
        parameter="place",
    )

    assert title(app).startswith("3 minimal pairs: ")
    assert "cheek → chin" in html(app)
    assert "hand" in html(app)
    assert "a claw" not in html(place)


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ({"query": "palm front, chin, a claw", "order": "any"}, "TREE"),
        ({"query": "a claw fingers up and palm"}, "TREE"),
        ({"query": "손바닥 이마 왼", "order": "any"}, "집"),
        ({"query": "Левая рука вниз", "order": "any"}, "ДОМ"),
    ],
)
def test_descriptions__search_by_typing(
    open_page: Opener, described: Store, asked: dict[str, str], first: str
) -> None:
    app = open_page(described.root, "descriptions", corpus=WORDS, **asked)

    assert title(app).startswith(f"{first} fits best")


def test_descriptions__search_for_what_nobody_wrote(
    open_page: Opener, described: Store
) -> None:
    app = open_page(described.root, "descriptions", corpus=NOTATION, query="zzz")

    assert title(app) == "No description has anything of this"


def test_descriptions__words_against_videos(
    open_page: Opener, described: Store
) -> None:
    app = open_page(described.root, "descriptions", corpus=WORDS, part="videos")

    assert "agree" in title(app) or "look alike" in title(app)
    assert "mean joint_angles of the hands of each sign" in texts(app)
    assert "5 signs with both" in texts(app)


def test_words_and_pictures__embedded_clips_come_before_features(
    tmp_path: Path, use_store: Callable[[Path], None]
) -> None:
    store = add_descriptions(make_full_store(tmp_path / "embedded"))
    rows = [
        {
            "run_id": "embed-1",
            "item_id": f"{WORDS}/v{number:02d}",
            "corpus": WORDS,
            "vector": [float(number), 1.0, float(number % 2)],
        }
        for number in range(6)
    ]
    write_rows(store, "embeddings", rows, part="all", partition={"run_id": "embed-1"})
    use_store(store.root)
    described = {c.corpus: c for c in description_queries.described_corpora()}[WORDS]

    found = words_and_pictures(WORDS, described.runs[0])

    assert found is not None
    assert found.pictures == "clip embeddings, run embed-1"
    assert found.agreement.signs == 5


def test_descriptions__no_videos_says_what_to_run(
    open_page: Opener, described: Store
) -> None:
    app = open_page(described.root, "descriptions", corpus=NOTATION, part="videos")

    assert title(app) == "Words and videos cannot be compared yet"
    assert f"signatlas features --corpus {NOTATION}" in texts(app)


def test_descriptions__read_anew_since_they_were_compared(
    open_page: Opener, tmp_path: Path
) -> None:
    store = create_store(tmp_path / "anew")
    two = [Description(n, "A", f"fist {n}", "en", "word", "x") for n in (1, 2)]
    write_descriptions(store, "two", DescriptionListing("x", two), {})
    find_families(store, FamilyTask("two"))
    write_descriptions(store, "two", DescriptionListing("x", two[:1]), {})

    app = open_page(store.root, "descriptions")

    assert title(app) == "These descriptions were read anew since they were compared"


def test_descriptions__one_description_alone(open_page: Opener, tmp_path: Path) -> None:
    store = create_store(tmp_path / "one")
    only = DescriptionListing("x", [Description(1, "A", "fist", "en", "word", "x")])
    write_descriptions(store, "one", only, {})
    find_families(store, FamilyTask("one"))

    app = open_page(store.root, "descriptions")

    assert title(app) == "At 0.60 no two descriptions are so alike"


def test_families_csv__every_sign_with_its_family(
    described: Store, use_store: Callable[[Path], None]
) -> None:
    use_store(described.root)
    corpora = {c.corpus: c for c in description_queries.described_corpora()}
    found = description_queries.families(NOTATION, corpora[NOTATION].runs[0])
    assert found is not None

    table = families_csv(found, 0.5)

    rows = list(csv.DictReader(io.StringIO(table)))
    assert len(rows) == 3
    assert {row["family"] for row in rows if row["signs"] == "2"} == {"1"}

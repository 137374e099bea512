"""What pages ask of a store of some thousand hands: little, whatever the store holds."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from store.db import Database
from store.layout import Store
from tests.bench.big_store import make_big_store
from tests.bench.big_store_pages import PAGES
from tests.dashboard.conftest import Opener

HANDS = 2_000
PICTURES_AT_MOST = 600
"""A contact sheet shows no more."""
ROWS_AT_MOST = 1_500
"""Of lists, facets and counts together."""
OF_COUNTS = ("overview", "clips", "sign", "models", "query", "sign-mnist")
"""Pages that show what is counted, and a few clips."""
KEPT_NOWHERE = {"clip_crops", "keypoints_of", "corpus_credits", "clip_media"}
"""Questions about one clip or a few corpora, asked again on every visit."""
OF_LABELLED = ("mistakes",)
LABELLED = HANDS // 5
"""A tenth is labelled, one clip more or less."""


@dataclass
class Asked:
    """What a page asked the store for.

    Attributes:
        rows: of all answers together.
        pictures: rows of answers with pictures, together.
        questions: how many were asked.
    """

    rows: int = 0
    pictures: int = 0
    questions: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def many_hands(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return make_big_store(tmp_path_factory.mktemp("many") / "store", HANDS)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """Counts what is asked while a test runs."""
    seen, query = Asked(), Database.query

    def counted(self: Database, question: str, **parameters: Any) -> pa.Table:
        answer = query(self, question, **parameters)
        seen.rows += answer.num_rows
        seen.pictures += answer.num_rows if "image" in answer.column_names else 0
        seen.questions.append(question)
        return answer

    monkeypatch.setattr(Database, "query", counted)
    return seen


@pytest.mark.parametrize(("page", "choices"), PAGES.values(), ids=PAGES)
def test_pages__read_what_they_show(
    page: str,
    choices: dict[str, str],
    many_hands: Store,
    asked: Asked,
    open_page: Opener,
) -> None:
    address = "" if page == "overview" else page

    app = open_page(many_hands.root, address, **choices)
    first = len(asked.questions)
    app.run()

    assert not app.exception
    assert not app.error
    assert asked.pictures <= PICTURES_AT_MOST
    if page in OF_COUNTS:
        assert asked.rows <= ROWS_AT_MOST
    if page in OF_LABELLED:
        assert asked.rows <= ROWS_AT_MOST + LABELLED
    assert set(asked.questions[first:]) <= KEPT_NOWHERE
    _assert_small(app, many_hands.root)


def _assert_small(app: AppTest, root: Path) -> None:
    """Check that a page names no more hands than it can show at once."""
    told = sum(str(item.proto).count("/right/p00") for item in app.get("html"))
    assert told <= 2 * PICTURES_AT_MOST, root

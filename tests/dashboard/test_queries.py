import numpy as np
import pytest

from dashboard.queries import clip_queries
from dashboard.records.clip_records import ClipFilter, ClipRow, Corpus
from store.layout import Store
from store.write import write_rows
from tests.dashboard import store_maker
from tests.dashboard.made_figure import MadeClip, points_of
from tests.dashboard.store_maker import VIDEOS
from tests.store.elan.elan_store import clip_row


@pytest.fixture
def full(use_store, full_store):
    use_store(full_store.root)
    return full_store


@pytest.fixture
def empty(use_store, tmp_path):
    use_store(tmp_path / "none")


def names(rows: list[ClipRow]) -> list[str]:
    return [row.clip_id for row in rows]


@pytest.mark.usefixtures("empty")
def test_queries__empty_store():
    assert clip_queries.corpora() == []
    assert clip_queries.sharpness_bins() == []
    assert clip_queries.hand_share_bins() == []
    assert clip_queries.problems(None, None, at_most=5) == []
    assert clip_queries.problem_kinds(None) == {}
    assert clip_queries.live_progress() == []
    assert clip_queries.unfinished_runs([]) == []
    assert clip_queries.count_clips(ClipFilter()) == 0
    assert clip_queries.clip("a/b") is None
    assert clip_queries.track("a/b") is None
    assert clip_queries.landmarks("a/b") is None
    assert clip_queries.frame_crops("a/b", 0) == []
    assert clip_queries.sign_truth("a/b") is None


@pytest.mark.usefixtures("full")
def test_corpora__are_those_that_are_summed_up():
    told = {item.corpus: item for item in clip_queries.corpus_summaries()}

    found = clip_queries.corpora()

    assert [item.corpus for item in found] == list(told)
    for item in found:
        summary = told[item.corpus]
        assert item.marked_title == summary.marked_title
        assert (item.language, item.media) == (summary.language, summary.media)


def test_corpora__a_corpus_whose_own_row_is_lost(store, use_store):
    row = clip_row("one", gloss="TREE", source="none.mp4", corpus="village")
    write_rows(store, "clips", [row], part="one", partition={"corpus": "village"})
    use_store(store.root)

    assert clip_queries.corpora() == [Corpus("village", "village", "", "", False)]


@pytest.mark.usefixtures("full")
def test_corpora__counts():
    village = {item.corpus: item for item in clip_queries.corpus_summaries()}["village"]

    assert (village.clips, village.clips_planned, village.glosses) == (7, 9, 5)
    assert (village.frames, village.signing_frames) == (168, 168)
    # Per clip: 24 right and 16 left hands; the 8 right ones in the hold are sharp.
    assert (village.crops, village.crops_kept) == (7 * 40, 7 * 8)


@pytest.mark.usefixtures("full")
def test_sharpness_bins__all_crops_are_in_one():
    bins = [item for item in clip_queries.sharpness_bins() if item.corpus == "village"]

    assert sum(item.crops for item in bins) == 7 * 40
    assert all(
        item.low <= value < item.high
        for item, value in zip(bins, (200, 900), strict=True)
    )


@pytest.mark.usefixtures("full")
def test_clips__filters():
    def found(**chosen: str) -> list[str]:
        return names(
            clip_queries.clips(ClipFilter(**chosen), sort="", at_most=99, skipped=0)
        )

    assert found(gloss="BOOK") == ["village/v00", "village/v01"]
    assert found(corpus="village", signer="s2", gloss="BOOK") == ["village/v01"]
    assert found(media="image") == ["photos/p00"]
    assert found(having="problems") == ["village/v02"]
    assert found(having="no-holds") == ["photos/p00"]
    assert found(gloss="no such") == []
    assert len(found()) == clip_queries.count_clips(ClipFilter()) == 10


@pytest.mark.usefixtures("full")
def test_clips__pages_join_without_gap():
    pages = [
        names(
            clip_queries.clips(ClipFilter(), sort="hands", at_most=4, skipped=skipped)
        )
        for skipped in (0, 4, 8)
    ]

    assert [len(page) for page in pages] == [4, 4, 2]
    assert len({name for page in pages for name in page}) == 10


@pytest.mark.usefixtures("full")
def test_clip_facet__of_one_corpus():
    assert clip_queries.clip_facet("gloss", "gen-a") == {"SUN": 1, "TREE": 1}
    assert clip_queries.clip_facet("signer", "photos") == {}


@pytest.mark.usefixtures("full")
def test_track__missing_values():
    track = clip_queries.track("village/v00")

    assert track is not None
    assert list(track.time_ms[:3]) == [0, 40, 80]
    assert np.isnan(track.speed["left"][0])
    assert list(track.hold["right"][7:9]) == [-1, 0]
    assert track.hand_seen["left"].sum() == 16


@pytest.mark.usefixtures("full")
def test_landmarks__are_those_written():
    landmarks = clip_queries.landmarks("village/v00")

    assert landmarks is not None
    assert landmarks.points.shape == (24, 75, 3)
    np.testing.assert_array_equal(landmarks.points[10], points_of(VIDEOS[0], 10))


@pytest.mark.usefixtures("full")
def test_frame_crops__both_hands_and_paddings():
    crops = clip_queries.frame_crops("village/v00", 10)

    assert [(crop.hand, crop.padding_px) for crop in crops] == [
        ("right", 0),
        ("right", 20),
        ("left", 0),
        ("left", 20),
    ]
    assert {crop.frame_index for crop in crops} == {10}


@pytest.mark.usefixtures("full")
def test_hold_crops__one_per_hold():
    crops = clip_queries.hold_crops("village/v00")

    assert [(crop.hand, crop.hold, crop.frame_index) for crop in crops] == [
        ("right", 0, 8)
    ]


def test_queries__rows_that_land_are_seen_at_once(use_store, tmp_path):
    store: Store = store_maker.make_many_clips(tmp_path, 3)
    use_store(store.root)
    before = clip_queries.count_clips(ClipFilter())

    row = store_maker._clip_row(MadeClip("big", "new", "NEW"), "media/x.mp4")
    write_rows(store, "clips", [row], part="new", partition={"corpus": "big"})

    assert (before, clip_queries.count_clips(ClipFilter())) == (3, 4)

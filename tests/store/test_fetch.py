"""Bringing a store from object storage: what is new, what changed, what is gone."""

from pathlib import Path

import pytest

from store.consent import set_corpus
from store.db import Database
from store.errors import CallError
from store.fetch import fetch
from store.labels import LabelEvent
from store.layout import Store, create_store
from store.origins import check_not_fetched, fetched_from
from store.remote import Remote, create_remote
from tests.store.verify.verified_village import (
    CLIPS,
    CROPS,
    write_clip,
    write_event,
    write_frames,
)
from tests.store.village_maker import write_corpus, write_crop


@pytest.fixture
def there(tmp_path: Path, storage_address: str) -> tuple[Store, Remote]:
    """A village of two clips, in a folder as its workers would have it, and sent."""
    source = create_store(tmp_path / "source")
    write_corpus(source, "village", exportable=True)
    for clip, crop in zip(CLIPS, CROPS, strict=True):
        write_frames(source, clip)
        write_crop(source, crop, clip)
        write_clip(source, clip)
    remote = create_remote(storage_address)
    send(source, remote)
    return source, remote


def test_fetch__an_empty_store(store: Store, storage_address: str) -> None:
    done = fetch(create_remote(storage_address), store)

    assert (done.files, done.removed, done.unsettled) == (0, 0, 0)


def test_fetch__everything_is_as_it_is_there(
    store: Store, there: tuple[Store, Remote]
) -> None:
    source, remote = there

    done = fetch(remote, store)

    assert files_of(store) == files_of(source)
    assert done.files == len(files_of(source)) - 1  # the corpus's row is written here
    assert fetched_from(store, "village") == remote.address


def test_fetch__again_brings_nothing_that_is_old(
    store: Store, there: tuple[Store, Remote], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, remote = there
    monkeypatch.setattr("store.fetch._SETTLED_NS", 0)
    first = fetch(remote, store)

    second = fetch(remote, store)

    assert (second.files, second.bytes_, second.removed) == (0, 0, 0)
    assert second.held == first.files


def test_fetch__what_was_written_lately_is_fetched_again(
    store: Store, there: tuple[Store, Remote]
) -> None:
    _, remote = there
    first = fetch(remote, store)

    second = fetch(remote, store)

    assert second.files == first.files


def test_fetch__follows_changes_and_removals(
    store: Store, there: tuple[Store, Remote]
) -> None:
    source, remote = there
    fetch(remote, store)
    write_frames(source, "v0", frames=5)
    gone = [path for path in source.root.rglob("*v1*") if path.is_file()]
    for path in gone:
        remote.drop(path.relative_to(source.root).as_posix())
        path.unlink()
    send(source, remote)

    done = fetch(remote, store)

    assert files_of(store) == files_of(source)
    assert done.removed == len(gone) == 4


def test_fetch__what_was_made_here_stays(
    store: Store, there: tuple[Store, Remote]
) -> None:
    _, remote = there
    fetch(remote, store)
    write_event(store, LabelEvent("ana", "junk", crops=(CROPS[0],)))
    set_corpus(store, "village", {"show_faces": False, "title": "The village"})

    fetch(remote, store)

    counts = Database(store).row_counts()
    assert (counts["label_events"], counts["clips"]) == (1, 2)
    [row] = Database(store).rows("corpus_row", corpus="village")
    assert (row["show_faces"], row["title"]) == (False, "The village")


def test_fetch__a_clip_written_meanwhile_is_not_half_seen(
    store: Store, there: tuple[Store, Remote], monkeypatch: pytest.MonkeyPatch
) -> None:
    source, remote = there
    listed = Remote.listed

    def rewritten_after_the_rows(self: Remote, folder: str) -> object:
        if folder == "tables/runs":
            write_clip(source, "v2")
            send(source, remote)
            remote.drop("tables/clips/corpus=village/part-v0.parquet")
        return listed(self, folder)

    monkeypatch.setattr(Remote, "listed", rewritten_after_the_rows)

    done = fetch(remote, store)

    assert done.unsettled == 2
    rows = Database(store).rows("clips_known", corpus="village")
    assert [row["clip_id"] for row in rows] == ["village/v1"]


def test_fetch__a_corpus_of_ones_own_is_not_replaced(
    store: Store, there: tuple[Store, Remote]
) -> None:
    _, remote = there
    write_corpus(store, "village", exportable=False)
    write_clip(store, "mine")

    with pytest.raises(CallError, match="did not come from"):
        fetch(remote, store)

    assert Database(store).row_counts()["clips"] == 1


def test_ingest__into_a_copy_is_refused(
    store: Store, there: tuple[Store, Remote]
) -> None:
    _, remote = there
    check_not_fetched(store, "village")
    fetch(remote, store)

    with pytest.raises(CallError, match=f"ingest with --store {remote.address}"):
        check_not_fetched(store, "village")


def send(source: Store, remote: Remote) -> None:
    for name, content in files_of(source).items():
        if remote.get(name) != content:
            remote.put(name, content)


def files_of(store: Store) -> dict[str, bytes]:
    """Return the tables and media of a store, by name."""
    return {
        path.relative_to(store.root)
        .as_posix()
        .replace("part-village", "part-corpus"): (path.read_bytes())
        for folder in ("tables", "media")
        for path in (store.root / folder).rglob("*")
        if path.is_file()
    }

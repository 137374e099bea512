import os

import pyarrow.parquet as pq
import pytest

from store.db import Database
from store.labels import LabelEvent
from store.layout import Store
from store.packs import changed_ns, pack_path
from store.prepared import prepared_dir
from store.schema import TABLES
from store.verify import verify
from store.verify_parts import read_part
from store.verify_repair import SET_ASIDE, repair
from store.write import write_rows
from tests.store.verify.verified_village import (
    CLUSTER,
    CROPS,
    assignment,
    leave_temporary,
    only,
    part,
    write_event,
    write_frames,
)
from tests.store.village_maker import write_crop


def test_verify__empty_store(store: Store) -> None:
    assert verify(store) == []


def test_verify__sound_store_and_how_far_it_is(village: Store) -> None:
    told: list[tuple[int, int]] = []

    found = verify(village, lambda done, total: told.append((done, total)))

    assert found == []
    assert told == [(done, 10) for done in range(11)]


@pytest.mark.parametrize("table", ["frames", "crops"])
def test_verify__truncated_part_is_set_aside_with_its_clip(
    village: Store, table: str
) -> None:
    path = part(village, table)
    path.write_bytes(path.read_bytes()[:-50])

    found = [finding for finding in verify(village) if not finding.is_note]

    finding = only(found)
    assert finding.kind == "unreadable"
    assert finding.part == f"tables/{table}/corpus=village/part-v0.parquet"
    assert "the ingest command of corpus village again" in finding.sentence
    repair(village, found)
    # The clip's row is gone as well, so ingest reads the clip anew.
    assert Database(village).row_counts()["clips"] == 1
    assert (village.root / SET_ASIDE / finding.part).is_file()
    assert {left.kind for left in verify(village)} <= {"count"}


def test_read_part__flipped_bit_is_found_or_changes_no_row(village: Store) -> None:
    path = part(village, "crops")
    whole, rows = path.read_bytes(), pq.ParquetFile(path).read()
    found = 0

    for place in range(4, len(whole), 193):
        flipped = bytearray(whole)
        flipped[place] ^= 1 << place % 8
        path.write_bytes(flipped)
        wrong = read_part(village, TABLES["crops"], path)[1]
        found += bool(wrong)
        assert wrong or pq.ParquetFile(path).read().equals(rows)

    assert found


def test_verify__part_of_another_schema(village: Store) -> None:
    path = part(village, "crops")
    rows = pq.ParquetFile(path).read()
    pq.write_table(rows.drop_columns(["sharpness"]), path)

    finding = only(verify(village))

    assert finding.kind == "schema"
    assert "it lacks sharpness float required" in finding.what


def test_verify__rows_in_the_folder_of_another_corpus(village: Store) -> None:
    path = part(village, "corpora", "corpus")
    other = path.parent.with_name("corpus=town") / path.name
    other.parent.mkdir()
    path.rename(other)

    finding = verify(village)[0]

    assert finding.kind == "partition"
    assert "corpus=town: corpus village" in finding.what


def test_verify__key_twice_within_a_part(village: Store) -> None:
    path = part(village, "crops")
    rows = pq.ParquetFile(path).read()
    with pq.ParquetWriter(path, rows.schema) as writer:
        writer.write_table(rows)
        writer.write_table(rows)

    finding = only(verify(village))

    assert finding.what == "Rows that repeat a key (crop_id): 1."


def test_verify__key_twice_sets_the_older_part_aside(village: Store) -> None:
    write_crop(village, CROPS[0], "again")
    os.utime(part(village, "crops", "again"), ns=(0, 0))

    finding = only(verify(village))

    assert finding.kind == "doubled-key"
    assert finding.part.endswith("part-again.parquet")
    repair(village, [finding])
    assert verify(village) == []
    assert Database(village).row_counts()["crops"] == 2


def test_verify__missing_corpus(village: Store) -> None:
    part(village, "corpora", "corpus").unlink()

    found = verify(village)

    assert {finding.kind for finding in found} == {"reference"}
    assert "of corpus village, not in table corpora" in found[0].sentence
    assert not any(finding.sets_aside for finding in found)


def test_verify__orphan_frames_of_a_killed_ingest(village: Store) -> None:
    write_frames(village, "v2")

    finding = only(verify(village))

    assert "2 of its 2 rows are of clip_id village/v2, not in table clips" in (
        finding.sentence
    )
    repair(village, [finding])
    assert verify(village) == []


def test_verify__rows_of_a_run_that_is_gone(village: Store) -> None:
    (village.table_dir("runs") / f"part-{CLUSTER.run_id}.parquet").unlink()

    finding = only(verify(village))

    assert finding.table == "cluster_assignments"
    assert f"`signatlas cluster` with the settings of run {CLUSTER.run_id}" in (
        finding.remedy
    )


def test_verify__fewer_frames_and_fewer_crops_than_told(village: Store) -> None:
    write_frames(village, "v1", frames=1)
    rows = [assignment(CROPS[0])]
    run = {"run_id": CLUSTER.run_id}
    write_rows(village, "cluster_assignments", rows, part="all", partition=run)

    found = verify(village)

    assert [finding.what for finding in found] == [
        "Clip village/v1 has 2 frames, 1 are in the table.",
        f"Run {CLUSTER.run_id} wrote 2 rows, 1 are in the table.",
    ]


def test_verify__missing_media(village: Store) -> None:
    (village.root / "media/village/v1.mp4").unlink()

    finding = only(verify(village))

    assert (finding.kind, finding.part) == ("media", "media/village/v1.mp4")


def test_verify__labels_of_deleted_crops_are_a_note(village: Store) -> None:
    event = LabelEvent(
        "ana", "junk", CLUSTER.run_id, crops=("village/v9/f0000/right/p00",)
    )
    write_event(village, event)

    assert only(verify(village)).is_note


def test_verify__leftover_of_a_killed_writer(
    village: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = leave_temporary(village, monkeypatch)

    finding = only(verify(village))

    assert finding.kind == "leftover"
    assert repair(village, [finding]) == [f"Removed {finding.part}."]
    assert not left.exists()


def test_verify__a_spoiled_prepared_table_is_set_aside(village: Store) -> None:
    folder = prepared_dir(village) / "signs.run-1"
    folder.mkdir(parents=True)
    (folder / "0123-00000000.arrow").write_bytes(b"no")
    (found,) = [each for each in verify(village) if each.kind == "unreadable"]
    assert "another sum" in found.what
    repair(village, [found])
    assert not list(folder.iterdir())
    assert not [each for each in verify(village) if not each.is_note]


def test_verify__broken_pack_is_set_aside_and_the_parts_are_read(
    village: Store,
) -> None:
    folder = part(village, "crops").parent
    pack = pack_path(village, folder, changed_ns(folder))
    pack.parent.mkdir(parents=True)
    pack.write_bytes(b"no")

    finding = only(verify(village))

    assert "no row is lost" in finding.lost
    repair(village, [finding])
    assert Database(village).row_counts()["crops"] == 2
    assert verify(village) == []

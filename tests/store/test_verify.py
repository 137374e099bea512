import json
import os
import shutil
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from typer import Typer
from typer.testing import CliRunner

from store.db import Database
from store.errors import CallError
from store.labels import LabelEvent
from store.layout import Store, create_store, open_store
from store.packs import changed_ns, pack_path
from store.runs import Progress, Run, end_run, report_progress
from store.schema import TABLES
from store.temporary import temporary_beside
from store.verify import verify
from store.verify_commands import verify as verify_command
from store.verify_findings import Finding
from store.verify_parts import read_part
from store.verify_repair import SET_ASIDE, repair
from store.write import write_rows
from tests.store.test_db import CLIP
from tests.store.village_maker import write_corpus, write_crop

INGEST = Run("ingest", "village", {})
CLUSTER = Run("cluster", "village", {"k": 2})
CLIPS = ("v0", "v1")
CROPS = [f"village/{clip}/f0000/right/p00" for clip in CLIPS]
VILLAGE = {"corpus": "village"}
NO_PROCESS = 2**22 + 1
"""Above the highest number that Linux gives to a process."""


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two clips of two frames, a crop of each, and one clustering of the crops."""
    store = create_store(tmp_path_factory.mktemp("sound") / "störe [1]")
    write_corpus(store, "village", exportable=True)
    for clip, crop in zip(CLIPS, CROPS, strict=True):
        write_frames(store, clip)
        write_crop(store, crop, clip, image=bytes(range(256)) * 8)
        write_clip(store, clip)
    assigned = [assignment(crop) for crop in CROPS]
    run = {"run_id": CLUSTER.run_id}
    write_rows(store, "cluster_assignments", assigned, part="all", partition=run)
    end_run(store, INGEST, state="finished", started_ms=0, metrics={})
    end_run(store, CLUSTER, state="finished", started_ms=0, metrics={"crops": 2})
    return store.root


@pytest.fixture
def village(sound: Path, tmp_path: Path) -> Store:
    """A copy of the sound store, to be broken."""
    return open_store(shutil.copytree(sound, tmp_path / sound.name))


def write_clip(store: Store, clip: str) -> None:
    playable = f"media/village/{clip}.mp4"
    (store.root / playable).parent.mkdir(parents=True, exist_ok=True)
    (store.root / playable).write_bytes(b"video")
    row = CLIP | {"clip_id": f"village/{clip}", "run_id": INGEST.run_id, **VILLAGE}
    row |= {"playable": playable, "playable_in_store": True}
    write_rows(store, "clips", [row], part=clip, partition=VILLAGE)


def write_frames(store: Store, clip: str, frames: int = 2, part: str = "") -> None:
    optional = ("speed", "hold", "sharpness")
    empty = {f"{hand}_{what}": None for hand in ("left", "right") for what in optional}
    seen = dict.fromkeys(("pose_seen", "left_seen", "right_seen"), True)
    rows = [
        {
            "frame_id": f"village/{clip}/f{index:04}",
            "clip_id": f"village/{clip}",
            "corpus": "village",
            "frame_index": index,
            "time_ms": 40 * index,
            **seen,
            **empty,
        }
        for index in range(frames)
    ]
    write_rows(store, "frames", rows, part=part or clip, partition=VILLAGE)


def assignment(crop: str) -> dict[str, Any]:
    told = {"cluster": 0, "distance": None, "margin": None}
    return {"run_id": CLUSTER.run_id, "crop_id": crop, **told}


def part(store: Store, table: str, name: str = "v0") -> Path:
    return store.table_dir(table) / "corpus=village" / f"part-{name}.parquet"


def only(found: list[Finding]) -> Finding:
    assert len(found) == 1, found
    return found[0]


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


def write_event(store: Store, event: LabelEvent) -> None:
    row = {
        "event_id": "e1",
        "at_ms": 1,
        "annotator": event.annotator,
        "action": event.action,
        "run_id": event.run_id,
        "cluster": None,
        "crops": list(event.crops),
        "handshape": None,
        "into_cluster": None,
        "undoes": None,
        "note": "",
    }
    write_rows(store, "label_events", [row], part="e1")


def leave_temporary(store: Store, monkeypatch: pytest.MonkeyPatch) -> Path:
    with monkeypatch.context() as patch:
        patch.setattr(os, "getpid", lambda: NO_PROCESS)
        path = temporary_beside(part(store, "crops", "v2"))
    path.write_bytes(b"half")
    return path


def test_verify__leftover_of_a_killed_writer(
    village: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = leave_temporary(village, monkeypatch)

    finding = only(verify(village))

    assert finding.kind == "leftover"
    assert repair(village, [finding]) == [f"Removed {finding.part}."]
    assert not left.exists()


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


def test_repair__refused_while_a_run_writes(village: Store) -> None:
    report_progress(village, INGEST, Progress("ingest", "village", 1, 2))

    with pytest.raises(CallError, match="ingest of village is writing"):
        repair(village, [])


def test_repair__what_was_set_aside_before_stays(village: Store) -> None:
    for _ in range(2):
        path = part(village, "crops")
        path.write_bytes(b"no")
        repair(village, verify(village))

    aside = (village.root / SET_ASIDE).rglob("part-v0*.parquet")
    assert {path.name for path in aside if path.parents[1].name == "crops"} == {
        "part-v0.parquet",
        "part-v0.2.parquet",
    }


def run_verify(store: Store, *options: str) -> tuple[int, str]:
    app = Typer()
    app.command()(verify_command)
    result = CliRunner().invoke(app, [*options, "--store", str(store.root)])
    return result.exit_code, result.stdout


def test_verify_command__sound(village: Store) -> None:
    assert run_verify(village) == (
        0,
        "The store is sound: every part was read whole.\n",
    )


def test_verify_command__repairs_and_tells_as_json(village: Store) -> None:
    part(village, "crops").write_bytes(b"no")

    code, told = run_verify(village, "--json")
    assert (code, json.loads(told)["sound"]) == (1, False)
    code, told = run_verify(village, "--repair", "--json")

    answer = json.loads(told)
    assert code == 0
    assert answer["sound"]
    assert [finding["kind"] for finding in answer["findings"]] == ["unreadable"]
    assert [step.split()[1] for step in answer["repairs"]] == [
        f"tables/{table}/corpus=village/part-v0.parquet"
        for table in ("clips", "crops", "frames")
    ]
    assert Database(village).row_counts()["crops"] == 1


def test_verify_command__stopped(
    village: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("store.verify_commands.look_over", stop)

    assert run_verify(village) == (130, "")

import shutil
from pathlib import Path

import pytest

from store.layout import Store, create_store, open_store
from store.runs import end_run
from store.write import write_rows
from tests.store.verify.verified_village import (
    CLIPS,
    CLUSTER,
    CROPS,
    INGEST,
    assignment,
    write_clip,
    write_frames,
)
from tests.store.village_maker import write_corpus, write_crop


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

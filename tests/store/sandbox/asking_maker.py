"""A store to be asked in SQL, and a way to ask it without another process."""

from pathlib import Path

import pyarrow as pa

from store.layout import Store, create_store
from store.sandbox import child as sandbox_child
from store.sandbox.job import SandboxJob
from store.sandbox.limits import SandboxLimits
from tests.store.test_db import add_clip
from tests.store.village_maker import make_village

PATIENT = SandboxLimits(seconds=30)


def make_asked_store(folder: Path) -> Store:
    """Four crops, two clips and a film, in a folder whose name is odd."""
    store = make_village(create_store(folder / "störe [1] o'clock"))
    add_clip(store, "one")
    add_clip(store, "two")
    media = store.media_dir("a") / "one.mp4"
    media.parent.mkdir(parents=True)
    media.write_bytes(b"a film")
    return store


def answered(root: Path, statement: str, limits: SandboxLimits = PATIENT) -> pa.Table:
    """Answer as the process of a statement does, but in this one."""
    answer = sandbox_child.answer(SandboxJob(str(root), statement, limits))
    return pa.Table.from_batches(answer.batches, schema=answer.schema)

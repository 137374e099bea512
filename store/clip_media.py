"""The file that shows a clip, and whether its face may be seen in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from store.db import Database
from store.layout import Store


@dataclass(frozen=True, slots=True)
class ClipMedia:
    """One clip as a file.

    Attributes:
        clip_id, corpus, gloss, signer, split: as in `clips`.
        media: `video` or `image`; `keypoints`: there is no file.
        playable, playable_in_store: its file; see `path`.
        width_px, height_px: as shown.
        fingerprint: changes when the clip is read anew.
        show_faces: whether its corpus allows that faces are shown.
    """

    clip_id: str
    corpus: str
    gloss: str | None
    signer: str | None
    split: str | None
    media: str
    playable: str
    playable_in_store: bool
    width_px: int
    height_px: int
    fingerprint: str
    show_faces: bool

    @property
    def name(self) -> str:
        """The clip's own part of its id, as the name of a file: it leads nowhere."""
        return self.clip_id.partition("/")[2].replace("/", "-")

    @property
    def suffix(self) -> str:
        """Ending of a copy of it."""
        return ".jpg" if self.media == "image" else ".mp4"

    def path(self, store: Store) -> Path:
        """Return the file that shows it, face and all; it may be gone."""
        path = Path(self.playable)
        return store.root / path if self.playable_in_store else path


def clip_media(database: Database, clip_ids: Sequence[str]) -> list[ClipMedia]:
    """Return the files of those clips that the store has, by id."""
    rows = database.rows("clip_media", clips=list(clip_ids))
    return [ClipMedia(**row) for row in rows]

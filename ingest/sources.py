"""What an importer finds: clips to read, and problems met while looking for them."""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final, Literal

from ingest.settings import DEFAULT_BLUR_THRESHOLD
from store.errors import MediaError, shortened
from store.plain_text import on_one_line

if TYPE_CHECKING:
    from ingest.signer.languages import Performance

Media = Literal["video", "image"]
_LONGEST_NAME: Final = 80


@dataclass(frozen=True, slots=True)
class ClipSource:
    """One clip to read: where it is and what the corpus says about it.

    Attributes:
        corpus: id of the corpus.
        name: the clip's own part of its id, made of A-Z a-z 0-9 . _ -
        path: the file; for a synthetic clip the file it will be rendered to.
        media: `video` or `image`.
        gloss, handshape, signer, split: labels; None where the corpus says nothing.
        start_ms, end_ms: the clip's part of the file; end None: to the end.
        whole_if_shorter: take the whole file where it ends before `start_ms`.
        performance: for a synthetic clip, what `ingest.signer` is to render.
        made_from: for a synthetic clip, everything it is rendered from, as text.
    """

    corpus: str
    name: str
    path: Path
    media: Media = "video"
    gloss: str | None = None
    handshape: str | None = None
    signer: str | None = None
    split: str | None = None
    start_ms: int = 0
    end_ms: int | None = None
    whole_if_shorter: bool = False
    performance: "Performance | None" = None
    made_from: str = ""

    @property
    def clip_id(self) -> str:
        """`corpus/clip`."""
        return f"{self.corpus}/{self.name}"

    def labels(self) -> dict[str, object]:
        """Return the columns of `clips` that may change without reading the clip again."""
        return {
            "gloss": self.gloss,
            "handshape": self.handshape,
            "signer": self.signer,
            "split": self.split,
            "source": str(self.path),
        }


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be used; a row of `problems`.

    Attributes:
        kind: short word, e.g. `empty-file`.
        place: file, row or field concerned.
        what, remedy: one sentence each.
        clip_id: clip concerned, where there is one.
        lost: True where a clip is not in the store because of it.
    """

    kind: str
    place: str
    what: str
    remedy: str
    clip_id: str | None = None
    lost: bool = True

    def __post_init__(self) -> None:
        # Both name files, and names of files may hold anything.
        object.__setattr__(self, "what", on_one_line(self.what))
        object.__setattr__(self, "remedy", on_one_line(self.remedy))

    def row(self, *, corpus: str, run_id: str) -> dict[str, object]:
        """Return the problem as a row of `problems`."""
        told = "\n".join([self.kind, self.place, self.clip_id or ""])
        return {
            "problem_id": f"{corpus}/{self.kind}-{_digest(told, digits=16)}",
            "corpus": corpus,
            "clip_id": self.clip_id,
            "step": "ingest",
            "kind": self.kind,
            "place": shortened(self.place),
            "what": shortened(self.what),
            "remedy": shortened(self.remedy),
            "lost": self.lost,
            "run_id": run_id,
        }


@dataclass(frozen=True, slots=True)
class CorpusFacts:
    """What is true of a whole corpus; the columns of `corpora` that an importer knows.

    Who reads videos in sees them as they are, faces included; nothing may leave until
    `signatlas corpus set` says so.
    """

    title: str
    media: Media = "video"
    language: str = ""
    licence: str = "not stated"
    citation: str = ""
    synthetic: bool = False
    show_faces: bool = True
    exportable: bool = False
    blur_threshold: float = DEFAULT_BLUR_THRESHOLD


@dataclass(frozen=True, slots=True)
class Listing:
    """All that an importer found in one corpus.

    Attributes:
        corpus: id of the corpus.
        facts: what is true of the whole corpus.
        source: where it was read from.
        clips: clips to read, in the order of their names.
        problems: what was met while listing.
    """

    corpus: str
    facts: CorpusFacts
    source: str
    clips: Sequence[ClipSource]
    problems: Sequence[Problem] = ()


def media_problem(error: MediaError, source: ClipSource, *, lost: bool) -> Problem:
    """Return the problem that `error` is for a clip."""
    return Problem(
        kind=error.kind,
        place=str(source.path),
        what=error.what,
        remedy=error.remedy,
        clip_id=source.clip_id,
        lost=lost,
    )


def clip_name(relative: PurePosixPath) -> str:
    """Return the name of the clip in a file, from its path within the corpus.

    Folders are joined with dots and the suffix is dropped. Accents are taken off; other
    characters than A-Z a-z 0-9 _ - become dashes. Where the path cannot be read back
    from that, eight digits of its digest follow, so that two files never share a name and
    a file's name does not depend on which other files there are.

    `signer 1/Été.mp4` -> `signer-1.Ete-6db3c8`
    """
    plain = relative.with_suffix("")
    slug = ".".join(_slug(part) for part in plain.parts)
    short = slug[:_LONGEST_NAME].strip(".-_") or "clip"
    if short == ".".join(plain.parts) and "." not in "".join(plain.parts):
        return short
    return f"{short}-{_digest(str(plain), digits=8)}"


def with_unique_names(clips: Sequence[ClipSource]) -> list[ClipSource]:
    """Return the clips sorted by name, each name once.

    Where files differ only in their suffix it is added; whatever is still alike is
    numbered in the order given.
    """
    count = Counter(clip.name for clip in clips)
    used: Counter[str] = Counter()
    named = []
    for clip in clips:
        name = clip.name
        if count[name] > 1:
            name = f"{name}-{clip.path.suffix.lower().lstrip('.')}"
        used[name] += 1
        if used[name] > 1:
            name = f"{name}-{used[name]}"
        named.append(replace(clip, name=name))
    return sorted(named, key=lambda clip: clip.name)


def _slug(part: str) -> str:
    ascii_only = (
        unicodedata.normalize("NFKD", part).encode("ascii", "ignore").decode("ascii")
    )
    return re.sub(r"[^A-Za-z0-9_-]+", "-", ascii_only).strip("-")


def _digest(text: str, *, digits: int) -> str:
    encoded = text.encode("utf-8", "surrogateescape")
    return hashlib.sha256(encoded).hexdigest()[:digits]

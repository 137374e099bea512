"""Corpora as ELAN's files: one annotation document for each video, and the handshapes.

```
CREDITS.txt            whom to credit, under which licences
CORPUS/VIDEO.eaf       glosses, handshapes and holds of the clips of one video
CORPUS/handshapes.ecv  the handshapes, as an external controlled vocabulary
CORPUS/CLIP.mp4        only with media: then there is one document for each clip
```
"""

import io
import os
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from ingest.exports.elan_documents import Subject, Words, elan_document
from ingest.exports.elan_layers import CorpusLayers, corpus_layers
from ingest.exports.elan_spans import Clip, clips_of
from ingest.exports.media import CREDITS, export_clip
from ingest.exports.whole import whole_folder
from store.consent import Credit, check_exportable
from store.consent import credits as credits_of
from store.db import Database
from store.elan import document as elan
from store.elan.handshapes import handshape_ecv
from store.elan.writing import eaf_bytes
from store.errors import CallError, MediaError, UnknownNameError
from store.label_files import VOCABULARY
from store.labelled_set import labelled_set
from store.labels import events

SUFFIX: Final = ".eaf"
BESIDE: Final = "beside"
INSIDE: Final = "inside"


@dataclass(frozen=True, slots=True)
class ExportedElan:
    """What was written.

    Attributes:
        documents, clips, annotations: how many.
        left_out: photographs, which have no time.
        problems: of media that could not be written, a sentence each.
    """

    documents: int
    clips: int
    annotations: int
    left_out: int
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Corpus:
    """What is known of one corpus."""

    credit: Credit
    clips: Sequence[Clip]
    layers: CorpusLayers
    left_out: int


def export_elan(
    database: Database,
    corpora: Sequence[str],
    folder: Path,
    *,
    run_id: str | None = None,
    media: bool = False,
    vocabulary: str = BESIDE,
    told: Callable[[int], None] = lambda _: None,
) -> ExportedElan:
    """Write corpora into a new folder as documents that ELAN opens.

    Videos are linked where they are, relative to the folder.

    Args:
        database: the store.
        corpora: their ids.
        folder: a new folder.
        run_id: a classifier; what it sees becomes tiers of their own.
        media: write the clips too, and a document for each; faces are hidden where they
            may not be shown.
        vocabulary: where documents find the handshapes: `beside` them, in the .ecv file
            at its full address, as ELAN demands; `inside` each; or the address at which
            the .ecv file is published.
        told: hears of the documents written.

    Raises:
        CallError: a corpus is unknown, has no clips or with `media` may not be exported,
            the run is no classifier of hands or signs, or the folder is not empty.
        StoreError: the disk refuses.
    """
    if media:
        check_exportable(database, corpora)
    found = _read(database, corpora, run_id)
    clips = annotations = documents = 0
    problems: list[str] = []
    with whole_folder(folder) as hidden:
        for corpus in found:
            place = hidden / corpus.credit.corpus
            place.mkdir()
            final = folder.absolute() / corpus.credit.corpus
            words = Words(corpus.layers.handshapes, _address(vocabulary, final))
            (place / VOCABULARY).write_bytes(handshape_ecv(words.handshapes))
            for name, linked in _subjects(corpus, final, each_clip=media):
                file = place / f"{name}.mp4"
                subject = (
                    _with_media(linked, database, file, problems) if media else linked
                )
                document = _document(corpus, subject, words)
                (place / f"{name}{SUFFIX}").write_bytes(eaf_bytes(document))
                annotations += sum(len(tier.annotations) for tier in document.tiers)
                clips += len(subject.clips)
                documents += 1
                told(1)
        (hidden / CREDITS).write_text(_credits(found), encoding="utf-8")
    left_out = sum(corpus.left_out for corpus in found)
    return ExportedElan(documents, clips, annotations, left_out, tuple(problems))


def elan_zip(
    database: Database, corpora: Sequence[str], *, run_id: str | None = None
) -> bytes:
    """Return the same files, without media, as one zip archive.

    Documents hold the handshapes themselves, and link videos by their names: ELAN finds
    those that lie beside them.
    """
    found = _read(database, corpora, run_id)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for corpus in found:
            place = corpus.credit.corpus
            words = Words(corpus.layers.handshapes)
            archive.writestr(f"{place}/{VOCABULARY}", handshape_ecv(words.handshapes))
            for name, subject in _subjects(corpus, None, each_clip=False):
                content = eaf_bytes(_document(corpus, subject, words))
                archive.writestr(f"{place}/{name}{SUFFIX}", content)
        archive.writestr(CREDITS, _credits(found))
    return file.getvalue()


def elan_of_clip(database: Database, clip_id: str) -> bytes:
    """Return the document of the video that a clip is of, as in `elan_zip`.

    Raises:
        CallError: there is no such clip, or it has no time.
    """
    for corpus in _read(database, [clip_id.partition("/")[0]], None):
        for _, subject in _subjects(corpus, None, each_clip=False):
            if any(clip.clip_id == clip_id for clip in subject.clips):
                words = Words(corpus.layers.handshapes)
                return eaf_bytes(_document(corpus, subject, words))
    raise CallError(f"Clip {clip_id} has no time that ELAN could show.")


def documents_to_write(
    database: Database, corpora: Sequence[str], *, media: bool = False
) -> int:
    """Return how many documents `export_elan` will write."""
    return sum(
        len(_grouped(_timed(clips_of(database, corpus)), each_clip=media))
        for corpus in set(corpora)
    )


def _read(
    database: Database, corpora: Sequence[str], run_id: str | None
) -> list[_Corpus]:
    known = [row["corpus"] for row in database.rows("corpus_ids")]
    for corpus in corpora:
        if corpus not in known:
            raise UnknownNameError("corpus", corpus, known)
    labelled = labelled_set(database, events(database))
    found = []
    for credit in credits_of(database, corpora):
        clips = clips_of(database, credit.corpus)
        if timed := _timed(clips):
            layers = corpus_layers(database, credit, labelled, clips, run_id)
            found.append(_Corpus(credit, timed, layers, len(clips) - len(timed)))
    if not found:
        raise CallError(
            f"{', '.join(corpora)} has no clips with a time: ingest videos first; "
            "photographs have none."
        )
    return found


def _timed(clips: Mapping[str, Clip]) -> list[Clip]:
    """Return the clips that have a time, which photographs have not."""
    return [clip for clip in clips.values() if clip.media != "image"]


def _grouped(clips: Sequence[Clip], *, each_clip: bool) -> list[list[Clip]]:
    """Return the clips of each document, in the order of time."""
    by_source = defaultdict(list)
    for clip in sorted(clips, key=lambda clip: clip.start_ms):
        alone = each_clip or clip.media != "video"
        by_source[clip.clip_id if alone else clip.source].append(clip)
    return list(by_source.values())


def _subjects(
    corpus: _Corpus, final: Path | None, *, each_clip: bool
) -> Iterator[tuple[str, Subject]]:
    """Yield what each document is about, with its name.

    Args:
        corpus: the corpus.
        final: the folder that the documents will be in; None: nobody knows.
        each_clip: a document for each clip, even if several are of one video.
    """
    used: set[str] = set()
    for clips in _grouped(corpus.clips, each_clip=each_clip):
        first = clips[0]
        name = first.clip_id.partition("/")[2]
        if len(clips) > 1:
            name = first.file.stem
        subject = Subject(
            clips,
            media=_link(first.file, final) if first.media == "video" else None,
            from_start=each_clip,
            glosses_seen=corpus.layers.glosses_seen,
            glosses_by=corpus.layers.run_id,
        )
        yield _unused(name, used), subject


def _unused(name: str, used: set[str]) -> str:
    """Return a name that no file has yet, even where letters have no case."""
    number = 1
    numbered = name
    while numbered.casefold() in used:
        number += 1
        numbered = f"{name}-{number}"
    used.add(numbered.casefold())
    return numbered


def _link(file: Path, final: Path | None) -> str:
    """Return the address of a video from a folder; its name if it lies elsewhere."""
    if final is None or os.path.commonpath([file.absolute(), final]) == final.anchor:
        return f"./{file.name}"
    relative = Path(os.path.relpath(file, final)).as_posix()
    return relative if relative.startswith("..") else f"./{relative}"


def _with_media(
    subject: Subject, database: Database, file: Path, problems: list[str]
) -> Subject:
    """Write the clip beside its document, and return the subject that links it."""
    if subject.media is None:
        return subject
    try:
        export_clip(database.store, subject.clips[0].clip_id, file)
    except MediaError as error:
        problems.append(str(error))
        return replace(subject, media=None)
    return replace(subject, media=f"./{file.name}")


def _document(corpus: _Corpus, subject: Subject, words: Words) -> elan.Document:
    return elan_document(subject, corpus.layers.layers, words, corpus.credit)


def _address(vocabulary: str, final: Path) -> str:
    """Return the address at which documents find the handshapes; empty: inside."""
    if vocabulary == INSIDE:
        return ""
    if vocabulary == BESIDE:
        # ELAN opens vocabularies by a full address only.
        return (final / VOCABULARY).as_uri()
    if "://" not in vocabulary:
        raise CallError(
            f"{vocabulary!r} is no place for a vocabulary: say {BESIDE}, {INSIDE}, or "
            "the address at which you publish it, e.g. https://example.org/hands.ecv."
        )
    return vocabulary


def _credits(found: Sequence[_Corpus]) -> str:
    return "".join(f"{corpus.credit.line}\n" for corpus in found)

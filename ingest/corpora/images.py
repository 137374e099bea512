"""Photographs of hands or signers: a folder per class, or labels from the file names."""

import re
from pathlib import Path
from typing import Final

from ingest.corpora.folder import list_folder
from ingest.photograph_files import SUFFIXES
from ingest.sources import CorpusFacts, Listing

CLASS_SIGNER_TAKE: Final = r"(?:^|/)(?P<handshape>\d+)_(?P<signer>\d+)_\d+\.[^/.]+$"
"""File names of LSA16 and its kin: class, signer, take.

Reference: Ronchetti et al., Handshape recognition for Argentinian Sign Language using
ProbSom, 2016.
"""


def list_images(
    folder: Path, corpus: str, *, facts: CorpusFacts, pattern: str | None = None
) -> Listing:
    """List the photographs of a folder; each is a clip of one frame.

    Without a pattern, files named `class_signer_take` are read as such where no folder
    tells the class; otherwise the folder that a photograph lies in is its handshape.

    Raises:
        CallError: there is no such folder, or it holds no photographs.
    """
    if pattern is None and _names_tell(folder):
        pattern = CLASS_SIGNER_TAKE
    return list_folder(folder, corpus, facts=facts, suffixes=SUFFIXES, pattern=pattern)


def _names_tell(folder: Path) -> bool:
    if not folder.is_dir():
        return False
    names = [path.name for path in folder.iterdir() if path.suffix.lower() in SUFFIXES]
    return bool(names) and all(re.search(CLASS_SIGNER_TAKE, name) for name in names)

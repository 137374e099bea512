"""Clips of the synthetic signer to measure on, since no real ones come with the project."""

from pathlib import Path

from ingest.signer.clip import record
from ingest.signer.languages import LANGUAGES, Performance, language, performances


def chosen_performances(count: int) -> list[Performance]:
    """Return so many performances, evenly from both languages and all signers."""
    every = [p for name in LANGUAGES for p in performances(language(name, "full"))]
    return every[:: len(every) // count][:count]


def signed_clips(folder: Path, count: int) -> list[Path]:
    """Render so many clips into a new folder."""
    folder.mkdir(parents=True)
    paths = [folder / f"clip{number:02d}.mp4" for number in range(count)]
    for path, performance in zip(paths, chosen_performances(count), strict=True):
        record(performance, path)
    return paths

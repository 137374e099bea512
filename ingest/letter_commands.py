"""The commands `signatlas ingest sign-mnist`, `letters-28` and `fingerspelling`."""

import enum
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from ingest.letter_rows import LetterPart, LetterSet, write_letters
from store.command_options import StoreOption
from store.layout import Store, create_store
from store.run_bar import RunBar
from store.runs import Run, now_ms
from store.settings import gather_settings


class Source(enum.StrEnum):
    """Photographs that can be made into 28 x 28 grey pictures."""

    SIGN_DIGITS = "sign_digits"


def sign_mnist(
    path: Annotated[
        Path,
        typer.Argument(
            help="Folder with sign_mnist_train.csv and sign_mnist_test.csv."
        ),
    ],
    *,
    store: StoreOption = None,
) -> None:
    """Read Sign-Language MNIST: Kaggle's two files, with or without their header."""
    # Each importer brings its own libraries, which `--help` does not need.
    from ingest.corpora.sign_mnist import read_sign_mnist  # noqa: PLC0415

    started_ms = now_ms()
    letters = read_sign_mnist(path)
    recipe = {"importer": letters.corpus, "source": letters.source}
    run = Run("ingest", letters.corpus, recipe)
    _write(letters, run, _opened(store), started_ms)


def letters_28(
    path: Annotated[Path, typer.Argument(help="Folder of the photographs.")],
    *,
    source: Annotated[
        Source, typer.Option("--from", help="What the photographs are.")
    ] = Source.SIGN_DIGITS,
    store: StoreOption = None,
) -> None:
    """Make real photographs of digits into 28 x 28 grey pictures, like MNIST's."""
    from ingest.corpora.digit_letters import read_sign_digits  # noqa: PLC0415 - as above

    started_ms = now_ms()
    letters = read_sign_digits(path)
    recipe = {"importer": source.value, "source": letters.source}
    run = Run("ingest", letters.corpus, recipe)
    _write(letters, run, _opened(store), started_ms)


def fingerspelling(
    *,
    per_letter: Annotated[
        int, typer.Option(help="Pictures of each letter; a fifth of them test.")
    ] = 250,
    seed: Annotated[int, typer.Option(help="Of everything that is drawn.")] = 0,
    store: StoreOption = None,
) -> None:
    """Render 24 letters as 28 x 28 grey pictures of synthetic hands."""
    # As above; and the signer brings compiled code.
    from ingest.corpora.fingerspelling import (  # noqa: PLC0415
        Fingerspelling,
        render_fingerspelling,
    )

    started_ms = now_ms()
    told = Fingerspelling(per_letter=per_letter, seed=seed)
    opened, run = _opened(store), told.run()
    with RunBar(opened, "render letters", "pictures") as bar:
        bar.begin(run, total=told.pictures)
        letters = render_fingerspelling(told, bar.advance)
    _write(letters, run, opened, started_ms)


def _opened(store: Path | None) -> Store:
    return create_store(gather_settings(store=store).store)


def _write(letters: LetterSet, run: Run, store: Store, started_ms: int) -> None:
    write_letters(store, letters, run, started_ms)
    counts = " and ".join(_counted(part, made) for part, made in letters.parts.items())
    made = "synthetic pictures" if letters.synthetic else "pictures"
    typer.echo(f"{letters.corpus}: {made} of letters, {counts}, in {store.root}.")
    lost = Counter(problem.kind for problem in letters.problems if problem.lost)
    if lost:
        told = ", ".join(f"{number:,} {kind}" for kind, number in lost.items())
        typer.echo(f"Not read: {told}. Overview, in `signatlas serve`, lists them.")
    for problem in letters.problems:
        if not problem.lost:
            typer.echo(f"{problem.what} {problem.remedy}")


def _counted(part: str, pictures: LetterPart) -> str:
    """Return `1,659 to train (166 signers)`; signers only where they are known."""
    signers = {signer for signer in pictures.signers if signer is not None}
    several = "" if len(signers) == 1 else "s"
    known = f" ({len(signers):,} signer{several})" if signers else ""
    return f"{len(pictures.labels):,} to {part}{known}"

"""The whole table: every corpus asked for is measured, shown, and saved if asked."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from threadpoolctl import threadpool_limits

from models.letters.bench import Asked, Tell, measure
from models.letters.data import letter_corpora, read_letters
from models.letters.records import finished_runs
from models.letters.rows import rows_named
from models.letters.saving import results_of
from models.letters.table import markdown, summarise
from models.results import save_results
from store.db import Database
from store.errors import CallError
from store.layout import Store


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a user asks for.

    Attributes:
        corpora: of letters; none: all that the store has.
        rows: by name; none: all.
        seeds: how often each row is trained.
        groupwise: train again with near-duplicates on one side.
        train: what is not finished yet; else only show.
        threads: of one training.
        save: put the figures into the registry of results.
    """

    corpora: Sequence[str] = ()
    rows: Sequence[str] = ()
    seeds: int = 5
    groupwise: bool = False
    train: bool = True
    threads: int = 1
    save: bool = False

    def __post_init__(self) -> None:
        if self.seeds < 1 or self.threads < 1:
            raise CallError("Give --seeds and --threads of 1 or more.")


def make_tables(store: Store, wanted: Wanted, tell: Tell) -> str:
    """Return the table of every corpus, Markdown, having measured what was missing.

    Raises:
        CallError: a row or corpus is unknown, or the store has no letters.
    """
    rows = rows_named(wanted.rows)
    database = Database(store)
    torch.set_num_threads(wanted.threads)
    tables = []
    for corpus in letter_corpora(database, wanted.corpora):
        letters = read_letters(database, corpus)
        asked = Asked(letters, rows, wanted.seeds, wanted.groupwise)
        if wanted.train:
            with threadpool_limits(wanted.threads):
                measure(store, asked, tell)
        summaries = summarise(asked, finished_runs(database))
        tables.append(markdown(asked, summaries))
        if wanted.save:
            save_results(results_of(asked, summaries))
    return "\n\n".join(tables) + "\n"

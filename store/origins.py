"""Where the corpora of a store were fetched from; see `store.fetch`."""

import json
from collections.abc import Iterable
from typing import Final

from store.errors import CallError, StoreError
from store.layout import Store, replace_text

ORIGINS_FILE: Final = "fetched.json"
"""Says of each fetched corpus which address it came from."""


def fetched_from(store: Store, corpus: str) -> str:
    """Return the address that a corpus was fetched from; empty where it was not."""
    return _origins(store).get(corpus, "")


def claim(store: Store, address: str, corpora: Iterable[str]) -> None:
    """Note where corpora come from.

    Raises:
        CallError: one that is here comes from elsewhere, and would be replaced.
    """
    origins = _origins(store)
    named = list(corpora)
    for corpus in named:
        is_here = (store.table_dir("corpora") / f"corpus={corpus}").is_dir()
        if is_here and origins.get(corpus) != address:
            raise CallError(
                f"Corpus {corpus!r} of {store.root} did not come from {address}, and "
                "would be replaced: fetch into another folder with --store."
            )
    known = origins | dict.fromkeys(named, address)
    if known != origins:
        replace_text(store.root / ORIGINS_FILE, json.dumps(known, indent=1))


def check_not_fetched(store: Store, corpus: str) -> None:
    """Raise a `CallError` where a corpus is a copy, whose next fetch undoes changes."""
    if address := fetched_from(store, corpus):
        raise CallError(
            f"Corpus {corpus!r} of {store.root} is a copy of the one at {address}: "
            f"ingest with --store {address}, then `signatlas fetch {address}`; or give "
            "another --corpus."
        )


def _origins(store: Store) -> dict[str, str]:
    path = store.root / ORIGINS_FILE
    try:
        found: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise StoreError(
            f"{path} cannot be read, so it is unknown what was fetched: remove it, and "
            "fetch into another folder."
        ) from error
    return found

"""What lies beside the parts of a store: leftovers, packs and what is prepared of them."""

from collections.abc import Iterator

from store.layout import Store
from store.packs import PACK_GLOB, packs_dir
from store.prepared import broken_prepared
from store.temporary import abandoned
from store.verify_findings import Finding, named, pack_finding, prepared_finding
from store.verify_parts import broken_pack


def beside_the_parts(store: Store) -> Iterator[Finding]:
    """Yield what is not as it should be among files that hold no row of their own."""
    yield from _leftovers(store)
    yield from _packs(store)
    for path in broken_prepared(store):
        yield prepared_finding(store, path)


def _leftovers(store: Store) -> Iterator[Finding]:
    for path in abandoned(store.root):
        yield Finding(
            "leftover",
            "",
            named(store, path),
            "A process that was killed left it half-written.",
            "It takes space, nothing else.",
            "Run `signatlas verify --repair`.",
        )


def _packs(store: Store) -> Iterator[Finding]:
    for path in sorted(packs_dir(store).rglob(PACK_GLOB)):
        if what := broken_pack(path):
            yield pack_finding(store, path, what)

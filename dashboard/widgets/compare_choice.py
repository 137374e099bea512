"""Which corpora stand side by side, and what their handshapes are counted from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from dashboard import state
from dashboard.records.compare_records import Counting, Scope, Source
from dashboard.widgets.choosing import choose, chosen
from dashboard.widgets.filters import pick

COUNTINGS: Final[dict[Counting, str]] = {
    "sign": "Signs: each gloss counts once",
    "token": "Clips: each clip counts once",
}
SCOPES: Final[dict[Scope, str]] = {
    "common": "Those that every source can tell",
    "all": "All of any corpus",
}
ORDINALS: Final = ("First", "Second", "Third", "Fourth")
NEEDED: Final = 2


@dataclass(frozen=True, slots=True)
class Asked:
    """What is compared, and how it is counted."""

    sources: tuple[Source, ...]
    counting: Counting
    scope: Scope

    @property
    def kept(self) -> dict[str, str]:
        """The choices that an address keeps."""
        told: dict[str, str] = {"counting": self.counting, "scope": self.scope}
        for source, (corpus, by) in zip(
            self.sources, state.COMPARE_SIDES, strict=False
        ):
            told |= {corpus.name: source.corpus, by.name: source.by}
        return told


def ask(found: Mapping[str, Sequence[Source]]) -> Asked:
    """Draw the choices and return what was chosen."""
    asked: list[Source] = []
    for place in range(len(state.COMPARE_SIDES)):
        source = _ask_side(found, place, asked)
        if source is not None:
            asked.append(source)
        elif place >= NEEDED:
            break
    countings: dict[str, Counting] = {name: name for name in COUNTINGS}
    scopes: dict[str, Scope] = {name: name for name in SCOPES}
    counting = choose(
        state.COMPARE_COUNTING,
        "What counts once",
        list(countings),
        default="sign",
        named=lambda name: COUNTINGS[countings[name]],
    )
    scope = choose(
        state.COMPARE_SCOPE,
        "Handshapes compared",
        list(scopes),
        default="common",
        named=lambda name: SCOPES[scopes[name]],
    )
    return Asked(tuple(asked), countings[counting], scopes[scope])


def _ask_side(
    found: Mapping[str, Sequence[Source]], place: int, before: Sequence[Source]
) -> Source | None:
    corpus_choice, by_choice = state.COMPARE_SIDES[place]
    label = f"{ORDINALS[place]} corpus"
    corpus: str | None
    if place < NEEDED:
        default = _other(found, [source.corpus for source in before])
        corpus = choose(corpus_choice, label, list(found), default=default)
    else:
        corpus = pick(corpus_choice, label, list(found), anything=f"No {label.lower()}")
    if corpus is None or corpus not in found:
        return None
    offered = {source.by: source for source in found[corpus]}
    taken = {source.by for source in before if source.corpus == corpus}
    free = [by for by in offered if by not in taken] or list(offered)
    by = choose(
        by_choice,
        f"{corpus} is counted by",
        list(offered),
        default=chosen(by_choice, list(offered), default=free[0]),
        named=lambda key: offered[key].words,
    )
    return offered[by]


def _other(found: Mapping[str, Sequence[Source]], taken: Sequence[str]) -> str:
    """Return the first corpus that is not taken; the first where all are."""
    return next((corpus for corpus in found if corpus not in taken), next(iter(found)))

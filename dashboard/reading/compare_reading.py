"""What signs count for which handshape, from whatever tells it; without a page."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import numpy as np

from dashboard.records.compare_records import (
    Comparison,
    Counting,
    Counts,
    Pair,
    Scope,
    Side,
    Source,
)
from models.frequency_comparison import (
    OverallTest,
    Reals,
    differences,
    holm,
    moved,
    overall_test,
    rank_correlation,
)
from models.minimal_contrasts import CodedSign
from models.prevalence_counting import groups
from store.db import Database
from store.handshapes import INVENTORY

SAME_HANDSHAPE: Final = frozenset(
    {"OneHanded", "SymmetricalOrAlternating", "AsymmetricalSameHandshape"}
)
"""Sign types whose other hand tells nothing that the dominant one does not."""
CODED: Final = ("handshape", "place", "movement", "hand")
"""Parameters in which entries of a coded lexicon may differ; orientation is not coded."""
Row = tuple[str | None, str, str, float]
"""Gloss, clip or entry, handshape, and what it counts."""


def counted_rows(
    rows: Iterable[Row], counting: Counting, *, known: Iterable[str]
) -> Counts:
    """Return what each sign counts, where every clip's handshape is known.

    Args:
        rows: one for each hand or entry; what it counts is shared within its clip.
        counting: signs count once each, or each of their clips does.
        known: handshapes that could have been told.
    """
    listed = list(rows)
    classes = tuple(sorted({handshape for _, _, handshape, _ in listed}))
    place = {name: i for i, name in enumerate(classes)}
    signs = [gloss or clip for gloss, clip, _, _ in listed]
    clip_of = groups([clip for _, clip, _, _ in listed])
    weights = np.array([weight for *_, weight in listed], np.float64)
    # Several hands of a clip together count what one of them would.
    weights /= np.bincount(clip_of)[clip_of] if listed else 1.0
    names, codes = np.unique(np.array(signs, np.str_), return_inverse=True)
    shapes = np.array([place[handshape] for _, _, handshape, _ in listed], np.intp)
    counts = np.zeros((len(names), len(classes)))
    np.add.at(counts, (codes, shapes), weights)
    if counting == "sign":
        clips = np.zeros(len(names))
        np.add.at(clips, codes, 1 / np.bincount(clip_of)[clip_of])
        counts /= clips[:, None]
    return Counts(
        classes=classes,
        signs=tuple(names.tolist()),
        glossed=any(gloss for gloss, *_ in listed),
        counts=counts,
        drawn=None,
        known=frozenset(known) | set(classes),
        items=len(set(clip_of.tolist())),
    )


def read_counts(database: Database, source: Source, counting: Counting) -> Counts:
    """Return what each sign counts by a lexicon, the truth, or what the corpus gives."""
    if source.kind in ("lexicon", "lexicon-rated"):
        entries = database.rows("lexicon_of", corpus=source.corpus)
        return _entries(entries, rated=source.kind == "lexicon-rated")
    truth = source.kind == "truth"
    question = "handshapes_true" if truth else "handshapes_given"
    rows = database.rows(question, corpus=source.corpus)
    known = any_handshape() if truth else frozenset()
    told = [(row["gloss"], row["clip_id"], row["handshape"], 1.0) for row in rows]
    return counted_rows(told, counting, known=known)


def compared(sides: Sequence[Side], scope: Scope) -> Comparison | None:
    """Return corpora compared; None where one has none of the handshapes compared."""
    classes = _classes(sides, scope)
    if not classes or any(not _covers(side, classes) for side in sides):
        return None
    over = [side.counts.over(classes) for side in sides]
    counts, shares = [of for of, _ in over], [of for _, of in over]
    against = tuple(
        differences((counts[0], other), (shares[0], share))
        for other, share in zip(counts[1:], shares[1:], strict=True)
    )
    two = len(sides) == 2  # noqa: PLR2004 - two corpora are one pair
    overall = against[0].test if two else overall_test(counts)
    return Comparison(
        sides=tuple(sides),
        classes=classes,
        scope=scope,
        shares=tuple(shares),
        left_out=tuple(1 - _covered(side, classes) for side in sides),
        overall=overall,
        against_first=against,
        pairs=_pairs(counts, [of.share for of in shares], [d.test for d in against]),
    )


def coded_signs(entries: Iterable[Mapping[str, Any]]) -> list[CodedSign]:
    """Return the entries of a lexicon that are coded whole: those of one morpheme."""
    return [_coded(entry) for entry in entries if entry["morphemes"] in (None, 1)]


def entry_name(entry: Mapping[str, Any]) -> str:
    """Return what an entry is called within its corpus."""
    return str(entry["entry_id"]).partition("/")[2]


def any_handshape() -> frozenset[str]:
    """Return every handshape that somebody who labels or generates could have given."""
    return frozenset(INVENTORY)


def _entries(entries: Sequence[Mapping[str, Any]], *, rated: bool) -> Counts:
    rows = [
        (
            entry_name(e),
            e["entry_id"],
            e["handshape"],
            e["sign_frequency"] if rated else 1.0,
        )
        for e in entries
        if not rated or e["sign_frequency"] is not None
    ]
    # Every entry is a sign; how often it is used must not be averaged away.
    return counted_rows(rows, "token", known=())


def _coded(entry: Mapping[str, Any]) -> CodedSign:
    def of(*names: str) -> tuple[object, ...]:
        return tuple(entry[name] for name in names)

    same = entry["sign_type"] in SAME_HANDSHAPE
    other = None if same else entry["base_handshape_code"]
    shape = ("handshape_code", "selected_fingers", "flexion", "spread")
    return CodedSign(
        entry_name(entry),
        entry["lemma"],
        {
            "handshape": of(*shape, "thumb_position", "thumb_contact"),
            "place": of(
                "major_location", "minor_location", "second_minor_location", "contact"
            ),
            "movement": of(
                "movement",
                "repeated_movement",
                "ulnar_rotation",
                "flexion_change",
                "spread_change",
            ),
            "hand": (entry["sign_type"], other),
        },
    )


def _classes(sides: Sequence[Side], scope: Scope) -> tuple[str, ...]:
    known = frozenset.intersection(*(side.counts.known for side in sides))
    total: dict[str, float] = {}
    for side in sides:
        for name, share in zip(side.counts.classes, side.counts.shares, strict=True):
            if share > 0 and (scope == "all" or name in known):
                total[name] = total.get(name, 0.0) + float(share)
    return tuple(sorted(total, key=lambda name: (-total[name], name)))


def _covered(side: Side, classes: Sequence[str]) -> float:
    told = zip(side.counts.classes, side.counts.shares, strict=True)
    return min(1.0, float(sum(share for name, share in told if name in classes)))


def _covers(side: Side, classes: Sequence[str]) -> bool:
    within = np.isin(side.counts.classes, classes)
    return bool(side.counts.counts[:, within].sum() > 0 and _covered(side, classes) > 0)


def _pairs(
    counts: Sequence[Reals], shares: Sequence[Reals], first: Sequence[OverallTest]
) -> tuple[Pair, ...]:
    """Return all pairs of corpora; the tests against the first are there already."""
    places = [(i, j) for i in range(len(counts)) for j in range(i + 1, len(counts))]
    tests = [
        first[j - 1] if i == 0 else overall_test([counts[i], counts[j]])
        for i, j in places
    ]
    adjusted = holm(np.array([test.p for test in tests]))
    return tuple(
        Pair(
            i,
            j,
            test,
            float(p),
            rank_correlation(shares[i], shares[j]),
            moved(shares[i], shares[j]),
        )
        for (i, j), test, p in zip(places, tests, adjusted, strict=True)
    )

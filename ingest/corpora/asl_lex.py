"""ASL-LEX 2.0 as a coded lexicon: a row per sign, its phonology and how often it is used.

The file is `signdata-*.csv` of the project's OSF page, 2,723 signs. Only the first
morpheme of a sign is read. `NA` and empty cells are missing values.

Reference: Sehyr, Caselli, Cohen-Goldberg and Emmorey, The ASL-LEX 2.0 project: a database
of lexical and phonological properties for 2,723 signs in American Sign Language, Journal
of Deaf Studies and Deaf Education 26, 2021, doi:10.1093/deafed/enaa038.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from ingest.corpora.asl_lex_handshapes import NO_HANDSHAPE, inventory_name, is_known
from ingest.corpora.description_tables import Table, read_table
from ingest.sources import Problem
from store.errors import CallError

CORPUS: Final = "asl-lex"
FACTS: Final[Mapping[str, object]] = {
    "title": "ASL-LEX 2.0",
    "language": "American Sign Language",
    "licence": "CC BY-NC 4.0",
    "citation": "Sehyr, Caselli, Cohen-Goldberg and Emmorey, The ASL-LEX 2.0 project, "
    "Journal of Deaf Studies and Deaf Education 26(2), 263-277, 2021, "
    "doi:10.1093/deafed/enaa038",
}
ENTRY, HANDSHAPE, OTHER_HAND = "EntryID", "Handshape.2.0", "NonDominantHandshape.2.0"
TEXTS: Final = {
    "selected_fingers": "SelectedFingers.2.0",
    "flexion": "Flexion.2.0",
    "thumb_position": "ThumbPosition.2.0",
    "sign_type": "SignType.2.0",
    "major_location": "MajorLocation.2.0",
    "minor_location": "MinorLocation.2.0",
    "second_minor_location": "SecondMinorLocation.2.0",
    "movement": "Movement.2.0",
    "lexical_class": "LexicalClass",
}
FLAGS: Final = {
    "flexion_change": "FlexionChange.2.0",
    "spread": "Spread.2.0",
    "spread_change": "SpreadChange.2.0",
    "thumb_contact": "ThumbContact.2.0",
    "contact": "Contact.2.0",
    "repeated_movement": "RepeatedMovement.2.0",
    "ulnar_rotation": "UlnarRotation.2.0",
    "compound": "Compound.2.0",
    "initialized": "Initialized.2.0",
    "fingerspelled_loan": "FingerspelledLoanSign.2.0",
}
RATINGS: Final = {"sign_frequency": "SignFrequency(M)", "iconicity": "Iconicity(M)"}
REALS: Final = {"sign_frequency_sd": "SignFrequency(SD)"}
WHOLE: Final = {
    "sign_frequency_raters": "SignFrequency(N)",
    "morphemes": "NumberOfMorphemes.2.0",
    "neighbours": "Neighborhood Density 2.0",
    "duration_ms": "SignDuration(ms)",
}
_NOTHING: Final = frozenset({"", "NA"})
_FLAG_VALUES: Final = {"0": False, "1": True}
_LOWEST_RATING, _HIGHEST_RATING = 1.0, 7.0
_WESTERN: Final = "ISO-8859-1"
_COLUMNS_SHOWN: Final = 8
_REMEDY: Final = "Compare the row with the published file."


@dataclass(frozen=True, slots=True)
class LexiconListing:
    """The entries of one file as rows of `lexicon`, and what could not be used.

    `entry_id` is an entry's part of its id; the corpus is not in it yet.
    """

    source: str
    entries: Sequence[Mapping[str, object]]
    problems: Sequence[Problem]


def list_asl_lex(path: Path, *, encoding: str | None = None) -> LexiconListing:
    """Return the entries of ASL-LEX 2.0.

    Args:
        path: `signdata-*.csv`.
        encoding: of the file; UTF-8, else ISO-8859-1, as parts of it are published.

    Raises:
        CallError: the file cannot be read, or is no such table.
    """
    table = _read(path, encoding)
    _check_columns(path, table)
    reader = _Reader(path.name, table)
    entries = [made for place, row in table.rows if (made := reader.entry(place, row))]
    return LexiconListing(path.name, entries, reader.problems)


def _read(path: Path, encoding: str | None) -> Table:
    table = read_table(path, encoding=encoding)
    if not table.problems:
        return table
    western = read_table(path, encoding=_WESTERN)
    assumed = Problem(
        "assumed-encoding",
        str(path),
        f"{path.name} is not UTF-8; it was read as {_WESTERN}.",
        "Look at the glosses: if they are wrong, name the encoding with --encoding.",
        lost=False,
    )
    return Table(western.columns, western.rows, [assumed])


def _check_columns(path: Path, table: Table) -> None:
    lacking = [name for name in (ENTRY, HANDSHAPE) if name not in table.columns]
    if not lacking:
        return
    there = ", ".join(table.columns[:_COLUMNS_SHOWN]) or "none"
    close = get_close_matches(lacking[0], table.columns, n=1)
    hint = f" It has {close[0]!r}: is it ASL-LEX 1.0, or its key?" if close else ""
    raise CallError(
        f"{path} is not ASL-LEX 2.0: it has no column {' and '.join(lacking)}.{hint} "
        f"Its first columns: {there}. Give signdata-2020-10-28.csv or another "
        "signdata file of ASL-LEX 2.0."
    )


@dataclass
class _Reader:
    """Turns rows into entries and collects what is wrong with them."""

    source: str
    table: Table
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.problems.extend(self.table.problems)
        self._seen: set[str] = set()
        rows = [row for _, row in self.table.rows]
        self._named = Counter(row[ENTRY].strip() for row in rows)
        wanted = [*TEXTS.values(), *FLAGS.values(), *RATINGS.values()]
        wanted += [*REALS.values(), *WHOLE.values(), "LemmaID", "Code", OTHER_HAND]
        for name in (name for name in wanted if name not in self.table.columns):
            self._note(
                "missing-column",
                f"{self.source}, column {name}",
                f"{self.source} has no column {name}: it stays empty for every sign.",
                "Use the file as it is published.",
            )

    def entry(self, place: str, row: Mapping[str, str]) -> dict[str, object] | None:
        """Return one entry as a row; None where it cannot be used."""
        gloss, handshape = row[ENTRY].strip(), _told(row, HANDSHAPE)
        if not gloss or handshape is None:
            lacks = "name (EntryID)" if not gloss else f"handshape ({HANDSHAPE})"
            self._note(
                "no-gloss" if not gloss else "empty-handshape",
                place,
                f"{gloss or 'An entry'} has no {lacks}, and was left out.",
                "Fill in the cell, or leave the row out.",
                lost=True,
            )
            return None
        entry_id = self._entry_id(place, gloss, _told(row, "Code") or "")
        if entry_id is None:
            return None
        if not is_known(handshape):
            self._note(
                "unknown-handshape",
                place,
                f"The handshape of {gloss}, {handshape!r}, is no code of ASL-LEX 2.0; it "
                "was kept as it is.",
                _REMEDY,
            )
        other = _told(row, OTHER_HAND)
        other = None if other in NO_HANDSHAPE else other
        return {
            "entry_id": entry_id,
            "gloss": gloss,
            "lemma": _told(row, "LemmaID") or gloss,
            "code": _told(row, "Code") or "",
            "source": self.source,
            "handshape": inventory_name(handshape),
            "handshape_code": handshape,
            "base_handshape": inventory_name(other),
            "base_handshape_code": other,
            **{name: _told(row, column) for name, column in TEXTS.items()},
            **{n: self._flag(place, row, column) for n, column in FLAGS.items()},
            **{n: self._rating(place, row, column) for n, column in RATINGS.items()},
            **{n: self._number(place, row, column) for n, column in REALS.items()},
            **{n: self._whole(place, row, column) for n, column in WHOLE.items()},
        }

    def _entry_id(self, place: str, gloss: str, code: str) -> str | None:
        """Return the entry's part of its id; None where it is there already."""
        shared = self._named[gloss] > 1
        entry_id = f"{gloss}/{code}" if shared else gloss
        again = entry_id in self._seen
        self._seen.add(entry_id)
        if again:
            self._note(
                "repeated-entry",
                place,
                f"{gloss} with code {code or '(none)'} is there already; this row was "
                "left out.",
                "Keep one of the rows.",
                lost=True,
            )
        elif shared:
            self._note(
                "shared-name",
                place,
                f"Several entries are called {gloss}; this one is kept as {entry_id}.",
                "Nothing need be done: they are told apart by their code.",
            )
        return None if again else entry_id

    def _flag(self, place: str, row: Mapping[str, str], column: str) -> bool | None:
        told = _told(row, column)
        if told is not None and told not in _FLAG_VALUES:
            self._no_value(place, column, told, "0 or 1")
        return _FLAG_VALUES.get(told or "")

    def _rating(self, place: str, row: Mapping[str, str], column: str) -> float | None:
        number = self._number(place, row, column)
        if number is None or _LOWEST_RATING <= number <= _HIGHEST_RATING:
            return number
        self._no_value(place, column, str(number), "a rating from 1 to 7")
        return None

    def _whole(self, place: str, row: Mapping[str, str], column: str) -> int | None:
        number = self._number(place, row, column)
        return None if number is None else round(number)

    def _number(self, place: str, row: Mapping[str, str], column: str) -> float | None:
        told = _told(row, column)
        if told is None:
            return None
        try:
            number = float(told)
        except ValueError:
            number = float("nan")
        if abs(number) < float("inf"):
            return number
        self._no_value(place, column, told, "a number")
        return None

    def _no_value(self, place: str, column: str, told: str, expected: str) -> None:
        self._note(
            "strange-value",
            f"{place}, column {column}",
            f"{column} is {told!r}, expected {expected}; it was taken as missing.",
            _REMEDY,
        )

    def _note(
        self, kind: str, place: str, what: str, remedy: str, *, lost: bool = False
    ) -> None:
        self.problems.append(Problem(kind, place, what, remedy, lost=lost))


def _told(row: Mapping[str, str], column: str) -> str | None:
    value = row.get(column, "").strip()
    return None if value in _NOTHING else value


def with_corpus(
    corpus: str, entries: Iterable[Mapping[str, object]]
) -> list[dict[str, object]]:
    """Return entries as rows of a corpus."""
    return [
        {**entry, "corpus": corpus, "entry_id": f"{corpus}/{entry['entry_id']}"}
        for entry in entries
    ]

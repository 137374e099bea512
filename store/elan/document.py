"""ELAN's annotation documents (.eaf) and vocabularies (.ecv) as records.

One record for each kind of element of the ELAN Annotation Format 3.0; what refers to
what is kept as ids, as the file has it. `store.elan.reading` makes records of a file,
`store.elan.writing` a file of records, `store.elan.times` says when each annotation is.

Reference: ELAN Annotation Format 3.0, http://www.mpi.nl/tools/elan/EAFv3.0.xsd.
"""

from dataclasses import dataclass, field
from typing import Final, Literal

from store.elan.links import Lexicon, LinkSet

UNDETERMINED: Final = "und"
"""Id of the language of texts in no language, as ELAN writes it."""
SUBDIVISION: Final = "Symbolic_Subdivision"
MILLISECONDS: Final = "milliseconds"


@dataclass(frozen=True, slots=True)
class TimeSlot:
    """A point in time that annotations may share; `time` None: not aligned."""

    slot_id: str
    time: int | None = None


@dataclass(frozen=True, slots=True)
class AlignableAnnotation:
    """An annotation from one time slot to another.

    Attributes:
        entry: id of the entry of a controlled vocabulary that the value is.
        references: ids of external references, separated by spaces.
        drawing: what it refers to in an SVG file.
    """

    annotation_id: str
    start_slot: str
    end_slot: str
    value: str = ""
    entry: str | None = None
    language: str | None = None
    references: str | None = None
    drawing: str | None = None


@dataclass(frozen=True, slots=True)
class ReferenceAnnotation:
    """An annotation of another annotation, whose time it shares.

    Attributes:
        parent: id of the annotation that it annotates.
        previous: id of the one before it, where several divide their parent.
        entry, language, references: as of `AlignableAnnotation`.
    """

    annotation_id: str
    parent: str
    value: str = ""
    previous: str | None = None
    entry: str | None = None
    language: str | None = None
    references: str | None = None


Annotation = AlignableAnnotation | ReferenceAnnotation


@dataclass(frozen=True, slots=True)
class Tier:
    """Annotations of one kind, e.g. the handshapes of one signer's right hand.

    Attributes:
        type_name: name of its `TierType`.
        parent: name of the tier that it hangs on.
        participant: whose signing is annotated.
        annotator: who annotated.
        reference: id of an external reference.
    """

    name: str
    type_name: str
    annotations: tuple[Annotation, ...] = ()
    parent: str | None = None
    participant: str | None = None
    annotator: str | None = None
    locale: str | None = None
    language: str | None = None
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class TierType:
    """What ELAN calls a linguistic type: how annotations hang on their parent's.

    Attributes:
        constraint: name of a `Constraint`; None: a tier of its own.
        vocabulary: name of the controlled vocabulary of its values.
    """

    name: str
    time_alignable: bool | None = None
    constraint: str | None = None
    graphic_references: bool | None = None
    vocabulary: str | None = None
    reference: str | None = None
    lexicon: str | None = None


@dataclass(frozen=True, slots=True)
class Media:
    """A video or sound that is annotated; `time_origin_ms`: its time at 0 of the file."""

    url: str
    mime_type: str
    relative_url: str | None = None
    time_origin_ms: int | None = None
    extracted_from: str | None = None


@dataclass(frozen=True, slots=True)
class LinkedFile:
    """Another file that goes with the annotations, e.g. a time series."""

    url: str
    mime_type: str
    relative_url: str | None = None
    time_origin_ms: int | None = None
    associated_with: str | None = None


@dataclass(frozen=True, slots=True)
class Property:
    """Anything a program notes about the document."""

    value: str = ""
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Header:
    """What the document is about; `media_file` is how old files named their video."""

    media: tuple[Media, ...] = ()
    linked_files: tuple[LinkedFile, ...] = ()
    properties: tuple[Property, ...] = ()
    time_units: str = MILLISECONDS
    media_file: str | None = None


@dataclass(frozen=True, slots=True)
class Licence:
    """Under which licence the document may be used."""

    text: str = ""
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Locale:
    """How text of a tier is typed in."""

    language_code: str
    country_code: str | None = None
    variant: str | None = None


@dataclass(frozen=True, slots=True)
class Language:
    """A language of annotations or vocabularies."""

    language_id: str
    definition: str | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Constraint:
    """How annotations may hang on their parent's, in words."""

    name: str
    description: str | None = None


@dataclass(frozen=True, slots=True)
class VocabularyDescription:
    """What a vocabulary is for, in one language."""

    language: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class EntryValue:
    """What an entry of a vocabulary is called in one language, and what it means."""

    text: str
    language: str
    description: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a controlled vocabulary."""

    entry_id: str
    values: tuple[EntryValue, ...] = ()
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A controlled vocabulary; with a reference, its entries are in another file."""

    name: str
    descriptions: tuple[VocabularyDescription, ...] = ()
    entries: tuple[Entry, ...] = ()
    reference: str | None = None


ReferenceKind = Literal["iso12620", "ecv", "cve_id", "lexen_id", "resource_url"]


@dataclass(frozen=True, slots=True)
class ExternalReference:
    """Something outside the document; `kind` is a `ReferenceKind` in valid files."""

    reference_id: str
    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Document:
    """A whole annotation document, in the order of its file; `date` as XML has it."""

    author: str
    date: str
    licences: tuple[Licence, ...] = ()
    header: Header = field(default_factory=Header)
    slots: tuple[TimeSlot, ...] = ()
    tiers: tuple[Tier, ...] = ()
    types: tuple[TierType, ...] = ()
    locales: tuple[Locale, ...] = ()
    languages: tuple[Language, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    vocabularies: tuple[Vocabulary, ...] = ()
    lexicons: tuple[Lexicon, ...] = ()
    link_sets: tuple[LinkSet, ...] = ()
    references: tuple[ExternalReference, ...] = ()


@dataclass(frozen=True, slots=True)
class VocabularyFile:
    """A file of controlled vocabularies that documents refer to (.ecv)."""

    languages: tuple[Language, ...] = ()
    vocabularies: tuple[Vocabulary, ...] = ()
    references: tuple[ExternalReference, ...] = ()
    author: str | None = None
    date: str | None = None
    version: str | None = None

"""How each record of `store.elan.document` is written in XML: reader and writer both follow it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from store.elan import document as elan
from store.elan import links as elan_links

WHOLE_NUMBERS: Final = frozenset({"TIME_VALUE", "TIME_ORIGIN"})
FLAGS: Final = frozenset({"TIME_ALIGNABLE", "GRAPHIC_REFERENCES"})


@dataclass(frozen=True, slots=True)
class Inside:
    """The records inside another.

    Attributes:
        kinds: what they may be.
        around: tag of one element around all of them.
        each: tag of an element around each of them.
        single: there is one, not a tuple of them.
    """

    kinds: tuple[type, ...]
    around: str = ""
    each: str = ""
    single: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """How one kind of record is written.

    Attributes:
        tag: its element.
        attributes: attribute by field, in the order in which they are written.
        text: field that is the element's text.
        text_in: tag of the element inside that has the text instead.
        inside: records inside it by field, in the order of the file.
    """

    tag: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    text_in: str = ""
    inside: Mapping[str, Inside] = field(default_factory=dict)


def _each(*kinds: type) -> Inside:
    return Inside(kinds)


_OF_ANNOTATIONS: Final = {
    "entry": "CVE_REF",
    "language": "LANG_REF",
    "references": "EXT_REF",
}
_OF_LINKS: Final = {
    "name": "REF_LINK_NAME",
    "references": "EXT_REF",
    "language": "LANG_REF",
    "entry": "CVE_REF",
    "kind": "REF_TYPE",
}

SHAPES: Final[Mapping[type, Shape]] = {
    elan.TimeSlot: Shape(
        "TIME_SLOT", {"slot_id": "TIME_SLOT_ID", "time": "TIME_VALUE"}
    ),
    elan.AlignableAnnotation: Shape(
        "ALIGNABLE_ANNOTATION",
        {
            "annotation_id": "ANNOTATION_ID",
            "start_slot": "TIME_SLOT_REF1",
            "end_slot": "TIME_SLOT_REF2",
            **_OF_ANNOTATIONS,
            "drawing": "SVG_REF",
        },
        text="value",
        text_in="ANNOTATION_VALUE",
    ),
    elan.ReferenceAnnotation: Shape(
        "REF_ANNOTATION",
        {
            "annotation_id": "ANNOTATION_ID",
            "parent": "ANNOTATION_REF",
            "previous": "PREVIOUS_ANNOTATION",
            **_OF_ANNOTATIONS,
        },
        text="value",
        text_in="ANNOTATION_VALUE",
    ),
    elan.Tier: Shape(
        "TIER",
        {
            "annotator": "ANNOTATOR",
            "locale": "DEFAULT_LOCALE",
            "reference": "EXT_REF",
            "language": "LANG_REF",
            "type_name": "LINGUISTIC_TYPE_REF",
            "parent": "PARENT_REF",
            "participant": "PARTICIPANT",
            "name": "TIER_ID",
        },
        inside={
            "annotations": Inside(
                (elan.AlignableAnnotation, elan.ReferenceAnnotation), each="ANNOTATION"
            )
        },
    ),
    elan.TierType: Shape(
        "LINGUISTIC_TYPE",
        {
            "constraint": "CONSTRAINTS",
            "vocabulary": "CONTROLLED_VOCABULARY_REF",
            "reference": "EXT_REF",
            "graphic_references": "GRAPHIC_REFERENCES",
            "lexicon": "LEXICON_REF",
            "name": "LINGUISTIC_TYPE_ID",
            "time_alignable": "TIME_ALIGNABLE",
        },
    ),
    elan.Media: Shape(
        "MEDIA_DESCRIPTOR",
        {
            "extracted_from": "EXTRACTED_FROM",
            "url": "MEDIA_URL",
            "mime_type": "MIME_TYPE",
            "relative_url": "RELATIVE_MEDIA_URL",
            "time_origin_ms": "TIME_ORIGIN",
        },
    ),
    elan.LinkedFile: Shape(
        "LINKED_FILE_DESCRIPTOR",
        {
            "associated_with": "ASSOCIATED_WITH",
            "url": "LINK_URL",
            "mime_type": "MIME_TYPE",
            "relative_url": "RELATIVE_LINK_URL",
            "time_origin_ms": "TIME_ORIGIN",
        },
    ),
    elan.Property: Shape("PROPERTY", {"name": "NAME"}, text="value"),
    elan.Header: Shape(
        "HEADER",
        {"media_file": "MEDIA_FILE", "time_units": "TIME_UNITS"},
        inside={
            "media": _each(elan.Media),
            "linked_files": _each(elan.LinkedFile),
            "properties": _each(elan.Property),
        },
    ),
    elan.Licence: Shape("LICENSE", {"url": "LICENSE_URL"}, text="text"),
    elan.Locale: Shape(
        "LOCALE",
        {
            "country_code": "COUNTRY_CODE",
            "language_code": "LANGUAGE_CODE",
            "variant": "VARIANT",
        },
    ),
    elan.Language: Shape(
        "LANGUAGE",
        {"definition": "LANG_DEF", "language_id": "LANG_ID", "label": "LANG_LABEL"},
    ),
    elan.Constraint: Shape(
        "CONSTRAINT", {"description": "DESCRIPTION", "name": "STEREOTYPE"}
    ),
    elan.VocabularyDescription: Shape(
        "DESCRIPTION", {"language": "LANG_REF"}, text="text"
    ),
    elan.EntryValue: Shape(
        "CVE_VALUE",
        {"description": "DESCRIPTION", "language": "LANG_REF"},
        text="text",
    ),
    elan.Entry: Shape(
        "CV_ENTRY_ML",
        {"entry_id": "CVE_ID", "reference": "EXT_REF"},
        inside={"values": _each(elan.EntryValue)},
    ),
    elan.Vocabulary: Shape(
        "CONTROLLED_VOCABULARY",
        {"name": "CV_ID", "reference": "EXT_REF"},
        inside={
            "descriptions": _each(elan.VocabularyDescription),
            "entries": _each(elan.Entry),
        },
    ),
    elan_links.Lexicon: Shape(
        "LEXICON_REF",
        {
            "category_id": "DATCAT_ID",
            "category_name": "DATCAT_NAME",
            "lexicon_id": "LEXICON_ID",
            "lexicon_name": "LEXICON_NAME",
            "lexicon_ref": "LEX_REF_ID",
            "name": "NAME",
            "kind": "TYPE",
            "url": "URL",
        },
    ),
    elan_links.CrossLink: Shape(
        "CROSS_REF_LINK",
        {
            "link_id": "REF_LINK_ID",
            "first": "REF1",
            "second": "REF2",
            "direction": "DIRECTIONALITY",
            **_OF_LINKS,
        },
        text="text",
    ),
    elan_links.GroupLink: Shape(
        "GROUP_REF_LINK",
        {"link_id": "REF_LINK_ID", "members": "REFS", **_OF_LINKS},
        text="text",
    ),
    elan_links.LinkSet: Shape(
        "REF_LINK_SET",
        {
            "vocabulary": "CV_REF",
            "references": "EXT_REF",
            "language": "LANG_REF",
            "set_id": "LINK_SET_ID",
            "name": "LINK_SET_NAME",
        },
        inside={"links": _each(elan_links.CrossLink, elan_links.GroupLink)},
    ),
    elan.ExternalReference: Shape(
        "EXTERNAL_REF",
        {"reference_id": "EXT_REF_ID", "kind": "TYPE", "value": "VALUE"},
    ),
    elan.Document: Shape(
        "ANNOTATION_DOCUMENT",
        {"author": "AUTHOR", "date": "DATE"},
        inside={
            "licences": _each(elan.Licence),
            "header": Inside((elan.Header,), single=True),
            "slots": Inside((elan.TimeSlot,), around="TIME_ORDER"),
            "tiers": _each(elan.Tier),
            "types": _each(elan.TierType),
            "locales": _each(elan.Locale),
            "languages": _each(elan.Language),
            "constraints": _each(elan.Constraint),
            "vocabularies": _each(elan.Vocabulary),
            "lexicons": _each(elan_links.Lexicon),
            "link_sets": _each(elan_links.LinkSet),
            "references": _each(elan.ExternalReference),
        },
    ),
    elan.VocabularyFile: Shape(
        "CV_RESOURCE",
        {"author": "AUTHOR", "date": "DATE", "version": "VERSION"},
        inside={
            "languages": _each(elan.Language),
            "vocabularies": _each(elan.Vocabulary),
            "references": _each(elan.ExternalReference),
        },
    ),
}
"""Of every kind of record."""

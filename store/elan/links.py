"""What ELAN's documents say of lexicons, and links between annotations, as records."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A lexicon that values may come from."""

    lexicon_ref: str
    name: str
    kind: str
    url: str
    lexicon_id: str
    lexicon_name: str
    category_id: str | None = None
    category_name: str | None = None


@dataclass(frozen=True, slots=True)
class CrossLink:
    """A link between two annotations or links."""

    link_id: str
    first: str
    second: str
    text: str = ""
    direction: str | None = None
    name: str | None = None
    references: str | None = None
    language: str | None = None
    entry: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class GroupLink:
    """A group of annotations or links; `members`: ids separated by spaces."""

    link_id: str
    members: str
    text: str = ""
    name: str | None = None
    references: str | None = None
    language: str | None = None
    entry: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class LinkSet:
    """Links that belong together."""

    set_id: str
    links: tuple[CrossLink | GroupLink, ...] = ()
    name: str | None = None
    references: str | None = None
    language: str | None = None
    vocabulary: str | None = None

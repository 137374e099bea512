"""Licences and citations of corpora as things of their own in an RO-Crate."""

import re
from typing import Any, Final

from store.consent import Credit

DOI: Final = re.compile(r"\b10\.\d{4,9}/[^\s\"<>]+[^\s\"<>.,;)\]]")
LINK: Final = re.compile(r"https?://[^\s\"<>]+[^\s\"<>.,;)\]]")
CC: Final = re.compile(r"\bCC[- ](BY(?:-(?:NC|SA|ND))*)[- ](\d\.\d)\b", re.IGNORECASE)
PUBLIC: Final = re.compile(r"\bCC0\b", re.IGNORECASE)
OPEN: Final = re.compile(r"^(MIT|Apache-2\.0|BSD-3-Clause|GPL-3\.0)\b")
Entity = dict[str, Any]


def licence_entity(credit: Credit) -> Entity:
    """Return the licence of a corpus; by its address where it is a known one."""
    text = credit.licence
    address = licence_address(text)
    identifier = address or f"#licence-{credit.corpus}"
    said = (
        text
        if text != "not stated"
        else "No licence was found with this corpus: ask whoever made it before using it."
    )
    return {
        "@id": identifier,
        "@type": "CreativeWork",
        "name": text,
        "description": said,
    }


def licence_address(text: str) -> str:
    """Return the address of a licence; empty where none is known."""
    if link := LINK.search(text):
        return link[0]
    if found := CC.search(text):
        return f"https://creativecommons.org/licenses/{found[1].lower()}/{found[2]}/"
    if PUBLIC.search(text):
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    if known := OPEN.match(text):
        return f"https://spdx.org/licenses/{known[1]}"
    return ""


def citation_entity(credit: Credit) -> Entity | None:
    """Return what is to be cited for a corpus; None where nothing is known."""
    text = credit.citation
    if not text:
        return None
    doi, link = DOI.search(text), LINK.search(text)
    address = f"https://doi.org/{doi[0]}" if doi else link[0] if link else ""
    return {
        "@id": address or f"#citation-{credit.corpus}",
        "@type": "ScholarlyArticle" if doi else "CreativeWork",
        "name": text,
        **({"identifier": address} if doi else {}),
    }

"""Files of ELAN before EAF 2.8: the same elements in today's form."""

import xml.etree.ElementTree as ET

from store.elan.document import UNDETERMINED


def modernised(root: ET.Element) -> ET.Element:
    """Change what older files write otherwise, and return the same element.

    Until EAF 2.7 a vocabulary was in one language: entries were `CV_ENTRY` with the value
    as text, and the vocabulary's description an attribute. Until 2.0 the video was an
    attribute of the header.
    """
    old = [
        vocabulary
        for vocabulary in root.iter("CONTROLLED_VOCABULARY")
        if vocabulary.find("CV_ENTRY") is not None or vocabulary.get("DESCRIPTION")
    ]
    for vocabulary in old:
        _modernise(vocabulary)
    known = {language.get("LANG_ID") for language in root.iterfind("LANGUAGE")}
    if old and UNDETERMINED not in known:
        root.append(ET.Element("LANGUAGE", {"LANG_ID": UNDETERMINED}))
    _modernise_media(root)
    return root


def _modernise(vocabulary: ET.Element) -> None:
    about = vocabulary.attrib.pop("DESCRIPTION", "")
    if about and vocabulary.find("DESCRIPTION") is None:
        element = ET.SubElement(vocabulary, "DESCRIPTION", {"LANG_REF": UNDETERMINED})
        element.text = about
    for number, entry in enumerate(vocabulary.findall("CV_ENTRY")):
        told = {"LANG_REF": UNDETERMINED}
        if entry.get("DESCRIPTION"):
            told["DESCRIPTION"] = entry.get("DESCRIPTION", "")
        value = ET.SubElement(entry, "CVE_VALUE", told)
        value.text = entry.text
        entry.tag = "CV_ENTRY_ML"
        entry.attrib.setdefault("CVE_ID", f"cveid{number}")


def _modernise_media(root: ET.Element) -> None:
    header = root.find("HEADER")
    if header is None or header.find("MEDIA_DESCRIPTOR") is not None:
        return
    if named := header.get("MEDIA_FILE"):
        ET.SubElement(
            header, "MEDIA_DESCRIPTOR", {"MEDIA_URL": named, "MIME_TYPE": "unknown"}
        )

"""XML: ELAN's documents and vocabularies, and SiGML."""

from pathlib import Path
from typing import Final

from ingest.corpora.descriptions import list_descriptions
from ingest.corpora.elan import list_elan
from ingest.description_rows import write_descriptions
from ingest.sources import CorpusFacts
from store.elan import document as elan
from store.elan.handshapes import handshape_ecv
from store.elan.reading import parse_eaf, parse_ecv
from store.elan.writing import eaf_bytes, ecv_bytes
from store.label_import import import_labels
from store.layout import create_store
from tests.fuzz.document_mutations import damaged_text
from tests.fuzz.documents import Kind
from tests.fuzz.kinds.listings import plan_listing
from tests.store.elan.elan_maker import aligned, hanging, made_document
from tests.store.village_maker import make_village

SIGML: Final = """<?xml version="1.0" encoding="utf-8"?>
<sigml>
<hns_sign gloss="moon"><hamnosys_manual><hamflathand/><hampalmu/><hammoveu/>
</hamnosys_manual></hns_sign>
<hns_sign gloss="sun"><hamnosys_manual><hamfist/><hamchin/></hamnosys_manual></hns_sign>
</sigml>
"""


def _eaf(_: Path) -> bytes:
    tiers = [
        elan.Tier(
            "Gloss S1",
            "free",
            (aligned("a1", 1, 2, "HAUS"), aligned("a2", 2, 4, "BAUM")),
            participant="Ana",
        ),
        elan.Tier(
            "RH-Handshape S1",
            "parts",
            (hanging("a3", "a1", "5"), hanging("a4", "a1", "A", previous="a3")),
            parent="Gloss S1",
        ),
    ]
    media = (elan.Media("file:///x/a.mp4", "video/mp4", "./a.mp4", 20),)
    document = made_document(tiers, [0, 900, None, 2000], header=elan.Header(media))
    return eaf_bytes(document)


def _read_eaf(content: bytes, folder: Path) -> None:
    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / "a.mp4").touch()
    (corpus / "a.eaf").write_bytes(content)
    plan_listing(list_elan(corpus, "corpus", facts=CorpusFacts("corpus")), folder)
    document, _ = parse_eaf(content, name="a.eaf")
    again, _ = parse_eaf(eaf_bytes(document), name="a.eaf")
    assert again.tiers == document.tiers
    assert again.slots == document.slots


def _read_labels(content: bytes, folder: Path) -> None:
    store = make_village(create_store(folder / "store"))
    (folder / "a.eaf").write_bytes(content)
    import_labels(store, folder / "a.eaf", annotator="ann")


def _read_ecv(content: bytes, _: Path) -> None:
    vocabularies = parse_ecv(content, name="a.ecv")
    assert parse_ecv(ecv_bytes(vocabularies), name="a.ecv") == vocabularies


def _read_sigml(content: bytes, folder: Path) -> None:
    (folder / "told.sigml").write_bytes(content)
    listing = list_descriptions(folder / "told.sigml")
    write_descriptions(create_store(folder / "store"), "corpus", listing, {})


KINDS: Final = (
    Kind("eaf", _eaf, _read_eaf, damaged_text),
    Kind("eaf-labels", _eaf, _read_labels, damaged_text),
    Kind("ecv", lambda _: handshape_ecv(["A", "5"]), _read_ecv, damaged_text),
    Kind("sigml", lambda _: SIGML.encode(), _read_sigml, damaged_text),
)

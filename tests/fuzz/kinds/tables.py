"""Tables of labels, lists of corpora and descriptions: CSV and JSON."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from ingest.corpora.asl_citizen import list_asl_citizen
from ingest.corpora.asl_lex import list_asl_lex
from ingest.corpora.autsl import list_autsl
from ingest.corpora.descriptions import list_descriptions
from ingest.corpora.folder import list_folder
from ingest.corpora.sign_mnist import read_sign_mnist
from ingest.corpora.slovo import list_slovo
from ingest.corpora.wlasl import list_wlasl
from ingest.description_rows import write_descriptions
from ingest.letter_rows import write_letters
from ingest.lexicon_rows import write_lexicon
from ingest.sources import CorpusFacts, Listing
from store.label_import import import_labels
from store.layout import create_store
from store.runs import Run
from tests.fuzz.document_mutations import damaged_text
from tests.fuzz.documents import Kind
from tests.fuzz.kinds.listings import plan_listing
from tests.ingest.corpora import tiny_corpora
from tests.ingest.corpora.test_sign_mnist import HEADER, line, write_files
from tests.store.village_maker import CROPS, make_village

Maker = Callable[[Path], None]
Lister = Callable[[Path, str], Listing]


def _manifest(folder: Path, corpus: str) -> Listing:
    return list_folder(folder, corpus, facts=CorpusFacts(corpus))


def _listed(name: str, maker: Maker, lister: Lister, file: str) -> Kind:
    """Return a kind: one file of a corpus."""

    def make(folder: Path) -> bytes:
        maker(folder)
        return (folder / file).read_bytes()

    def read(content: bytes, folder: Path) -> None:
        maker(folder / "corpus")
        (folder / "corpus" / file).write_bytes(content)
        plan_listing(lister(folder / "corpus", "corpus"), folder)

    return Kind(name, make, read, damaged_text)


def _make_timed_manifest(folder: Path) -> None:
    tiny_corpora.touch(folder, "a.mp4", "b.mp4")
    lines = [
        "file,clip,gloss,handshape,signer,split,start_ms,end_ms",
        "a.mp4,one,HELLO,5,s1,train,0,900",
        "b.mp4,,BYE,,s2,test,100,",
    ]
    tiny_corpora.table(folder / "manifest.csv", lines)


def _make_nslt(folder: Path) -> None:
    tiny_corpora.touch(folder, "00335.mp4", "00336.mp4")
    (folder / "wlasl_class_list.txt").write_text("0\thello\n1\tbye bye\n")
    (folder / "nslt_100.json").write_text(
        '{"00335": {"subset": "train", "action": [0, 1, 60]},'
        ' "00336": {"subset": "val", "action": [1, 10, -1]}}'
    )


def _make_wlasl(folder: Path) -> None:
    tiny_corpora.touch(folder, "00335.mp4")
    (folder / "WLASL_v0.3.json").write_text(
        '[{"gloss": "hello", "instances": [{"video_id": "00335", "signer_id": 7,'
        ' "split": "train", "frame_start": 1, "frame_end": 60, "fps": 25}]}]'
    )


def _make_slovo(folder: Path) -> None:
    tiny_corpora.make_slovo(folder)
    head = "attachment_id\tuser_id\ttext\ttrain\tbegin\tend"
    rows = ["a1\ts1\tпить\tTrue\t3\t40", "b2\ts2\tno_event\tFalse\t0\t9"]
    tiny_corpora.table(folder / "annotations.csv", [head, *rows])


def _described(name: str, file: str, sound: str) -> Kind:
    """Return a kind: descriptions in a file."""

    def read(content: bytes, folder: Path) -> None:
        (folder / file).write_bytes(content)
        listing = list_descriptions(folder / file)
        write_descriptions(create_store(folder / "store"), "corpus", listing, {})

    return Kind(name, lambda _: sound.encode(), read, damaged_text)


def _read_asl_lex(content: bytes, folder: Path) -> None:
    (folder / "signdata.csv").write_bytes(content)
    listing = list_asl_lex(folder / "signdata.csv")
    write_lexicon(create_store(folder / "store"), "asl-lex", listing)


def _make_asl_lex(folder: Path) -> bytes:
    tiny_corpora.make_asl_lex(folder)
    return (folder / "signdata-made.csv").read_bytes()


def _make_letters(folder: Path) -> bytes:
    shades = [str(number % 256) for number in range(784)]
    write_files(folder, [HEADER, line(0), line(24, shades)], [HEADER, line(10)])
    return (folder / "sign_mnist_train.csv").read_bytes()


def _read_letters(content: bytes, folder: Path) -> None:
    write_files(folder / "letters", [HEADER, line(0)], [HEADER, line(10)])
    (folder / "letters" / "sign_mnist_train.csv").write_bytes(content)
    letters = read_sign_mnist(folder / "letters")
    run = Run("ingest", letters.corpus, {})
    write_letters(create_store(folder / "store"), letters, run, 0)


def _make_labels(_: Path) -> bytes:
    rows = [f"{crop},{shape},ann" for crop, shape in zip(CROPS, "A5BC", strict=True)]
    return "\n".join(["crop_id,handshape,annotator", *rows]).encode()


def _read_labels(content: bytes, folder: Path) -> None:
    store = make_village(create_store(folder / "store"))
    (folder / "labels.csv").write_bytes(content)
    import_labels(store, folder / "labels.csv", annotator="ann")


_DESCRIPTIONS = "gloss,text,language\nmoon,flat hand up,en\nsun,fist down,en\nsea,,\n"
_IN_JSON = '[{"gloss": "moon", "text": "flat hand up"}, {"gloss": "sun", "text": 5}]'
KINDS: Final = (
    _listed("manifest", _make_timed_manifest, _manifest, "manifest.csv"),
    _listed("wlasl", _make_wlasl, list_wlasl, "WLASL_v0.3.json"),
    _listed("wlasl-split", _make_nslt, list_wlasl, "nslt_100.json"),
    _listed("wlasl-classes", _make_nslt, list_wlasl, "wlasl_class_list.txt"),
    _listed("autsl", tiny_corpora.make_autsl, list_autsl, "train_labels.csv"),
    _listed(
        "autsl-classes",
        tiny_corpora.make_autsl,
        list_autsl,
        "SignList_ClassId_TR_EN.csv",
    ),
    _listed("slovo", _make_slovo, list_slovo, "annotations.csv"),
    _listed(
        "asl-citizen",
        tiny_corpora.make_asl_citizen,
        list_asl_citizen,
        "splits/train.csv",
    ),
    _described("descriptions-csv", "told.csv", _DESCRIPTIONS),
    _described("descriptions-json", "told.json", _IN_JSON),
    Kind("asl-lex", _make_asl_lex, _read_asl_lex, damaged_text),
    Kind("sign-mnist", _make_letters, _read_letters, damaged_text),
    Kind("labels", _make_labels, _read_labels, damaged_text),
)

"""Tiny made-up corpora in the form of each that can be imported: two good clips, and more.

What is given beyond the folder are rows (or files) that a test adds.
"""

import json
from collections.abc import Sequence
from pathlib import Path

from store.elan import document as elan
from store.elan.writing import eaf_bytes
from tests.ingest.corpora.test_asl_lex import asl_lex
from tests.ingest.corpora.test_pose_files import written
from tests.store.elan.elan_maker import aligned, made_document


def touch(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()


def table(path: Path, lines: Sequence[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def make_folder(folder: Path, *more: str) -> None:
    touch(folder, "s1/train/HELLO.mp4", "s2/test/BYE.mp4", *more)


def make_manifest(folder: Path, *more: str) -> None:
    touch(folder, "a.mp4", "b.mp4")
    rows = ["a.mp4,HELLO,s1,train", "b.mp4,BYE,s2,test"]
    rows += [f"{name},HI,s3,test" for name in more]
    table(folder / "manifest.csv", ["file,gloss,signer,split", *rows])


def make_images(folder: Path, *more: str) -> None:
    touch(folder, "01_02_03.png", "04_05_06.png", *more)


def make_wlasl(folder: Path, *more: str) -> None:
    touch(folder, "00335.mp4", "00336.mp4")
    signs = [
        {"gloss": gloss, "instances": [{"video_id": v, "signer_id": s, "split": split}]}
        for gloss, v, s, split in (
            ("HELLO", "00335", "s1", "train"),
            ("BYE", "00336", "s2", "test"),
            *(("HI", name, "s3", "test") for name in more),
        )
    ]
    (folder / "WLASL_v0.3.json").write_text(json.dumps(signs))


def make_autsl(folder: Path, *more: str) -> None:
    touch(
        folder,
        "train/signer1_sample1_color.mp4",
        "test/signer2_sample2_color.mp4",
    )
    table(folder / "SignList_ClassId_TR_EN.csv", ["ClassId,TR,EN", "0,abla,sister"])
    rows = ["signer1_sample1,0", *(f"{name},0" for name in more)]
    table(folder / "train_labels.csv", rows)
    table(folder / "test_labels.csv", ["signer2_sample2,0"])


def make_slovo(folder: Path, *more: str) -> None:
    touch(folder, "train/a1.mp4", "test/b2.mp4")
    rows = ["a1\ts1\tпить\tTrue", "b2\ts2\tжить\tFalse"]
    rows += [f"{name}\ts3\tдым\tTrue" for name in more]
    table(folder / "annotations.csv", ["attachment_id\tuser_id\ttext\ttrain", *rows])


def make_asl_citizen(folder: Path, *more: str) -> None:
    touch(folder, "videos/1-HELLO.mp4", "videos/2-NOT ME.mp4")
    head = "Participant ID,Video file,Gloss,ASL-LEX Code"
    rows = ["P1,1-HELLO.mp4,HELLO,A_01_001", *(f"P3,{n},HI,NA" for n in more)]
    table(folder / "splits/train.csv", [head, *rows])
    table(folder / "splits/val.csv", [head, "P2,2-NOT ME.mp4,NOTME,NA"])
    table(folder / "splits/test.csv", [head, "P1,1-HELLO.mp4,HELLO,A_01_001"])


def make_elan(folder: Path, *more: str) -> None:
    touch(folder, "a.mp4", "b.mp4")
    for name, gloss, signer in (("a", "HELLO", "s1"), ("b", "BYE", "s2")):
        _write_eaf(folder / f"{name}.eaf", f"./{name}.mp4", gloss, signer)
    for number, name in enumerate(more):
        _write_eaf(folder / f"more{number}.eaf", name, "HI", "s3")


def _write_eaf(path: Path, video: str, gloss: str, signer: str) -> None:
    url = f"file://{video}" if video.startswith("/") else ""
    media = (elan.Media(url, "video/mp4", None if url else video),)
    tier = elan.Tier("Gloss", "free", (aligned("a1", 1, 2, gloss),), participant=signer)
    document = made_document([tier], [0, 900], header=elan.Header(media))
    path.write_bytes(eaf_bytes(document))


def make_poses(folder: Path, *more: str) -> None:
    for name in ("s1/train/HELLO.pose", "s2/test/BYE.pose"):
        written(folder / name)
    touch(folder, *more)


def make_asl_lex(folder: Path, *more: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    named = ("moon", "sun", *more)
    asl_lex(folder, *({"EntryID": name, "LemmaID": name} for name in named))

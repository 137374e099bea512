from store.db import Database
from store.labelled_set import LabelledSet, labelled_set
from store.labels import LabelEvent, events
from store.layout import Store
from store.write import write_rows

RUN = "cluster-village-1"


CROPS = [f"village/v{clip}/f0003/right/p00" for clip in range(4)]


ODD = "<b>/..\\ 手"


def make_village(store: Store) -> Store:
    """Four crops of two clusters; the part of the fourth is not named after its clip."""
    write_corpus(store, "village", exportable=True)
    for place, crop in enumerate(CROPS):
        part = crop.split("/")[1] if place < 3 else "other"
        write_crop(store, crop, part)
    assignments = [
        {
            "run_id": RUN,
            "crop_id": crop,
            "cluster": place // 2,
            "distance": 0.0,
            "margin": 1.0,
        }
        for place, crop in enumerate(CROPS)
    ]
    partition = {"run_id": RUN}
    write_rows(
        store, "cluster_assignments", assignments, part="all", partition=partition
    )
    return store


def write_corpus(store: Store, corpus: str, *, exportable: bool) -> None:
    row = {
        "corpus": corpus,
        "title": corpus,
        "language": "",
        "media": "video",
        "synthetic": False,
        "licence": "",
        "citation": "",
        "show_faces": True,
        "exportable": exportable,
        "blur_threshold": 1.0,
        "source": "",
        "clips_planned": 1,
    }
    write_rows(store, "corpora", [row], part="corpus", partition={"corpus": corpus})


def write_crop(store: Store, crop: str, part: str, *, image: bytes = b"") -> None:
    corpus, clip, frame, hand, _ = crop.split("/")
    row = {
        "crop_id": crop,
        "frame_id": f"{corpus}/{clip}/{frame}",
        "clip_id": f"{corpus}/{clip}",
        "corpus": corpus,
        "frame_index": 3,
        "time_ms": 120,
        "hand": hand,
        "padding_px": 0,
        "hold": None,
        "left_px": 0.0,
        "top_px": 0.0,
        "side_px": 9.0,
        "sharpness": 400.0,
        "image": image or b"JPEG of " + crop.encode(),
    }
    write_rows(store, "crops", [row], part=part, partition={"corpus": corpus})


def labelled_in(store: Store) -> LabelledSet:
    database = Database(store)
    return labelled_set(database, events(database))


def name_event(who: str, cluster: int, handshape: str, at_ms: int = 1) -> LabelEvent:
    return LabelEvent(who, "name", RUN, cluster, handshape=handshape, at_ms=at_ms)


# The labelled set

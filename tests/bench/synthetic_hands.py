"""What clusters of synthetic hands are made of, where the truth is known.

`python -m tests.bench.synthetic_hands STORE [--weights FILE]` takes a demo store
(`make demo SIZE=small SERVE=0`). None of its signers was seen in any training: of the
feature sets only `hand_embedding` is trained, on rendered hands of other people.
"""

import argparse
from pathlib import Path
from typing import Final

from models.results import save_results
from store.db import Database
from store.layout import open_store
from tests.bench.clusterings import (
    WITH_WEIGHTS,
    Measuring,
    clustering_results,
    describe_and_cluster,
)

CORPORA: Final = ("synthetic-ana", "synthetic-bel")
FEATURES: Final = ("hog", "hog_upright", "alexnet", "joint_angles", "joint_angles_hold")


def main() -> None:
    """Measure the store that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store", type=Path)
    parser.add_argument("--size", default="small")
    parser.add_argument("--handshapes", type=int, default=6)
    parser.add_argument("--features", action="append", help="one set; may be repeated")
    parser.add_argument("--weights", help="of hand_embedding; without: left out")
    asked = parser.parse_args()
    database = Database(open_store(asked.store))
    clips = sum(len(database.rows("clips_known", corpus=corpus)) for corpus in CORPORA)
    how = Measuring(
        store=asked.store,
        corpora=CORPORA,
        data=f"synthetic-{asked.size}",
        about=f"synthetic {asked.size}, both languages: sharp hands of {clips} clips, "
        f"{asked.handshapes} handshapes, signers unseen in any training",
        features=asked.features
        or (*FEATURES, *([WITH_WEIGHTS] if asked.weights else [])),
        ks=(asked.handshapes, 3 * asked.handshapes),
        factors=("handshape", "orientation", "signer"),
        weights=asked.weights,
        command=f"python -m tests.bench.synthetic_hands demo-store/{asked.size} "
        "--weights FILE",
        required={
            f"k{asked.handshapes}/ami-handshape": "twice hog's, goal .80",
            f"k{asked.handshapes}/ami-orientation": "at most a third of hog's",
        },
    )
    describe_and_cluster(how)
    found = list(clustering_results(how))
    save_results(found)
    for one in found:
        print(f"{one.name:50} {one.value:.3f} [{one.low}, {one.high}]")


if __name__ == "__main__":
    main()

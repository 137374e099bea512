"""How well signs that no training saw are found, by what invented and real signs taught.

`python -m tests.bench.unseen_signs DATA --store STORE [--only NAME ...] [--languages STORE]`
reads 50 WLASL glosses and two webcam signers of DATA into STORE, makes the synthetic poses,
trains `signs_synthetic` on them, and measures by the commands that a user types:

- unseen glosses: ten draws of 15 of the 50 glosses, leave-one-out among their clips, by
  `signs_synthetic` as it is, and by `signs_finetuned` and `signs_real` (the same without
  anything synthetic), trained on the other 35 glosses once a draw;
- cross-dataset: `signs_synthetic`, and `signs_finetuned` taught all of wlasl50, on the webcam
  signers and, with `--languages` (a store of `signatlas demo`), on both invented languages:
  half of the clips of each gloss among the other half, glosses of wlasl50 left out.

Unseen glosses are measured once more with every clip joined with its two nearest neighbours
(`models.retrieval.smoothing`; the least number that is more than one, not tuned).

Everything stands beside the untrained vector and plain coordinates, paired, intervals over
glosses. What is in the store already is used as it is.
"""

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from models.results import Result, save_results
from tests.bench.handshapes import trained, type_signatlas
from tests.bench.ratios import machine
from tests.bench.signs import ABOUT, FILES, MEASURES, WLASL

POSES: Final = "synthetic-poses"
SYNTHETIC: Final = "signs_synthetic"
FINETUNED: Final = "signs_finetuned"
REAL: Final = "signs_real"
NOTHING_SYNTHETIC: Final = (
    "beginning.weights=",
    "beginning.synthetic=",
    "beginning.share=0",
)
GAIN: Final = "gain in mean average precision"
UNSEEN: Final = "unseen-glosses"
CROSS: Final = "cross-dataset"
LANGUAGES: Final = ("synthetic-ana", "synthetic-bel")
NEIGHBOURS: Final = 2
COMMAND: Final = "python -m tests.bench.unseen_signs DATA --store STORE"
SPLITS: Final = {
    UNSEEN: "leave-one-out within 15 glosses, 10 draws; other glosses taught, if any",
    CROSS: "half of the clips of each gloss among the other half; no clip, and no gloss "
    "of wlasl50, was taught",
}
TARGETS: Final = {UNSEEN: "floor .60, goal .75", CROSS: "twice plain coordinates"}


def main() -> None:
    """Measure what the command line asks for."""
    asked = _arguments()
    _read(asked.data, asked.store)
    found: list[Result] = []
    begun = trained(asked.store, SYNTHETIC, [0], POSES)[0]
    changes = {FINETUNED: (f"beginning.weights={begun}",), REAL: NOTHING_SYNTHETIC}
    for name in asked.only or (SYNTHETIC, FINETUNED, REAL):
        what = begun if name == SYNTHETIC else FINETUNED
        for joined in (0, NEIGHBOURS):
            told = _evaluated(
                asked.store, what, WLASL, UNSEEN, changes.get(name, ()), joined
            )
            found += _results(WLASL, UNSEEN, _named(name, joined), told)
    found += _untrained_joined(told)
    found += _across(asked, begun, changes[FINETUNED]) if not asked.only else ()
    save_results(found)
    for result in found:
        print(f"{result.name:60} {result.value:.4f} [{result.low}, {result.high}]")


def _read(data: Path, store: Path) -> None:
    """Read and make the corpora that are not there yet."""
    place = ("--store", str(store))
    for corpus, file in FILES.items():
        if not (store / "tables" / "clips" / f"corpus={corpus}").is_dir():
            named = ("--corpus", corpus)
            type_signatlas("ingest", "keypoints", str(data / file), *named, *place)
    type_signatlas("ingest", POSES, *place)


def _across(
    asked: argparse.Namespace, begun: str, changes: Sequence[str]
) -> Iterator[Result]:
    """Yield figures on other corpora than those that were taught."""
    (taught,) = trained(asked.store, FINETUNED, [0], WLASL, (*changes, "folds=0"))
    places = [(asked.store, corpus) for corpus in FILES if corpus != WLASL]
    if asked.languages:
        places += [(asked.languages, corpus) for corpus in LANGUAGES]
    for store, corpus in places:
        for name, run in ((SYNTHETIC, begun), (FINETUNED, taught)):
            weights = asked.store / "runs" / run / "signs-all.pt"
            told = _evaluated(store, str(weights), corpus, CROSS)
            yield from _results(corpus, CROSS, name, told)
        for name, figures in told["baselines"].items():
            yield from _results(corpus, CROSS, name, {**told, **figures})


def _named(name: str, joined: int) -> str:
    return f"{name}-neighbours" if joined else name


def _untrained_joined(told: Mapping[str, Any]) -> Iterator[Result]:
    """Yield the untrained vector's figures where clips were joined with neighbours."""
    for name, figures in told["baselines"].items():
        yield from _results(
            WLASL, UNSEEN, _named(name, NEIGHBOURS), {**told, **figures}
        )


def _evaluated(  # noqa: PLR0917 - one command
    store: Path,
    what: str,
    corpus: str,
    protocol: str,
    changes: Sequence[str] = (),
    joined: int = 0,
) -> Mapping[str, Any]:
    words = [word for change in changes for word in ("--set", change)]
    words += ["--neighbours", str(joined)]
    place = ("--corpus", corpus, "--protocol", protocol, "--store", str(store))
    told: Mapping[str, Any] = json.loads(
        type_signatlas("evaluate", what, "--json", *place, *words)
    )
    return told


def _results(
    corpus: str, protocol: str, name: str, told: Mapping[str, Any]
) -> Iterator[Result]:
    """Yield the figures of a model, and what it gains over the untrained vector."""
    figures = {short: told[measure] for measure, short in MEASURES.items()}
    baseline = told["baselines"].get("untrained", {})
    if GAIN in baseline and name.removesuffix("-neighbours") not in told["baselines"]:
        figures["map-over-untrained"] = baseline[GAIN]
    about = ABOUT.get(corpus, f"{corpus}: an invented language, rendered and tracked")
    for short, figure in figures.items():
        yield Result(
            name=f"{corpus}/{protocol}/{name}/{short}",
            value=round(figure["value"], 4),
            low=round(figure["low"], 4),
            high=round(figure["high"], 4),
            unit="share",
            data=f"{about}; {told['queries']} queries of {len(told['glosses'])} glosses",
            split=SPLITS[protocol],
            seeds=(0,),
            recipe=_recipe(name),
            command=COMMAND,
            machine=machine(),
            date=f"{datetime.now(UTC):%Y-%m-%d}",
            paper=TARGETS[protocol] if short == "map" else "",
        )


def _recipe(name: str) -> str:
    plain = name.removesuffix("-neighbours")
    if plain == REAL:
        return f"models/recipes/{FINETUNED}.toml {' '.join(NOTHING_SYNTHETIC)}"
    return f"models/recipes/{plain}.toml" if plain.startswith("signs") else ""


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder with wlasl50")
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--only", action="append", help="a model; may be repeated")
    parser.add_argument("--languages", type=Path, help="store of a demo")
    return parser.parse_args()


if __name__ == "__main__":
    main()

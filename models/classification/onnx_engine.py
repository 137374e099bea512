"""A trained ResNet run by ONNX Runtime instead of torch, from a file beside its weights.

The file is made at the first prediction, and anew when the weights have changed. It is kept
only if it names the same classes as torch for a sample of the pictures at hand.
"""

from collections.abc import Callable
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import torch
from numpy.typing import NDArray

from models.architectures.resnet import Resnet
from models.classification.calibration import probabilities
from models.classification.classifier import Classifier, Said, said_of, scores_of
from models.classification.examples import Examples, Rows
from store.errors import CallError, UnknownNameError
from store.whole_files import whole_file

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

ENGINES: Final = ("auto", "onnx", "torch")
SAMPLE: Final = 64
SEEN_AT_ONCE: Final = 64
_WEIGHTS: Final = "weights"
_ONLY_ERRORS: Final = 3
Reals = NDArray[np.float64]
Tell = Callable[[str], None]


def uses_onnx(engine: str, classifier: Classifier) -> bool:
    """Return whether ONNX Runtime is to run a classifier.

    Args:
        engine: `auto` (where it can), `onnx` or `torch`.
        classifier: whose networks.

    Raises:
        UnknownNameError: no engine is called so.
        CallError: it was asked for and is not installed, or cannot run these networks.
    """
    if engine not in ENGINES:
        raise UnknownNameError("engine", engine, ENGINES)
    runnable = all(isinstance(network, Resnet) for network in classifier.networks)
    installed = _is_installed()
    if engine == "onnx" and not runnable:
        raise CallError(
            "ONNX Runtime runs only classifiers of crops (ResNets), and this one sees "
            "something else: leave --engine out."
        )
    if engine == "onnx" and not installed:
        raise CallError(
            "--engine onnx needs ONNX Runtime, which is not installed: "
            "`pip install signatlas[onnx]`, or leave --engine out."
        )
    return engine != "torch" and runnable and installed


def said_by_onnx(
    path: Path, classifier: Classifier, examples: Examples, tell: Tell
) -> Said:
    """Return what a ResNet classifier says of examples; torch says it where they differ.

    Args:
        path: file of the classifier's weights; the graph is kept beside it.
        classifier: what `path` holds.
        examples: N pictures.
        tell: is told if torch had to be used, and why.
    """
    digest = sha256(path.read_bytes()).hexdigest()
    graph = onnx_file(path)
    session = _kept(graph, digest)
    if session is None:
        session = _made(graph, digest, classifier, examples, tell)
    if session is None:
        return said_of(classifier, examples)
    scores, embeddings = seen_by_onnx(session, examples, np.arange(len(examples)))
    return Said(probabilities(scores, classifier.temperature), embeddings)


def onnx_file(path: Path) -> Path:
    """Return where the graph of a classifier's file is kept."""
    return path.with_suffix(".onnx")


def open_graph(graph: bytes | Path) -> "InferenceSession":
    """Return a graph ready to run, by as many threads as torch has."""
    from onnxruntime import InferenceSession, SessionOptions  # noqa: PLC0415 - optional

    options = SessionOptions()
    options.intra_op_num_threads = torch.get_num_threads()
    options.log_severity_level = _ONLY_ERRORS
    given = graph if isinstance(graph, bytes) else str(graph)
    return InferenceSession(given, options, providers=["CPUExecutionProvider"])


def seen_by_onnx(
    session: "InferenceSession", examples: Examples, rows: Rows
) -> tuple[Reals, NDArray[np.float32]]:
    """Return a graph's scores, (N, C), and unit embeddings, (N, D), of some examples."""
    found = []
    for start in range(0, len(rows), SEEN_AT_ONCE):
        batch = examples.batch(rows[start : start + SEEN_AT_ONCE], None)
        found.append(session.run(None, {"pictures": batch.numpy()}))
    scores, embeddings = (np.concatenate(part) for part in zip(*found, strict=True))
    return scores.astype(np.float64), embeddings


def _is_installed() -> bool:
    return all(find_spec(name) is not None for name in ("onnx", "onnxruntime"))


def _kept(graph: Path, digest: str) -> "InferenceSession | None":
    """Return the graph in a file; None where there is none of these weights."""
    from onnxruntime.capi import onnxruntime_pybind11_state as faults  # noqa: PLC0415

    if not graph.is_file():
        return None
    try:
        session = open_graph(graph)
    except (
        faults.Fail,
        faults.InvalidArgument,
        faults.InvalidGraph,
        faults.InvalidProtobuf,
    ):
        return None
    facts = session.get_modelmeta().custom_metadata_map
    return session if facts.get(_WEIGHTS) == digest else None


def _made(
    graph: Path, digest: str, classifier: Classifier, examples: Examples, tell: Tell
) -> "InferenceSession | None":
    """Write a classifier's graph, unless it names other classes than torch."""
    from models.classification.onnx_graph import resnet_graph  # noqa: PLC0415

    networks = [net for net in classifier.networks if isinstance(net, Resnet)]
    content = resnet_graph(networks, {_WEIGHTS: digest}).SerializeToString()
    session = open_graph(content)
    rows = np.unique(np.linspace(0, len(examples) - 1, SAMPLE).astype(np.intp))
    ours, _ = seen_by_onnx(session, examples, rows)
    expected, _ = scores_of(networks, examples, rows)
    other = int((ours.argmax(axis=1) != expected.argmax(axis=1)).sum())
    if other:
        tell(
            f"ONNX Runtime names another class than torch for {other} of {len(rows)} "
            f"pictures by {graph.with_suffix('.pt').name}: torch is used."
        )
        return None
    with whole_file(graph) as temporary:
        temporary.write_bytes(content)
    return session

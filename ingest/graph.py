"""MediaPipe's Holistic graph without its face branch, and with hands in metres.

The package brings one graph that finds body, hands and 468 points of the face. The face
costs a fifth of the time and the store has no place for it; the hands' *world* landmarks
are computed inside, but not handed out. So the graph is expanded into its plain nodes,
the two hidden streams become outputs, and every node that no output needs is dropped.
So are the layers of the pose network that only cut the body out of the picture. What is
left computes the same numbers as the whole graph.

Reference: Grishchenko and Bazarevsky, MediaPipe Holistic, 2020.
"""

from pathlib import Path
from typing import Any, Final

import mediapipe
from mediapipe.framework import calculator_pb2, thread_pool_executor_pb2
from mediapipe.python import solution_base
from mediapipe.python._framework_bindings import resource_util, validated_graph_config

from ingest.lean_model import without_output
from store.skeleton import Hand

_PACKAGE: Final = Path(mediapipe.__file__).parent
HOLISTIC: Final = "modules/holistic_landmark/holistic_landmark_cpu.binarypb"
_HAND_LANDMARK: Final = (
    "handlandmarksleftandrightcpu__handlandmarksfromposecpu_{}__handlandmarkcpu__"
    "hand_world_landmarks"
)
POSE_STREAM: Final = "pose_landmarks"
HAND_STREAMS: Final[dict[Hand, str]] = {
    "left": "left_hand_landmarks",
    "right": "right_hand_landmarks",
}
HAND_WORLD_STREAMS: Final[dict[Hand, str]] = {
    "left": _HAND_LANDMARK.format(1),
    "right": _HAND_LANDMARK.format(2),
}
_POSE_NETWORK: Final = "modules/pose_landmark/pose_landmark_full.tflite"
_SILHOUETTE: Final = 2
"""Place of the output of the pose network that cuts the body out of the picture."""
_POSE_LOADER: Final = (
    "poselandmarkcpu__poselandmarkbyroicpu__poselandmarkmodelloader__"
    "TfLiteModelCalculator"
)
_LEAN_POSE: Final = "lean_pose_network"
_CONFIDENCE: Final = 0.5
_THRESHOLDS: Final = {
    "poselandmarkcpu__posedetectioncpu__TensorsToDetectionsCalculator.min_score_thresh": _CONFIDENCE,
    "poselandmarkcpu__poselandmarkbyroicpu__tensorstoposelandmarksandsegmentation__ThresholdingCalculator.threshold": _CONFIDENCE,
}
"""As `mediapipe.solutions.holistic.Holistic` sets them."""


def body_and_hands(*, static: bool) -> Any:
    """Return a running MediaPipe solution that reads body and hands off RGB images.

    Args:
        static: True where each image stands alone; False where they follow each other
            as a video, so that the last frame tells where to look.
    """
    outputs = [POSE_STREAM, *HAND_STREAMS.values(), *HAND_WORLD_STREAMS.values()]
    network = (_PACKAGE / _POSE_NETWORK).read_bytes()
    return solution_base.SolutionBase(
        graph_config=_pruned(_with_lean_pose(_expanded(HOLISTIC)), outputs),
        side_inputs={
            _LEAN_POSE: without_output(network, _SILHOUETTE),
            "smooth_landmarks": not static,
            "use_prev_landmarks": not static,
        },
        calculator_params=_THRESHOLDS,
        outputs=outputs,
    )


def _expanded(bundled: str) -> Any:
    resource_util.set_resource_dir(str(_PACKAGE.parent))
    validated = validated_graph_config.ValidatedGraphConfig()
    validated.initialize(binary_graph_path=str(_PACKAGE / bundled))
    return calculator_pb2.CalculatorGraphConfig.FromString(validated.binary_config)


def _with_lean_pose(graph: Any) -> Any:
    """Return the graph with the pose network taken from its callers, not from a file."""
    loader = next(node for node in graph.node if node.name == _POSE_LOADER)
    loader.input_side_packet[:] = [f"MODEL_BLOB:{_LEAN_POSE}"]
    graph.input_side_packet.append(_LEAN_POSE)
    return graph


def _pruned(graph: Any, outputs: list[str]) -> Any:
    """Return the graph with only the nodes that `outputs` need, on one thread."""
    kept = _needed_nodes(graph, outputs)
    pruned = calculator_pb2.CalculatorGraphConfig()
    pruned.CopyFrom(graph)
    del pruned.node[:], pruned.output_stream[:], pruned.executor[:]
    pruned.node.extend(node for number, node in enumerate(graph.node) if number in kept)
    pruned.output_stream.extend(outputs)
    # One thread a worker: two workers then share two cores without disturbing each other.
    pruned.num_threads = 0
    one_thread = pruned.executor.add(type="ThreadPoolExecutor")
    options = one_thread.options.Extensions[
        thread_pool_executor_pb2.ThreadPoolExecutorOptions.ext
    ]
    options.num_threads = 1
    return pruned


def _needed_nodes(graph: Any, outputs: list[str]) -> set[int]:
    maker = {
        _name(made): number
        for number, node in enumerate(graph.node)
        for made in (*node.output_stream, *node.output_side_packet)
    }
    needed: set[int] = set()
    wanted = list(outputs)
    while wanted:
        number = maker.get(wanted.pop())
        if number is None or number in needed:
            continue
        needed.add(number)
        node = graph.node[number]
        wanted += map(_name, (*node.input_stream, *node.input_side_packet))
    return needed


def _name(tagged: str) -> str:
    """Return `stream` of `TAG:index:stream`."""
    return tagged.rsplit(":", maxsplit=1)[-1]

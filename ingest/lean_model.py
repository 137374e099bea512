"""A TensorFlow Lite network without the layers that only an unread output needs."""

from typing import Any

import flatbuffers
from mediapipe.tasks.metadata import schema_py_generated as schema

_MARK = b"TFL3"


def without_output(network: bytes, unread: int) -> bytes:
    """Return a network that no longer computes one of its outputs.

    The others are computed by the same layers from the same weights and keep their
    places; in the place of the unread one stands another output once more.

    Args:
        network: content of a `.tflite` file with one graph.
        unread: place of the output that nobody reads.
    """
    model = schema.ModelT.InitFromObj(schema.Model.GetRootAsModel(network, 0))
    graph = model.subgraphs[0]
    kept = [tensor for place, tensor in enumerate(graph.outputs) if place != unread]
    needed = _needed_layers(graph, kept)
    graph.operators = [graph.operators[number] for number in sorted(needed)]
    graph.outputs = [*kept[:unread], kept[0], *kept[unread:]]
    builder = flatbuffers.Builder(len(network))
    builder.Finish(model.Pack(builder), _MARK)
    return bytes(builder.Output())


def _needed_layers(graph: Any, outputs: list[int]) -> set[int]:
    maker = {
        tensor: number
        for number, layer in enumerate(graph.operators)
        for tensor in layer.outputs
    }
    needed: set[int] = set()
    wanted = list(outputs)
    while wanted:
        number = maker.get(wanted.pop())
        if number is not None and number not in needed:
            needed.add(number)
            wanted += graph.operators[number].inputs.tolist()
    return needed

"""A ResNet-18 classifier written as an ONNX graph, for ONNX Runtime.

The graph is written by hand: torch's own exporters are deprecated or need a compiler of
their own, and a ResNet-18 has only eight kinds of nodes. Batch norms are folded into the
convolutions before them.
"""

from collections.abc import Sequence
from typing import Any, Final, cast

import numpy as np
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval
from torchvision.models.resnet import BasicBlock

from models.architectures.resnet import FEATURES, Resnet

OPSET: Final = 17
IR_VERSION: Final = 8
"""Old enough for any ONNX Runtime of the last years."""


def resnet_graph(networks: Sequence[Resnet], facts: dict[str, str]) -> ModelProto:
    """Return networks as one graph that gives their mean scores and joined embeddings.

    Its input `pictures` is red, green, blue from 0 to 1, shape (B, 3, S, S); its outputs
    are `scores`, shape (B, C), and `embeddings`, unit vectors, shape (B, 512 M).

    Args:
        networks: M members of a classifier, on the CPU and in evaluation mode.
        facts: are kept in the file beside the graph.
    """
    drawn = _Drawn()
    seen = [drawn.network("pictures", network) for network in networks]
    drawn.add("Mean", *(scores for scores, _ in seen), output="scores")
    joined = drawn.add("Concat", *(units for _, units in seen), axis=1)
    drawn.add("LpNormalization", joined, axis=1, p=2, output="embeddings")
    side_px, classes = networks[0].config.side_px, networks[0].head.out_features
    graph = helper.make_graph(
        drawn.nodes,
        "classifier",
        [_floats("pictures", 3, side_px, side_px)],
        [_floats("scores", classes), _floats("embeddings", FEATURES * len(networks))],
        drawn.weights,
    )
    opset = [helper.make_opsetid("", OPSET)]
    model = helper.make_model(graph, opset_imports=opset, ir_version=IR_VERSION)
    helper.set_model_props(model, facts)
    return model


class _Drawn:
    """The nodes and weights of a graph so far; a method returns its output's name."""

    def __init__(self) -> None:
        self.nodes: list[NodeProto] = []
        self.weights: list[TensorProto] = []

    def add(self, kind: str, *inputs: str, output: str = "", **how: Any) -> str:
        name = output or f"{kind}-{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [name], **how))
        return name

    def weight(self, values: Tensor | None) -> str:
        assert values is not None
        name = f"weight-{len(self.weights)}"
        array = np.ascontiguousarray(values.detach().numpy())
        self.weights.append(numpy_helper.from_array(array, name))
        return name

    def network(self, pictures: str, network: Resnet) -> tuple[str, str]:
        body = network.body
        centred = self.add("Sub", pictures, self.weight(network.mean))
        seen = self.add("Div", centred, self.weight(network.deviation))
        seen = self.add("Relu", self.convolved(seen, body.conv1, body.bn1))
        pool = body.maxpool
        seen = self.add(
            "MaxPool",
            seen,
            kernel_shape=[pool.kernel_size] * 2,
            strides=[pool.stride] * 2,
            pads=[pool.padding] * 4,
        )
        for layer in (body.layer1, body.layer2, body.layer3, body.layer4):
            for block in layer:
                seen = self.block(seen, cast("BasicBlock", block))
        found = self.add("Flatten", self.add("GlobalAveragePool", seen))
        head = self.weight(network.head.weight), self.weight(network.head.bias)
        units = self.add("LpNormalization", found, axis=1, p=2)
        return self.add("Gemm", found, *head, transB=1), units

    def block(self, seen: str, block: BasicBlock) -> str:
        inner = self.add("Relu", self.convolved(seen, block.conv1, block.bn1))
        inner = self.convolved(inner, block.conv2, block.bn2)
        if block.downsample is not None:
            seen = self.convolved(seen, *block.downsample)
        return self.add("Relu", self.add("Add", inner, seen))

    def convolved(self, seen: str, layer: nn.Conv2d, norm: nn.BatchNorm2d) -> str:
        folded = fuse_conv_bn_eval(layer, norm)
        return self.add(
            "Conv",
            seen,
            self.weight(folded.weight),
            self.weight(folded.bias),
            strides=list(folded.stride),
            pads=list(folded.padding) * 2,
        )


def _floats(name: str, *shape: int) -> Any:
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, ["B", *shape])

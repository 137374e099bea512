"""Losses under which clips of one sign come together, by pytorch-metric-learning.

References: SupCon (Khosla et al., 2020, arXiv:2004.11362), ArcFace (Deng et al., 2019,
doi:10.1109/CVPR.2019.00482), ProxyNCA (Movshovitz-Attias et al., 2017,
doi:10.1109/ICCV.2017.47). ArcFace and ProxyNCA have weights of their own, one vector a
class: they are parameters of the module and are trained with the network.
"""

from collections.abc import Mapping
from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional

from store.errors import UnknownNameError

PARTS: Final = ("supcon", "arcface", "proxy_nca", "cross_entropy")
SMOOTHING: Final = 0.1


class SignLoss(nn.Module):
    """A weighted sum of losses.

    Args:
        weights: of the parts used, by name.
        embedding: values of the embedding.
        classes: how many there are.

    Raises:
        UnknownNameError: there is no such part.
    """

    def __init__(
        self, weights: Mapping[str, float], *, embedding: int, classes: int
    ) -> None:
        super().__init__()
        for name in weights:
            if name not in PARTS:
                raise UnknownNameError("part of [loss]", name, PARTS)
        self.weights = dict(weights)
        metric = {name for name in weights if name != "cross_entropy"}
        self.parts = nn.ModuleDict(
            {name: _made(name, embedding, classes) for name in sorted(metric)}
        )

    def forward(self, scores: Tensor, embeddings: Tensor, labels: Tensor) -> Tensor:
        """Return the loss of a batch.

        Args:
            scores: shape (B, C).
            embeddings: unit vectors, shape (B, E).
            labels: shape (B,).
        """
        total = scores.new_zeros(())
        for name, weight in self.weights.items():
            if name == "cross_entropy":
                part = functional.cross_entropy(
                    scores, labels, label_smoothing=SMOOTHING
                )
            else:
                part = self.parts[name](embeddings, labels)
            total = total + weight * part
        return total


def _made(name: str, embedding: int, classes: int) -> nn.Module:
    from pytorch_metric_learning import losses  # noqa: PLC0415 - takes a second

    if name == "supcon":
        made = losses.SupConLoss(temperature=0.1)
    elif name == "arcface":
        made = losses.ArcFaceLoss(classes, embedding, margin=28.6, scale=16)
    else:
        made = losses.ProxyNCALoss(classes, embedding, softmax_scale=8)
    module: nn.Module = made.to(torch.get_default_dtype())
    return module

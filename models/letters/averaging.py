"""A network beside the running mean of its weights: the mean answers, the network learns."""

import copy

import torch
from torch import Tensor, nn


class Averaged(nn.Module):
    """Learns with a network and answers with the mean of its weights over the steps.

    Reference: Polyak and Juditsky, Acceleration of Stochastic Approximation by Averaging,
    1992, doi:10.1137/0330046; here with exponentially falling weights.
    """

    steps: Tensor

    def __init__(self, network: nn.Module, *, kept: float) -> None:
        """Begin with the mean at the network's weights.

        Args:
            network: what learns.
            kept: share of the mean that each step keeps; less in the first steps.
        """
        super().__init__()
        self.network = network
        self.mean = copy.deepcopy(network).requires_grad_(requires_grad=False)
        self.register_buffer("steps", torch.zeros((), dtype=torch.long))
        self._kept = kept

    def forward(self, pictures: Tensor) -> Tensor:
        """Return scores: while learning the network's, else those of the mean."""
        if not self.training:
            answered: Tensor = self.mean(pictures)
            return answered
        self._follow()
        learnt: Tensor = self.network(pictures)
        return learnt

    @torch.no_grad()
    def _follow(self) -> None:
        """Draw the mean towards the weights as the last step left them."""
        done = int(self.steps)
        share = 1 - min(self._kept, (1 + done) / (10 + done))
        live = self.network.state_dict()
        for name, mean in self.mean.state_dict().items():
            if mean.is_floating_point():
                mean.lerp_(live[name], share)
            else:
                mean.copy_(live[name])
        self.steps += 1

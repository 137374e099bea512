"""ResNet-18: what it computes faster must be what it computed before."""

import pytest
import torch
from torch.nn import functional

from models.architectures.resnet import LastLayer, Resnet, ResnetConfig, SmallMapConv


@pytest.mark.parametrize(("side", "stride"), [(1, 1), (2, 1), (2, 2), (3, 2), (4, 2)])
def test_small_map_conv__value_and_gradients_of_a_convolution(
    side: int, stride: int
) -> None:
    torch.manual_seed(0)
    plain = torch.nn.Conv2d(3, 5, 3, stride=stride, padding=1, bias=False)
    conv = SmallMapConv.like(plain).train()
    maps = torch.randn(2, 3, side, side, requires_grad=True)
    same = maps.detach().clone().requires_grad_()

    found = conv(maps)
    expected = functional.conv2d(same, plain.weight, None, stride, 1)
    (gradient,) = torch.autograd.grad(expected.square().sum(), plain.weight)
    found.square().sum().backward()

    assert torch.allclose(found, expected, atol=1e-5)
    assert conv.weight.grad is not None
    assert torch.allclose(conv.weight.grad, gradient, atol=1e-4)
    assert conv.weight is plain.weight


def test_last_layer__says_what_the_whole_network_says() -> None:
    torch.manual_seed(0)
    network = Resnet(ResnetConfig(trained="last", side_px=32), classes=4).eval()
    pictures = torch.rand(3, 3, 32, 32)

    with torch.inference_mode():
        scores, embeddings = network(pictures)
        found = LastLayer(network)(network.found(pictures))

    assert torch.allclose(found[0], scores)
    assert torch.allclose(found[1], embeddings)

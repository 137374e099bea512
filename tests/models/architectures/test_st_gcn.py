"""Graph networks of signs: shapes, every weight learns, clips do not see each other."""

import numpy as np
import pytest
import torch

from models.architectures.pose_network import PoseNetwork
from models.architectures.sign_network import KINDS, config_of, make_network
from models.architectures.sign_network import plain_config as plain
from models.poses.preparation import Points, prepared
from tests.models.poses.pose_maker import signing

GRAPHS = ["st_gcn", "two_stream_st_gcn"]


def made(kind: str) -> PoseNetwork:
    torch.manual_seed(0)
    told = {"kind": kind, "frames": 8, "embedding": 5, "widths": [4, 6], "kernel": 3}
    return make_network(config_of(told), classes=3)


def clips(count: int) -> Points:
    return np.stack(
        [prepared(signing(n), frames=8, mirror_left=False) for n in range(count)]
    )


@pytest.mark.parametrize("kind", GRAPHS)
def test_graph_networks__scores_unit_embeddings_and_weights(kind: str) -> None:
    network = made(kind).eval()
    values = torch.from_numpy(network.seen(clips(3)))

    scores, embeddings = network(values)

    assert values.shape == (3, 12, 8, 49)
    assert scores.shape == (3, 3)
    assert embeddings.shape == (3, 5)
    assert embeddings.norm(dim=1).tolist() == pytest.approx([1] * 3)
    assert network.frame_weights(values).tolist() == [pytest.approx([1 / 8] * 8)] * 3


@pytest.mark.parametrize("kind", GRAPHS)
def test_graph_networks__every_weight_learns(kind: str) -> None:
    network = made(kind)

    scores, embeddings = network(torch.from_numpy(network.seen(clips(4))))
    (scores.square().sum() + embeddings[:, 0].sum()).backward()

    unmoved = [
        name
        for name, weight in network.named_parameters()
        if weight.grad is None or not weight.grad.any()
    ]
    assert unmoved == []


@pytest.mark.parametrize("kind", GRAPHS)
def test_graph_networks__clips_do_not_see_each_other(kind: str) -> None:
    network = made(kind).eval()
    values = torch.from_numpy(network.seen(clips(4)))

    _, together = network(values)
    _, turned = network(values.flip(0))
    _, alone = network(values[2:3])

    assert torch.allclose(together, turned.flip(0), atol=1e-5)
    assert torch.allclose(together[2:3], alone, atol=1e-5)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_sign_network__settings_survive_as_plain_values(kind: str) -> None:
    config = KINDS[kind].config(frames=9, embedding=7)

    assert config_of(plain(config)) == config_of(plain(config_of(plain(config))))
    assert plain(config)["kind"] == kind
    assert make_network(config, classes=4).head.weight.shape == (4, 7)

"""AlexNet's five convolutions in torch. Importing this file costs seconds: torchvision.

Reference: Krizhevsky, One weird trick for parallelizing convolutional neural networks,
2014, arXiv:1404.5997.
"""

import urllib.error
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torchvision.models import AlexNet_Weights, alexnet

from models.feature import NO_WEIGHTS
from models.handcrops import Picture
from models.weight_files import MISFITS, load_plain
from store.errors import CallError

SIDE_PX: Final = 224
IMAGENET: Final = "imagenet"
SEED: Final = 0
# Mean and spread of ImageNet's colours, by which torchvision's weights were trained.
COLOUR_MEAN: Final = (0.485, 0.456, 0.406)
COLOUR_SPREAD: Final = (0.229, 0.224, 0.225)


def convolve(pictures: Sequence[Picture], *, weights: str) -> NDArray[np.float32]:
    """Return what the fifth convolution says of pictures, pooled, shape (N, 9216).

    Raises:
        CallError: the weights cannot be had.
    """
    with torch.inference_mode():
        seen = _convolutions(weights)(_tensor(pictures))  # (B, 256, 6, 6)
    values: NDArray[np.float32] = seen.flatten(1).numpy()
    return values


def _tensor(pictures: Sequence[Picture]) -> Tensor:
    squares = [
        cv2.resize(picture, (SIDE_PX, SIDE_PX), interpolation=cv2.INTER_LINEAR)
        for picture in pictures
    ]
    colours = np.stack(squares).astype(np.float32) / 255
    colours -= np.array(COLOUR_MEAN, dtype=np.float32)
    colours /= np.array(COLOUR_SPREAD, dtype=np.float32)
    # Colours lie together within a pixel, as `channels_last` wants them: no copy.
    return torch.from_numpy(colours).permute(0, 3, 1, 2)  # (B, 3, 224, 224)


@lru_cache(maxsize=1)
def _convolutions(weights: str) -> nn.Module:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(SEED)
        network = alexnet(weights=None)
    if weights != NO_WEIGHTS:
        _load(network, weights)
    features: nn.Module = network.features.eval()
    return features.to(memory_format=torch.channels_last)


def _load(network: nn.Module, weights: str) -> None:
    remedy = "Give `--weights none` or the path of a torchvision AlexNet file."
    try:
        network.load_state_dict(_state(weights))
    except (OSError, urllib.error.URLError) as error:
        raise CallError(
            f"Weights {weights!r} cannot be had: {error}. {remedy}"
        ) from error
    except MISFITS as error:
        raise CallError(f"{weights} holds no weights of AlexNet. {remedy}") from error


def _state(weights: str) -> dict[str, Any]:
    if weights == IMAGENET:
        return dict(AlexNet_Weights.IMAGENET1K_V1.get_state_dict(progress=False))
    return dict(load_plain(Path(weights)))

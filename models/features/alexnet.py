"""AlexNet's five convolutions on 20-px crops at 224 pixels, then PCA to 256 values.

Weights: `imagenet` (torchvision's, downloaded once), a file with torchvision's state of
the network, or `none`: random filters, which still see edges but have learnt nothing.

Reference: Krizhevsky, One weird trick for parallelizing convolutional neural networks,
2014, arXiv:1404.5997.
"""

import pickle
import urllib.error
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from models.feature import NO_WEIGHTS, Feature
from models.handcrops import HandCrops, Picture
from store.errors import CallError

if TYPE_CHECKING:
    from torch import Tensor, nn

SIDE_PX: Final = 224
DIMENSIONS: Final = 256 * 6 * 6
BATCH: Final = 32
IMAGENET: Final = "imagenet"
SEED: Final = 0
# Mean and spread of ImageNet's colours, by which torchvision's weights were trained.
COLOUR_MEAN: Final = (0.485, 0.456, 0.406)
COLOUR_SPREAD: Final = (0.229, 0.224, 0.225)


def compute(crops: HandCrops, *, weights: str = NO_WEIGHTS) -> NDArray[np.float32]:
    """Return what the fifth convolution says of each 20-px crop, pooled to 6 x 6.

    Args:
        crops: the hands.
        weights: `imagenet`, `none`, or the path of a file.

    Returns:
        Shape (N, 9216); NaN rows where the picture cannot be read.

    Raises:
        CallError: the weights cannot be had.
    """
    values = np.full((len(crops), DIMENSIONS), np.nan, dtype=np.float32)
    convolutions = _convolutions(weights)
    readable = [i for i, picture in enumerate(crops.pictures) if picture is not None]
    for start in range(0, len(readable), BATCH):
        chosen = readable[start : start + BATCH]
        pictures = [crops.pictures[i] for i in chosen]
        values[chosen] = _seen(convolutions, [p for p in pictures if p is not None])
    return values


def _seen(
    convolutions: "nn.Module", pictures: Sequence[Picture]
) -> NDArray[np.float32]:
    import torch

    with torch.inference_mode():
        values: NDArray[np.float32] = convolutions(_tensor(pictures)).flatten(1).numpy()
    return values


def _tensor(pictures: Sequence[Picture]) -> "Tensor":
    import torch

    squares = [
        cv2.resize(picture, (SIDE_PX, SIDE_PX), interpolation=cv2.INTER_LINEAR)
        for picture in pictures
    ]
    colours = np.stack(squares).astype(np.float32) / 255
    colours -= np.array(COLOUR_MEAN, dtype=np.float32)
    colours /= np.array(COLOUR_SPREAD, dtype=np.float32)
    # Already stored channel by channel within a pixel: `channels_last` costs no copy.
    return torch.from_numpy(colours).permute(0, 3, 1, 2)  # (B, 3, 224, 224)


@lru_cache(maxsize=1)
def _convolutions(weights: str) -> "nn.Module":
    import torch
    from torchvision.models import alexnet

    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(SEED)
        network = alexnet(weights=None)
    if weights != NO_WEIGHTS:
        network.load_state_dict(_state(weights))
    features: nn.Module = network.features.eval()
    return features.to(memory_format=torch.channels_last)


def _state(weights: str) -> "dict[str, Tensor]":
    import torch
    from torchvision.models import AlexNet_Weights

    remedy = "Give `--weights none` or the path of a torchvision AlexNet file."
    try:
        state: dict[str, Tensor] = (
            AlexNet_Weights.IMAGENET1K_V1.get_state_dict(progress=False)
            if weights == IMAGENET
            else torch.load(Path(weights), map_location="cpu", weights_only=True)
        )
    except (OSError, urllib.error.URLError) as error:
        raise CallError(f"Weights {weights!r} cannot be had: {error}. {remedy}") from error
    except (pickle.UnpicklingError, RuntimeError, EOFError) as error:
        raise CallError(f"{weights} holds no weights of a network. {remedy}") from error
    return state


FEATURE: Final = Feature(
    name="alexnet",
    title="AlexNet (paper)",
    needs="crop images 20 px",
    dimensions=DIMENSIONS,
    compute=compute,
    reduced_to=256,
    uses_weights=True,
)

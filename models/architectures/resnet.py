"""ResNet-18 on crops, with all layers or only the last one trained.

Reference: He et al., Deep residual learning for image recognition, CVPR 2016,
doi:10.1109/CVPR.2016.90.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal, get_args

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.weight_files import MISFITS, load_plain
from store.errors import CallError, UnknownNameError

Trained = Literal["last", "all"]
FEATURES: Final = 512
MEAN: Final = (0.485, 0.456, 0.406)
DEVIATION: Final = (0.229, 0.224, 0.225)
"""Of ImageNet's pictures, which its weights expect."""
TINY_MAP: Final = 4
"""Maps of so many places or fewer are convolved as one product while training."""


@dataclass(frozen=True, slots=True)
class ResnetConfig:
    """How the network is begun, trained and fed.

    Attributes:
        weights: `none` (drawn), `imagenet` (needs a download) or a file: a state of
            torchvision's network, or a classifier that was trained before, e.g. on
            rendered (synthetic) hands.
        trained: `last` layer only or `all` layers.
        side_px: width and height of the pictures.
        jitter: probability of each random change while training (brightness, contrast,
            saturation); with it pictures are turned at random too. 0: pictures as they
            are.
        turn_deg: pictures are turned by up to this angle where there is jitter.
        upright: pictures are cut anew around the hand's landmarks, wrist below and
            middle knuckle above; else they are the crops as they are.
    """

    weights: str = "none"
    trained: Trained = "all"
    side_px: int = 128
    jitter: float = 0.0
    turn_deg: float = 20.0
    upright: bool = False

    def __post_init__(self) -> None:
        if self.trained not in get_args(Trained):
            kinds = get_args(Trained)
            raise UnknownNameError("value of [network] trained", self.trained, kinds)
        if not 0 <= self.jitter <= 1 or self.side_px < 1:
            raise CallError(
                "[network] jitter must be from 0 to 1, and side_px 1 or more."
            )


class Resnet(nn.Module):
    """Gives scores and embeddings of pictures."""

    mean: Tensor
    deviation: Tensor

    def __init__(self, config: ResnetConfig, *, classes: int) -> None:
        super().__init__()
        from torchvision.models import resnet18  # noqa: PLC0415 - takes seconds

        self.config = config
        self.body = resnet18(weights=None)
        self.body.fc = nn.Identity()
        for block in self.body.layer4:
            block.conv1 = SmallMapConv.like(block.conv1)
            block.conv2 = SmallMapConv.like(block.conv2)
        self.head = nn.Linear(FEATURES, classes)
        self.register_buffer("mean", torch.tensor(MEAN).reshape(1, 3, 1, 1))
        self.register_buffer("deviation", torch.tensor(DEVIATION).reshape(1, 3, 1, 1))
        if config.trained == "last":
            self.body.requires_grad_(requires_grad=False)

    def train(self, mode: bool = True) -> "Resnet":
        """Switch to training; a body that is not trained keeps its averages."""
        super().train(mode)
        if self.config.trained == "last":
            self.body.eval()
        return self

    def forward(self, pictures: Tensor) -> tuple[Tensor, Tensor]:
        """Return scores and unit embeddings.

        Args:
            pictures: red, green, blue from 0 to 1, shape (B, 3, S, S).

        Returns:
            Shapes (B, C) and (B, 512).
        """
        return _judged(self.head, self.found(pictures))

    def found(self, pictures: Tensor) -> Tensor:
        """Return what the body finds in pictures, shape (B, 512)."""
        seen = (pictures - self.mean) / self.deviation  # (B, 3, S, S)
        half = self.training and seen.device.type == "cpu" and has_matrix_units()
        with torch.autocast("cpu", torch.bfloat16, enabled=half):
            found: Tensor = self.body(seen)  # (B, 512)
        return found.float() if half else found


class SmallMapConv(nn.Conv2d):
    """A 3 x 3 convolution that trains tiny maps on a processor as one matrix product.

    On maps of 2 x 2 the usual way takes three times as long to find the gradients.
    """

    @classmethod
    def like(cls, conv: nn.Conv2d) -> "SmallMapConv":
        """Return such a convolution with the weights of another, which has no bias."""
        made = cls(
            conv.in_channels,
            conv.out_channels,
            kernel_size=(3, 3),
            stride=(conv.stride[0], conv.stride[1]),
            padding=1,
            bias=False,
        )
        made.weight = conv.weight
        return made

    def forward(self, maps: Tensor) -> Tensor:
        """Return the maps convolved, shapes (B, C, H, W) and (B, D, H / S, W / S)."""
        batch, _, height, width = maps.shape
        down, right = (
            -(-side // step)
            for side, step in zip((height, width), self.stride, strict=True)
        )
        tiny = down * right <= TINY_MAP and maps.device.type == "cpu"
        if not (self.training and tiny):
            return super().forward(maps)
        seen = functional.unfold(maps, 3, padding=1, stride=self.stride)  # (B, 9C, P)
        joined = seen.transpose(0, 1).reshape(seen.shape[1], -1)  # (9C, B * P)
        told = self.weight.flatten(1) @ joined  # (D, B * P)
        return told.reshape(-1, batch, down, right).transpose(0, 1)


class LastLayer(nn.Module):
    """The last layer of a network alone: it sees what the body found in pictures.

    Where only this layer is trained on unchanged pictures, the body need see each once.
    """

    def __init__(self, network: Resnet) -> None:
        super().__init__()
        self.head = network.head

    def forward(self, found: Tensor) -> tuple[Tensor, Tensor]:
        """Return scores, shape (B, C), and unit embeddings, shape (B, 512)."""
        return _judged(self.head, found)


def _judged(head: nn.Module, found: Tensor) -> tuple[Tensor, Tensor]:
    return head(found), functional.normalize(found, dim=1)


@cache
def has_matrix_units() -> bool:
    """Return whether the processor multiplies matrices of half precision by itself.

    Training is then twice as fast; other processors are slower with half precision.
    """
    return bool(torch.cpu.get_capabilities().get("amx_bf16", False))


def begin_with(network: Resnet, weights: str) -> None:
    """Give the body the weights that a recipe names.

    Raises:
        CallError: they cannot be had, or are of another network.
    """
    if weights == "none":
        return
    state = _imagenet() if weights == "imagenet" else _from_file(Path(weights))
    try:
        body = {
            name.removeprefix("body."): value
            for name, value in state.items()
            if not name.startswith(("fc.", "head.", "mean", "deviation"))
        }
        network.body.load_state_dict(body)
    except MISFITS as error:
        raise CallError(
            f"{weights} holds no weights of a ResNet-18: name another file, or say "
            'weights = "none" in [network].'
        ) from error


def _imagenet() -> dict[str, Tensor]:
    from torchvision.models import ResNet18_Weights  # noqa: PLC0415

    try:
        state: dict[str, Tensor] = ResNet18_Weights.IMAGENET1K_V1.get_state_dict(
            progress=False, check_hash=True
        )
    except OSError as error:
        raise CallError(
            'weights = "imagenet" needs a download of 45 MB, which failed: name a file '
            'of weights, or say weights = "none" in [network].'
        ) from error
    return state


def _from_file(path: Path) -> dict[str, Tensor]:
    try:
        kept = load_plain(path)
        # A classifier's file holds the states of its members.
        state: dict[str, Tensor] = dict(kept["state"][0] if "state" in kept else kept)
    except (OSError, *MISFITS) as error:
        raise CallError(
            f"{path} cannot be read as weights: name a file that torch.save wrote, or "
            'say weights = "none" in [network].'
        ) from error
    return state

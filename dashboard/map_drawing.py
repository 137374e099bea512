"""What of a map is drawn and how: its groups, a sample of many points, their density."""

import hashlib
from base64 import b64encode
from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from dashboard.records.map_records import RIGHT, TRUST, ItemMap, Mask, Places
from dashboard.records.words import Words
from dashboard.theme import BLUE, GREEN, GREY, ORANGE, PURPLE, SKY, VERMILLION
from dashboard.wording import amount

DRAWN_AT_MOST: Final = 100_000
"""Of more points a sample is drawn over the density of all."""
SIDE: Final = 192
"""Cells of the density along each side."""
STEPS: Final = 65_535
"""Steps of a place on the map: half a screen's pixel even when far zoomed in."""
COLOURS: Final = (BLUE, VERMILLION, GREEN, PURPLE, ORANGE, SKY)
SYMBOLS: Final = 6
NAMED_AT_MOST: Final = len(COLOURS) * SYMBOLS
"""Groups that can be told apart; the rarer ones are drawn as `others`."""
JUDGED: Final = {"right": BLUE, "wrong": VERMILLION}
"""Colours of what a classifier says; what it was taught is grey."""
OTHERS: Final = "others"
NOT_KNOWN: Final = "not known"
LIT: Final = 1
CHOSEN: Final = 2
Marks = NDArray[np.uint8]
TRUST_COLOURS: Final = (
    "#00224E",
    "#35456C",
    "#666970",
    "#948E77",
    "#C8B866",
    "#FEE838",
)
"""Cividis, which the colour-blind see as others do (Nunez and others, 2018)."""


@dataclass(frozen=True, slots=True)
class Group:
    """Points that are drawn alike: their name, how many, colour, number of the symbol."""

    name: str
    count: int
    colour: str
    symbol: int


@dataclass(frozen=True, slots=True, eq=False)
class Colours:
    """How N points are coloured.

    Attributes:
        by: what the colours say.
        values: of each point its group, or its trust from 0 to 255, shape (N,).
        groups: empty where the colours are a scale.
    """

    by: str
    values: NDArray[np.uint8]
    groups: tuple[Group, ...] = ()

    def hidden(self, names: Collection[str]) -> Mask:
        """Return which points are in groups of these names."""
        numbers = [n for n, group in enumerate(self.groups) if group.name in names]
        found: Mask = np.isin(self.values, np.array(numbers, np.uint8))
        return found


@dataclass(frozen=True, slots=True)
class Frame:
    """The square that a map is drawn in: its lower left corner and side.

    Attributes:
        reach: width and height of the points within it, from 0 to 1.
    """

    left: float
    bottom: float
    side: float
    reach: tuple[float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Drawing:
    """One map as it is drawn.

    Attributes:
        kept: points that are shown at all, shape (N,).
        marks: LIT or CHOSEN of those that stand out, else 0, shape (N,); None: all are
            alike.
        places: points drawn one by one, in the order of drawing.
    """

    told: ItemMap
    colours: Colours
    kept: Mask
    marks: Marks | None
    places: Places

    @property
    def total(self) -> int:
        """Points that are shown, as points of their own or as density."""
        return int(self.kept.sum())

    @property
    def dense(self) -> bool:
        """Whether only some points are drawn, over the density of all."""
        return len(self.places) < self.total

    def inside(self, polygon: NDArray[np.float64], hidden: Collection[str]) -> Places:
        """Return all points within a polygon, drawn or not, those in its middle first.

        Args:
            polygon: corners on the frame, from 0 to 1, shape (P, 2).
            hidden: names of groups that are not shown.
        """
        x, y = on_frame(self.told)
        found = within(polygon, x, y) & self.kept & ~self.colours.hidden(hidden)
        places = np.flatnonzero(found)
        if not len(places):
            return places
        middle = np.array([np.median(x[places]), np.median(y[places])])
        far = np.hypot(x[places] - middle[0], y[places] - middle[1])
        return places[np.argsort(far, kind="stable")]


def draw(
    told: ItemMap,
    colours: Colours,
    *,
    kept: Mask,
    marks: Marks | None = None,
    at_most: int = DRAWN_AT_MOST,
) -> Drawing:
    """Return what is drawn of a map: all that is kept, or a sample of it.

    The sample depends on the ids alone, so that two maps show the same items; what stands
    out comes first.
    """
    places = told.order[kept[told.order]]
    if len(places) > at_most:
        first = np.zeros(len(places), bool) if marks is None else marks[places] > 0
        ranked = np.concatenate([places[first], places[~first]])[:at_most]
        chosen = np.zeros(len(told), bool)
        chosen[ranked] = True
        places = places[chosen[places]]
    return Drawing(told, colours, kept, marks, places)


def by_group(by: str, known: Words) -> Colours:
    """Return colours by name; those of rare names are `others`."""
    counts = np.bincount(known.codes + 1, minlength=len(known.names) + 1)
    unknown, counts = int(counts[0]), counts[1:]
    there = np.flatnonzero(counts)
    at_most = NAMED_AT_MOST - (len(there) > NAMED_AT_MOST)
    commonest = there[np.argsort(-counts[there], kind="stable")]
    named = np.sort(commonest[:at_most])
    groups = [
        Group(
            known.names[code],
            int(counts[code]),
            JUDGED.get(known.names[code], GREY)
            if by == RIGHT
            else COLOURS[number % len(COLOURS)],
            number // len(COLOURS) % SYMBOLS,
        )
        for number, code in enumerate(named)
    ]
    new = np.full(len(known.names) + 1, len(groups), np.uint8)
    new[named] = np.arange(len(named))
    others = int(counts.sum() - counts[named].sum())
    if others:
        groups.append(Group(OTHERS, others, GREY, 0))
    new[-1] = len(groups)
    if unknown:
        groups.append(Group(NOT_KNOWN, unknown, GREY, 2))
    return Colours(by, new[known.codes], tuple(groups))


def by_trust(told: ItemMap) -> Colours:
    """Return colours by trust; where it is unknown it counts as none."""
    trust = np.nan_to_num(told.trust, nan=0.0).clip(0, 1)
    return Colours(TRUST, np.round(trust * 255).astype(np.uint8))


def frame_of(told: ItemMap) -> Frame:
    """Return the square that holds all points of a map."""
    if not len(told):
        return Frame(0.0, 0.0, 1.0, (1.0, 1.0))
    left, bottom = float(told.x.min()), float(told.y.min())
    across, up = float(told.x.max()) - left, float(told.y.max()) - bottom
    side = max(across, up) or 1.0
    return Frame(left, bottom, side, (across / side, up / side))


def on_frame(told: ItemMap) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return where the points lie on their frame, from 0 to 1."""
    frame = frame_of(told)
    return (told.x - frame.left) / frame.side, (told.y - frame.bottom) / frame.side


def within(
    polygon: NDArray[np.float64], x: NDArray[np.float64], y: NDArray[np.float64]
) -> Mask:
    """Return which points lie within a polygon: a ray from there crosses it an odd time.

    Args:
        polygon: corners, shape (P, 2); the last is joined to the first.
        x: of the points, shape (N,).
        y: of the points, shape (N,).
    """
    found = np.zeros(len(x), bool)
    if len(polygon) < 3:  # noqa: PLR2004 - a line holds nothing
        return found
    (left, bottom), (right, top) = polygon.min(axis=0), polygon.max(axis=0)
    near = np.flatnonzero((x >= left) & (x <= right) & (y >= bottom) & (y <= top))
    near_x, near_y, odd = x[near], y[near], np.zeros(len(near), bool)
    for (x1, y1), (x2, y2) in zip(polygon, np.roll(polygon, -1, axis=0), strict=True):
        crosses = (y1 > near_y) != (y2 > near_y)
        if y1 != y2:
            odd ^= crosses & (near_x < x1 + (near_y - y1) * (x2 - x1) / (y2 - y1))
    found[near] = odd
    return found


def density(told: ItemMap, kept: Mask) -> NDArray[np.uint8]:
    """Return how dense the points are, from 0 to 255, by the logarithm of their number.

    Returns:
        Cells from below, row by row, shape (SIDE, SIDE).
    """
    x, y = on_frame(told)
    cells = [np.minimum((one[kept] * SIDE).astype(np.intp), SIDE - 1) for one in (y, x)]
    counts = np.zeros((SIDE, SIDE))
    np.add.at(counts, tuple(cells), 1)
    shares = np.log1p(counts) / np.log1p(max(counts.max(), 1))
    levels: NDArray[np.uint8] = np.round(shares * 255).astype(np.uint8)
    return levels


def sent(drawing: Drawing) -> dict[str, Any]:
    """Return a drawing as the browser is sent it: no text by point, 6 bytes for each."""
    told, places = drawing.told, drawing.places
    frame = frame_of(told)
    at = np.stack([one[places] for one in on_frame(told)], axis=1)
    groups = [
        {**asdict(group), "count": amount(group.count)}
        for group in drawing.colours.groups
    ]
    data: dict[str, Any] = {
        "at": _text(np.round(at * STEPS).astype("<u2")),
        "values": _text(drawing.colours.values[places]),
        "marks": None if drawing.marks is None else _text(drawing.marks[places]),
        "reach": frame.reach,
        "by": drawing.colours.by,
        "groups": groups,
        "scale": None if groups else _scale(),
        "density": None,
    }
    if drawing.dense:
        cells = _text(density(told, drawing.kept))
        data["density"] = {"side": SIDE, "cells": cells}
    return data


def token_of(*told: object) -> str:
    """Return a text that changes with what is drawn."""
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def _scale() -> dict[str, Any]:
    return {"name": "trust", "low": "0 %", "high": "100 %", "colours": TRUST_COLOURS}


def _text(values: NDArray[Any]) -> str:
    return b64encode(np.ascontiguousarray(values).tobytes()).decode("ascii")

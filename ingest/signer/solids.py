"""The rounded solids a synthetic signer is made of, as arrays for the renderer.

A solid is a round cone (a capsule whose radius changes linearly) or an ellipsoid. Solids
of one group melt into each other over their `blend`; groups stay apart, except that a
solid may melt into one earlier group, its parent: so a finger grows out of the palm while
two fingers that touch keep the crease between them. Solids of a group, and a parent
before its children, are added one after the other.

World coordinates, centimetres: x to the viewer's right, y up, z to the camera, the origin
midway between the shoulders.
"""

from dataclasses import dataclass, field
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ingest.signer.rotation import Matrix

START, AXIS, RADIUS, GROWTH, BLEND, PARENT_BLEND = 0, 3, 6, 7, 8, 9
FRAME, INVERSE_LENGTH_SQUARED = 10, 19
"""Columns of `Solids.geometry`: a cone's start, axis and radii, or an ellipsoid's centre
and radii; then the blends; then an ellipsoid's frame or a bone's palm side."""
GEOMETRY_COLUMNS: Final = 20

ROUND, GROUP, MATERIAL, PARENT, CARVES, PART = range(6)
"""Columns of `Solids.kind`."""
KIND_COLUMNS: Final = 6

SKIN, CLOTH, HAIR, EYE, LIP = range(5)
"""Materials; the iris is row `IRIS` of the palette."""
IRIS: Final = 5
PLAIN, FINGERTIP, BONE, FACE, PALM = range(5)
"""Parts that are painted in their own way."""

MAX_GROUPS: Final = 64
BLEND_MARGIN: Final = 0.8
"""Share of its blend at which a solid still moves its neighbour's surface visibly."""
NO_PARENT: Final = -1


class Solids(NamedTuple):
    """All solids of a scene as arrays (N solids).

    Attributes:
        geometry: centimetres, shape (N, 20).
        kind: codes, shape (N, 6).
        bounds: capsules around the solids: two ends and a radius, shape (N, 7).
    """

    geometry: NDArray[np.float64]
    kind: NDArray[np.int64]
    bounds: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Finish:
    """What a solid is made of and how it joins its neighbours (centimetres)."""

    material: int = SKIN
    part: int = PLAIN
    blend: float = 0.0
    parent: int = NO_PARENT
    parent_blend: float = 0.0
    carves: bool = False


PLAIN_SKIN: Final = Finish()


@dataclass
class Scene:
    """Collects solids; `group()` opens the next group."""

    _geometry: list[NDArray[np.float64]] = field(default_factory=list)
    _kind: list[tuple[int, ...]] = field(default_factory=list)
    _bounds: list[tuple[float, ...]] = field(default_factory=list)
    _group: int = -1

    def group(self) -> int:
        """Open a new group and return its number."""
        self._group += 1
        return self._group

    def cone(
        self,
        start: ArrayLike,
        end: ArrayLike,
        radii: tuple[float, float],
        finish: Finish = PLAIN_SKIN,
        *,
        palm: ArrayLike = (0.0, 0.0, 1.0),
    ) -> None:
        """Add a round cone between two points; `palm` is a bone's palm side."""
        a, b = np.asarray(start, np.float64), np.asarray(end, np.float64)
        row = np.zeros(GEOMETRY_COLUMNS)
        row[START:AXIS], row[AXIS:RADIUS] = a, b - a
        row[RADIUS], row[GROWTH] = radii[0], radii[1] - radii[0]
        row[FRAME : FRAME + 3] = palm
        row[INVERSE_LENGTH_SQUARED] = 1.0 / max(float((b - a) @ (b - a)), 1e-9)
        self._add(row, finish, is_round=False, capsule=(*a, *b, max(radii)))

    def ellipsoid(
        self,
        centre: ArrayLike,
        radii: ArrayLike,
        frame: Matrix,
        finish: Finish = PLAIN_SKIN,
    ) -> None:
        """Add an ellipsoid whose axes are the columns of `frame`."""
        row = np.zeros(GEOMETRY_COLUMNS)
        row[START:AXIS], row[AXIS:RADIUS] = centre, radii
        row[FRAME : FRAME + 9] = frame.T.ravel()
        middle = row[START:AXIS]
        size = float(np.max(row[AXIS:RADIUS]))
        self._add(row, finish, is_round=True, capsule=(*middle, *middle, size))

    def solids(self) -> Solids:
        """Return everything added so far as arrays."""
        return Solids(
            np.array(self._geometry).reshape(-1, GEOMETRY_COLUMNS),
            np.array(self._kind, np.int64).reshape(-1, KIND_COLUMNS),
            np.array(self._bounds, np.float64).reshape(-1, 7),
        )

    def _add(
        self,
        row: NDArray[np.float64],
        finish: Finish,
        *,
        is_round: bool,
        capsule: tuple[float, ...],
    ) -> None:
        row[BLEND], row[PARENT_BLEND] = finish.blend, finish.parent_blend
        margin = BLEND_MARGIN * max(finish.blend, finish.parent_blend)
        self._geometry.append(row)
        self._kind.append(
            (
                int(is_round),
                self._group,
                finish.material,
                finish.parent,
                int(finish.carves),
                finish.part,
            )
        )
        self._bounds.append((*capsule[:6], capsule[6] + margin))

"""How a signer performs a sign: every hand, the head and the camera, frame by frame.

A performance rises from rest, holds, makes its stroke, holds again and sinks to rest.
Between two points hands move as people's do, with the least jerk (Flash and Hogan, The
coordination of arm movements, J. Neurosci. 5, 1985, 10.1523/JNEUROSCI.05-07-01688.1985);
they never rest quite still.
"""

from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from ingest.signer.arms import HandState, easiest_swivel
from ingest.signer.hand import ANGLES, within_limits
from ingest.signer.handforms import hand_angles
from ingest.signer.movements import movement
from ingest.signer.orientations import orientation
from ingest.signer.places import BASE_CENTRE_CM, NEAR_BODY_SIDES, place
from ingest.signer.render import Moment, rest_state
from ingest.signer.rotation import about_y, between, from_vector, mirrored
from ingest.signer.signers import Signer
from ingest.signer.signs import BASE_HANDSHAPE, BASE_ORIENTATION, Sign
from ingest.signer.sway import camera_path, head_path, tremor

Phase = Literal["rise", "hold", "stroke", "lower"]

FRAME_MS: Final = 40
RISE_MS, HOLD_MS, STROKE_MS, LOWER_MS = 320, 200, 380, 320
SWIVEL_SMOOTHING: Final = 9
LIFT_CM: Final = 8.0
"""How far a rising hand swings forward."""
MIRROR: Final = np.array([-1.0, 1.0, 1.0])


@dataclass(frozen=True)
class Shown:
    """What one hand shows at one moment; empty where it changes or does not sign."""

    handshape: str = ""
    orientation: str = ""
    signs: bool = False


@dataclass(frozen=True)
class Instant:
    """One frame of a performance before it is rendered.

    Attributes:
        time_ms: from the clip's start.
        phase: of the dominant hand.
        moment: what the renderer draws.
        shown: side (+1 right, -1 left) -> what that hand shows.
    """

    time_ms: int
    phase: Phase
    moment: Moment
    shown: dict[int, Shown]


@dataclass(frozen=True)
class _Clock:
    """When the phases of a performance end, ms."""

    rise: float
    hold: float
    stroke: float
    second_hold: float
    end: float

    @classmethod
    def of(cls, tempo: float) -> "_Clock":
        lengths = np.array([RISE_MS, HOLD_MS, STROKE_MS, HOLD_MS, LOWER_MS]) / tempo
        return cls(*(float(end) for end in np.cumsum(lengths)))

    def phase(self, time_ms: float) -> Phase:
        if time_ms < self.rise:
            return "rise"
        if time_ms < self.hold or self.stroke <= time_ms < self.second_hold:
            return "hold"
        return "stroke" if time_ms < self.stroke else "lower"

    def stroke_share(self, time_ms: float) -> float:
        return least_jerk((time_ms - self.hold) / (self.stroke - self.hold))

    def raised(self, time_ms: float) -> float:
        """Return how far the hands are up: 0 at rest, 1 while they sign."""
        if time_ms < self.rise:
            return least_jerk(time_ms / self.rise)
        return least_jerk((self.end - time_ms) / (self.end - self.second_hold))


def least_jerk(share: float) -> float:
    """Return how far a smooth reaching movement is after a share of its time."""
    u = min(1.0, max(0.0, share))
    return u * u * u * (10 - 15 * u + 6 * u * u)


def perform(sign: Sign, signer: Signer, *, seed: int) -> list[Instant]:
    """Return all frames of a performance of a sign by a signer."""
    rng = np.random.default_rng(seed)
    habit = _Habit.drawn(rng)
    clock = _Clock.of(signer.tempo * habit.tempo)
    times = list(range(0, int(clock.end), FRAME_MS))
    wander = _Wander.drawn(rng, len(times))
    hands = _Hands(sign, habit, clock)
    dominant = [hands.dominant(time, wander, i) for i, time in enumerate(times)]
    others = [hands.other(time, wander, i) for i, time in enumerate(times)]
    both = [dominant] if sign.hands == "one" else [dominant, others]
    if signer.dominant_hand == "left":
        both = [[_mirror(state) for state in states] for states in both]
    tracks = [_with_elbows(signer, states) for states in both]
    camera = camera_path(rng, len(times), signer.filming.jitter_cm)
    heads = head_path(rng, len(times))
    frames = []
    for i, time in enumerate(times):
        states = tuple(track[i] for track in tracks)
        idle = tuple({1, -1} - {state.side for state in states})
        shown = hands.shown(time, clock.phase(time), tuple(s.side for s in states))
        seed_of_noise = (seed + 7919 * i) & 0x7FFFFFFF
        moment = Moment(
            states, idle, heads[i], camera[0][i], camera[1][i], seed_of_noise
        )
        frames.append(Instant(time, clock.phase(time), moment, shown))
    return frames


@dataclass(frozen=True)
class _Habit:
    """What differs between two performances of one sign."""

    tempo: float
    reach: float
    shift_cm: NDArray[np.float64]
    turn: NDArray[np.float64]
    finger_deg: NDArray[np.float64]

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> "_Habit":
        turn = from_vector(rng.normal(0, 0.07, 3))
        return cls(
            tempo=float(rng.uniform(0.94, 1.06)),
            reach=float(rng.uniform(0.88, 1.12)),
            shift_cm=rng.normal(0, 0.8, 3),
            turn=turn,
            finger_deg=rng.normal(0, 2.0, ANGLES),
        )


@dataclass(frozen=True)
class _Wander:
    """Small tremor of both hands: cm (2, T, 3) and rotation vectors (2, T, 3)."""

    shift_cm: NDArray[np.float64]
    turn_rad: NDArray[np.float64]

    @classmethod
    def drawn(cls, rng: np.random.Generator, frames: int) -> "_Wander":
        return cls(tremor(rng, frames, 0.10), tremor(rng, frames, 0.012))


@dataclass(frozen=True)
class _Hands:
    """The two hands of a right-handed signer during a sign."""

    sign: Sign
    habit: _Habit
    clock: _Clock

    def dominant(self, time_ms: float, wander: _Wander, frame: int) -> HandState:
        share = self.clock.stroke_share(time_ms)
        signing = self._signing(share)
        return self._raised(_unsteady(signing, wander, 0, frame), time_ms)

    def other(self, time_ms: float, wander: _Wander, frame: int) -> HandState:
        """Return the other hand, built on the right and mirrored."""
        share = self.clock.stroke_share(time_ms)
        if self.sign.hands == "alternating":
            share = 1 - share
        signing = self._base() if self.sign.hands == "base" else self._signing(share)
        raised = self._raised(_unsteady(signing, wander, 1, frame), time_ms)
        return _mirror(raised)

    def shown(
        self, time_ms: float, phase: Phase, sides: tuple[int, ...]
    ) -> dict[int, Shown]:
        """Return what each hand shows; `sides` are those that sign, dominant first."""
        shown = {1: Shown(), -1: Shown()}
        shown[sides[0]] = self._dominant_shown(time_ms, phase)
        for side in sides[1:]:
            shown[side] = self._dominant_shown(time_ms, phase)
            if self.sign.hands == "base":
                steady = phase in ("hold", "stroke")
                names = (BASE_HANDSHAPE, BASE_ORIENTATION) if steady else ("", "")
                shown[side] = Shown(*names, signs=True)
        return shown

    def _dominant_shown(self, time_ms: float, phase: Phase) -> Shown:
        sign = self.sign
        if phase in ("rise", "lower"):
            return Shown(signs=True)
        if phase == "stroke":
            shape = sign.handshape if sign.last_handshape == sign.handshape else ""
            same = sign.last_orientation == sign.orientation
            steady = same and not movement(sign.movement).twists
            return Shown(shape, sign.orientation if steady else "", signs=True)
        if time_ms < self.clock.hold:
            return Shown(sign.handshape, sign.orientation, signs=True)
        return Shown(sign.last_handshape, sign.last_orientation, signs=True)

    def _signing(self, share: float) -> HandState:
        sign, habit = self.sign, self.habit
        path = movement(sign.movement)
        centre = np.array(place(sign.place).centre) + habit.shift_cm
        if sign.hands in ("symmetric", "alternating"):
            centre[0] = min(centre[0], NEAR_BODY_SIDES)
        start, end = hand_angles(sign.handshape), hand_angles(sign.last_handshape)
        frame = between(
            orientation(sign.orientation).frame,
            orientation(sign.last_orientation).frame,
            share,
        )
        frame = frame @ about_y(path.twist_rad(share)) @ habit.turn
        return HandState(
            1,
            within_limits(start + (end - start) * share + habit.finger_deg),
            centre + path.displacement(share) * habit.reach,
            frame,
        )

    def _base(self) -> HandState:
        centre = np.array(BASE_CENTRE_CM) + self.habit.shift_cm
        frame = orientation(BASE_ORIENTATION).frame @ self.habit.turn
        return HandState(1, hand_angles(BASE_HANDSHAPE), centre, frame)

    def _raised(self, signing: HandState, time_ms: float) -> HandState:
        """Return a hand on its way between rest and where it signs."""
        up = self.clock.raised(time_ms)
        if up >= 1.0:
            return signing
        rest = rest_state(1)
        formed = least_jerk((up - 0.2) / 0.8)
        swing = np.array([0.0, 0.0, LIFT_CM * np.sin(np.pi * up)])
        return HandState(
            1,
            rest.angles + (signing.angles - rest.angles) * formed,
            rest.centre + (signing.centre - rest.centre) * up + swing,
            between(rest.frame, signing.frame, least_jerk((up - 0.1) / 0.9)),
        )


def _unsteady(state: HandState, wander: _Wander, hand: int, frame: int) -> HandState:
    return replace(
        state,
        centre=state.centre + wander.shift_cm[hand, frame],
        frame=state.frame @ from_vector(wander.turn_rad[hand, frame]),
    )


def _mirror(state: HandState) -> HandState:
    return replace(
        state,
        side=-state.side,
        centre=state.centre * MIRROR,
        frame=mirrored(state.frame),
    )


def _with_elbows(signer: Signer, states: list[HandState]) -> list[HandState]:
    """Return the states with elbows that turn smoothly."""
    swivels = [easiest_swivel(signer, state) for state in states]
    window = np.hanning(SWIVEL_SMOOTHING + 2)[1:-1]
    padded = np.pad(swivels, SWIVEL_SMOOTHING // 2, mode="edge")
    smooth = np.convolve(padded, window / window.sum(), "valid")
    return [
        replace(state, swivel_rad=float(swivel))
        for state, swivel in zip(states, smooth, strict=True)
    ]

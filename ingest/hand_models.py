"""MediaPipe's two hand models on their own: where palms are, and what one hand looks like.

`mediapipe.solutions.hands` runs the second only where the first has found a palm, and
the first does not know gloves. Here the landmark model can be asked about any square
picture; it answers always, with how sure it is that there is a hand.

Reference: Zhang et al., MediaPipe Hands: On-device Real-time Hand Tracking, 2020,
arXiv:2006.10214.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

import mediapipe
import numpy as np
from mediapipe.python import packet_creator, packet_getter
from mediapipe.python._framework_bindings import calculator_graph, resource_util
from numpy.typing import NDArray

from ingest.video import Image

CROP_SIDE_PX: Final = 224
"""Side of the square that the landmark model looks at."""
_LANDMARK_GRAPH: Final = """
input_stream: "image"
output_stream: "presence"
output_stream: "right"
output_stream: "points"
output_stream: "metres"
num_threads: 1
node {
  calculator: "ConstantSidePacketCalculator"
  output_side_packet: "PACKET:path"
  options { [mediapipe.ConstantSidePacketCalculatorOptions.ext] {
    packet { string_value: "mediapipe/modules/hand_landmark/hand_landmark_%s.tflite" }
  } }
}
node {
  calculator: "ResourceProviderCalculator"
  input_side_packet: "RESOURCE_ID:path"
  output_side_packet: "RESOURCE:file"
}
node {
  calculator: "TfLiteModelCalculator"
  input_side_packet: "MODEL_RESOURCE:file"
  output_side_packet: "MODEL:model"
}
node {
  calculator: "ImageToTensorCalculator"
  input_stream: "IMAGE:image"
  output_stream: "TENSORS:input"
  options { [mediapipe.ImageToTensorCalculatorOptions.ext] {
    output_tensor_width: 224
    output_tensor_height: 224
    output_tensor_float_range { min: 0 max: 1 }
  } }
}
node {
  calculator: "InferenceCalculatorCpu"
  input_stream: "TENSORS:input"
  input_side_packet: "MODEL:model"
  output_stream: "TENSORS:output"
  options { [mediapipe.InferenceCalculatorOptions.ext] {
    delegate { xnnpack { num_threads: 1 } }
  } }
}
node {
  calculator: "SplitTensorVectorCalculator"
  input_stream: "output"
  output_stream: "points_tensor"
  output_stream: "presence_tensor"
  output_stream: "right_tensor"
  output_stream: "metres_tensor"
  options { [mediapipe.SplitVectorCalculatorOptions.ext] {
    ranges { begin: 0 end: 1 }
    ranges { begin: 1 end: 2 }
    ranges { begin: 2 end: 3 }
    ranges { begin: 3 end: 4 }
  } }
}
node {
  calculator: "TensorsToFloatsCalculator"
  input_stream: "TENSORS:presence_tensor"
  output_stream: "FLOAT:presence"
}
node {
  calculator: "TensorsToFloatsCalculator"
  input_stream: "TENSORS:right_tensor"
  output_stream: "FLOAT:right"
}
node {
  calculator: "TensorsToLandmarksCalculator"
  input_stream: "TENSORS:points_tensor"
  output_stream: "NORM_LANDMARKS:points"
  options { [mediapipe.TensorsToLandmarksCalculatorOptions.ext] {
    num_landmarks: 21
    input_image_width: 224
    input_image_height: 224
    normalize_z: 0.4
  } }
}
node {
  calculator: "TensorsToLandmarksCalculator"
  input_stream: "TENSORS:metres_tensor"
  output_stream: "LANDMARKS:metres"
  options { [mediapipe.TensorsToLandmarksCalculatorOptions.ext] { num_landmarks: 21 } }
}
"""
_PALM_GRAPH: Final = """
input_stream: "image"
output_stream: "palms"
num_threads: 1
node {
  calculator: "ConstantSidePacketCalculator"
  output_side_packet: "PACKET:complexity"
  options { [mediapipe.ConstantSidePacketCalculatorOptions.ext] {
    packet { int_value: 1 }
  } }
}
node {
  calculator: "PalmDetectionCpu"
  input_side_packet: "MODEL_COMPLEXITY:complexity"
  input_stream: "IMAGE:image"
  output_stream: "DETECTIONS:palms"
}
"""
_WRIST_IN_PALM: Final = 0
_MIDDLE_KNUCKLE_IN_PALM: Final = 2


@dataclass(frozen=True, slots=True)
class Palm:
    """One palm in a picture, in fractions of its width and height.

    Attributes:
        score: how sure the detector is, 0 to 1.
        box: (left, top, width, height).
        wrist, knuckle: (x, y) of the wrist and of the middle finger's knuckle.
    """

    score: float
    box: NDArray[np.float64]
    wrist: NDArray[np.float64]
    knuckle: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class CropReading:
    """What the landmark model says about one square picture, hand or not.

    Attributes:
        presence: how sure it is that this is a hand, 0 to 1.
        right: how sure it is that it is the signer's right, 0 to 1.
        points: (21, 3), fractions of the picture's side.
        metres: (21, 3), about the hand's own centre.
    """

    presence: float
    right: float
    points: NDArray[np.float64]
    metres: NDArray[np.float64]


class LandmarkModel:
    """Reads a hand off a square picture that shows it with fingers up."""

    def __init__(self, size: Literal["full", "lite"] = "full") -> None:
        outputs = ("presence", "right", "points", "metres")
        self._graph = _ImageGraph(_LANDMARK_GRAPH % size, outputs)

    def read(self, picture: Image) -> CropReading:
        """Return what is seen in an RGB picture of `CROP_SIDE_PX` a side."""
        found = self._graph.process(picture)
        return CropReading(
            presence=packet_getter.get_float(found["presence"]),
            right=packet_getter.get_float(found["right"]),
            points=_array(packet_getter.get_proto(found["points"])),
            metres=_array(packet_getter.get_proto(found["metres"])),
        )


class PalmDetector:
    """Finds palms of bare hands anywhere in a picture."""

    def __init__(self) -> None:
        self._graph = _ImageGraph(_PALM_GRAPH, ("palms",))

    def find(self, image: Image) -> list[Palm]:
        """Return the palms in an RGB image, the surest first."""
        found = self._graph.process(image)
        if "palms" not in found:
            return []
        palms = [_palm(palm) for palm in packet_getter.get_proto_list(found["palms"])]
        return sorted(palms, key=lambda palm: -palm.score)


class _ImageGraph:
    """A running MediaPipe graph that is given one image at a time."""

    def __init__(self, text: str, outputs: Sequence[str]) -> None:
        package = Path(mediapipe.__file__).parent
        resource_util.set_resource_dir(str(package.parent))
        self._graph = calculator_graph.CalculatorGraph(graph_config=text)
        self._found: dict[str, Any] = {}
        self._images = 0
        for output in outputs:
            self._graph.observe_output_stream(output, self._found.__setitem__)
        self._graph.start_run()

    def process(self, image: Image) -> dict[str, Any]:
        """Return the packet of each output that has one, until the next call."""
        self._found.clear()
        self._images += 1
        packet = packet_creator.create_image_frame(
            image_format=mediapipe.ImageFormat.SRGB, data=np.ascontiguousarray(image)
        )
        self._graph.add_packet_to_input_stream("image", packet.at(self._images))
        self._graph.wait_until_idle()
        return self._found


def _array(landmarks: Any) -> NDArray[np.float64]:
    return np.array([(point.x, point.y, point.z) for point in landmarks.landmark])


def _palm(detection: Any) -> Palm:
    place = detection.location_data
    box = place.relative_bounding_box
    points = np.array([(point.x, point.y) for point in place.relative_keypoints])
    return Palm(
        score=detection.score[0],
        box=np.array([box.xmin, box.ymin, box.width, box.height]),
        wrist=points[_WRIST_IN_PALM],
        knuckle=points[_MIDDLE_KNUCKLE_IN_PALM],
    )

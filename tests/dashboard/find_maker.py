"""What stands for uploads where no process should look at them."""

import io

from PIL import Image

from store.errors import MediaError
from store.runs import Progress

FILE = ("sign.mp4", b"a sign", "video/mp4")


class LookedAt:
    """Stands for an upload that was looked at."""

    def __init__(self, failure: MediaError | None = None) -> None:
        self.name = "sign.mp4"
        self.is_forgotten = False
        self._failure = failure
        self._asked = 0

    def progress(self) -> Progress:
        return Progress("looking for body and hands", "upload", 3, 24, "frames")

    def has_ended(self) -> bool:
        self._asked += 1
        return self._asked > 1

    def failure(self) -> MediaError | None:
        return self._failure

    def forget(self) -> None:
        self.is_forgotten = True


def jpeg() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (320, 240)).save(file, "JPEG")
    return file.getvalue()

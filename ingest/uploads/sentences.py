"""What went wrong with an upload, and what its owner can do about it."""

from typing import Final

from ingest.uploads.limits import PHOTOGRAPH_SUFFIXES, VIDEO_SUFFIXES, UploadLimits
from store.errors import MediaError

_SUFFIXES: Final = ", ".join(
    suffix[1:] for suffix in (*VIDEO_SUFFIXES, *PHOTOGRAPH_SUFFIXES)
)
_FILM: Final = (
    "Film the signer from the front, from the head to the hips, in good light."
)
_REMEDIES: Final = {
    "empty-file": "Choose another file, or record the sign again.",
    "unreadable": "Choose another file, or record the sign again.",
    "not-a-video": f"Choose one of these: {_SUFFIXES}.",
    "not-a-photograph": f"Choose one of these: {_SUFFIXES}.",
    "no-video-stream": "Choose a file with a picture.",
    "truncated": "Save or record it again, and upload the whole file.",
    "times-outside": "Choose a part of it that lies within the video.",
    "too-small": "Upload a larger version of it.",
    "too-long": "Cut it to one sign and upload that.",
    "no-person": _FILM,
    "no-hands": f"{_FILM} The hands must be in the picture, uncovered and not blurred.",
    "single-frame": "Upload a video of the whole sign, or a photograph (jpg, png).",
}
"""What importers advise is for corpora; this is for one file in a browser."""


def for_uploader(kind: str, what: str, remedy: str) -> MediaError:
    """Return a problem as a person with one file should read it."""
    return MediaError(kind, what, _REMEDIES.get(kind, remedy))


def strange_suffix(name: str) -> MediaError:
    """Return the error of a file that is neither video nor photograph by its name."""
    return for_uploader("not-a-video", f"{name} is no video or photograph.", "")


def empty(name: str) -> MediaError:
    """Return the error of a file without a byte."""
    return for_uploader("empty-file", f"{name} has 0 bytes.", "")


def not_kept(name: str, error: OSError) -> MediaError:
    """Return the error of a file for which this machine has no place."""
    return MediaError(
        "no-room",
        f"{name} could not be kept while it is looked at: {error.strerror}.",
        "Whoever runs this server has to free space in its temporary folder.",
    )


def too_many_bytes(name: str, size: int, limits: UploadLimits) -> MediaError:
    """Return the error of a file that is too large to be taken."""
    return MediaError(
        "too-large",
        f"{name} has {size / 1e6:.0f} MB; at most {limits.megabytes} MB can be uploaded.",
        "Cut it to one sign, or make the picture smaller.",
    )


def too_many_pixels(name: str, size: str, limits: UploadLimits) -> MediaError:
    """Return the error of a picture that is too large to be decoded."""
    return MediaError(
        "too-many-pixels",
        f"{name} has {size} pixels; at most {limits.pixels / 1e6:.1f} million "
        "pixels can be uploaded.",
        "Make the picture smaller: 640 x 480 is enough.",
    )


def too_many_seconds(name: str, limits: UploadLimits) -> MediaError:
    """Return the error of a video that is no single sign."""
    what = f"{name} lasts longer than {limits.seconds} s, too long for one sign."
    return for_uploader("too-long", what, "")


def too_many_at_once(name: str, limits: UploadLimits) -> MediaError:
    """Return the error of a file that comes while many others are looked at."""
    return MediaError(
        "busy",
        f"{name} has to wait: {limits.at_once} other uploads are being looked at.",
        "Upload it again in a minute.",
    )


def too_much_memory(name: str) -> MediaError:
    """Return the error of a file that needs more memory than it may have."""
    return MediaError(
        "too-much-memory",
        f"{name} needs more memory than an upload may take.",
        "Make the picture smaller: 640 x 480 is enough.",
    )


def too_slow(name: str, limits: UploadLimits) -> MediaError:
    """Return the error of a file that takes too long to look at."""
    return MediaError(
        "too-slow",
        f"Looking at {name} took more than {limits.patience_s} s and was given up.",
        "Cut it to one sign, or make the picture smaller.",
    )


def reader_died(name: str, exit_code: int) -> MediaError:
    """Return the error of a file whose reading ended the process that read it."""
    return MediaError(
        "reader-died",
        f"The process that looked at {name} ended (exit code {exit_code}).",
        "The file may be damaged: save it again, or make the picture smaller.",
    )

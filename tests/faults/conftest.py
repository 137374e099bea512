"""What tests of faults share with those of the pages and of the ingest."""

from tests.dashboard.conftest import (
    _remove_streamlits_folder,
    _scan_packages_once,
    full_store,
    open_page,
    use_store,
)
from tests.ingest.conftest import make_video, signed_frames

__all__ = [
    "_remove_streamlits_folder",
    "_scan_packages_once",
    "full_store",
    "make_video",
    "open_page",
    "signed_frames",
    "use_store",
]

"""What tests of faults share with those of the pages and of the ingest."""

from tests.dashboard.conftest import (
    _remove_streamlits_folder,
    _scan_packages_once,
    full_store,
    open_page,
    use_store,
)

__all__ = [
    "_remove_streamlits_folder",
    "_scan_packages_once",
    "full_store",
    "open_page",
    "use_store",
]

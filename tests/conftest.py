"""What all tests share: an empty store, and where real data lies if it is there."""

from pathlib import Path

import pytest
from hypothesis import settings

from store.layout import Store, create_store

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"

# An example that a crowded machine makes slow is no wrong example.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty store in a folder whose name has what names should not have."""
    return create_store(tmp_path / "störe [1] o'clock")


@pytest.fixture
def shared_data() -> Path:
    """Real data beside the checkout; the test is skipped where there is none."""
    if not SHARED_DATA.is_dir():
        pytest.skip("needs real data in ../shared/data, which is not there")
    return SHARED_DATA

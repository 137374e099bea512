"""Fixtures of the tests of the store."""

import pytest

from store.layout import Store
from tests.store.village_maker import make_village


@pytest.fixture
def village(store: Store) -> Store:
    """Four crops of two clusters, with label events to come."""
    return make_village(store)

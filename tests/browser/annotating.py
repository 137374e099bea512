"""Somebody who labels in the browser."""

from pathlib import Path

from store.db import Database
from store.labels import LabelEvent, events
from store.layout import Store
from tests.browser.conftest import PATIENCE_MS, Watched


class Annotator:
    """Somebody who labels in the browser, and waits until each label is kept."""

    def __init__(self, watched: Watched, store: Path, name: str) -> None:
        self.watched, self.page = watched, watched.page
        self.store, self.annotator = store, name

    def acts(self) -> list[LabelEvent]:
        """Return what they did, oldest first."""
        listed = events(Database(Store(self.store)))
        return [event for event in listed if event.annotator == self.annotator]

    def go_on(self, key: str) -> None:
        """Press the button of a key; wait until what it does is kept and shown."""
        before = len(self.acts())
        self.page.locator(f".st-key-clusters_{key} button:visible").click()
        self.wait_for(before + 1)

    def wait_for(self, acts: int) -> None:
        for _ in range(PATIENCE_MS // 200):
            if len(self.acts()) >= acts:
                break
            self.page.wait_for_timeout(200)
        self.watched.settle()

    def open_cluster(self, number: int) -> None:
        self.page.get_by_role("link", name=f"Cluster {number}").first.click()
        self.page.wait_for_function(
            f"() => location.search.includes('cluster={number}')", timeout=PATIENCE_MS
        )
        self.watched.settle()

    def back(self) -> None:
        self.page.get_by_role("button", name="All clusters").click()
        self.page.wait_for_selector("ul.cards a", timeout=PATIENCE_MS)
        self.watched.settle()

    def name(self, handshape: str) -> None:
        before = len(self.acts())
        field = self.page.get_by_role("combobox", name="Handshape", exact=True)
        field.click()
        field.fill(handshape)
        field.press("Enter")
        self.wait_for(before + 1)

    def merge_with(self, number: int) -> None:
        field = self.page.get_by_role("combobox", name="Merge with")
        field.click()
        field.fill(f"Cluster {number}")
        field.press("Enter")
        self.watched.settle()
        self.go_on("do_merge")

"""An annotator's afternoon in a real browser, and what the store holds afterwards."""

from collections.abc import Callable
from pathlib import Path

import pytest

from store.db import Database
from store.labels import LabelEvent, add_event, events, in_force
from store.layout import Store, create_store
from tests.browser.conftest import Watched
from tests.browser.test_in_browser import serious_findings
from tests.dashboard.cluster_maker import GOOD, add_clusterings

pytestmark = pytest.mark.browser

NAMES = ("A", "5", "1", "V", "bent-B", "S", "Y", "L", "F", "O")
WAIT_MS = 120_000
Opener = Callable[..., Watched]


@pytest.fixture
def clustered(tmp_path: Path) -> Path:
    return add_clusterings(create_store(tmp_path / "clustered")).root


class Annotator:
    """Somebody who labels in the browser, and waits until each label is kept."""

    def __init__(self, watched: Watched, store: Path) -> None:
        self.watched, self.page, self.store = watched, watched.page, store

    def acts(self) -> list[LabelEvent]:
        return events(Database(Store(self.store)))

    def go_on(self, key: str) -> None:
        """Press the button of a key; wait until what it does is kept and shown."""
        before = len(self.acts())
        self.page.locator(f".st-key-clusters_{key} button:visible").click()
        self.wait_for(before + 1)

    def wait_for(self, acts: int) -> None:
        for _ in range(WAIT_MS // 200):
            if len(self.acts()) >= acts:
                break
            self.page.wait_for_timeout(200)
        self.watched.settle()

    def open_cluster(self, number: int) -> None:
        self.page.get_by_role("link", name=f"Cluster {number}").first.click()
        self.page.wait_for_function(
            f"() => location.search.includes('cluster={number}')", timeout=WAIT_MS
        )
        self.watched.settle()

    def back(self) -> None:
        self.page.get_by_role("button", name="All clusters").click()
        self.page.wait_for_selector("ul.cards a", timeout=WAIT_MS)
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


def test_labelling__an_annotators_session(
    open_browser: Opener, clustered: Path, screenshots: Path
) -> None:
    watched = open_browser(clustered, "clusters?annotator=ann")
    ann = Annotator(watched, clustered)

    for number, name in enumerate(NAMES):
        ann.open_cluster(number)
        ann.name(name)
        ann.back()
    watched.page.screenshot(path=screenshots / "clusters-named.png")
    ann.open_cluster(10)
    ann.merge_with(11)
    hands = watched.page.locator("ul.tiles label")
    hands.nth(0).click()
    hands.nth(4).click(modifiers=["Shift"])
    watched.page.get_by_text("5 hands chosen").wait_for(timeout=WAIT_MS)
    watched.settle()
    watched.page.screenshot(path=screenshots / "cluster-chosen.png")
    ann.go_on("junk")
    ann.go_on("undo")
    ann.go_on("undo")

    watched.assert_well()
    acts = ann.acts()
    assert [act.annotator for act in acts] == ["ann"] * 14
    assert [(a.action, a.cluster, a.handshape) for a in acts[:10]] == [
        ("name", number, name) for number, name in enumerate(NAMES)
    ]
    merge, junk, first_undo, second_undo = acts[10:]
    assert (merge.action, merge.cluster, merge.into_cluster) == ("merge", 10, 11)
    assert (junk.action, len(set(junk.crops)), junk.cluster) == ("junk", 5, 11)
    assert (first_undo.action, first_undo.undoes) == ("undo", junk.event_id)
    assert (second_undo.action, second_undo.undoes) == ("undo", merge.event_id)
    assert {act.run_id for act in acts} == {GOOD}
    assert [act.action for act in in_force(acts)] == ["name"] * 10


def test_labelling__by_keys_alone(open_browser: Opener, clustered: Path) -> None:
    watched = open_browser(clustered, "clusters?cluster=3&annotator=ann")
    ann = Annotator(watched, clustered)
    keys = watched.page.keyboard

    watched.page.locator("ul.tiles input").first.focus()
    keys.press("ArrowRight")
    keys.press("Space")
    keys.press("Shift+ArrowRight")
    watched.page.get_by_text("2 hands chosen").wait_for(timeout=WAIT_MS)
    watched.settle()
    keys.press("x")
    ann.wait_for(1)

    watched.assert_well()
    assert [(act.action, len(act.crops)) for act in ann.acts()] == [("junk", 2)]


def test_labelling__two_tabs_lose_nothing(
    open_browser: Opener, clustered: Path
) -> None:
    one = open_browser(clustered, "clusters?cluster=3&annotator=ann")
    two = open_browser(clustered, "clusters?cluster=3&annotator=bob")
    ann, bob = Annotator(one, clustered), Annotator(two, clustered)

    one.page.locator("ul.tiles label").nth(1).click()
    one.page.get_by_text("1 hand chosen").wait_for(timeout=WAIT_MS)
    one.settle()
    bob.name("5")
    ann.go_on("junk")
    bob.go_on("junk_all")

    one.assert_well()
    two.assert_well()
    assert [(a.annotator, a.action) for a in ann.acts()] == [
        *(("bob", "name"), ("ann", "junk"), ("bob", "junk"))
    ]


def test_labelling__a_hand_leads_to_its_moment(
    open_browser: Opener, clustered: Path
) -> None:
    watched = open_browser(clustered, "clusters?cluster=0&order=crop")
    tile = watched.page.locator("ul.tiles li").nth(1)

    tile.hover()
    tile.locator("a").click()
    watched.page.wait_for_url("**/clips?clip=drawn-hands%2Fh00&frame=2")
    watched.settle()

    watched.assert_well()
    assert watched.page.get_by_role("slider").input_value() == "2"


@pytest.mark.parametrize(("width_px", "scheme"), [(1280, "light"), (768, "dark")])
@pytest.mark.parametrize(
    "where", ["clusters", "clusters?cluster=3&annotator=ann", "inventory"]
)
def test_labelling__well_and_accessible(
    open_browser: Opener, clustered: Path, where: str, width_px: int, scheme: str
) -> None:
    for number, name in enumerate(NAMES):
        add_event(
            Store(clustered), LabelEvent("ann", "name", GOOD, number, handshape=name)
        )
    add_event(Store(clustered), LabelEvent("bob", "name", GOOD, 3, handshape="U"))

    watched = open_browser(clustered, where, width_px=width_px, scheme=scheme)

    watched.assert_well()
    assert serious_findings(watched.page) == []
    main = watched.page.locator('[data-testid="stMain"]')
    assert main.evaluate("part => part.scrollWidth - part.clientWidth") <= 1

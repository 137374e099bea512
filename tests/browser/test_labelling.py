"""An annotator's afternoon in a real browser, and what the store holds afterwards."""

import secrets
from collections.abc import Callable
from pathlib import Path

import pytest

from store.labels import in_force
from tests.browser.annotating import Annotator
from tests.browser.conftest import Opener
from tests.dashboard.cluster_maker import GOOD

pytestmark = pytest.mark.browser

NAMES = ("A", "5", "1")


@pytest.fixture
def sit_down(open_browser: Opener, label_store: Path) -> Callable[[str], Annotator]:
    """Return a function that seats an annotator of their own at a page."""

    def sit_down_(where: str) -> Annotator:
        name = f"ann-{secrets.token_hex(3)}"
        watched = open_browser(label_store, f"{where}annotator={name}")
        return Annotator(watched, label_store, name)

    return sit_down_


def test_labelling__an_annotators_session(
    sit_down: Callable[[str], Annotator], screenshots: Path
) -> None:
    ann = sit_down("clusters?")
    watched = ann.watched

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
    watched.page.get_by_text("5 hands chosen").wait_for()
    watched.settle()
    watched.page.screenshot(path=screenshots / "cluster-chosen.png")
    ann.go_on("junk")
    ann.go_on("undo")
    ann.go_on("undo")

    watched.assert_well()
    acts = ann.acts()
    *named, merge, junk, first_undo, second_undo = acts
    assert [(a.action, a.cluster, a.handshape) for a in named] == [
        ("name", number, name) for number, name in enumerate(NAMES)
    ]
    assert (merge.action, merge.cluster, merge.into_cluster) == ("merge", 10, 11)
    assert (junk.action, len(set(junk.crops)), junk.cluster) == ("junk", 5, 11)
    assert (first_undo.action, first_undo.undoes) == ("undo", junk.event_id)
    assert (second_undo.action, second_undo.undoes) == ("undo", merge.event_id)
    assert {act.run_id for act in acts} == {GOOD}
    assert [act.action for act in in_force(acts)] == ["name"] * 3


def test_labelling__by_keys_alone(sit_down: Callable[[str], Annotator]) -> None:
    ann = sit_down("clusters?cluster=5&")
    watched, keys = ann.watched, ann.page.keyboard

    watched.page.locator("ul.tiles input").first.focus()
    keys.press("ArrowRight")
    keys.press("Space")
    keys.press("Shift+ArrowRight")
    watched.page.get_by_text("2 hands chosen").wait_for()
    watched.settle()
    keys.press("x")
    ann.wait_for(1)

    watched.assert_well()
    assert [(act.action, len(act.crops)) for act in ann.acts()] == [("junk", 2)]


def test_labelling__two_tabs_lose_nothing(
    sit_down: Callable[[str], Annotator],
) -> None:
    ann, bob = sit_down("clusters?cluster=3&"), sit_down("clusters?cluster=3&")
    one, two = ann.watched, bob.watched

    one.page.locator("ul.tiles label").nth(1).click()
    one.page.get_by_text("1 hand chosen").wait_for()
    one.settle()
    bob.name("5")
    ann.go_on("junk")
    bob.go_on("junk_all")

    one.assert_well()
    two.assert_well()
    assert [act.action for act in ann.acts()] == ["junk"]
    assert [act.action for act in bob.acts()] == ["name", "junk"]


def test_labelling__a_hand_leads_to_its_moment(
    open_browser: Opener, label_store: Path
) -> None:
    watched = open_browser(label_store, "clusters?cluster=0&order=crop")
    tile = watched.page.locator("ul.tiles li").nth(1)

    tile.hover()
    tile.locator("a").click()
    watched.page.wait_for_url("**/clips?clip=drawn-hands%2Fh00&frame=2")
    watched.settle()

    watched.assert_well()
    assert watched.page.get_by_role("slider").input_value() == "2"

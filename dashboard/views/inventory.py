"""Inventory: the handshapes that annotators named, how each is made, and examples."""

from collections.abc import Callable, Sequence
from typing import Final

import streamlit as st

from dashboard import state
from dashboard.asking import current_store
from dashboard.charts.class_counts import hands_by_handshape
from dashboard.cluster_view import share_of_commonest
from dashboard.pages import Page
from dashboard.queries import clip_queries, cluster_queries
from dashboard.records.inventory_records import HandshapeClass, Inventory, LabelledHand
from dashboard.widgets.agreement import draw_agreement
from dashboard.widgets.empty import say_what_to_run
from dashboard.widgets.figure import draw_figure
from dashboard.widgets.filters import pick
from dashboard.widgets.handshape_table import (
    EXAMPLES_IN_TABLE,
    example_row,
    handshape_table,
    inventory_csv,
)
from dashboard.wording import amount, counted, percent, plain
from store.elan.handshapes import handshape_ecv
from store.handshapes import INVENTORY

COMMONEST: Final = 4
EXAMPLES: Final = 12
ZIPPED_AT_MOST: Final = 20_000


def show() -> None:
    """Draw the page."""
    corpora = clip_queries.corpora()
    if not corpora:
        say_what_to_run()
        return
    found = cluster_queries.inventory()
    if not found.classes:
        _say_how_to_label(found)
        return
    by_name = {class_.name: class_ for class_ in found.classes}
    with st.sidebar:
        asked = pick(
            state.INVENTORY_HANDSHAPE,
            "Handshape",
            list(by_name),
            anything="All handshapes",
        )
    synthetic = {corpus.corpus for corpus in corpora if corpus.synthetic}
    if asked is None:
        _draw_all(found, synthetic)
    elif asked in by_name:
        _draw_one(by_name[asked], len(found.hands), synthetic)
    else:
        st.title(plain(f"No hand is labelled {asked}"))
        st.markdown("Choose another handshape at the side.")


def _draw_all(found: Inventory, synthetic: set[str]) -> None:
    counts = {class_.name: len(class_) for class_ in found.classes}
    top = share_of_commonest(list(counts.values()), at_most=COMMONEST)
    classes = counted(len(counts), "handshape")
    st.title(
        plain(
            f"{classes} in {counted(len(found.hands), 'labelled hand')}"
            + (
                f"; the four commonest make {percent(top)}"
                if len(counts) > COMMONEST
                else ""
            )
        )
    )
    st.caption(_scope(found, synthetic))
    _say_what_is_lost(found)
    shown = [h for c in found.classes for h in c.examples(EXAMPLES_IN_TABLE)]
    pictures = cluster_queries.pictures([hand.crop_id for hand in shown])
    st.html(handshape_table(found.classes, len(found.hands), pictures))
    _offer_files(found)
    st.subheader("How common is each?")
    draw_figure(
        hands_by_handshape(counts),
        key="inventory_counts",
        caption=f"{_scope(found, synthetic)} The paper on Russian Sign Language (LREC "
        "2020) found A, 5, 1 and B in 48 % of its hands.",
        alt="Hands per handshape: "
        + ", ".join(f"{name} {count}" for name, count in counts.items()),
    )
    draw_agreement(found.labelled)


def _draw_one(class_: HandshapeClass, total: int, synthetic: set[str]) -> None:
    known = INVENTORY.get(class_.name)
    hands = counted(len(class_), "hand")
    words = f", {known.words}" if known else ""
    st.title(plain(f"{class_.name}{words}: {hands}, {percent(len(class_) / total)}"))
    seen = [counted(len(class_.signers), "signer")]
    if class_.orientations:
        seen.append(counted(len(class_.orientations), "orientation"))
    made = not synthetic.isdisjoint(class_.corpora)
    kind = " Some or all *synthetic*." if made else ""
    st.caption(f"{', '.join(seen)}.{kind}")
    st.button(
        "All handshapes",
        key="inventory_back",
        on_click=state.INVENTORY_HANDSHAPE.write,
        args=(None,),
        icon=":material/arrow_back:",
        type="tertiary",
    )
    by_signer = class_.by_signer()
    shown = {signer: own.examples(EXAMPLES) for signer, own in by_signer.items()}
    in_table = class_.examples(EXAMPLES_IN_TABLE)
    every = [hand for hands in (in_table, *shown.values()) for hand in hands]
    pictures = cluster_queries.pictures([hand.crop_id for hand in every])
    st.html(handshape_table([class_], total, pictures))
    for signer, own in by_signer.items():
        _draw_signer(signer, len(own), shown[signer], pictures)


def _draw_signer(
    signer: str | None,
    hands: int,
    shown: Sequence[LabelledHand],
    pictures: dict[str, bytes],
) -> None:
    st.subheader(plain(f"Signer {signer}") if signer else "Signer not known")
    st.html(example_row(shown, pictures))
    st.caption(
        f"{len(shown)} of {counted(hands, 'hand')}, those that differ in orientation "
        "first. A click leads to the moment in the video."
    )


def _scope(found: Inventory, synthetic: set[str]) -> str:
    names = ", ".join(plain(name) for name in found.labelled.ratings)
    made = int(found.hands.corpus.are(*synthetic).sum())
    kind = f" {amount(made)} of them are *synthetic*." if made else ""
    return f"{counted(len(found.hands), 'hand')} labelled by {names}.{kind}"


def _say_what_is_lost(found: Inventory) -> None:
    for run in found.labelled.lost_runs:
        st.warning(
            f"The clustering {plain(run)} was labelled and is not in the store any "
            "more. Its labels are kept, and count again once the same command has made "
            "it anew.",
            icon=":material/history:",
        )


def _offer_files(found: Inventory) -> None:
    with st.container(horizontal=True):
        if len(found.hands) <= ZIPPED_AT_MOST:
            _offer("All as zip", _zip, "handshapes.zip", "application/zip")
        _offer("Labels as CSV", _csv, "labels.csv", "text/csv")
        names = [class_.name for class_ in found.classes]
        _offer(
            "Vocabulary for ELAN",
            lambda: handshape_ecv(sorted(names)),
            "handshapes.ecv",
            "application/xml",
        )
        _offer(
            "Table as CSV",
            lambda: inventory_csv(found.classes).encode(),
            "handshapes.csv",
            "text/csv",
        )
    store = plain(str(current_store().root))
    st.caption(
        "The zip holds the pictures in one folder per handshape, the labels, and the "
        f"vocabulary; so does the folder that signatlas labels export DIR --store {store} "
        "writes. Pictures of corpora that forbid export are left out."
    )


def _offer(name: str, made: Callable[[], bytes], file: str, kind: str) -> None:
    st.download_button(
        name,
        made,
        file,
        kind,
        key=f"inventory_{file}",
        icon=":material/download:",
        type="tertiary",
    )


def _zip() -> bytes:
    return cluster_queries.export(with_pictures=True)


def _csv() -> bytes:
    return cluster_queries.export(with_pictures=False)


def _say_how_to_label(found: Inventory) -> None:
    store = current_store().root
    st.title("No hand has a handshape yet")
    _say_what_is_lost(found)
    st.markdown(
        f"Name clusters on the page [Clusters]({state.address('clusters')}), or bring "
        "labels: a CSV file with crop_id, handshape and perhaps annotator, or one folder "
        "per handshape with pictures named after their crops."
    )
    command = f"signatlas labels import FILE --store {store}"
    st.code(command, language=None, wrap_lines=True)


PAGE = Page("Inventory", ":material/sign_language:", "inventory", 30, show)

"""The button that gives a figure or table away with all it takes to cite it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import streamlit as st

from dashboard.asking import KEPT_S, Stamp, current_store, database_at, stamp_of
from dashboard.wording import plain
from store.errors import AtlasError
from store.schema import TABLES

KIB: Final = 1024
Told = tuple[tuple[str, object], ...]


@dataclass(frozen=True, slots=True)
class Made:
    """A bundle that was made.

    Attributes:
        title: what it shows.
        credits: a line for each corpus whose data it shows.
        left_out: why its rows are not in it; empty: they are.
        packed: the zip file.
    """

    title: str
    credits: tuple[str, ...]
    left_out: str
    packed: bytes


def draw_cite(thing: str, *, key: str, **parameters: object) -> None:
    """Draw the button; a bundle is made only when it is pressed.

    Args:
        thing: name of the citable thing.
        key: of the button, beginning with the page.
        parameters: what the thing is told, as the page shows it.
    """
    pressed = st.button(
        "Cite this",
        key=key,
        icon=":material/format_quote:",
        type="tertiary",
        help="A file with the table, its data, settings, versions, licences and "
        "citations, from which it can be computed again.",
    )
    if pressed:
        _offer(thing, parameters, key)


@st.dialog("Cite this", width="medium")
def _offer(thing: str, parameters: Mapping[str, object], key: str) -> None:
    store = current_store()
    told = tuple(sorted(parameters.items()))
    try:
        made = _made(thing, told, store.root, stamp_of(store, tuple(TABLES)))
    except AtlasError as error:
        st.warning(plain(str(error)))
        return
    name = "-".join((thing, *([str(parameters["run"])] if "run" in parameters else [])))
    name += ".zip"
    size = max(1, round(len(made.packed) / KIB))
    st.markdown(
        f"{plain(made.title)}: the table as CSV and Parquet, its figure where it has "
        f"one, settings, versions, and what all of it is as RO-Crate. {size:,} KiB."
    )
    st.markdown("To be cited with it:\n\n" + _listed(made.credits))
    st.caption(
        f"The rows that it was computed from are not in the file: {plain(made.left_out)}."
        if made.left_out
        else "The rows that it was computed from are in the file, without pictures, "
        "folders and names of annotators. Anyone computes it again:"
    )
    more = f" --store {store.root}" if made.left_out else ""
    st.code(f"signatlas reproduce {name}{more}", language=None, wrap_lines=True)
    st.download_button(
        "Save the file",
        made.packed,
        name,
        "application/zip",
        key=f"{key}_file",
        icon=":material/download:",
        on_click="ignore",
    )


def _listed(lines: tuple[str, ...]) -> str:
    return "\n".join(f"- {plain(line)}" for line in lines) or "no corpus"


@st.cache_data(max_entries=3, ttl=KEPT_S, show_spinner="Computing it from its rows")
def _made(thing: str, told: Told, root: Path, stamp: Stamp) -> Made:
    del stamp
    # Opening a page must not wait for what only this button needs.
    from dashboard.citing.planning import plan_bundle  # noqa: PLC0415
    from dashboard.citing.writing import bundle_bytes  # noqa: PLC0415

    database = database_at(root)
    plan = plan_bundle(database, thing, dict(told))
    credited = tuple(credit.line for credit in plan.credits)
    packed = bundle_bytes(database, plan)
    return Made(plan.thing.title, credited, plan.left_out, packed)

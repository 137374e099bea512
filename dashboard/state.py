"""What a page remembers. Choices live in the address, so that a view can be sent on.

The address is the only truth: before a widget is drawn it is given the value found there,
and when it changes its value is written back. Every key is declared here.
"""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

import streamlit as st

LAST_REFRESH: Final = "overview_last_refresh"
LAST_PROGRESS: Final = "overview_last_progress"
CLIPS_HIDE: Final = "clips_hide_face"
SHOW_SKELETON: Final = "clips_show_skeleton"
CLIP_CHOICE: Final = "clips_choice"
TIMELINE: Final = "clips_timeline"
CLUSTERS_ANNOTATOR_KEPT: Final = "clusters_annotator_kept"
CLUSTERS_CARDS: Final = "clusters_cards"
HANDS_PICKER: Final = "hands_picker"
HANDS_PICKED: Final = "hands_picked"
CLUSTERS_NAME: Final = "clusters_name"
CLUSTERS_MERGE: Final = "clusters_merge"
CLUSTERS_MOVE: Final = "clusters_move"
CLUSTERS_SHAPE: Final = "clusters_shape"
CLUSTERS_NOTE: Final = "clusters_note"
COMPARE_BARS: Final = "compare_bars"
DESCRIPTIONS_TREE: Final = "descriptions_tree"
DESCRIPTIONS_MATRIX: Final = "descriptions_matrix"
DESCRIPTIONS_AGREEMENT: Final = "descriptions_agreement"
FREQUENCIES_BARS: Final = "frequencies_bars"
FIGURE_FORMAT: Final = "figure_format"
FIND_DECIDING: Final = "find_deciding"
FIND_MAP: Final = "find_map"
FIND_PLAYER: Final = "find_player"
FIND_RECORDER: Final = "find_recorder"
FIND_ROUND: Final = "find_round"
FIND_UPLOADER: Final = "find_uploader"
LETTERS_BARS: Final = "letters_bars"
LETTERS_MATRIX: Final = "letters_matrix"
MAP_FIGURE: Final = "map_figure"
MAP_BESIDE_FIGURE: Final = "map_beside_figure"
MAP_CHOSEN: Final = "map_chosen"
MAP_DRAWN: Final = "map_drawn"
MAP_PEEK: Final = "map_peek"
MAP_PEEKED: Final = "map_peeked"
MAP_SHAPE: Final = "map_shape"
MAP_SHAPE_OF_ALL: Final = "map_shape_of_all"
MISTAKES_MATRIX: Final = "mistakes_matrix"
MISTAKES_SHAPE: Final = "mistakes_shape"
FREQUENCIES_SHAPE: Final = "frequencies_shape"
MISTAKES_PLAYER: Final = "mistakes_player"
QUERY_ANSWER: Final = "query_answer"
QUERY_EXAMPLE: Final = "query_example"
QUERY_FIGURE: Final = "query_figure"
QUERY_NAME: Final = "query_name"
QUERY_NEW_NAME: Final = "query_new_name"
QUERY_SAVED: Final = "query_saved"
QUERY_TAKEN_AWAY: Final = "query_taken_away"
SIGN_MAP: Final = "sign_map"


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a page that is kept in the address.

    Attributes:
        page: the page's url path.
        name: name of the parameter in the address.
        clears: parameters that no longer hold once this one changes.
    """

    page: str
    name: str
    clears: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Key of its widget in the session's state."""
        return f"{self.page}_{self.name}"

    def read(self) -> str | None:
        """Return the value in the address; None where it is not there or empty."""
        return st.query_params.get(self.name) or None

    def read_number(self, *, low: int, high: int) -> int:
        """Return the value as a whole number within bounds; `low` where it is none."""
        text = self.read() or ""
        number = int(text) if text.isdecimal() else low
        return min(max(number, low), high)

    def write(self, value: object) -> None:
        """Put a value into the address, or take it out where it is None or empty."""
        for name in (self.name, *self.clears):
            st.query_params.pop(name, None)
        if value not in (None, ""):
            st.query_params[self.name] = str(value)

    def write_widget(self) -> None:
        """Put the value of its widget into the address (a widget's callback)."""
        self.write(st.session_state[self.key])


OVERVIEW_CORPUS: Final = Choice("overview", "corpus")
OVERVIEW_KIND: Final = Choice("overview", "kind")

_CHOSEN: Final = ("page", "clip", "frame")
CLIPS_CORPUS: Final = Choice("clips", "corpus", ("gloss", "signer", "media", *_CHOSEN))
CLIPS_GLOSS: Final = Choice("clips", "gloss", _CHOSEN)
CLIPS_SIGNER: Final = Choice("clips", "signer", _CHOSEN)
CLIPS_MEDIA: Final = Choice("clips", "media", _CHOSEN)
CLIPS_HAVING: Final = Choice("clips", "having", _CHOSEN)
CLIPS_SORT: Final = Choice("clips", "sort", _CHOSEN)
CLIPS_PAGE: Final = Choice("clips", "page", ("clip", "frame"))
CLIPS_CLIP: Final = Choice("clips", "clip", ("frame",))
CLIPS_FRAME: Final = Choice("clips", "frame")

_OPENED: Final = ("cluster", "part", "page")
CLUSTERS_CORPUS: Final = Choice("clusters", "corpus", ("features", "run", *_OPENED))
CLUSTERS_FEATURES: Final = Choice("clusters", "features", ("run", *_OPENED))
CLUSTERS_RUN: Final = Choice("clusters", "run", _OPENED)
CLUSTERS_SORT: Final = Choice("clusters", "sort", ("page",))
CLUSTERS_PAGE: Final = Choice("clusters", "page")
CLUSTERS_CLUSTER: Final = Choice("clusters", "cluster", ("part",))
CLUSTERS_ORDER: Final = Choice("clusters", "order", ("part",))
CLUSTERS_PART: Final = Choice("clusters", "part")
CLUSTERS_AROUND: Final = Choice("clusters", "around")
CLUSTERS_ANNOTATOR: Final = Choice("clusters", "annotator")

COMPARE_SIDES: Final = tuple(
    (
        Choice("compare", name, (f"{name}-by", "handshape")),
        Choice("compare", f"{name}-by", ("handshape",)),
    )
    for name in ("first", "second", "third", "fourth")
)
"""The corpus of each side, and what its handshapes are counted from."""
COMPARE_COUNTING: Final = Choice("compare", "counting")
COMPARE_SCOPE: Final = Choice("compare", "scope")
COMPARE_HANDSHAPE: Final = Choice("compare", "handshape")

FIND_CLIP: Final = Choice("find-a-sign", "clip", ("match",))
FIND_CORPUS: Final = Choice("find-a-sign", "corpus", ("match",))
FIND_HANDSHAPE: Final = Choice("find-a-sign", "handshape", ("match",))
FIND_HANDS: Final = Choice("find-a-sign", "hands", ("match",))
FIND_MATCH: Final = Choice("find-a-sign", "match")
FIND_HAND: Final = Choice("find-a-sign", "hand")

SIGN_CORPUS: Final = Choice("sign", "corpus", ("gloss",))
SIGN_GLOSS: Final = Choice("sign", "gloss")

_HANDS: Final = ("handshape", "page")
FREQUENCIES_RUN: Final = Choice("frequencies", "run", ("corpus", "signer", *_HANDS))
FREQUENCIES_CORPUS: Final = Choice("frequencies", "corpus", ("signer", "page"))
FREQUENCIES_SIGNER: Final = Choice("frequencies", "signer", ("page",))
FREQUENCIES_UNIT: Final = Choice("frequencies", "unit")
FREQUENCIES_THRESHOLD: Final = Choice("frequencies", "threshold")
FREQUENCIES_WAY: Final = Choice("frequencies", "way")
FREQUENCIES_HANDSHAPE: Final = Choice("frequencies", "handshape", ("page",))
FREQUENCIES_PAGE: Final = Choice("frequencies", "page")
FREQUENCIES_LABEL: Final = Choice("frequencies", "label", ("handshape", "page"))

MAP_RUN: Final = Choice("map", "run", ("gloss", "beside", "page"))
MAP_BY: Final = Choice("map", "by")
MAP_CLUSTERING: Final = Choice("map", "clustering")
MAP_CLASSIFIER: Final = Choice("map", "classifier")
MAP_KEPT: Final = Choice("map", "kept")
MAP_POINTS: Final = Choice("map", "points")
MAP_PAGE: Final = Choice("map", "page")
MAP_BESIDE: Final = Choice("map", "beside")
MAP_GLOSS: Final = Choice("map", "gloss")

MODELS_RUN: Final = Choice("models", "run")

_CELL: Final = ("true", "predicted", "page")
_CELL_OPENED: Final = (*_CELL, "clip", "beside")
MISTAKES_RUN: Final = Choice("mistakes", "run", ("part", "against", *_CELL_OPENED))
MISTAKES_PART: Final = Choice("mistakes", "part", _CELL_OPENED)
MISTAKES_AGAINST: Final = Choice("mistakes", "against")
MISTAKES_ORDER: Final = Choice("mistakes", "order")
MISTAKES_SHOW: Final = Choice("mistakes", "show")
_CLIPS_OPENED: Final = ("page", "clip", "beside")
MISTAKES_TRUE: Final = Choice("mistakes", "true", _CLIPS_OPENED)
MISTAKES_PREDICTED: Final = Choice("mistakes", "predicted", _CLIPS_OPENED)
MISTAKES_PAGE: Final = Choice("mistakes", "page", ("clip",))
MISTAKES_CLIP: Final = Choice("mistakes", "clip")
MISTAKES_BESIDE: Final = Choice("mistakes", "beside")

LETTERS_CORPUS: Final = Choice("sign-mnist", "corpus", ("row", "run", *_CELL))
LETTERS_ROW: Final = Choice("sign-mnist", "row", ("run", *_CELL))
LETTERS_RUN: Final = Choice("sign-mnist", "run", _CELL)
LETTERS_ORDER: Final = Choice("sign-mnist", "order")
LETTERS_SHOW: Final = Choice("sign-mnist", "show")
LETTERS_TRUE: Final = Choice("sign-mnist", "true", ("page",))
LETTERS_PREDICTED: Final = Choice("sign-mnist", "predicted", ("page",))
LETTERS_PAGE: Final = Choice("sign-mnist", "page")

_DRAWN: Final = ("chart", "x", "y", "by")
QUERY_SQL: Final = Choice("query", "sql", _DRAWN)
QUERY_TABLE: Final = Choice("query", "table")
QUERY_CHART: Final = Choice("query", "chart")
QUERY_X: Final = Choice("query", "x")
QUERY_Y: Final = Choice("query", "y")
QUERY_BY: Final = Choice("query", "by")

INVENTORY_HANDSHAPE: Final = Choice("inventory", "handshape")

_WITHIN: Final = ("family", "first", "second", "page")
DESCRIPTIONS_CORPUS: Final = Choice(
    "descriptions", "corpus", ("run", "parameter", *_WITHIN)
)
DESCRIPTIONS_RUN: Final = Choice("descriptions", "run", ("parameter", *_WITHIN))
DESCRIPTIONS_QUERY: Final = Choice("descriptions", "query", _WITHIN)
DESCRIPTIONS_ORDER: Final = Choice("descriptions", "order")
DESCRIPTIONS_PART: Final = Choice("descriptions", "part", _WITHIN)
DESCRIPTIONS_THRESHOLD: Final = Choice("descriptions", "threshold", ("page",))
DESCRIPTIONS_FAMILY: Final = Choice("descriptions", "family", ("first", "second"))
DESCRIPTIONS_FIRST: Final = Choice("descriptions", "first")
DESCRIPTIONS_SECOND: Final = Choice("descriptions", "second")
DESCRIPTIONS_PARAMETER: Final = Choice("descriptions", "parameter", ("page",))
DESCRIPTIONS_PAGE: Final = Choice("descriptions", "page")


def address(page: str, **choices: object) -> str:
    """Return the relative address of a page with choices made."""
    made = {name: str(value) for name, value in choices.items() if value is not None}
    return f"{page or './'}?{urlencode(made)}" if made else page or "./"


def sign_address(corpus: str, gloss: str | None) -> str | None:
    """Return the address of a sign on page Sign; None where its gloss is not known."""
    return address("sign", corpus=corpus, gloss=gloss) if gloss else None

"""What one visitor has uploaded: one file at a time, forgotten with the visit."""

from contextlib import suppress
from typing import Final

import streamlit as st

from dashboard.porch import Porch
from dashboard.queries import find_queries
from dashboard.records.find_records import Query
from ingest.uploads.folder import sweep_uploads
from ingest.uploads.limits import UploadLimits, gather_limits
from ingest.uploads.looking import Reader, Upload, look_at
from store.errors import MediaError

_RECORDING: Final = "a recording"


class Desk:
    """Takes one upload after another; what it took before is forgotten.

    Attributes:
        limits: of uploads.
        taken: what names the file that lies here; empty: none does.
        upload: what is being looked at.
        query: what was seen in it, once it was looked at.
        failure: why it cannot be searched with.
    """

    def __init__(self, limits: UploadLimits) -> None:
        self.limits = limits
        self.taken = ""
        self.upload: Upload | None = None
        self.query: Query | None = None
        self.failure: MediaError | None = None

    @property
    def is_recording(self) -> bool:
        """Whether what lies here was recorded, not chosen among files."""
        return self.taken == _RECORDING

    def take(self, named: str, name: str, content: bytes | memoryview) -> None:
        """Begin to look at a file, unless it is the one that lies here already.

        Args:
            named: what tells the file from all others.
            name: of the file.
            content: of the file.
        """
        if self.taken != named:
            self._begin(named, name, content, start_ms=0, end_ms=None)

    def record(
        self, name: str, content: bytes, *, start_ms: int, end_ms: int | None
    ) -> None:
        """Begin to look at a part of a recording; None: to its end."""
        self._begin(_RECORDING, name, content, start_ms=start_ms, end_ms=end_ms)

    def _begin(
        self,
        named: str,
        name: str,
        content: bytes | memoryview,
        *,
        start_ms: int,
        end_ms: int | None,
    ) -> None:
        self.forget()
        self.taken = named
        try:
            self.upload = look_at(
                name,
                content,
                self.limits,
                reader=_porch().leave(),
                start_ms=start_ms,
                end_ms=end_ms,
            )
        except MediaError as error:
            self.failure = error

    def is_looking(self) -> bool:
        """Return whether it is not known yet what is in the file."""
        return self.upload is not None and self.query is None and self.failure is None

    def look_up(self) -> None:
        """Take in what was seen if the looking has ended; nothing stays on disk."""
        if not self.is_looking() or self.upload is None or not self.upload.has_ended():
            return
        self.failure = self.upload.failure()
        if self.failure is None:
            self.query = find_queries.query_of_upload(self.upload)
        self.upload.forget()

    def forget(self) -> None:
        """Remove everything that is known of the file."""
        if self.upload is not None:
            self.upload.forget()
        self.taken, self.upload, self.query, self.failure = "", None, None, None


def desk() -> Desk:
    """Return the desk of this visit; it is cleared when the visitor leaves."""
    return _desk()


def expect_upload() -> None:
    """Let a process load what it needs while the visitor still looks for a file."""
    limits = desk().limits
    # Where there is no room for one, the upload itself will say so.
    with suppress(OSError):
        _porch().wait(lambda: Reader(limits))


@st.cache_resource(show_spinner=False)
def _porch() -> Porch[Reader]:
    return Porch()


@st.cache_resource(scope="session", on_release=Desk.forget, show_spinner=False)
def _desk() -> Desk:
    sweep_uploads()
    return Desk(gather_limits())

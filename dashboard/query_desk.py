"""What one visitor asks in SQL: one statement at a time, forgotten with the visit."""

import streamlit as st

from dashboard.asking import current_store
from dashboard.porch import Porch
from store.errors import SqlError
from store.sandbox.asking import Asked, SandboxProcess, SqlAnswer, ask_sql
from store.sandbox.limits import SandboxLimits, gather_sandbox_limits


class QueryDesk:
    """Takes one statement after another; the answer before is forgotten.

    Attributes:
        limits: of statements.
        statement: what was asked last.
        asked: what is being answered; None: nothing is.
        answer: to the statement; None: there is none (yet).
        failure: why there is none.
    """

    def __init__(self, limits: SandboxLimits) -> None:
        self.limits = limits
        self.statement = ""
        self.asked: Asked | None = None
        self.answer: SqlAnswer | None = None
        self.failure: SqlError | None = None

    def ask(self, statement: str) -> None:
        """Begin to answer a statement."""
        self.forget()
        self.statement = statement
        try:
            self.asked = ask_sql(
                current_store(), statement, self.limits, process=_porch().leave()
            )
        except SqlError as error:
            self.failure = error

    def is_asking(self) -> bool:
        """Return whether a statement is being answered."""
        return self.asked is not None

    def look_up(self) -> None:
        """Take the answer in if there is one by now."""
        if self.asked is None or not self.asked.has_ended():
            return
        try:
            self.answer = self.asked.answer()
        except SqlError as error:
            self.failure = error
        self.asked.forget()
        self.asked = None

    def cancel(self) -> None:
        """End the statement that is being answered."""
        if self.asked is not None:
            self.asked.forget()
            self.asked = None
            self.failure = SqlError("The query was cancelled.")

    def forget(self) -> None:
        """Let go of the last statement and its answer."""
        if self.asked is not None:
            self.asked.forget()
        self.asked, self.answer, self.failure = None, None, None


def query_desk() -> QueryDesk:
    """Return the desk of this visit; it is cleared when the visitor leaves."""
    return _desk()


def expect_query() -> None:
    """Let a process load what it needs while the visitor still writes."""
    _porch().wait(SandboxProcess)


@st.cache_resource(show_spinner=False)
def _porch() -> Porch[SandboxProcess]:
    return Porch()


@st.cache_resource(scope="session", on_release=QueryDesk.forget, show_spinner=False)
def _desk() -> QueryDesk:
    return QueryDesk(gather_sandbox_limits())

from pathlib import Path

import pytest

from store.errors import CallError
from store.settings import DEFAULT_STORE, gather_settings


def test_gather_settings__defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SIGNATLAS_STORE", raising=False)
    monkeypatch.delenv("SIGNATLAS_WORKERS", raising=False)

    settings = gather_settings()

    assert settings.store == DEFAULT_STORE
    assert settings.workers >= 1


def test_gather_settings__arguments_beat_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SIGNATLAS_STORE", "from-environment")
    monkeypatch.setenv("SIGNATLAS_WORKERS", "3")

    assert gather_settings().store == Path("from-environment")
    assert gather_settings().workers == 3
    assert gather_settings(store=Path("given"), workers=1).store == Path("given")
    assert gather_settings(store=Path("given"), workers=1).workers == 1


@pytest.mark.parametrize("text", ["0", "-1", "many", "1.5"])
def test_gather_settings__no_number_of_workers(
    monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setenv("SIGNATLAS_WORKERS", text)

    with pytest.raises(CallError, match="not a number of workers"):
        gather_settings()


@pytest.mark.parametrize(
    ("said", "given", "read_only"),
    [("", None, False), ("0", None, False), ("1", None, True), ("0", True, True)],
)
def test_gather_settings__read_only(
    monkeypatch: pytest.MonkeyPatch, said: str, given: bool | None, read_only: bool
) -> None:
    monkeypatch.setenv("SIGNATLAS_READ_ONLY", said)

    assert gather_settings(read_only=given).read_only is read_only


def test_gather_settings__read_only_or_not_is_no_guess(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SIGNATLAS_READ_ONLY", "yes")

    with pytest.raises(CallError, match="must be 1 or 0, not 'yes'"):
        gather_settings()

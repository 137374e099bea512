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

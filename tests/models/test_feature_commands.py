import pytest
from typer.testing import CliRunner

from models.feature_commands import app
from store.errors import CallError
from store.layout import Store
from tests.models.hand_maker import open_hand, write_corpus


def call(store: Store, *arguments: str) -> str:
    done = CliRunner().invoke(
        app, [*arguments, "--store", str(store.root)], catch_exceptions=False
    )
    assert done.exit_code == 0, done.output
    return done.output


def test_commands__from_hands_to_what_clusters_are_made_of(store: Store) -> None:
    worlds = [open_hand(bend=bend + 0.001 * i) for i in range(10) for bend in (0.1, 1)]
    write_corpus(store, "hands", worlds, handshapes=["5", "S"] * 10)

    described = call(store, "features", "--corpus", "hands", "--name", "joint_angles")
    clustered = call(
        store,
        *("cluster", "--corpus", "hands", "--features", "joint_angles"),
        *("--k", "2, 4", "--restarts", "3"),
    )
    table = call(store, "confounds", "--corpus", "hands")

    assert "hands: joint_angles of 20 crops computed, 0 of them without" in described
    assert "20 crops in 2 clusters" in clustered
    assert "handshape: AMI 1.000" in clustered
    assert "handshape" in table
    assert "signer" in table


def test_confounds__nothing_was_clustered(store: Store) -> None:
    assert "run `signatlas cluster` first" in call(store, "confounds")


def test_cluster__k_is_no_number(store: Store) -> None:
    with pytest.raises(CallError, match="no list of numbers"):
        call(store, "cluster", "--corpus", "hands", "--k", "ten")

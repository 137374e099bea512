from store.consent import set_corpus
from store.layout import Store
from tests.dashboard.cluster_maker import CORPUS, GOOD
from tests.dashboard.conftest import Opener
from tests.dashboard.page_reader import texts, title


def test_cite_button__says_whose_data_and_how_to_compute_it_again(
    open_page: Opener, clustered_store: Store
) -> None:
    app = open_page(clustered_store.root, "clusters", run=GOOD)
    before = texts(app)

    app.button(key="clusters_cite").click().run()

    assert title(app)
    said = texts(app)
    assert "signatlas reproduce" not in before
    assert f"signatlas reproduce clusters-{GOOD}.zip" in said
    assert f"Drawn hands ({CORPUS}); licence: MIT; synthetic" in said
    assert "without pictures, folders and names of annotators" in said

    set_corpus(clustered_store, CORPUS, {"exportable": False})
    app.button(key="clusters_cite").click().run()

    said = texts(app)
    assert f"nothing in the store says that data of {CORPUS} may be exported" in said
    assert f"--store {clustered_store.root}" in said

"""What a classifier said, read from a store, without a page."""

import numpy as np

from dashboard.records.prediction_records import Predictions, Texts
from store.db import Database


def read_predictions(database: Database, run_id: str) -> Predictions:
    """Read all that a classifier said."""
    rows = database.query("predictions_of", run_id=run_id)

    def texts(column: str) -> Texts:
        # A hundred thousand of a few different words: each is made once.
        words = rows[column].combine_chunks().dictionary_encode()
        codes = words.indices.fill_null(len(words.dictionary)).to_numpy()
        known = np.array([*words.dictionary.to_pylist(), None], object)
        told: Texts = known[codes]
        return told

    return Predictions(
        item_ids=np.asarray(rows["item_id"].to_pylist(), np.str_),
        true_class=texts("true_class"),
        predicted=texts("predicted_class"),
        probability=np.asarray(rows["probability"].to_numpy(), np.float64),
        part=texts("part"),
        signer=texts("signer"),
        gloss=texts("gloss"),
    )

"""What a classifier said of labelled items, read from a store, without a page."""

import numpy as np

from dashboard.reading.arrow_columns import ids, texts
from dashboard.records.prediction_records import Predictions
from store.db import Database


def read_predictions(database: Database, run_id: str) -> Predictions:
    """Read what a classifier said of the items whose class is known."""
    rows = database.query(
        "predictions_of", run_id=run_id, labelled=True, parts=None, tops=False
    )
    return Predictions(
        item_ids=ids(rows["item_id"]),
        true_class=texts(rows["true_class"]),
        predicted=texts(rows["predicted_class"]),
        probability=np.asarray(rows["probability"].to_numpy(), np.float64),
        part=texts(rows["part"]),
        signer=texts(rows["signer"]),
        gloss=texts(rows["gloss"]),
    )

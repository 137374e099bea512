"""All hands that a classifier judged, with the labels they have by now."""

from dashboard.citing.reading import clips_of, items_of_runs, labels_of
from dashboard.frequency_labels import Labelling, labelling_of
from dashboard.reading.judged_run import read_items
from dashboard.records.frequency_records import FrequencyItems
from models.evaluation_reading import run_row
from store.db import Database
from store.excerpts import Excerpt
from store.labelled_set import labelled_set
from store.labels import events


def judged_hands(database: Database, run_id: str) -> tuple[FrequencyItems, Labelling]:
    """Return the hands, and how far their labelling has come.

    Raises:
        UnknownNameError: there is no such run.
    """
    told = read_items(database, run_id)
    listed = events(database)
    said = labelled_set(database, listed)
    return told, labelling_of(told, run_id, said=said, listed=listed)


def judged_rows(
    database: Database, run_id: str
) -> tuple[tuple[str, ...], list[str], tuple[Excerpt, ...]]:
    """Return the runs, hands and rows behind them.

    They are the predictions themselves, those that tell the classifier's mistakes, and
    the clips and labels of all these hands.
    """
    row = run_row(database, run_id)
    runs = tuple(sorted({run_id, str(row["recipe"].get("of", run_id))}))
    items = items_of_runs(database, "predictions", runs)
    told = Excerpt("predictions", {"run_id": runs})
    return runs, items, (told, clips_of(items), *labels_of(database, items))

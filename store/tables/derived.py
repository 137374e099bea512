"""Tables that models fill: runs and the numbers that came out of them."""

from typing import Final

from store.columns import (
    FLAG,
    INT,
    REAL,
    REALS,
    SMALL,
    TEXT,
    TEXTS,
    Column,
    Table,
    optional,
)
from store.tables.observed import CORPUS

RUN_ID: Final = Column("run_id", TEXT, "Run that made the row.")
CROP_ID: Final = Column("crop_id", TEXT, "Crop concerned.")
ITEM_ID: Final = Column("item_id", TEXT, "Crop or clip concerned.")
BY_RUN: Final = ("run_id",)

RUNS: Final = Table(
    "runs",
    "One execution of a step: what it was told, from what, and how it ended.",
    (
        RUN_ID,
        Column("step", TEXT, "ingest, features, cluster, train, predict, ..."),
        Column("corpus", TEXT, "Corpus concerned; empty where several are."),
        Column("recipe", TEXT, "Settings, as JSON."),
        optional("seed", SMALL, "Seed; missing where nothing is drawn."),
        Column("code_version", TEXT, "Version of signatlas."),
        Column("inputs", TEXTS, "Runs or corpora it read."),
        Column("state", TEXT, "running, finished, stopped or failed."),
        Column("started_ms", INT, "Start.", "ms since 1970, UTC"),
        optional("ended_ms", INT, "End; missing while it runs.", "ms since 1970, UTC"),
        Column("metrics", TEXT, "Figures that came out, as JSON."),
        Column("note", TEXT, "What a reader should know; empty where nothing."),
    ),
    key=("run_id",),
    partition=(),
)

RUN_HISTORY: Final = Table(
    "run_history",
    "One measure of a run at one epoch or iteration.",
    (
        RUN_ID,
        Column("step_number", SMALL, "Epoch or iteration, from 0."),
        Column("measure", TEXT, "What was measured, e.g. `loss`."),
        Column("part", TEXT, "train, validation, test or empty."),
        Column("value", REAL, "The figure."),
    ),
    key=("run_id", "step_number", "measure", "part"),
    partition=BY_RUN,
)

SPLITS: Final = Table(
    "splits",
    "Which part of a run's split an item is in.",
    (
        RUN_ID,
        ITEM_ID,
        Column("part", TEXT, "train, validation or test."),
        Column("fold", SMALL, "Fold, from 0."),
    ),
    key=("run_id", "item_id", "fold"),
    partition=BY_RUN,
)

FEATURES: Final = Table(
    "features",
    "One feature vector of one crop.",
    (
        CROP_ID,
        CORPUS,
        Column("features", TEXT, "Name of the feature set, e.g. `joint_angles`."),
        RUN_ID,
        Column("vector", REALS, "The values; NaN where unknown."),
    ),
    key=("crop_id", "features"),
    partition=("corpus", "features"),
    sort=("crop_id",),
)

CLUSTERINGS: Final = Table(
    "clusterings",
    "One clustering of crops into k clusters.",
    (
        RUN_ID,
        Column("corpus", TEXT, "Corpus; empty where several were joined."),
        Column("features", TEXT, "Feature set."),
        Column("method", TEXT, "kmeans-sklearn, kmeans-faiss or hdbscan."),
        Column("k", SMALL, "Number of clusters."),
        optional("seed", SMALL, "Seed; missing where nothing is drawn."),
        Column("crops", INT, "Crops that were clustered.", "crops"),
        Column("left_out", INT, "Crops without usable features.", "crops"),
        optional("silhouette", REAL, "Mean silhouette, from -1 to 1."),
        optional("silhouette_sample", INT, "Crops it was computed on.", "crops"),
        optional("inertia", REAL, "Sum of squared distances to the centres."),
    ),
    key=("run_id",),
    partition=(),
)

CLUSTER_ASSIGNMENTS: Final = Table(
    "cluster_assignments",
    "The cluster of one crop.",
    (
        RUN_ID,
        CROP_ID,
        Column("cluster", SMALL, "Number of the cluster; -1: noise."),
        optional("distance", REAL, "Distance to the cluster's centre."),
        optional("margin", REAL, "Distance to the next centre minus `distance`."),
    ),
    key=("run_id", "crop_id"),
    partition=BY_RUN,
    sort=("cluster", "crop_id"),
)

CLUSTER_ITERATIONS: Final = Table(
    "cluster_iterations",
    "How a clustering stood after one iteration.",
    (
        RUN_ID,
        Column("iteration", SMALL, "From 1."),
        optional("silhouette", REAL, "Mean silhouette, from -1 to 1."),
        optional("silhouette_sample", INT, "Crops it was computed on.", "crops"),
        optional("nmi_previous", REAL, "NMI with the iteration before."),
        optional("inertia", REAL, "Sum of squared distances to the centres."),
    ),
    key=("run_id", "iteration"),
    partition=BY_RUN,
)

CONFOUNDS: Final = Table(
    "confounds",
    "How much of one clustering is one factor: handshape, orientation, signer, ...",
    (
        RUN_ID,
        Column("factor", TEXT, "handshape, orientation, place, signer or corpus."),
        Column("ami", REAL, "Adjusted mutual information; 0: chance, 1: the same."),
        Column("null_low", REAL, "Lower end of what shuffled groups give (95 %)."),
        Column("null_high", REAL, "Upper end of what shuffled groups give (95 %)."),
        Column(
            "crops", INT, "Crops whose group is known, and those of `unseen`.", "crops"
        ),
        Column("unseen", INT, "Photographs without a hand: one more cluster.", "clips"),
        Column("groups", SMALL, "Groups among them."),
        Column("shuffled", TEXT, "What was shuffled: `crops` or whole `clips`."),
        Column("permutations", SMALL, "How often it was shuffled."),
    ),
    key=("run_id", "factor"),
    partition=BY_RUN,
)

LABEL_EVENTS: Final = Table(
    "label_events",
    "One thing an annotator did. Never changed, never deleted.",
    (
        Column("event_id", TEXT, "Unique; sorts as written."),
        Column("at_ms", INT, "When.", "ms since 1970, UTC"),
        Column("annotator", TEXT, "Who."),
        Column("action", TEXT, "assign, name, merge, move, junk, note or undo."),
        optional("run_id", TEXT, "Clustering concerned."),
        optional("cluster", SMALL, "Cluster concerned."),
        Column("crops", TEXTS, "Crops concerned; empty: the whole cluster."),
        optional("handshape", TEXT, "Handshape given."),
        optional("into_cluster", SMALL, "Cluster merged or moved into."),
        optional("undoes", TEXT, "Event that this one takes back."),
        Column("note", TEXT, "Free text; empty where none."),
    ),
    key=("event_id",),
    partition=(),
)

PREDICTIONS: Final = Table(
    "predictions",
    "What a classifier says of one crop or clip.",
    (
        RUN_ID,
        ITEM_ID,
        Column("corpus", TEXT, "Corpus of the item."),
        Column("target", TEXT, "`handshape`, `gloss` or `letter`."),
        optional("true_class", TEXT, "Class by the labels; missing: unlabelled."),
        Column("predicted_class", TEXT, "Class of highest probability."),
        Column("probability", REAL, "Its calibrated probability."),
        Column("top_classes", TEXTS, "The five likeliest classes, likeliest first."),
        Column("top_probabilities", REALS, "Their probabilities."),
        Column("part", TEXT, "train, validation, test or unseen."),
        Column("calibrated", FLAG, "Whether probabilities were calibrated."),
    ),
    key=("run_id", "item_id"),
    partition=BY_RUN,
    sort=("item_id",),
)

EMBEDDINGS: Final = Table(
    "embeddings",
    "One embedding of one crop or clip.",
    (
        RUN_ID,
        ITEM_ID,
        Column("corpus", TEXT, "Corpus of the item."),
        Column("vector", REALS, "Unit length."),
    ),
    key=("run_id", "item_id"),
    partition=BY_RUN,
    sort=("item_id",),
)

PROJECTIONS: Final = Table(
    "projections",
    "Where one item lies on a two-dimensional map.",
    (
        RUN_ID,
        ITEM_ID,
        Column("x", REAL, "Map coordinate; no unit."),
        Column("y", REAL, "Map coordinate; no unit."),
        optional("trust", REAL, "Share of its true neighbours that the map keeps."),
    ),
    key=("run_id", "item_id"),
    partition=BY_RUN,
    sort=("item_id",),
)

DESCRIPTIONS: Final = Table(
    "descriptions",
    "One written description of how a sign is made.",
    (
        Column("description_id", TEXT, "`corpus/source-number`."),
        CORPUS,
        Column("gloss", TEXT, "Gloss of the sign."),
        Column("text", TEXT, "The description, Unicode NFC; HamNoSys as characters."),
        optional("names", TEXT, "HamNoSys symbols by name, separated by spaces."),
        Column(
            "language", TEXT, "Language of the text, or `hamnosys`; empty: unknown."
        ),
        Column("unit", TEXT, "What is compared: character, word or symbol."),
        Column("source", TEXT, "Where it comes from."),
        optional("clip_id", TEXT, "Clip that shows the sign, where there is one."),
    ),
    key=("description_id",),
)

DESCRIPTION_PAIRS: Final = Table(
    "description_pairs",
    "How alike two descriptions are.",
    (
        RUN_ID,
        Column("first", TEXT, "Description id; the smaller of the two."),
        Column("second", TEXT, "Description id."),
        Column("common", INT, "Length of the longest common subsequence."),
        Column("similarity", REAL, "LCS squared over the product of lengths."),
        optional("parameter", TEXT, "Parameter in which a minimal pair differs."),
    ),
    key=("run_id", "first", "second"),
    partition=BY_RUN,
)

DESCRIPTION_TREE: Final = Table(
    "description_tree",
    "One join of the dendrogram of descriptions.",
    (
        RUN_ID,
        Column("join_number", SMALL, "Order of the join, from 0."),
        Column("left", TEXT, "Description id, or `join:N`."),
        Column("right", TEXT, "Description id, or `join:N`."),
        Column("similarity", REAL, "Max-min similarity at which they join."),
        Column("members", SMALL, "Descriptions below the join."),
    ),
    key=("run_id", "join_number"),
    partition=BY_RUN,
)

TABLES: Final = (
    RUNS,
    RUN_HISTORY,
    SPLITS,
    FEATURES,
    CLUSTERINGS,
    CLUSTER_ASSIGNMENTS,
    CLUSTER_ITERATIONS,
    CONFOUNDS,
    LABEL_EVENTS,
    PREDICTIONS,
    EMBEDDINGS,
    PROJECTIONS,
    DESCRIPTIONS,
    DESCRIPTION_PAIRS,
    DESCRIPTION_TREE,
)

-- Which run computed a feature set of a corpus, and from which hands?
-- $corpus, $features. No row: it was not computed.
SELECT runs.run_id, runs.recipe
FROM runs
WHERE runs.run_id IN (
    SELECT features.run_id
    FROM features
    WHERE features.corpus = $corpus AND features.features = $features
)
ORDER BY runs.started_ms DESC
LIMIT 1

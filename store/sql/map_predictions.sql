-- What does a classifier say of hands or clips of some corpora, sorted by item?
-- $run_id, $corpora.
SELECT item_id, true_class, predicted_class, part
FROM predictions
WHERE run_id = $run_id AND list_contains($corpora::VARCHAR[], corpus)
ORDER BY item_id

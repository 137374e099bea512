-- What does a classifier say of hands or clips, sorted by item? $run_id.
SELECT item_id, true_class, predicted_class, part
FROM predictions
WHERE run_id = $run_id
ORDER BY item_id

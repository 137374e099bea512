-- Which sign does a classifier see in each clip of a corpus? $run_id, $corpus.
SELECT item_id AS clip_id, predicted_class AS value
FROM predictions
WHERE run_id = $run_id AND corpus = $corpus AND target = 'gloss'
ORDER BY item_id

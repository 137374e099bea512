-- Where does a run place the items of some corpora? $run_id, $corpora.
-- Not sorted here, which would hold all in memory: parts are sorted by item.
SELECT run_id, item_id, corpus, vector
FROM embeddings
WHERE run_id = $run_id AND corpus IN (SELECT unnest($corpora::VARCHAR[]))

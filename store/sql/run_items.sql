-- Of how many items of which corpora does a run say something? $run_id.
-- `told`: predictions or embeddings.
SELECT 'predictions' AS told, corpus, count(*) AS items
FROM predictions
WHERE run_id = $run_id
GROUP BY corpus
UNION ALL
SELECT 'embeddings' AS told, corpus, count(*) AS items
FROM embeddings
WHERE run_id = $run_id
GROUP BY corpus
ORDER BY told, corpus

-- How did the clusterings of one sweep go? $corpus, $features, $method.
SELECT
    clusterings.run_id,
    clusterings.k,
    iterations.iteration,
    iterations.silhouette,
    iterations.silhouette_sample,
    iterations.nmi_previous
FROM clusterings
JOIN cluster_iterations AS iterations ON iterations.run_id = clusterings.run_id
WHERE clusterings.corpus = $corpus
    AND clusterings.features = $features
    AND clusterings.method = $method
ORDER BY clusterings.k, clusterings.run_id, iterations.iteration

-- Which clusterings are there? $run_id, $corpus, $features (null: all).
SELECT
    clusterings.run_id,
    clusterings.corpus,
    clusterings.features,
    clusterings.method,
    clusterings.k,
    clusterings.seed,
    clusterings.crops,
    clusterings.left_out,
    clusterings.silhouette,
    clusterings.silhouette_sample,
    clusterings.inertia
FROM clusterings
WHERE ($run_id::VARCHAR IS NULL OR clusterings.run_id = $run_id)
    AND ($corpus::VARCHAR IS NULL OR clusterings.corpus = $corpus)
    AND ($features::VARCHAR IS NULL OR clusterings.features = $features)
ORDER BY clusterings.corpus, clusterings.features, clusterings.method, clusterings.k

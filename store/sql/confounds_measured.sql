-- What are clusterings made of? $corpus, $features (null: all).
-- One row per clustering and factor.
SELECT
    clusterings.run_id,
    clusterings.corpus,
    clusterings.features,
    clusterings.method,
    clusterings.k,
    clusterings.seed,
    confounds.factor,
    confounds.ami,
    confounds.null_low,
    confounds.null_high,
    confounds.crops,
    confounds.unseen,
    confounds.groups,
    confounds.shuffled
FROM confounds
JOIN clusterings ON clusterings.run_id = confounds.run_id
WHERE ($corpus::VARCHAR IS NULL OR clusterings.corpus = $corpus)
    AND ($features::VARCHAR IS NULL OR clusterings.features = $features)
ORDER BY
    clusterings.corpus,
    clusterings.features,
    clusterings.method,
    clusterings.k,
    clusterings.run_id,
    confounds.ami DESC

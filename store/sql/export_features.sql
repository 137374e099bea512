-- What are the values of a feature set for the hands of some corpora? $features, $corpora.
-- Not sorted here, which would hold all in memory: parts are sorted by crop.
SELECT crop_id, corpus, features, run_id, vector
FROM features
WHERE features = $features AND corpus IN (SELECT unnest($corpora::VARCHAR[]))

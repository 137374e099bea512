-- What are the values of a feature set for the hands of a corpus? $corpus, $features.
SELECT crop_id, vector
FROM features
WHERE corpus = $corpus AND features = $features
ORDER BY crop_id

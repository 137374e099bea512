-- How many hands has a run described? $corpus, $features, $run_id.
SELECT count(*) AS crops
FROM features
WHERE corpus = $corpus AND features = $features AND run_id = $run_id

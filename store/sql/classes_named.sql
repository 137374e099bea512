-- Which classes does a run name? $run_id.
SELECT DISTINCT unnest(top_classes) AS name
FROM predictions
WHERE run_id = $run_id
ORDER BY name

-- Which maps are there, newest first? $of: the run whose embeddings they show; null: any.
SELECT
    run_id,
    recipe ->> '$.of' AS of_run,
    recipe ->> '$.method' AS method,
    seed,
    started_ms,
    metrics
FROM runs
WHERE step = 'project'
    AND state = 'finished'
    AND ($of::VARCHAR IS NULL OR recipe ->> '$.of' = $of)
ORDER BY started_ms DESC, run_id

-- Which finished runs have embeddings, and what do they tell apart? Newest first. No
-- parameters. Target: of their predictions; null where they have none.
SELECT
    runs.run_id,
    runs.step,
    runs.recipe,
    told.target
FROM runs
JOIN (SELECT DISTINCT run_id FROM embeddings) AS embedded
    ON embedded.run_id = runs.run_id
LEFT JOIN (
    SELECT run_id, any_value(target) AS target FROM predictions GROUP BY run_id
) AS told ON told.run_id = runs.run_id
WHERE runs.state = 'finished'
ORDER BY runs.started_ms DESC, runs.run_id

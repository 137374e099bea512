-- Which finished runs have predictions, newest first? No parameters.
SELECT
    runs.run_id,
    runs.step,
    runs.corpus,
    runs.recipe ->> '$.name' AS recipe_name,
    runs.recipe,
    runs.seed,
    runs.inputs,
    runs.started_ms,
    runs.ended_ms,
    runs.metrics,
    runs.note,
    counted.target,
    counted.predictions,
    counted.labelled
FROM runs
JOIN (
    SELECT
        run_id,
        any_value(target) AS target,
        count(*) AS predictions,
        count(true_class) AS labelled
    FROM predictions
    GROUP BY run_id
) AS counted ON counted.run_id = runs.run_id
WHERE runs.state = 'finished'
ORDER BY runs.started_ms DESC, runs.run_id

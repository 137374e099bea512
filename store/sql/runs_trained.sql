-- Which trainings of a kind were there, newest first? $task: of the recipe. One that was
-- stopped may have left weights too.
SELECT run_id, recipe, started_ms
FROM runs
WHERE step = 'train' AND recipe ->> '$.task' = $task
ORDER BY started_ms DESC, run_id

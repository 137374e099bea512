-- Which models of a kind were trained to the end, newest first? $task: of the recipe.
SELECT run_id, recipe, started_ms
FROM runs
WHERE step = 'train' AND state = 'finished' AND recipe ->> '$.task' = $task
ORDER BY started_ms DESC, run_id

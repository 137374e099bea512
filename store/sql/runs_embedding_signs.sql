-- Which runs have embedded clips of signs, newest first? No parameters.
SELECT run_id, recipe, inputs, metrics, started_ms, ended_ms
FROM runs
WHERE step = 'embed' AND state = 'finished'
ORDER BY started_ms DESC, run_id

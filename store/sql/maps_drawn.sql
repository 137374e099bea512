-- Which maps of hands or clips are there, newest first? No parameters.
SELECT run_id, recipe, corpus, inputs, seed, started_ms, metrics
FROM runs
WHERE step = 'project' AND state = 'finished'
ORDER BY started_ms DESC, run_id

-- Which runs are there, newest first? No parameters.
SELECT run_id, step, corpus, seed, state, started_ms, ended_ms, metrics, note
FROM runs
ORDER BY started_ms DESC, run_id

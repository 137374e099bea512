-- Which runs did not end, or ended badly? No parameters.
SELECT run_id, step, corpus, state, started_ms, ended_ms, note
FROM runs
WHERE state <> 'finished'
ORDER BY started_ms DESC

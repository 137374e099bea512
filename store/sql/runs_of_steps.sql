-- Which runs of some steps are there, newest first? $steps, e.g. ['train'].
SELECT
    run_id, step, corpus, state, seed, started_ms, ended_ms, recipe, metrics, note
FROM runs
WHERE list_contains($steps::VARCHAR[], step)
ORDER BY started_ms DESC, run_id

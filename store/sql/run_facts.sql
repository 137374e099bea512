-- What was a run told, by which version of the code? $run_id.
SELECT run_id, step, corpus, recipe, seed, code_version, inputs, started_ms, metrics, note
FROM runs
WHERE run_id = $run_id
ORDER BY run_id

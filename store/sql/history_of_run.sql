-- What was measured along a run? $run_id.
SELECT step_number, measure, part, value
FROM run_history
WHERE run_id = $run_id
ORDER BY measure, part, step_number

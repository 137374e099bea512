-- How did a training go? $run_id. One row per epoch, measure and part.
SELECT step_number, measure, part, value
FROM run_history
WHERE run_id = $run_id
ORDER BY measure, part, step_number

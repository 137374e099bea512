-- How many minimal pairs has a run in each parameter? $run_id.
SELECT parameter, count(*) AS pairs
FROM description_pairs
WHERE run_id = $run_id AND parameter IS NOT NULL
GROUP BY parameter
ORDER BY pairs DESC, parameter

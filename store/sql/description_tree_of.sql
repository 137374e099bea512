-- How do the descriptions of a run join? $run_id.
SELECT "left", "right", similarity, members
FROM description_tree
WHERE run_id = $run_id
ORDER BY join_number

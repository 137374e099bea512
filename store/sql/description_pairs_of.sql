-- Which descriptions of a run are alike? $run_id; $parameter: only minimal pairs in it
-- (null: all pairs; `any`: minimal pairs in any); $at_most, $skipped: part of the list, the
-- most alike first.
SELECT first, second, common, similarity, parameter
FROM description_pairs
WHERE run_id = $run_id
    AND (
        $parameter::VARCHAR IS NULL
        OR parameter = $parameter
        OR ($parameter = 'any' AND parameter IS NOT NULL)
    )
ORDER BY similarity DESC, first, second
LIMIT $at_most OFFSET $skipped

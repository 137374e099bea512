-- Which descriptions of a run are alike? $run_id; $parameter: only minimal pairs in it
-- (null: all pairs; `any`: minimal pairs in any); $of: only pairs with this description
-- (null: any); $at_most, $skipped: part of the list, the most alike first.
SELECT first, second, common, similarity, parameter
FROM description_pairs
WHERE run_id = $run_id
    AND (
        $parameter::VARCHAR IS NULL
        OR parameter = $parameter
        OR ($parameter = 'any' AND parameter IS NOT NULL)
    )
    AND ($of::VARCHAR IS NULL OR first = $of OR second = $of)
ORDER BY similarity DESC, first, second
LIMIT $at_most OFFSET $skipped

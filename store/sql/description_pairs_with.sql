-- Which descriptions are like some descriptions of one sign? $run_id, $ids: of these
-- descriptions, $at_most. The most alike first.
SELECT first, second, common, similarity, parameter
FROM description_pairs
WHERE run_id = $run_id
    AND (
        first IN (SELECT unnest($ids::VARCHAR[]))
        OR second IN (SELECT unnest($ids::VARCHAR[]))
    )
ORDER BY similarity DESC, first, second
LIMIT $at_most::BIGINT

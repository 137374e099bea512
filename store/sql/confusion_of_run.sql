-- How often is each class predicted as each? $run_id; $parts: of the split, e.g. ['test'].
-- Only hands whose class is known.
SELECT true_class, predicted_class, count(*) AS hands
FROM predictions
WHERE run_id = $run_id
    AND true_class IS NOT NULL
    AND part IN (SELECT unnest($parts::VARCHAR[]))
GROUP BY true_class, predicted_class
ORDER BY true_class, predicted_class
